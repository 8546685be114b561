"""The composition root: settings, adapters, activities, workers. `build_worker` is the only place that makes one."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.runtime import Runtime
from temporalio.worker import Interceptor, Replayer, Worker

from activities.bundle import BundleSteps
from activities.datamap import MapBookSteps, MapSteps
from activities.house import RegisterSteps
from activities.legal import LegalSteps
from activities.owner import OwnerSteps
from activities.plan import PlanSteps
from activities.sweep import KeySteps, PublishSteps, SweepSteps
from activities.system import SystemSteps
from habeas.bundle.pack import BundleOffice
from habeas.bundle.signing import BundleSigner
from habeas.calendar import public_holidays
from habeas.catalogue import TAKEN, Catalogue, check_opened, surroundings
from habeas.client.connection import connected
from habeas.client.executions import Executions
from habeas.client.files import case_parts, evidence_signer, house_keys
from habeas.client.proofs import PersonsProofs, Proofs, proofs
from habeas.client.publisher import Publisher
from habeas.client.schedules import keep_map_check, keep_schedules
from habeas.datamap.watch import Watch
from habeas.domain.error import HabeasError, InvalidInput, Unreachable
from habeas.domain.manual import Owner
from habeas.domain.name import HOUSE, HOUSE_KEY, HOUSE_QUEUE, system_queue
from habeas.domain.port import System
from habeas.domain.route import Route, Routes
from habeas.domain.time_limit import Place
from habeas.key_file import load_key
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.log import configure, runtime
from habeas.policy import load_policy, load_processing
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.registered import manual
from habeas.registration import Wire, straight
from habeas.runner import workflow_runner
from habeas.settings import HouseSettings, MailSettings, PolicySettings, database_settings
from habeas.system_file import system_files
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.converter import DATA_CONVERTER, sealing
from habeas.vault.escrow import Escrows
from habeas.vault.evidence import CaseEvidence
from habeas.vault.holders import Holders
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers
from habeas.vault.payload_keys import PayloadKeyCache
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.shredder import Shredder
from workflows.breach import Breach
from workflows.case import Case
from workflows.datamap import MapCheck
from workflows.erasure import Erasure
from workflows.export import Export
from workflows.hand_over import HandOver
from workflows.objection import Objection
from workflows.question import OwnerQuestion
from workflows.sweep import Publish, Shred, TurnOver

WORKFLOWS: Sequence[type] = (
    *(Case, Objection, Export, Erasure, HandOver, OwnerQuestion, Breach),
    *(Shred, TurnOver, Publish, MapCheck),
)

_YOUNG = 20_000  # objects between two looks for garbage; messages are many and short-lived
_HEARTBEAT_THROTTLE = timedelta(seconds=1)  # a cancel reaches an activity with its heartbeat

RUNNER = workflow_runner()


@dataclass(frozen=True)
class Queue:
    """One task queue and what is served on it."""

    name: str
    activities: Sequence[Callable[..., Any]]
    workflows: Sequence[type] = ()
    per_second: float | None = None  # activities that may begin, of all workers of this queue together


def build_worker(client: Client, queue: Queue, interceptors: Sequence[Interceptor] = ()) -> Worker:
    """A worker for one queue."""
    return Worker(
        client,
        task_queue=queue.name,
        workflows=queue.workflows,
        activities=queue.activities,
        workflow_runner=RUNNER,
        interceptors=interceptors,
        max_task_queue_activities_per_second=queue.per_second,
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
    proofs: Proofs,
    routes: Routes,
    post: Post | None = None,
) -> Queue:
    """The queue of the procedures and of the steps in our own house, which asks these systems, and writes by a post."""
    place = Place(ZoneInfo(settings.zone), public_holidays(settings.country))
    parts = case_parts(settings)
    processing = load_processing(settings.processing_file)
    routes = with_consent(with_owners(routes, processing.owners), processing.rest_on_consent)
    papers, letters = CasePapers(parts, keys), LetterPapers(parts, keys)
    holders = Holders.read(settings.evidence_holders) if settings.evidence_holders else None
    kept = Escrows(papers, letters, holders), PersonsProofs(proofs, papers, ProofPapers(parts, keys))
    book = RegisterSteps(
        register, papers, *kept, place, settings.rules, routes, processing.ages_of_consent, processing.owners
    )
    plans = PlanSteps(routes, register, processing.treatments)
    bundles = BundleSteps(BundleOffice(CaseFiles(parts, keys), processing, BundleSigner(register)), register)
    executions = Executions(client, deletes=settings.shred_deletes_executions)
    words = Letters(processing, ZoneInfo(settings.zone))
    office = LetterOffice(words, letters, register, settings.pages, post)
    law = LegalSteps(place, settings.rules.clock, register, office, CaseEvidence(parts))
    sweeps = SweepSteps(register, Shredder(parts, keys), executions, settings.periods)
    publishing = PublishSteps(Publisher(proofs, settings.evidence_published))
    owners = OwnerSteps(AnswerPapers(parts, keys))
    steps = (book, plans, bundles, law, owners, sweeps, KeySteps(keys), publishing, MapBookSteps(register))
    return Queue(HOUSE_QUEUE, [method for one in steps for method in _methods(one)], WORKFLOWS)


def with_owners(routes: Routes, owners: tuple[Owner, ...]) -> Routes:
    """The systems with those that have no API: their owners are asked when all others have said what they know.

    Raises InvalidInput for one that has the name of another system, or of a part of the house.
    """
    if taken := [o.system for o in owners if o.system in routes or o.system in TAKEN]:
        raise InvalidInput(f"manual_systems.{taken[0]}: another system is called so, or a part of the house")
    needs = tuple(routes)
    return {**routes, **{o.system: Route(needs=needs, finds_by=o.finds_by, is_manual=True) for o in owners}}


def with_consent(routes: Routes, systems: Collection[str]) -> Routes:
    """The systems, with it said of which that something of ours rests on consent there."""
    return {name: route.model_copy(update={"has_consent": name in systems}) for name, route in routes.items()}


def manual_queues(settings: HouseSettings, register: Register, keys: CaseKeys, routes: Routes) -> list[Queue]:
    """The queues of systems without an API: in the house, as what their owners answer is among the case files."""
    processing, answers = load_processing(settings.processing_file), AnswerPapers(case_parts(settings), keys)
    adapters = manual.declared(processing, routes, answers)
    return [system_steps_queue(settings, adapter, register, keys) for adapter in adapters]


def system_steps_queue(  # noqa: PLR0913, PLR0917 - what a system's queue is made of
    settings: HouseSettings,
    adapter: System,
    register: Register,
    keys: CaseKeys,
    per_second: float | None = None,
    more: Sequence[Callable[..., Any]] = (),
) -> Queue:
    """The queue of one system's steps, of which so many may begin in a second, and of `more` beside them."""
    office = BundleOffice(CaseFiles(case_parts(settings), keys), load_processing(settings.processing_file))
    steps = SystemSteps(adapter, register, office.stage)
    return Queue(system_queue(adapter.name), [*_methods(steps), *more], per_second=per_second)


def map_steps(house: HouseSettings, system: str) -> list[Callable[..., Any]]:
    """The step that compares a system's record with its database, where it has one."""
    file = described(house).get(system)
    return _methods(MapSteps(Watch(file, database_settings(system).read().reading_url))) if file else []


def described(house: HouseSettings) -> dict[str, Path]:
    """The systems whose database has a record of its own, with its file."""
    return {file.stem: file for file in system_files(house.processing_file)}


def _post() -> Post | None:
    """The post, where there is a mail server."""
    settings = MailSettings.if_set()
    return Post(settings.account) if settings else None


def house_register(house: HouseSettings) -> Register:
    """The register, with what signs its evidence where this process has that."""
    engine, claim_key = register_engine(house.register_url), load_key(house.claim_key_file)
    return Register(engine, claim_key, house.approval_rules, evidence_signer(house), house.periods)


@asynccontextmanager
async def opened(house: HouseSettings, catalogue: Catalogue, system: str, wire: Wire) -> AsyncIterator[System]:
    """The adapter of a system, as it is registered, from the settings that are its own."""
    registration = catalogue.registration(system)
    policy = load_policy(house.processing_file)
    around = surroundings(system, policy.processing, wire, policy.databases.get(system))
    async with registration.opens(around) as adapter:
        yield check_opened(system, adapter)


@asynccontextmanager
async def queues(
    wire: Wire, served: Collection[str] | None, client: Client, keys: CaseKeys
) -> AsyncIterator[list[Queue]]:
    """The queues of these systems and of the house, or of all, from the environment's settings; of no others."""
    house = HouseSettings.read()
    catalogue = Catalogue.read(house.processing_file)
    names = (HOUSE, *catalogue.systems) if served is None else served
    if HOUSE in names:
        _check_keys(house)
    routes = catalogue.routes if HOUSE in names else {}
    await migrate(house.register_url)
    register = house_register(house)
    await register.check_key()
    async with AsyncExitStack() as stack:
        systems = [name for name in catalogue.systems if name in names]
        adapters = {name: await stack.enter_async_context(opened(house, catalogue, name, wire)) for name in systems}
        limits = {name: catalogue.per_second(name) for name in systems}
        found = []
        if HOUSE in names:
            found = [house_queue(house, register, keys, client, proofs(house), routes, _post())]
            found += manual_queues(house, register, keys, routes)
            await keys.create(HOUSE_KEY)
            await keep_schedules(client, house.sweep_every, house.turn_over_every, house.publish_every)
            await keep_map_check(client, tuple(described(house)), house.map_check_every)
            await CasePapers(case_parts(house), keys).discard_closed(register.is_closed)
        beside = {name: map_steps(house, name) for name in systems}
        theirs = (system_steps_queue(house, a, register, keys, limits[n], beside[n]) for n, a in adapters.items())
        yield [*found, *theirs]


def _check_keys(house: HouseSettings) -> None:
    if house.file_wrapping_keys is None:
        raise InvalidInput("the house packages what was collected: it needs HABEAS_FILE_WRAPPING_KEYS")
    if house.signing_wrapping_keys is None:
        raise InvalidInput("the house signs evidence of what is done: it needs HABEAS_SIGNING_WRAPPING_KEYS")


async def worker_client(house: HouseSettings, keys: PayloadKeyCache) -> Client:
    """Temporal's client as a worker has it: it seals everything, and waits for keys for as long as it takes."""
    converter = sealing(keys, house.temporal_namespace, patience=None)
    return await connected(house.temporal_address, house.temporal_namespace, house.access, converter)


async def serve(wire: Wire, interceptors: Sequence[Interceptor], served: Collection[str] | None) -> None:
    """Serve the queues of these systems and of the house, or of all, until SIGTERM or SIGINT."""
    house = HouseSettings.read()
    load_processing(house.processing_file)  # a mistake in the records is told before anything is asked or changed
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


def chosen(arguments: Sequence[str]) -> Collection[str] | None:
    """What is to be served: `--systems billing,enrichment`, or `--systems house`; None for everything, without it.

    `--systems` alone says what there is, and ends. Raises InvalidInput for what is not there.
    """
    parser = argparse.ArgumentParser("worker.py", description="Serves the steps of Habeas until it is stopped.")
    told = "some of them, with commas between; all without it; without a value: says which there are"
    parser.add_argument("--systems", nargs="?", const="", metavar="NAMES", help=told)
    asked: str | None = parser.parse_args(arguments).systems
    if asked is None:
        return None
    catalogue = Catalogue.read(PolicySettings.read().processing_file)
    if not asked:
        print(*catalogue.described(), sep="\n")  # noqa: T201 - it is what was asked for
        parser.exit()
    every = (HOUSE, *catalogue.systems)
    if unknown := [name for name in asked.split(",") if name not in every]:
        raise InvalidInput(f"there is no system {unknown[0]!r}: there are {', '.join(every)}")
    return asked.split(",")


def main(wire: Wire = straight, interceptors: Sequence[Interceptor] = (), arguments: Sequence[str] = ()) -> None:
    """Run `python worker.py` (or `python -m worker`)."""
    configure()
    gc.freeze()  # what was imported lives as long as the process: it need not be looked through again and again
    gc.set_threshold(_YOUNG)
    code = 0
    try:
        served = chosen(arguments)
        Runtime.set_default(runtime())
        asyncio.run(serve(wire, interceptors, served))
    except (InvalidInput, Unreachable, HabeasError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one line that whoever started it must read
        code = 2 if isinstance(error, InvalidInput) else 1  # after 1 it is worth starting again
    sys.stdout.flush()
    sys.stderr.flush()
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(code)


if __name__ == "__main__":
    main(arguments=sys.argv[1:])
