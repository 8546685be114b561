"""A company, a register and a real Temporal server with the real workers, for each test; time can be skipped."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import insert
from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributeKey
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access as StripeAccess
from adapters.billing.stripe_client import opened as stripe_opened
from adapters.database.adapter import DatabaseSystem
from adapters.enrichment.adapter import Enrichment
from adapters.enrichment.schema import enrichment_metadata
from adapters.recordings.bucket import Bucket, opened
from adapters.sql.engine import reading_engine, writing_engine
from habeas.catalogue import Catalogue
from habeas.client import Habeas
from habeas.client.cases import KEY_PATIENCE
from habeas.client.proofs import Proofs, proofs
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.decision import Decision
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.key import Kind
from habeas.domain.letter import Letter, LetterKind
from habeas.domain.name import DUE, PENDING, RIGHT, STATE, case_workflow_id, part_workflow_id
from habeas.domain.processing import Category
from habeas.domain.referral import ReferralState
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.evidence.statement import Statement
from habeas.policy import load_policy, load_processing
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.register.log import EvidenceLog
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.registered.recordings import adapter as recordings
from habeas.sandbox.accounts import accounts_metadata
from habeas.sandbox.activity import activity_metadata
from habeas.sandbox.clearbit.server import ClearbitServer
from habeas.sandbox.customers import stripe_objects
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.letterbox import Kept, Letterbox
from habeas.sandbox.mail import MailServer
from habeas.sandbox.marketing import marketing_metadata
from habeas.sandbox.person import Person
from habeas.sandbox.proxy import Proxy
from habeas.sandbox.recordings import participant, recordings_metadata
from habeas.sandbox.rows import dump
from habeas.sandbox.stripe.server import StripeServer
from habeas.sandbox.wire import breakable
from habeas.settings import HouseSettings, MailSettings
from habeas.system_file import load_database
from habeas.vault.approver_keys import ApproverKeys
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.converter import DATA_CONVERTER, sealing
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.key_copies import KeyCopies
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.payload_keys import REMEMBERED, PayloadKeyCache
from habeas.vault.signing_keys import EvidenceSigner
from queues import House, Queue, house_queue, manual_queues, system_steps_queue
from worker import build_replayer, build_worker

PROCESSING = Path(__file__).parents[2] / "policy" / "processing.yaml"
RECORDS = PROCESSING.parent / "systems"
TEMPORAL = Path(__file__).parents[2] / ".venv" / "bin" / "temporal"
QUICK = {"reversible_limit": 20, "attention_after": 2, "next_try": 60, "late_write": 1, "controller_answers_within": 0}
KEY = b"k" * 32
DPO = "dpo@webinars.example.com"
ROLES = {"dpo": Role.DPO, "another dpo": Role.DPO, "support": Role.SUPPORT, "auditor": Role.AUDITOR}


@pytest.fixture(scope="session")
async def env() -> AsyncIterator[WorkflowEnvironment]:
    """Temporal's own server, which can skip time."""
    attributes = [
        SearchAttributeKey.for_keyword(RIGHT),
        SearchAttributeKey.for_keyword(STATE),
        SearchAttributeKey.for_datetime(DUE),
        SearchAttributeKey.for_keyword_list(PENDING),
    ]
    skipping = ("frontend.WorkflowTimeSkippingEnabled=true", 'history.timerProcessorMaxTimeShift="5ms"')
    async with await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=str(TEMPORAL),
        dev_server_log_level="error",
        data_converter=DATA_CONVERTER,
        search_attributes=attributes,
        dev_server_extra_args=[part for value in skipping for part in ("--dynamic-config-value", value)],
    ) as environment:
        yield environment


class Moments(Interceptor):
    """Lets a test act at the very moment when an activity of some id begins, or has just succeeded."""

    def __init__(self) -> None:
        self.before: dict[str, Callable[[], Awaitable[None]]] = {}
        self.after: dict[str, Callable[[], Awaitable[None]]] = {}
        self.seen: list[str] = []

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Watch(next, self)


class _Watch(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, moments: Moments) -> None:
        super().__init__(inner)
        self._moments = moments

    async def execute_activity(self, input: ExecuteActivityInput) -> object:  # noqa: A002
        name = activity.info().activity_id
        self._moments.seen.append(name)
        if act := self._moments.before.pop(name, None):
            await act()
        result = await super().execute_activity(input)
        if act := self._moments.after.pop(name, None):
            await act()
        return result


class State(NamedTuple):
    """A whole company."""

    rows: dict[str, list[tuple[object, ...]]]
    objects: list[tuple[object, ...]]
    billing: dict[str, list[dict[str, Any]]]


@dataclass
class World:
    """Everything that a saga touches, and the judge's eyes on it."""

    env: WorkflowEnvironment
    temporal: Client
    habeas: Habeas
    register: Register
    url: str
    judge: Bucket
    prefix: str
    stripe: StripeServer
    clearbit: ClearbitServer
    switchboard: Switchboard
    moments: Moments
    letters: Letterbox
    workers: Client
    files: CaseFiles
    letter_papers: LetterPapers
    proofs: Proofs
    house: Queue
    serving: AsyncExitStack

    async def roll_out(self, procedures: Sequence[type]) -> None:
        """The house's worker ends, and another one begins, with this code of the procedures."""
        await self.serving.aclose()
        queue = replace(self.house, workflows=procedures)
        await self.serving.enter_async_context(build_worker(self.workers, queue, [self.moments]))

    def break_at(self, activity_id: str, how: How, times: int | None = None) -> None:
        """Break the system of this step when the step begins, and not before."""

        async def act() -> None:
            self.switchboard.break_(activity_id.split(":")[1], how, times)

        self.moments.before[activity_id] = act

    async def state(self) -> State:
        """The whole company: every row, every version and marker of every object, everything at Stripe."""
        objects = [(v.key, v.id, v.is_latest, v.is_marker, v.etag) for v in await self.judge.versions(self.prefix)]
        return State(await dump(self.url), sorted(objects), self.stripe.dump())

    async def said(self, case_id: str) -> list[Statement]:
        """What the log of evidence has of a case, the oldest first; every statement is signed with a published key."""
        keys = await self.proofs.published()
        log = EvidenceLog(self.register._engine)
        return [Statement.of(keys.payload(one.entry.signed)) for one in await log.statements(case_id)]

    async def letter(self, case_id: str, kind: LetterKind) -> Letter:
        """The one letter of this kind that the case has written."""
        kept = await self.letter_papers.letters(case_id)
        (letter,) = [one.letter for one in kept if one.letter.kind is kind]
        return letter

    async def bundle(self, status: CaseStatus) -> ZipFile:
        """The bundle of an export, as it is handed out; it must be as its receipt says."""
        opener, bundle = await self.files.opener(status.case_id), status.bundle
        data = b"".join(opener.chunks(bundle.name, bundle.parts, bundle.sealed_sha256))
        assert (len(data), sha256(data).hexdigest()) == (bundle.size, bundle.sha256)
        return ZipFile(BytesIO(data))

    async def open(self, person: Person, right: Right = Right.ERASURE, by: str = "support", **more: object) -> str:
        """Open a case of this person, who is known to be the one who asks unless `more` says otherwise."""
        fields = {"received_at": datetime.now(UTC), "identity": Identity(how="logged in", by=by), **more}
        with self.env.with_time_skipping_disabled():
            intake = Intake.model_validate({"identifiers": (email(person.email),), **fields})
            return await self.habeas.open(right, intake, submitted_by=by)

    def case(self, case_id: str) -> WorkflowHandle:
        """The workflow of the case."""
        return self.temporal.get_workflow_handle(case_workflow_id(case_id))

    async def later(self, case_id: str, **by: float) -> None:
        """Time passes for the case: `days=3`."""
        await self.env.fast_forward(self.case(case_id), timedelta(**by))

    async def until_so(self, case_id: str, is_so: Callable[[CaseStatus], bool], seconds: float = 60) -> CaseStatus:
        """Wait until that is so of the case."""
        async with asyncio.timeout(seconds):
            while not is_so(status := await self.habeas.status(case_id)):
                await asyncio.sleep(0.05)
        return status

    def mails(self, address: str) -> list[Kept]:
        """The mails that were taken for an address, the oldest first."""
        return [letter for letter in self.letters.letters() if letter.is_for(address)]

    def token(self, address: str, number: int = -1) -> str:
        """What the link of a mail to that address holds: of the last one, or of another."""
        return self.mails(address)[number].text.split("/p/")[1].split()[0]

    async def until(self, case_id: str, *states: CaseState, seconds: float = 120) -> CaseStatus:
        """Wait until the case is in one of these states."""
        async with asyncio.timeout(seconds):
            while (status := await self.habeas.status(case_id)).state not in states:
                await asyncio.sleep(0.05)
        return status

    async def closed(self, case_id: str, seconds: float = 120) -> CaseStatus:
        """Wait until the case is closed."""
        case = self.temporal.get_workflow_handle(case_workflow_id(case_id), result_type=CaseStatus)
        return await asyncio.wait_for(case.result(), seconds)

    async def planned(self, person: Person) -> CaseStatus:
        """An erasure of this person with a plan that waits for its decision; the letters until then have left."""

        def is_so(status: CaseStatus) -> bool:
            letters = 2 if any(r.state is ReferralState.ASKED for r in status.referrals) else 1
            return status.state is CaseState.AWAITING_DECISION and len(status.letters) >= letters

        return await self.until_so(await self.open(person), is_so, 120)

    async def approved(self, person: Person) -> CaseStatus:
        """As `planned`, and approved."""
        status = await self.planned(person)
        return await self.habeas.approve(status.case_id, status.plan_digest or "", "dpo")

    async def phase(self, case_id: str, phase: str, seconds: float = 120) -> None:
        """Wait until the case's part is in this phase."""
        async with asyncio.timeout(seconds):
            while (await self.habeas.status(case_id)).phase != phase:
                await asyncio.sleep(0.02)

    async def add_participation(self, person: Person, event: int) -> None:
        """The person takes part in one more event, behind everybody's back."""
        engine = writing_engine(self.url)
        row = {"event_id": event, "role": "participant", "email": person.email, "is_hidden": False}
        async with engine.begin() as connection:
            await connection.execute(insert(participant).values(row))
        await engine.dispose()

    def part(self, case_id: str, part: str = "erasure") -> WorkflowHandle:
        """The workflow that carries the case out."""
        return self.temporal.get_workflow_handle(part_workflow_id(case_id, part))

    async def decision(self, status: CaseStatus) -> Decision:
        """What the register says of the case's plan."""
        return await self.register.decide(status.case_id, status.plan_digest or "", Decision.UNDECIDED)

    async def reset(self, case_id: str, before: str, part: str | None = "erasure") -> None:
        """Reset the part, or the case itself, to the workflow task before the activity of this id was scheduled."""
        handle = self.temporal.get_workflow_handle(
            part_workflow_id(case_id, part) if part else case_workflow_id(case_id)
        )
        task = 0
        async for event in handle.fetch_history_events():
            if event.HasField("workflow_task_completed_event_attributes"):
                task = event.event_id
            if event.activity_task_scheduled_event_attributes.activity_id == before:
                break
        await self.temporal.workflow_service.reset_workflow_execution(
            ResetWorkflowExecutionRequest(
                namespace=self.temporal.namespace,
                workflow_execution=WorkflowExecution(workflow_id=handle.id),
                reason="a test",
                request_id=str(uuid4()),
                workflow_task_finish_event_id=task,
            )
        )

    async def replay(self, case_id: str, *parts: str) -> None:
        """The code of today replays the histories that this case made."""
        ids = [case_workflow_id(case_id), *(part_workflow_id(case_id, part) for part in parts)]
        for workflow_id in ids:
            history = await self.temporal.get_workflow_handle(workflow_id).fetch_history()
            await build_replayer(self.temporal.data_converter).replay_workflow(history)


@pytest.fixture
def rules() -> dict[str, object]:
    """The rules by which cases run here."""
    return {}


@pytest.fixture
def processing_file() -> Path:
    """The record of processing here: a test may have one with a system without an API."""
    return PROCESSING


@pytest.fixture
def remembered() -> float:
    """For how many seconds a process remembers a key."""
    return REMEMBERED


@pytest.fixture
def seals() -> bool:
    """Whether messages are sealed, as in production."""
    return True


def sealed(plain: Client, keys: PayloadKeyCache, patience: float | None) -> Client:
    """The same connection, with messages under the keys of their cases."""
    converter = sealing(keys, plain.namespace, patience)
    return Client(**{**plain.config(), "data_converter": converter})


@pytest.fixture
def cases(tmp_path) -> Path:
    """The case folder of this test's house."""
    return tmp_path / "cases"


@pytest.fixture(scope="session")
def columns() -> dict[str, list[str]]:
    """The columns of the platform's tables, in their order."""
    several = (accounts_metadata, activity_metadata, recordings_metadata, enrichment_metadata, marketing_metadata)
    tables = {name: table for metadata in several for name, table in metadata.tables.items()}
    return {name: [column.name for column in table.columns] for name, table in tables.items()}


@pytest.fixture
def databases() -> tuple[str, ...]:
    """The systems here that are databases by their record alone: a test may have more, and each costs every case."""
    return ("accounts",)


@pytest.fixture
def accounts() -> type[DatabaseSystem]:
    """The class of the adapter for accounts: a test may have one that lies."""
    return DatabaseSystem


@pytest.fixture
def between() -> Callable[[str], Awaitable[str]]:
    """The way to Stripe: a test may have somebody on it who lies."""

    async def straight(endpoint: str) -> str:
        return endpoint

    return straight


@pytest.fixture
def books() -> dict[str, Category]:
    """What is on record of billing: a test may have a company whose books no law keeps."""
    return load_processing(PROCESSING).of("billing")


@pytest.fixture(scope="session")
def approver_keys(tmp_path_factory) -> ApproverKeys:
    """The keys of who may decide here, and of who may not approve."""
    keys = ApproverKeys(tmp_path_factory.mktemp("approvers"))
    for name in ROLES:
        keys.make(name)
    return keys


@pytest.fixture(scope="session")
async def empty_register(tmp_path_factory, approver_keys) -> Path:
    """A register's database, to be copied; it knows the approvers."""
    file = tmp_path_factory.mktemp("register") / "empty.db"
    url = f"sqlite+aiosqlite:///{file}"
    await migrate(url)
    engine = register_engine(url)
    for name, role in ROLES.items():
        await Register(engine, KEY).enrol(name, role, approver_keys.public(name))
    await engine.dispose()
    return file


@pytest.fixture
def register_url(empty_register, tmp_path) -> str:
    """A register of this test's own."""
    return f"sqlite+aiosqlite:///{shutil.copy(empty_register, tmp_path / 'register.db')}"


@pytest.fixture
def signs(tmp_path) -> EvidenceSigner:
    """What opens the keys that sign evidence here."""
    return EvidenceSigner(FileKeys(tmp_path / "signing.json"))


@pytest.fixture
def keys(register_url, cases, tmp_path, signs) -> CaseKeys:
    """The keys of the cases in it."""
    ring = Keyring(register_engine(register_url, is_kept=False), signs)
    wrapping = {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind}
    return CaseKeys(ring, wrapping, KeyCopies(CaseFolder(cases)))


@pytest.fixture
async def world(
    env,
    enrichment_key,
    company_platform,
    seaweed,
    judge,
    own_recordings,
    tmp_path,
    rules,
    processing_file,
    databases,
    accounts,
    books,
    register_url,
    keys,
    cases,
    now,
    seals,
    remembered,
    approver_keys,
    signs,
    between,
) -> AsyncIterator[World]:
    """A company of its own, with workers on it."""
    async with AsyncExitStack() as stack:
        prefix = await own_recordings(company_platform.url_owner, judge)
        switchboard, moments = Switchboard(tmp_path / "faults.json"), Moments()
        proxy = await Proxy.start(seaweed.endpoint, switchboard)
        stack.push_async_callback(proxy.stop)
        settings = HouseSettings(
            temporal_address="",
            register_url=register_url,
            payload_wrapping_keys="",
            claim_key_file=tmp_path / "key",
            case_folder=str(tmp_path / "cases"),
            processing_file=processing_file,
            web_person_url="http://127.0.0.1:9/",
            web_staff_url="http://127.0.0.1:9/dpo",
            dpo_address=DPO,
            **{**QUICK, **rules},
        )
        engine = register_engine(register_url)
        stack.push_async_callback(engine.dispose)
        register = Register(engine, KEY, settings.approval_rules, signs, settings.periods)
        wired = await stack.enter_async_context(opened(replace(seaweed.writer, endpoint=proxy.endpoint)))
        read_only = await stack.enter_async_context(opened(replace(seaweed.reader, endpoint=proxy.endpoint)))
        engines = {}
        for system in (*databases, "recordings", "enrichment"):
            writing = breakable(writing_engine(company_platform.url_write), system, switchboard)
            reading = breakable(reading_engine(company_platform.url_read), system, switchboard)
            stack.push_async_callback(writing.dispose)
            stack.push_async_callback(reading.dispose)
            engines[system] = (writing, reading)
        stripe = await StripeServer.start(tmp_path / "stripe", switchboard)
        stack.push_async_callback(stripe.stop)
        await stripe.seed(stripe_objects(now))
        clearbit = await ClearbitServer.start(tmp_path / "clearbit", switchboard)
        stack.push_async_callback(clearbit.stop)
        endpoint = await between(stripe.endpoint)
        paying = await stack.enter_async_context(stripe_opened(StripeAccess(stripe.writing_key, endpoint)))
        looking = await stack.enter_async_context(stripe_opened(StripeAccess(stripe.reading_key, endpoint)))
        policy = load_policy(processing_file)
        processing, home = policy.processing, House(settings, register, keys, policy)
        events = load_database(RECORDS / "recordings.yaml")
        systems = [
            *(
                (accounts if name == "accounts" else DatabaseSystem)(
                    load_database(RECORDS / f"{name}.yaml"), processing.of(name), *engines[name]
                )
                for name in databases
            ),
            recordings(events, processing.of("recordings"), *engines["recordings"], wired, read_only),
            Billing(paying, looking, books),
            Enrichment(*engines["enrichment"], processing.of("enrichment"), enrichment_key),
        ]
        served = {adapter.name for adapter in systems}
        routes = {name: route for name, route in Catalogue.read().routes.items() if name in served}
        doors_keys, workers_keys = (PayloadKeyCache(keys, remembered) for _ in range(2))
        temporal, workers = (
            sealed(env.client, cached, patience) if seals else env.client
            for cached, patience in ((doors_keys, KEY_PATIENCE), (workers_keys, None))
        )
        for adapter in systems:
            queue = system_steps_queue(home, adapter)
            await stack.enter_async_context(build_worker(workers, queue, [moments]))
        for queue in manual_queues(home, routes):
            await stack.enter_async_context(build_worker(workers, queue, [moments]))
        mail = await MailServer.start(tmp_path / "mail", switchboard)
        stack.callback(mail.stop)
        post = Post(MailSettings.given(mail.settings).account)
        proving = proofs(settings, signs)
        house = (
            house_queue(home, workers, proving, routes, post),
            await stack.enter_async_context(AsyncExitStack()),
        )
        letters = Letterbox.made(tmp_path / "mail")
        servers = stripe, clearbit, switchboard, moments, letters, workers, CaseFiles(CaseFolder(cases), keys)
        servers = *servers, LetterPapers(CaseFolder(cases), keys), proving
        doors = temporal, Habeas(temporal, keys, signers=approver_keys)
        world = World(env, *doors, register, company_platform.url_owner, judge, prefix, *servers, *house)
        await world.roll_out(world.house.workflows)
        stack.callback(workers_keys.stop_waiting)  # first of all: cases of other tests may be open, without a key here
        yield world
