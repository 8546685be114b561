"""A company of the sandbox's servers with Temporal and the production worker, for as long as a benchmark lasts.

The worker is `worker.py` as it is deployed, in a process of its own: nothing is on its wires that could be broken.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.ext.asyncio import AsyncEngine

import habeas.sandbox
from adapters.recordings.bucket import opened
from habeas.client import Habeas
from habeas.domain.staff import Role
from habeas.key_file import load_key
from habeas.register.approver import Approvers
from habeas.register.engine import reading, register_engine
from habeas.register.migrate import migrate
from habeas.sandbox.customers import stripe_objects
from habeas.sandbox.enriched import build_enrichment
from habeas.sandbox.home import Home
from habeas.sandbox.objects import recorded, store_objects
from habeas.sandbox.platform import build_platform
from habeas.sandbox.seaweed import Seaweed
from habeas.sandbox.stripe.server import StripeServer
from habeas.sandbox.temporal import Temporal
from habeas.settings import PROCESSING, HouseSettings
from habeas.vault.approver_keys import ApproverKeys

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = timedelta(minutes=2)  # for an answer: there may be a hundred who ask
_TETHERED = str(Path(habeas.sandbox.__file__).with_name("tethered.py"))


@dataclass
class Company:
    """A running company; `processes` are ours: the worker and Temporal."""

    home: Home
    habeas: Habeas
    register: AsyncEngine
    url: str
    seaweed: Seaweed
    stripe: StripeServer
    environment: dict[str, str] = field(repr=False)
    processes: dict[str, int] = field(default_factory=dict)

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """The worker runs while the context lasts, and serves everything."""
        async with self.program("worker", str(ROOT / "worker.py")) as process:
            yield process

    @asynccontextmanager
    async def program(self, name: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """A Python program of this name with the worker's settings runs while the context lasts.

        It finds compiled code, as in the image that is deployed: each case loads the procedures anew, and would have
        to compile them.
        """
        bytecode = {"PYTHONPYCACHEPREFIX": str(self.home.ours / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
        with (self.home.ours / "logs" / f"{name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, _TETHERED, sys.executable, *arguments),
                env={**os.environ, **self.environment, **bytecode, "PYTHONPATH": str(ROOT)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes[name] = process.pid
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@asynccontextmanager
async def company() -> AsyncIterator[Company]:
    """A company with the sandbox's people, and no worker yet. Everything is removed at the end."""
    with TemporaryDirectory(prefix="habeas-bench-") as folder:
        home = Home(Path(folder))
        home.prepare()
        async with AsyncExitStack() as stack:
            temporal = await Temporal.start(home.ours / "temporal")
            stack.push_async_callback(temporal.stop)
            seaweed = await Seaweed.start(home.company / "objects")
            stack.push_async_callback(seaweed.stop)
            stripe = await StripeServer.start(home.stripe, home.switchboard)
            stack.push_async_callback(stripe.stop)
            url = f"sqlite+aiosqlite:///{home.platform_file}"
            await _fill(home, url, seaweed, stripe)
            environment = {**_house(home, temporal), **_systems(home, url, seaweed, stripe)}
            await migrate(environment["HABEAS_REGISTER_URL"])
            register = reading(register_engine(environment["HABEAS_REGISTER_URL"]))
            stack.push_async_callback(register.dispose)
            keys = ApproverKeys(home.approver_keys)
            approvers = Approvers(register_engine(environment["HABEAS_REGISTER_URL"], is_kept=False))
            await approvers.enrol("dpo", Role.DPO, keys.make("dpo"))
            connected = await Habeas.at(HouseSettings.given(environment))
            habeas_ = replace(connected, answer=_PATIENCE, signers=keys)
            processes = {"temporal": temporal.process.pid}
            yield Company(home, habeas_, register, url, seaweed, stripe, environment, processes)


async def _fill(home: Home, url: str, seaweed: Seaweed, stripe: StripeServer) -> None:
    now = datetime.now(UTC)
    await build_platform(url, now)
    await build_enrichment(url, now, load_key(home.enrichment_key))
    await stripe.seed(stripe_objects(now))
    async with opened(seaweed.writer) as bucket:
        await store_objects(bucket, await recorded(url))


def _house(home: Home, temporal: Temporal) -> dict[str, str]:
    return {
        "HABEAS_TEMPORAL_ADDRESS": temporal.address,
        "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{home.ours / 'register.db'}",
        "HABEAS_CLAIM_KEY_FILE": str(home.ours / "keys" / "claim.key"),
        "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{home.ours / 'keys' / 'payload.json'}",
        "HABEAS_FILE_WRAPPING_KEYS": f"file:{home.ours / 'keys' / 'file.json'}",
        "HABEAS_SIGNING_WRAPPING_KEYS": f"file:{home.ours / 'keys' / 'signing.json'}",
        "HABEAS_CASE_FOLDER": str(home.cases),
        "HABEAS_ENRICHMENT_KEY_FILE": str(home.enrichment_key),
        "HABEAS_PROCESSING_FILE": str(_policy(home)),
    }


def _policy(home: Home) -> Path:
    """The company's policy with the four systems that the goals were set for: without two that are databases."""
    records = home.company / "systems"
    records.mkdir()
    for name in ("accounts.yaml", "recordings.yaml"):
        lines = (PROCESSING.parent / "systems" / name).read_text(encoding="utf-8").splitlines(keepends=True)
        here = [line for line in lines if not line.endswith((": activity\n", ": marketing\n"))]
        (records / name).write_text("".join(here), encoding="utf-8")
    shutil.copy(PROCESSING, home.processing)
    return home.processing.resolve()


def _systems(home: Home, url: str, seaweed: Seaweed, stripe: StripeServer) -> dict[str, str]:
    databases = {
        f"HABEAS_{system}_{way}_URL": url
        for system in ("ACCOUNTS", "RECORDINGS", "ENRICHMENT")
        for way in ("WRITING", "READING")
    }
    return databases | {
        "HABEAS_BILLING_ENDPOINT": stripe.endpoint,
        "HABEAS_BILLING_WRITING_KEY": stripe.writing_key,
        "HABEAS_BILLING_READING_KEY": stripe.reading_key,
        "HABEAS_RECORDINGS_BUCKET": seaweed.writer.bucket,
        "HABEAS_RECORDINGS_S3_ENDPOINT": seaweed.endpoint,
        "HABEAS_RECORDINGS_S3_WRITING_KEY": seaweed.writer.key_id or "",
        "HABEAS_RECORDINGS_S3_WRITING_SECRET": seaweed.writer.secret or "",
        "HABEAS_RECORDINGS_S3_READING_KEY": seaweed.reader.key_id or "",
        "HABEAS_RECORDINGS_S3_READING_SECRET": seaweed.reader.secret or "",
    }
