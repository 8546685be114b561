"""The composition root: settings, adapters, activities, workers. `build_worker` is the only place that makes one."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.runtime import Runtime
from temporalio.worker import Interceptor, Replayer, Worker

from activities.house import BundleSteps, PlanSteps, RegisterSteps
from activities.legal import LegalSteps
from activities.sweep import KeySteps, SweepSteps
from activities.system import SystemSteps
from adapters.accounts.adapter import Accounts
from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access as StripeAccess
from adapters.billing.stripe_client import opened as stripe_opened
from adapters.enrichment.adapter import Enrichment
from adapters.recordings.adapter import Recordings
from adapters.recordings.bucket import Access, opened
from adapters.sql.engine import reading_engine, writing_engine
from habeas.bundle.pack import BundleOffice
from habeas.calendar import public_holidays
from habeas.client.connection import connected
from habeas.client.executions import Executions
from habeas.client.files import case_parts, house_keys
from habeas.client.schedules import keep_schedules
from habeas.domain.error import HabeasError, InvalidInput, Unreachable
from habeas.domain.name import HOUSE_KEY, HOUSE_QUEUE, system_queue
from habeas.domain.port import System
from habeas.domain.route import Route, Routes
from habeas.domain.time_limit import Place
from habeas.key_file import load_key
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.log import configure, runtime
from habeas.policy import load_processing
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.runner import workflow_runner
from habeas.settings import (
    AccountsSettings,
    BillingSettings,
    EnrichmentSettings,
    HouseSettings,
    MailSettings,
    RecordingsSettings,
)
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.converter import DATA_CONVERTER, sealing
from habeas.vault.evidence import CaseEvidence
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers
from habeas.vault.payload_keys import PayloadKeyCache
from habeas.vault.shredder import Shredder
from workflows.breach import Breach
from workflows.case import Case
from workflows.erasure import Erasure
from workflows.export import Export
from workflows.hand_over import HandOver
from workflows.sweep import Shred, TurnOver

WORKFLOWS: Sequence[type] = (Case, Export, Erasure, HandOver, Breach, Shred, TurnOver)
ADAPTERS = (Accounts, Recordings, Billing, Enrichment)
ROUTES: Routes = {a.name: Route(needs=a.needs_identifiers_of, finds_by=a.finds_by) for a in ADAPTERS}
HOUSE = "house"  # named beside the systems: the procedures, and the steps in our own house

_YOUNG = 20_000  # objects between two looks for garbage; messages are many and short-lived
_HEARTBEAT_THROTTLE = timedelta(seconds=1)  # a cancel reaches an activity with its heartbeat

RUNNER = workflow_runner()

Wire = Callable[[AsyncEngine, str], AsyncEngine]
"""What sits between an adapter and its database; the sandbox puts something there that can be broken."""


@dataclass(frozen=True)
class Queue:
    """One task queue and what is served on it."""

    name: str
    activities: Sequence[Callable[..., Any]]
    workflows: Sequence[type] = ()


def build_worker(client: Client, queue: Queue, interceptors: Sequence[Interceptor] = ()) -> Worker:
    """A worker for one queue."""
    return Worker(
        client,
        task_queue=queue.name,
        workflows=queue.workflows,
        activities=queue.activities,
        workflow_runner=RUNNER,
        interceptors=interceptors,
        max_cached_workflows=200,  # half a mebibyte each; one that was dropped is replayed when it goes on
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=3),  # so long a task waits for a worker that died
        max_heartbeat_throttle_interval=_HEARTBEAT_THROTTLE,
        default_heartbeat_throttle_interval=_HEARTBEAT_THROTTLE,
    )


def build_replayer(
    converter: DataConverter = DATA_CONVERTER, namespace: str = "default", runtime: Runtime | None = None
) -> Replayer:
    """What replays a history of this namespace with the code of today; `converter` opens what the history holds."""
    return Replayer(
        workflows=WORKFLOWS, workflow_runner=RUNNER, data_converter=converter, namespace=namespace, runtime=runtime
    )


def house_queue(  # noqa: PLR0913, PLR0917 - what a house is made of
    settings: HouseSettings,
    register: Register,
    keys: CaseKeys,
    client: Client,
    routes: Routes = ROUTES,
    post: Post | None = None,
) -> Queue:
    """The queue of the procedures and of the steps in our own house, which asks these systems, and writes by a post."""
    place = Place(ZoneInfo(settings.zone), public_holidays(settings.country))
    parts = case_parts(settings)
    processing = load_processing(settings.processing_file)
    book = RegisterSteps(register, CasePapers(parts, keys), place, settings.rules, routes, processing.ages_of_consent)
    plans = PlanSteps(routes, register, processing.treatments)
    bundles = BundleSteps(BundleOffice(CaseFiles(parts, keys), processing))
    executions = Executions(client, deletes=settings.shred_deletes_executions)
    words = Letters(processing, ZoneInfo(settings.zone))
    office = LetterOffice(words, LetterPapers(parts, keys), register, settings.pages, post)
    law = LegalSteps(place, settings.rules.clock, register, office, CaseEvidence(parts))
    sweeps = SweepSteps(register, Shredder(parts, keys), executions, settings.periods)
    steps = (book, plans, bundles, law, sweeps, KeySteps(keys))
    return Queue(HOUSE_QUEUE, [method for one in steps for method in _methods(one)], WORKFLOWS)


def system_steps_queue(settings: HouseSettings, adapter: System, register: Register, keys: CaseKeys) -> Queue:
    """The queue of one system's steps."""
    office = BundleOffice(CaseFiles(case_parts(settings), keys), load_processing(settings.processing_file))
    return Queue(system_queue(adapter.name), _methods(SystemSteps(adapter, register, office.stage)))


@asynccontextmanager
async def accounts(house: HouseSettings, wire: Wire) -> AsyncIterator[Accounts]:
    """The adapter of the accounts database."""
    settings = AccountsSettings.read()
    async with _engines(settings.writing_url, settings.reading_url, wire, "accounts") as engines:
        yield Accounts(*engines, load_processing(house.processing_file).of("accounts"))


@asynccontextmanager
async def recordings(_house: HouseSettings, wire: Wire) -> AsyncIterator[Recordings]:
    """The adapter of the events' database and bucket."""
    settings = RecordingsSettings.read()
    way = partial(Access, settings.bucket, settings.s3_endpoint, region=settings.s3_region)
    async with (
        _engines(settings.writing_url, settings.reading_url, wire, "recordings") as engines,
        opened(way(settings.s3_writing_key, settings.s3_writing_secret)) as bucket,
        opened(way(settings.s3_reading_key, settings.s3_reading_secret)) as reading_bucket,
    ):
        yield Recordings(*engines, bucket, reading_bucket)


@asynccontextmanager
async def billing(house: HouseSettings, _wire: Wire) -> AsyncIterator[Billing]:
    """The adapter of the company's Stripe account."""
    settings = BillingSettings.read()
    async with (
        stripe_opened(StripeAccess(settings.writing_key, settings.endpoint)) as writing,
        stripe_opened(StripeAccess(settings.reading_key, settings.endpoint)) as reading,
    ):
        yield Billing(writing, reading, load_processing(house.processing_file).of("billing"))


@asynccontextmanager
async def enrichment(house: HouseSettings, wire: Wire) -> AsyncIterator[Enrichment]:
    """The adapter of the stored copies of what Clearbit gave."""
    settings = EnrichmentSettings.read()
    async with _engines(settings.writing_url, settings.reading_url, wire, "enrichment") as engines:
        processing = load_processing(house.processing_file).of("enrichment")
        yield Enrichment(*engines, processing, load_key(settings.key_file))


Opens = Callable[[HouseSettings, Wire], AbstractAsyncContextManager[System]]
"""Makes the adapter of one system from the environment's settings, for as long as the context lasts."""

SYSTEMS: Mapping[str, Opens] = {
    "accounts": accounts,
    "recordings": recordings,
    "billing": billing,
    "enrichment": enrichment,
}


@asynccontextmanager
async def _engines(
    writing: str, reading: str, wire: Wire, system: str
) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    engines = wire(writing_engine(writing), system), wire(reading_engine(reading), system)
    try:
        yield engines
    finally:
        for engine in engines:
            await engine.dispose()


def _post() -> Post | None:
    """The post, where there is a mail server."""
    settings = MailSettings.if_set()
    return Post(settings.account) if settings else None


@asynccontextmanager
async def queues(wire: Wire, served: Collection[str], client: Client, keys: CaseKeys) -> AsyncIterator[list[Queue]]:
    """The queues of these systems and of the house, from the environment's settings; only those that they need."""
    house = HouseSettings.read()
    if HOUSE in served and house.file_wrapping_keys is None:
        raise InvalidInput("the house packages what was collected: it needs HABEAS_FILE_WRAPPING_KEYS")
    await migrate(house.register_url)
    register = Register(register_engine(house.register_url), load_key(house.claim_key_file), house.approval_rules)
    await register.check_key()
    async with AsyncExitStack() as stack:
        adapters = [await stack.enter_async_context(opens(house, wire)) for n, opens in SYSTEMS.items() if n in served]
        found = [house_queue(house, register, keys, client, post=_post())] if HOUSE in served else []
        if found:
            await keys.create(HOUSE_KEY)
            await keep_schedules(client, house.sweep_every, house.turn_over_every)
            await CasePapers(case_parts(house), keys).discard_closed(register.is_closed)
        yield [*found, *(system_steps_queue(house, adapter, register, keys) for adapter in adapters)]


async def worker_client(house: HouseSettings, keys: PayloadKeyCache) -> Client:
    """Temporal's client as a worker has it: it seals everything, and waits for keys for as long as it takes."""
    converter = sealing(keys, house.temporal_namespace, patience=None)
    return await connected(house.temporal_address, house.temporal_namespace, house.access, converter)


async def serve(wire: Wire, interceptors: Sequence[Interceptor], served: Collection[str]) -> None:
    """Serve the queues of these systems and of the house until SIGTERM or SIGINT."""
    house = HouseSettings.read()
    keys = house_keys(house, is_kept=True)
    remembered = PayloadKeyCache(keys)
    client = await worker_client(house, remembered)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as running, queues(wire, served, client, keys) as chosen:
        for queue in chosen:
            await running.enter_async_context(build_worker(client, queue, interceptors))
        await stop.wait()
        remembered.stop_waiting()


def _methods(steps: object) -> list[Callable[..., Any]]:
    """The activities of a class of steps."""
    methods = (getattr(steps, name) for name in dir(type(steps)) if not name.startswith("_"))
    return [method for method in methods if hasattr(method, "__temporal_activity_definition")]


def straight(engine: AsyncEngine, _system: str) -> AsyncEngine:
    """The wire of production: nothing is on it."""
    return engine


def chosen(arguments: Sequence[str]) -> Collection[str]:
    """What is to be served: `--systems billing,enrichment`, or `--systems house`; everything without it."""
    every = (HOUSE, *SYSTEMS)
    parser = argparse.ArgumentParser("worker.py", description="Serves the steps of Habeas until it is stopped.")
    parser.add_argument("--systems", help=f"some of {', '.join(every)}, with commas between them; all without it")
    asked = parser.parse_args(arguments).systems
    names = asked.split(",") if asked is not None else every
    if unknown := [name for name in names if name not in every]:
        parser.error(f"there is no system {unknown[0]!r}: there are {', '.join(every)}")
    return names


def main(
    wire: Wire = straight, interceptors: Sequence[Interceptor] = (), served: Collection[str] = (HOUSE, *SYSTEMS)
) -> None:
    """Run `python worker.py` (or `python -m worker`)."""
    configure()
    gc.freeze()  # what was imported lives as long as the process: it need not be looked through again and again
    gc.set_threshold(_YOUNG)
    Runtime.set_default(runtime())
    code = 0
    try:
        asyncio.run(serve(wire, interceptors, served))
    except (InvalidInput, Unreachable, HabeasError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one line that whoever started it must read
        code = 2 if isinstance(error, InvalidInput) else 1  # after 1 it is worth starting again
    sys.stdout.flush()
    sys.stderr.flush()
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(code)


if __name__ == "__main__":
    main(served=chosen(sys.argv[1:]))
