"""What is served: the queue of the procedures and of our own house, and one for each system, made from the settings."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
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
from habeas.domain.processing import ProcessingRecord
from habeas.domain.route import Routes, with_consent, with_owners
from habeas.domain.time_limit import Place
from habeas.key_file import load_key
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import Policy, load_policy
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


@dataclass(frozen=True)
class House:
    """What every queue is made with: the settings, the register, the secrets of cases, what the company says."""

    settings: HouseSettings
    register: Register
    keys: CaseKeys
    policy: Policy

    @classmethod
    def of(cls, settings: HouseSettings, keys: CaseKeys) -> Self:
        """The house of these settings, with what signs its evidence where this process has that."""
        engine, claim_key = register_engine(settings.register_url), load_key(settings.claim_key_file)
        register = Register(engine, claim_key, settings.approval_rules, evidence_signer(settings), settings.periods)
        return cls(settings, register, keys, load_policy(settings.processing_file))

    @property
    def processing(self) -> ProcessingRecord:
        """The record of processing."""
        return self.policy.processing


def house_queue(house: House, client: Client, proofs: Proofs, routes: Routes, post: Post | None = None) -> Queue:
    """The queue of the procedures and of the steps in our own house, which asks these systems, and writes by a post."""
    settings, register, keys, processing = house.settings, house.register, house.keys, house.processing
    place = Place(ZoneInfo(settings.zone), public_holidays(settings.country))
    parts = case_parts(settings)
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


def manual_queues(house: House, routes: Routes) -> list[Queue]:
    """The queues of systems without an API: in the house, as what their owners answer is among the case files."""
    answers = AnswerPapers(case_parts(house.settings), house.keys)
    return [system_steps_queue(house, adapter) for adapter in manual.declared(house.processing, routes, answers)]


def system_steps_queue(
    house: House, adapter: System, per_second: float | None = None, more: Sequence[Callable[..., Any]] = ()
) -> Queue:
    """The queue of one system's steps, of which so many may begin in a second, and of `more` beside them."""
    office = BundleOffice(CaseFiles(case_parts(house.settings), house.keys), house.processing)
    steps = SystemSteps(adapter, house.register, office.stage)
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


@asynccontextmanager
async def opened(policy: Policy, catalogue: Catalogue, system: str, wire: Wire) -> AsyncIterator[System]:
    """The adapter of a system, as it is registered, from the settings that are its own."""
    registration = catalogue.registration(system)
    around = surroundings(system, policy.processing, wire, policy.databases.get(system))
    async with registration.opens(around) as adapter:
        yield check_opened(system, adapter)


@asynccontextmanager
async def opened_queues(
    wire: Wire, served: Collection[str] | None, client: Client, keys: CaseKeys
) -> AsyncIterator[list[Queue]]:
    """The queues of these systems and of the house, or of all, from the environment's settings; of no others."""
    settings = HouseSettings.read()
    catalogue = Catalogue.read(settings.processing_file)
    names = (HOUSE, *catalogue.systems) if served is None else served
    if HOUSE in names:
        _check_keys(settings)
    routes = catalogue.routes if HOUSE in names else {}
    await migrate(settings.register_url)
    house = House.of(settings, keys)
    await house.register.check_key()
    async with AsyncExitStack() as stack:
        theirs = []
        for name in (one for one in catalogue.systems if one in names):
            adapter = await stack.enter_async_context(opened(house.policy, catalogue, name, wire))
            theirs.append(system_steps_queue(house, adapter, catalogue.per_second(name), map_steps(settings, name)))
        ours = await _our_queues(house, client, routes) if HOUSE in names else []
        yield [*ours, *theirs]


async def _our_queues(house: House, client: Client, routes: Routes) -> list[Queue]:
    """The queues of the house, when what it does by the clock is under way, and what closed cases left is gone."""
    settings = house.settings
    await house.keys.create(HOUSE_KEY)
    await keep_schedules(client, settings.sweep_every, settings.turn_over_every, settings.publish_every)
    await keep_map_check(client, tuple(described(settings)), settings.map_check_every)
    await CasePapers(case_parts(settings), house.keys).discard_closed(house.register.is_closed)
    return [house_queue(house, client, proofs(settings), routes, _post()), *manual_queues(house, routes)]


def _check_keys(house: HouseSettings) -> None:
    if house.file_wrapping_keys is None:
        raise InvalidInput("the house packages what was collected: it needs HABEAS_FILE_WRAPPING_KEYS")
    if house.signing_wrapping_keys is None:
        raise InvalidInput("the house signs evidence of what is done: it needs HABEAS_SIGNING_WRAPPING_KEYS")


def _methods(steps: object) -> list[Callable[..., Any]]:
    """The activities of a class of steps."""
    methods = (getattr(steps, name) for name in dir(type(steps)) if not name.startswith("_"))
    return [method for method in methods if hasattr(method, "__temporal_activity_definition")]
