"""Runs the cases of one company while things go wrong: whoever watches, mends, decides and asks again, as people do.

What a person may have to say twice is said again with the next look: nobody answers while Temporal is away.
"""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import people
from company import Company, copy
from disaster import Disasters
from kind import BROKEN, GONE, LOSES_A_RUN, Kind
from sqlalchemy.exc import SQLAlchemyError
from story import Fault, Opening, Side, Story
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError
from ward import Ward

from habeas.client import Habeas
from habeas.console.orphan import Orphan, orphans
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import HabeasError, NoSuchCase, NotNow, Stopped, Unreachable
from habeas.domain.identifier import email
from habeas.domain.name import STATE
from habeas.domain.request import Identity, Intake
from habeas.domain.right import Right
from habeas.domain.update import Refusal

LIMIT = 400
"""Seconds: a company that takes longer is stuck."""

LATE = 40  # seconds within which the last step that was given up has come to its end
_LOOK, _RULE, _AGAIN = 0.7, 0.2, 2.0
_MENDED = 3.0
_HUNG = 20.0
"""Seconds after which whoever watches ends a worker in which something hangs: it may hold the register's lock."""

_NEVER = float("inf")
_ANSWER = timedelta(seconds=4)
_STATE = SearchAttributeKey.for_keyword(STATE)
_AWAY = (HabeasError, NoSuchCase, NotNow, Stopped, Unreachable, RPCError, SQLAlchemyError, OSError)
_LOST = (WorkflowExecutionStatus.TERMINATED, WorkflowExecutionStatus.FAILED, WorkflowExecutionStatus.CANCELED)

Hit = tuple[str, str, str]
"""Step, side and kind of something that happened."""


@dataclass
class Case:
    """One case, its story, and where it is; `steps` are those that were ever begun."""

    id: str
    story: Story
    status: CaseStatus | None = None
    active: dict[int, str] = field(default_factory=dict)
    asks: dict[int, float] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    is_approved: bool = False
    is_cancelled: bool = False  # in time, and by what nothing has lost since
    is_stuck: bool = False
    told_at: float = 0
    waits_for: str | None = None


@dataclass
class Driver:
    """The cases of a company, to their end."""

    company: Company
    cases: dict[str, Case] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    waits: Counter[str] = field(default_factory=Counter)
    mend_at: dict[str, float] = field(default_factory=dict)
    hung_until: float = _NEVER
    habeas: Habeas | None = None
    lost: list[Orphan] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The worker tells us what it does."""
        self.company.heard = self.hear
        self.disasters = Disasters(self.company)

    async def carry_out(self, stories: Iterable[Story]) -> None:
        """Open a case for each story, and return when all have ended. Raises TimeoutError when they do not."""
        if self.habeas is None:
            self.habeas = await Habeas.connect(self.company.address)
        for story in stories:
            case_id = await self._open(self.habeas, story)
            self.cases[case_id] = Case(case_id, story)
            self.company.faults[case_id] = dict(enumerate(story.faults))
        if self.company.worker is None:  # it is told of the faults when it begins
            self.company.start_worker()
        async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
            ruling = group.create_task(self._repeat(self._rule, _RULE))
            await self._until(self._look, _LOOK, lambda: not self._open_cases)
            await self._settle()
            ruling.cancel()
        await self.disasters.end()

    async def _settle(self) -> None:
        """Steps that were given up come to their end; what the register has open is seen to."""
        latest = time.monotonic() + LATE
        while any(case.active for case in self.cases.values()) and time.monotonic() < latest:
            await asyncio.sleep(_RULE)
        await self._until(self._resume, _LOOK, lambda: not self.lost)

    async def _open(self, habeas: Habeas, story: Story) -> str:
        who = Identity(how="logged in", by="support")
        address = email(people.PEOPLE[story.person].email)
        intake = Intake(identifiers=(address,), received_at=datetime.now(UTC), identity=who)
        return await habeas.open(Right.ERASURE, intake)

    @property
    def _open_cases(self) -> list[Case]:
        return [case for case in self.cases.values() if case.status is None]

    async def _repeat(self, act: Callable[[], Any], pause: float) -> None:
        while True:
            await act()
            await asyncio.sleep(pause)

    async def _until(self, act: Callable[[], Any], pause: float, is_done: Callable[[], bool]) -> None:
        while True:
            with suppress(*_AWAY):
                await act()
                if is_done():
                    return
            await asyncio.sleep(pause)

    def hear(self, words: tuple[Any, ...]) -> None:
        """What the worker says."""
        match words:
            case ("died",):
                self.hung_until = _NEVER
                for case in self.cases.values():
                    case.active, case.asks = {}, {}
            case (what, case_id, *more):
                if case := self.cases.get(case_id):
                    self._hear_of(case, what, more)

    def _hear_of(self, case: Case, what: str, more: list[Any]) -> None:
        match what:
            case "begun":
                self._begun(case, *more)
            case "ended":
                case.active.pop(more[1], None)
            case "hangs":
                case.active.pop(more[1], None)
                self.hung_until = min(self.hung_until, time.monotonic() + _HUNG)
            case "waited":
                self.waits[more[0]] = max(self.waits[more[0]], more[1])
            case "asks" if more[0] not in self.company.faults[case.id]:  # another attempt at the step had it
                self.company.tell_worker(case.id, more[0])
            case "asks":
                case.asks[more[0]] = time.monotonic()
            case "cancelled":
                case.is_cancelled = "decide" not in case.steps
            case "fired":
                fault = self.company.faults[case.id].pop(more[0])
                case.asks.pop(more[0], None)
                self._count(fault)
                case.is_cancelled &= fault.kind not in LOSES_A_RUN
                if fault.kind in BROKEN:
                    self.mend_at[fault.step.split(":")[1]] = time.monotonic() + _MENDED

    def _begun(self, case: Case, step: str, number: int) -> None:
        case.active[number] = step
        if step.startswith("preflight") and step not in case.steps:
            self._keep_a_copy()
        case.steps.add(step)

    def _count(self, fault: Fault) -> None:
        self.hits.append((fault.step, fault.side, fault.kind))

    async def _rule(self) -> None:
        await self.disasters.mend()
        if time.monotonic() > self.hung_until:
            self.company.stop_worker()
        if self.disasters.may_start:
            await self.company.watch()
        now = time.monotonic()
        for system in [s for s, at in self.mend_at.items() if at <= now]:
            self.company.switchboard.mend(system)
            del self.mend_at[system]
        asked: dict[Kind, list[tuple[Case, int]]] = {}
        for case in self._open_cases:
            for number in case.asks:
                asked.setdefault(self._fault(case, number).kind, []).append((case, number))
        if asked and self._is_time(asked, now):
            for kind, group in asked.items():
                await self._befall(kind, group)

    def _fault(self, case: Case, number: int) -> Fault:
        return self.company.faults[case.id][number]

    def _is_time(self, kinds: Iterable[Kind], now: float) -> bool:
        """When those who are near have come too: what befalls them together is waited for once."""
        waited = now - min(at for case in self._open_cases for at in case.asks.values())
        everybody = all(case.asks or case.is_stuck for case in self._open_cases)
        return everybody or waited > max(self.disasters.patience(kind) for kind in kinds)

    async def _befall(self, kind: Kind, group: list[tuple[Case, int]]) -> None:
        is_safe = self.disasters.is_outlived(kind, {step for case in self.cases.values() for step in case.steps})
        faults = [self.company.faults[case.id].pop(number) for case, number in group]
        hit_too = [case for case in self._open_cases if case not in [one for one, _ in group]]
        if is_safe:
            for case in self.cases.values():
                case.is_cancelled &= kind not in GONE
            for fault in faults:
                self._count(fault)
            if self.disasters.is_for_all(kind):
                for step in {step for case in hit_too for step in case.active.values()}:
                    self.hits.append((step, Side.IN, kind))
            await self.disasters.befall(kind)
        for case, number in group:
            case.asks.pop(number, None)
            self.company.tell_worker(case.id, number)

    async def _look(self) -> None:
        """Every case, as Temporal lists it."""
        assert self.habeas is not None
        latest: dict[str, WorkflowExecution] = {}
        async for run in self.habeas.temporal.list_workflows('WorkflowType = "Case"', rpc_timeout=_ANSWER):
            case_id = run.id.split("/")[1]
            if case_id not in latest or run.start_time > latest[case_id].start_time:
                latest[case_id] = run
        for case in self._open_cases:
            if case.id not in latest or latest[case.id].status in _LOST:
                await self._resume(case)
        await asyncio.gather(*(self._attend(case, latest[case.id]) for case in self._open_cases if case.id in latest))

    async def _attend(self, case: Case, run: WorkflowExecution) -> None:
        assert self.habeas is not None
        if run.status is WorkflowExecutionStatus.COMPLETED:
            case.status = await self.habeas.outcome(case.id)
            return
        state = run.typed_search_attributes.get(_STATE)
        case.is_stuck = state == CaseState.NEEDS_ATTENTION
        if time.monotonic() < case.told_at + _AGAIN:
            return
        if state == CaseState.AWAITING_APPROVAL:
            case.told_at = time.monotonic()
            await self._decide(self.habeas, case)
        elif case.is_stuck:
            case.told_at = time.monotonic()
            await self._mend(self.habeas, case)

    async def _mend(self, habeas: Habeas, case: Case) -> None:
        self.company.switchboard.mend()
        self.company.set_clock_of_systems(0)
        self.company.tell_worker("clock", 0)
        with suppress(*_AWAY):
            await habeas.retry(case.id, "support")

    async def _decide(self, habeas: Habeas, case: Case) -> None:
        with suppress(*_AWAY):
            digest = (await habeas.status(case.id)).plan_digest or ""
            match case.story.opening:
                case Opening.REFUSE:
                    await habeas.refuse(case.id, Refusal(reason="manifestly unfounded", by="dpo"))
                case Opening.BOTH if not case.is_approved:
                    case.is_approved = True
                    both = habeas.approve(case.id, digest, "dpo"), habeas.cancel(case.id, "support")
                    await asyncio.gather(*both, return_exceptions=True)
                case _:
                    await habeas.approve(case.id, digest, "dpo")
                    case.is_approved = True

    def _keep_a_copy(self) -> None:
        """Of the register, when another plan was approved: what may be restored later."""
        with suppress(sqlite3.Error):  # it is locked, or the disk is full: then there is an older one
            copy(self.company.register, self.company.beside / "register.copy")

    async def _resume(self, case: Case | None = None) -> None:
        """What an operator does about cases that were lost: `habeas resume`. The register may know the outcome."""
        ward = Ward.of(self.company.environment())
        self.lost = [one async for one in orphans(ward, None, only_look=False)]
        if case is not None:
            async with ward.register() as register:
                row = await register.show(case.id)
            case.status = row.report if row else None

    async def ask_the_stuck(self) -> None:
        """What the cases say that do not end, and where their steps are."""
        assert self.habeas is not None
        for case in self._open_cases:
            with suppress(*_AWAY):
                status = await Habeas(self.habeas.temporal, _ANSWER).status(case.id)
                where = ", ".join(sorted(case.active.values()))
                case.waits_for = f"{status.state}, {status.phase}, in {where}: {status.waits_for}"
