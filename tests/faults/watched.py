"""A case as whoever watches sees it, and what the worker says of its steps."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kind import LOSES_A_RUN
from staff import Staff
from story import Fault, Side, Story

from habeas.domain.case import CaseStatus

HUNG = 20.0
"""Seconds after which whoever watches ends a worker in which something hangs: it may hold the register's lock."""

_NEVER = float("inf")

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
class Watched:
    """The cases of a company, by id; `begins` is called when a case takes a step for the first time."""

    staff: Staff
    faults: dict[str, dict[int, Fault]]
    begins: Callable[[str], None]
    cases: dict[str, Case] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    waits: Counter[str] = field(default_factory=Counter)
    broken: dict[str, float] = field(default_factory=dict)  # systems, and since when
    hung_until: float = _NEVER

    @property
    def open(self) -> list[Case]:
        """Those that have no outcome yet."""
        return [case for case in self.cases.values() if case.status is None]

    def fault(self, case: Case, number: int) -> Fault:
        """One that is still to come."""
        return self.faults[case.id][number]

    def count(self, fault: Fault) -> None:
        """It has happened."""
        self.hits.append((fault.step, fault.side, fault.kind))

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
                self.hung_until = min(self.hung_until, time.monotonic() + HUNG)
            case "waited":
                self.waits[more[0]] = max(self.waits[more[0]], more[1])
            case "asks" if more[0] not in self.faults[case.id]:  # another attempt at the step had it
                self.staff.tell_worker(case.id, more[0])
            case "asks":
                case.asks[more[0]] = time.monotonic()
            case "cancelled":
                case.is_cancelled = "decide" not in case.steps
            case "fired":
                self._fired(case, *more)

    def _begun(self, case: Case, step: str, number: int) -> None:
        case.active[number] = step
        if step not in case.steps:
            case.steps.add(step)
            self.begins(step)

    def _fired(self, case: Case, number: int) -> None:
        fault = self.faults[case.id].pop(number)
        case.asks.pop(number, None)
        self.count(fault)
        case.is_cancelled &= fault.kind not in LOSES_A_RUN
        if fault.breaks_its_system:
            self.broken[fault.system] = time.monotonic()

    def befell_all(self, kind: str, but: list[Case]) -> None:
        """What befell the whole company befell whoever was in a step."""
        hit_too = [case for case in self.open if case not in but]
        for step in {step for case in hit_too for step in case.active.values()}:
            self.hits.append((step, Side.IN, kind))
