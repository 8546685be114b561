"""Runs the cases of one company while things go wrong, to their end."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from company import Company
from disaster import Disasters
from kind import GONE, Kind
from layout import copy
from office import ANSWER, AWAY, Office
from story import Story
from temporalio.client import WorkflowExecution, WorkflowExecutionStatus
from watched import Case, Watched

LIMIT = 900
"""Seconds: a company that takes longer is stuck. Where others run beside it, one may take eight minutes."""

LATE = 40  # seconds within which the last step that was given up has come to its end
_LOOK, _RULE = 0.7, 0.2
_MENDED = 3.0  # seconds for which a system is broken
_LOST = (WorkflowExecutionStatus.TERMINATED, WorkflowExecutionStatus.FAILED, WorkflowExecutionStatus.CANCELED)


@dataclass
class Driver:
    """The cases of a company, to their end."""

    company: Company
    office: Office
    disasters: Disasters = field(init=False)
    watched: Watched = field(init=False)

    def __post_init__(self) -> None:
        """The worker tells us what it does."""
        company = self.company
        self.disasters = Disasters(company)
        self.watched = Watched(company.staff, company.faults, self._begins)
        company.staff.heard = self.watched.hear

    @classmethod
    async def of(cls, company: Company) -> "Driver":
        """Of a company that has been built."""
        return cls(company, await Office.of(company))

    async def carry_out(self, stories: Iterable[Story]) -> None:
        """Open a case for each story, and return when all have ended. Raises TimeoutError when they do not."""
        for story in stories:
            case_id = await self.office.open(story)
            self.watched.cases[case_id] = Case(case_id, story)
            self.company.faults[case_id] = dict(enumerate(story.faults))
        if self.company.staff.worker is None:  # it is told of the faults when it begins
            self.company.staff.start_worker()
        async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as group:
            ruling = group.create_task(_repeat(self._rule, _RULE))
            await _until(self._look, _LOOK, lambda: not self.watched.open)
            await self._settle()
            ruling.cancel()
        await self.disasters.end()

    async def _settle(self) -> None:
        """Steps that were given up come to their end; what the register has open is seen to."""
        latest = time.monotonic() + LATE
        while any(case.active for case in self.watched.cases.values()) and time.monotonic() < latest:
            await asyncio.sleep(_RULE)
        await _until(self.office.resume, _LOOK, lambda: not self.office.lost)

    async def _look(self) -> None:
        """Every case, as Temporal lists it."""
        latest: dict[str, WorkflowExecution] = {}
        async for run in self.office.habeas.temporal.list_workflows('WorkflowType = "Case"', rpc_timeout=ANSWER):
            case_id = run.id.split("/")[1]
            if case_id not in latest or run.start_time > latest[case_id].start_time:
                latest[case_id] = run
        for case in self.watched.open:
            if case.id not in latest or latest[case.id].status in _LOST:
                await self.office.resume(case)
        there = [case for case in self.watched.open if case.id in latest]
        await asyncio.gather(*(self.office.attend(case, latest[case.id]) for case in there))

    async def _rule(self) -> None:
        now = time.monotonic()
        await self.disasters.mend()
        if now > self.watched.hung_until:
            self.company.staff.stop_worker()
        if self.disasters.may_start:
            await self.company.staff.watch()
        for system in [s for s, since in self.watched.broken.items() if since + _MENDED <= now]:
            self.company.layout.switchboard.mend(system)
            del self.watched.broken[system]
        asked = self._asked()
        if asked and self._is_time(asked, now):
            for kind, group in asked.items():
                await self._befall(kind, group)

    def _asked(self) -> dict[Kind, list[tuple[Case, int]]]:
        """The disasters for which cases stand ready."""
        asked: dict[Kind, list[tuple[Case, int]]] = {}
        for case in self.watched.open:
            for number in case.asks:
                asked.setdefault(self.watched.fault(case, number).kind, []).append((case, number))
        return asked

    def _is_time(self, kinds: Iterable[Kind], now: float) -> bool:
        """When those who are near have come too: what befalls them together is waited for once."""
        waited = now - min(at for case in self.watched.open for at in case.asks.values())
        everybody = all(case.asks or case.is_stuck for case in self.watched.open)
        return everybody or waited > max(self.disasters.patience(kind) for kind in kinds)

    async def _befall(self, kind: Kind, group: list[tuple[Case, int]]) -> None:
        cases = [case for case, _ in group]
        faults = [self.company.faults[case.id].pop(number) for case, number in group]
        begun = {step for case in self.watched.cases.values() for step in case.steps}
        if self.disasters.is_outlived(kind, begun):
            for fault in faults:
                self.watched.count(fault)
            for case in self.watched.cases.values():
                case.is_cancelled &= kind not in GONE
            if self.disasters.is_for_all(kind):
                self.watched.befell_all(kind, cases)
            await self.disasters.befall(kind)
        for case, number in group:
            case.asks.pop(number, None)
            self.company.staff.tell_worker(case.id, number)

    def _begins(self, step: str) -> None:
        """Another plan was approved: what the register knows now may be what is restored later."""
        layout = self.company.layout
        if step.startswith("preflight"):
            with suppress(sqlite3.Error, OSError):  # it is locked, or the disk is full: then there is an older one
                copy(layout.register, layout.copy_of("register"))


async def _repeat(act: Callable[[], Awaitable[None]], pause: float) -> None:
    while True:
        await act()
        await asyncio.sleep(pause)


async def _until(act: Callable[[], Awaitable[None]], pause: float, is_done: Callable[[], bool]) -> None:
    while True:
        with suppress(*AWAY):
            await act()
            if is_done():
                return
        await asyncio.sleep(pause)
