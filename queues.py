"""What is served: the queue of the procedures and of our own house, and one for each system, made from the settings."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.client import Client

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
from habeas.catalogue import Catalogue, check_opened, surroundings
from habeas.client.executions import Executions
from habeas.client.files import case_parts, evidence_signer
from habeas.client.proofs import PersonsProofs, Proofs, proofs
from habeas.client.publisher import Publisher
from habeas.client.schedules import keep_map_check, keep_schedules
from habeas.datamap.watch import Watch
from habeas.domain.error import InvalidInput
from habeas.domain.name import HOUSE, HOUSE_KEY, HOUSE_QUEUE, system_queue
from habeas.domain.port import System
from habeas.domain.route import Routes, with_consent, with_owners
from habeas.domain.time_limit import Place
from habeas.key_file import load_key
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import load_policy, load_processing
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.registered import manual
from habeas.registration import Wire
from habeas.settings import HouseSettings, MailSettings, database_settings
from habeas.system_file import system_files
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.escrow import Escrows
from habeas.vault.evidence import CaseEvidence
from habeas.vault.holders import Holders
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers
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


@dataclass(frozen=True)
class Queue:
    """One task queue and what is served on it."""

    name: str
    activities: Sequence[Callable[..., Any]]
    workflows: Sequence[type] = ()
    per_second: float | None = None  # activities that may begin, of all workers of this queue together


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
async def opened_queues(
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


def _methods(steps: object) -> list[Callable[..., Any]]:
    """The activities of a class of steps."""
    methods = (getattr(steps, name) for name in dir(type(steps)) if not name.startswith("_"))
    return [method for method in methods if hasattr(method, "__temporal_activity_definition")]
