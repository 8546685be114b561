"""A trial: one company plays its stories, or the undisturbed ones by which the others are judged."""

import time
import traceback
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Self

import room
from company import Company
from driver import Driver
from layout import Layout
from oracle import Ended, Evidence, Footprint, broken, things
from state import State
from story import Story
from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.service import RPCError
from watched import Case, Hit

from adapters.recordings.bucket import Access, opened
from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.vault.converter import sealing
from worker import build_replayer


@dataclass(frozen=True)
class Place:
    """Where trials are held: the people's database, the bucket of all (to write and to read), and a folder for logs."""

    template: Path
    recordings: tuple[Access, Access]
    logs: Path


@dataclass(frozen=True)
class Undisturbed:
    """What is known of the people's erasures; `waits` is how often each step waits."""

    footprints: Mapping[str, Footprint]
    waits: Mapping[str, int]

    @classmethod
    def of(cls, several: Sequence[Self]) -> Self:
        """All that is known of several groups of people, in an order of their own."""
        footprints = {name: print_ for one in several for name, print_ in one.footprints.items()}
        steps = {step for one in several for step in one.waits}
        waits = {step: max(one.waits.get(step, 0) for one in several) for step in steps}
        return cls({name: footprints[name] for name in sorted(footprints)}, waits)


@dataclass(frozen=True)
class Verdict:
    """What came of the stories of one company: outcomes with their reasons, what happened when, and what is wrong."""

    outcomes: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...]
    broken: tuple[str, ...]
    deaths: int
    seconds: float


@asynccontextmanager
async def _company(place: Place) -> AsyncIterator[Company]:
    async with AsyncExitStack() as stack:
        root = Path(stack.enter_context(TemporaryDirectory(prefix="company-", ignore_cleanup_errors=True)))
        beside = Path(mkdtemp(prefix="company-", dir=place.logs))
        stack.enter_context(room.disk(root))
        judge = await stack.enter_async_context(opened(place.recordings[0]))
        company = Company(Layout.on(root, beside), place.recordings, place.template, judge)
        stack.push_async_callback(company.staff.stop)
        await company.build()
        yield company


async def undisturbed(place: Place, names: tuple[str, ...]) -> Undisturbed:
    """Each of these people is erased, one after the other."""
    footprints = {}
    async with _company(place) as company:
        driver, state = await Driver.of(company), await company.state()
        for name in names:
            await driver.carry_out([Story(name)])
            case = next(case for case in driver.watched.cases.values() if case.story.person == name)
            before, state = state, await company.state()
            footprints[name] = _footprint(case, before, state)
        return Undisturbed(footprints, dict(driver.watched.waits))


def _footprint(case: Case, before: State, after: State) -> Footprint:
    assert case.status is not None
    one, other = things(before), things(after)
    return Footprint(case.status, frozenset(case.steps), one - other, other - one)


async def play(place: Place, stories: tuple[Story, ...], known: Undisturbed) -> Verdict:
    """The stories of one company, side by side, and what came of them."""
    began = time.monotonic()
    async with _company(place) as company:
        company.staff.waits = known.waits
        driver, before = await Driver.of(company), await company.state()
        try:
            await driver.carry_out(stories)
        except (TimeoutError, ExceptionGroup) as stuck:
            traceback.print_exception(stuck)
            await driver.disasters.end()
            await driver.office.ask_the_stuck(driver.watched.open)
        company.staff.stop_worker()
        evidence = Evidence(
            before,
            await company.state(),
            tuple([await _ended(driver, case, place.logs) for case in driver.watched.cases.values()]),
            known.footprints,
            company.layout.register,
            company.layout.cases,
            driver.disasters.was_register_older,
        )
        outcomes = tuple(case.outcome for case in evidence.cases)
        hits, deaths = tuple(driver.watched.hits), company.staff.deaths
        return Verdict(outcomes, hits, tuple(broken(evidence)), deaths, time.monotonic() - began)


async def _ended(driver: Driver, case: Case, logs: Path) -> Ended:
    """A history that does not replay is kept."""
    for workflow_id in (case_workflow_id(case.id), part_workflow_id(case.id, "erasure")):
        handle = driver.office.habeas.temporal.get_workflow_handle(workflow_id)
        try:
            history = await handle.fetch_history()
        except RPCError:  # Temporal has lost it, or it never was
            continue
        if why := await _replayed(history, sealing(driver.office, driver.office.habeas.temporal.namespace, None)):
            (logs / f"{workflow_id.replace('/', '.')}.json").write_text(history.to_json())
            return Ended(case.id, case.story, case.status, case.is_cancelled, f"{workflow_id}: {why}")
    return Ended(case.id, case.story, case.status, case.is_cancelled, waits_for=case.waits_for)


async def _replayed(history: WorkflowHistory, converter: DataConverter) -> str | None:
    result = await build_replayer(converter).replay_workflow(history, raise_on_replay_failure=False)
    return str(result.replay_failure)[:300] if result.replay_failure else None
