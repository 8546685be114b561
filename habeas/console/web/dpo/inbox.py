"""The inbox: open cases by the days that are left, those first that are late or must be decided today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habeas.domain.case import CaseState
from habeas.register.row import CaseRow

SOON = 7  # days


class Urgency(StrEnum):
    """How near the date of a case is; the order is that of the inbox."""

    LATE = "late"
    TODAY = "today"  # by its end there is a decision (L-08)
    SOON = "soon"  # a week or less
    LATER = "later"
    ANSWERED = "answered"  # the person has an answer: it waits for another controller, or for a day


@dataclass(frozen=True)
class Entry:
    """One open case; `days_left` is negative when it is late."""

    case: CaseRow
    days_left: int
    urgency: Urgency


@dataclass(frozen=True)
class Inbox:
    """What is shown, and how many there are of each, whatever the filter."""

    entries: tuple[Entry, ...]
    urgencies: dict[Urgency, int]
    states: dict[CaseState, int]

    @property
    def total(self) -> int:
        """How many cases are open."""
        return sum(self.urgencies.values())


def inbox(cases: Iterable[CaseRow], today: date, state: CaseState | None = None) -> Inbox:
    """The open cases of a register, in the controller's zone; with a state, those alone that stand there."""
    entries = sorted((_entry(case, today) for case in cases if case.is_open), key=_place)
    urgencies, states = Counter(e.urgency for e in entries), Counter(e.case.state for e in entries)
    return Inbox(
        entries=tuple(e for e in entries if state in (None, e.case.state)),
        urgencies={urgency: urgencies[urgency] for urgency in Urgency},
        states={one: states[one] for one in CaseState if states[one]},
    )


def urgency_of(days_left: int, state: CaseState) -> Urgency:
    """How near a date is."""
    if state in (CaseState.WAITING_FOR_CONTROLLER, CaseState.WAITING_FOR_DAY):
        return Urgency.ANSWERED
    if days_left < 0:
        return Urgency.LATE
    if days_left == 0:
        return Urgency.TODAY
    return Urgency.SOON if days_left <= SOON else Urgency.LATER


def _entry(case: CaseRow, today: date) -> Entry:
    days_left = (case.due - today).days
    return Entry(case, days_left, urgency_of(days_left, case.state))


def _place(entry: Entry) -> tuple[bool, date, str]:
    return entry.urgency is Urgency.ANSWERED, entry.case.due, entry.case.case_id
