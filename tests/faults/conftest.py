"""Companies side by side, each with its own worker process that can be killed, on one Temporal server in real time."""

import asyncio
import multiprocessing
import runpy
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from state import State
from temporalio.client import WorkflowHandle
from temporalio.common import SearchAttributeKey
from temporalio.testing import WorkflowEnvironment

from adapters.recordings.bucket import Bucket
from habeas.client import Habeas, Unreachable
from habeas.client.files import house_keys
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.name import DUE, PENDING, RIGHT, STATE, case_workflow_id
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.register.approver import Approvers
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.sandbox.customers import stripe_objects
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.person import Person
from habeas.sandbox.stripe.server import StripeServer
from habeas.settings import PROCESSING, HouseSettings
from habeas.vault.approver_keys import ApproverKeys
from habeas.vault.case_files import CaseFiles
from habeas.vault.converter import DATA_CONVERTER
from habeas.vault.folder import CaseFolder

TEMPORAL = Path(__file__).parents[2] / ".venv" / "bin" / "temporal"
WORKER = Path(__file__).with_name("mortal_worker.py")
NAMESPACES = 8
LATE_WRITE = "PT11S"  # a second longer than recordings takes a release for a retry of the first (`note.ONCE_MORE`)
Mourn = Callable[[], Awaitable[None]]
NewWorld = Callable[[], Awaitable["World"]]

# a fork of a process that has imported everything is up in a third of the time
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["worker", "aiosqlite", "alembic.command", "holidays.countries"])


@pytest.fixture(scope="module")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """Temporal's own server, with a namespace for each company: the names of task queues are fixed."""
    attributes = [
        SearchAttributeKey.for_keyword(RIGHT),
        SearchAttributeKey.for_keyword(STATE),
        SearchAttributeKey.for_datetime(DUE),
        SearchAttributeKey.for_keyword_list(PENDING),
    ]
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(TEMPORAL),
        dev_server_log_level="error",
        data_converter=DATA_CONVERTER,
        search_attributes=attributes,
        dev_server_extra_args=[part for n in range(NAMESPACES) for part in ("--namespace", f"company-{n}")],
    ) as environment:
        yield environment


@dataclass
class World:
    """One company, and the process that works on it."""

    habeas: Habeas
    url: str
    judge: Bucket
    prefix: str
    stripe: StripeServer
    folder: Path
    environment: dict[str, str] = field(repr=False)
    deaths: int = 0

    @asynccontextmanager
    async def worker(
        self, moments: dict[str, tuple[str, ...]], cancel_at: str | None = None, mourn: Mourn | None = None
    ) -> AsyncIterator[None]:
        """The worker runs, dies at these moments of its cases, and is started again; `mourn` is called in between.

        Each case is cancelled in the step `cancel_at`.
        """
        brief = {"folder": self.folder, "environment": self.environment, "moments": moments, "cancel_at": cancel_at}
        async with asyncio.TaskGroup() as group:
            keeping = group.create_task(self._keep(brief, mourn))
            try:
                yield
            finally:
                keeping.cancel()

    async def _keep(self, brief: dict[str, object], mourn: Mourn | None) -> None:
        how = {"init_globals": {"BRIEF": brief}, "run_name": "__main__"}
        while True:
            process = FORKS.Process(target=runpy.run_path, args=(str(WORKER),), kwargs=how)
            process.start()
            try:
                while process.is_alive():
                    await asyncio.sleep(0.1)
            finally:
                process.kill()
                process.join()
            assert process.exitcode == -signal.SIGKILL, (self.folder / "worker.log").read_text()
            self.deaths += 1
            if mourn is not None:
                await mourn()

    def steps(self, case_id: str) -> set[str]:
        """Every step of the case that a worker ever began."""
        lines = (line.split() for line in (self.folder / "steps").read_text().splitlines())
        return {step for case, step in lines if case == case_id}

    @property
    def cases(self) -> CaseFolder:
        """The case folder."""
        return CaseFolder(self.folder / "cases")

    async def bundle(self, status: CaseStatus) -> ZipFile:
        """The bundle of an export, as it is handed out."""
        opener = await CaseFiles(self.cases, house_keys(HouseSettings.given(self.environment))).opener(status.case_id)
        bundle = status.bundle
        return ZipFile(BytesIO(b"".join(opener.chunks(bundle.name, bundle.parts, bundle.sealed_sha256))))

    async def state(self) -> State:
        """The whole company, under names that are the same in each."""
        return await State.of(self.url, self.judge, self.prefix, self.stripe.dump())

    async def open(self, person: Person, right: Right = Right.ERASURE) -> str:
        """Open a case of this person."""
        who = Identity(how="logged in", by="support")
        return await self.habeas.open(
            right, Intake(identifiers=(email(person.email),), received_at=datetime.now(UTC), identity=who)
        )

    async def approve(self, case_id: str) -> None:
        """Wait for the plan, and approve it."""
        approval = await self.habeas.signed(case_id, await self._digest(case_id), "dpo")
        await self._case(case_id).execute_update("approve", approval)

    async def closed(self, case_id: str) -> CaseStatus:
        """Wait until the case is closed."""
        return await self._case(case_id).result()

    async def _digest(self, case_id: str) -> str:
        while True:
            with suppress(Unreachable):  # its worker has just died
                status = await self.habeas.status(case_id)
                if status.state is CaseState.AWAITING_DECISION:
                    return status.plan_digest or ""
            await asyncio.sleep(1)

    def _case(self, case_id: str) -> WorkflowHandle:
        return self.habeas.temporal.get_workflow_handle(case_workflow_id(case_id), result_type=CaseStatus)


@pytest.fixture(scope="module")
async def new_world(
    temporal, company_file, enrichment_key, seaweed, judge, own_recordings, tmp_path_factory, now
) -> AsyncIterator[NewWorld]:
    """Makes one company after the other."""
    namespaces = iter(range(NAMESPACES))
    async with AsyncExitStack() as stack:

        async def new() -> World:
            namespace, folder = f"company-{next(namespaces)}", tmp_path_factory.mktemp("company")
            url = f"sqlite+aiosqlite:///{shutil.copy(company_file, folder / 'platform.db')}"
            prefix = await own_recordings(url, judge)
            stripe = await StripeServer.start(folder / "stripe", Switchboard(folder / "faults.json"))
            stack.push_async_callback(stripe.stop)
            await stripe.seed(stripe_objects(now))
            address = temporal.client.service_client.config.target_host
            (folder / "enrichment.key").touch(mode=0o600)
            (folder / "enrichment.key").write_bytes(enrichment_key)
            settings = _settings(address, namespace, url, seaweed, stripe, folder)
            await migrate(settings["HABEAS_REGISTER_URL"])
            keys = ApproverKeys(folder / "approvers")
            approvers = Approvers(register_engine(settings["HABEAS_REGISTER_URL"], is_kept=False))
            await approvers.enrol("dpo", Role.DPO, keys.make("dpo"))
            habeas = replace(await Habeas.at(HouseSettings.given(settings)), signers=keys)
            return World(habeas, url, judge, prefix, stripe, folder, settings)

        yield new


def _settings(address: str, namespace: str, url: str, seaweed, stripe: StripeServer, folder: Path) -> dict[str, str]:
    return {
        "HABEAS_BILLING_ENDPOINT": stripe.endpoint,
        "HABEAS_BILLING_WRITING_KEY": stripe.writing_key,
        "HABEAS_BILLING_READING_KEY": stripe.reading_key,
        "HABEAS_LATE_WRITE": LATE_WRITE,
        "HABEAS_CONTROLLER_ANSWERS_WITHIN": "PT0S",
        "HABEAS_TEMPORAL_ADDRESS": address,
        "HABEAS_TEMPORAL_NAMESPACE": namespace,
        "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{folder / 'register.db'}",
        "HABEAS_CLAIM_KEY_FILE": str(folder / "claim.key"),
        "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{folder / 'payload.json'}",
        "HABEAS_FILE_WRAPPING_KEYS": f"file:{folder / 'file.json'}",
        "HABEAS_SIGNING_WRAPPING_KEYS": f"file:{folder / 'signing.json'}",
        "HABEAS_CASE_FOLDER": str(folder / "cases"),
        "HABEAS_ACCOUNTS_WRITING_URL": url,
        "HABEAS_ACCOUNTS_READING_URL": url,
        "HABEAS_RECORDINGS_WRITING_URL": url,
        "HABEAS_RECORDINGS_READING_URL": url,
        "HABEAS_ENRICHMENT_WRITING_URL": url,
        "HABEAS_ENRICHMENT_READING_URL": url,
        "HABEAS_PROCESSING_FILE": str(_policy(folder)),
        "HABEAS_ENRICHMENT_KEY_FILE": str(folder / "enrichment.key"),
        "HABEAS_RECORDINGS_BUCKET": seaweed.writer.bucket,
        "HABEAS_RECORDINGS_S3_ENDPOINT": seaweed.endpoint,
        "HABEAS_RECORDINGS_S3_WRITING_KEY": seaweed.writer.key_id,
        "HABEAS_RECORDINGS_S3_WRITING_SECRET": seaweed.writer.secret,
        "HABEAS_RECORDINGS_S3_READING_KEY": seaweed.reader.key_id,
        "HABEAS_RECORDINGS_S3_READING_SECRET": seaweed.reader.secret,
    }


def _policy(folder: Path) -> Path:
    """The company's policy with four systems, without two that are databases: a worker is killed at each step."""
    (records := folder / "policy" / "systems").mkdir(parents=True)
    for name in ("accounts.yaml", "recordings.yaml"):
        lines = (PROCESSING.parent / "systems" / name).read_text().splitlines(keepends=True)
        here = [line for line in lines if not line.endswith((": activity\n", ": marketing\n"))]
        (records / name).write_text("".join(here))
    return Path(shutil.copy(PROCESSING, folder / "policy"))
