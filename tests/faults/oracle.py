"""The oracle: what a company must be when all of its cases have ended, whatever went wrong meanwhile.

What an erasure does is known from one that nobody disturbed, person by person: what went, and what came. So after any
number of faults the company must be as before, but for that of those who were erased. What is wrong is said by names of
tables and fields, never by values.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from state import State
from story import Opening, Story

from habeas.domain.case import CaseState, CaseStatus
from habeas.vault.papers import PROOF

FIRST_MOMENT = 1_600_000_000  # Unix seconds; no number of cents is so high
_DATED = {("suppression", 2), ("suppression", 3)}  # columns that say since when, and until when: of another day
_UNDONE = (CaseState.NOTHING_CHANGED, CaseState.REFUSED)

Thing = tuple[str, str]
"""Where something is, and what it is."""


@dataclass(frozen=True)
class Footprint:
    """What one undisturbed erasure did: its outcome, its steps, and what went and came."""

    status: CaseStatus
    steps: frozenset[str]
    went: Counter[Thing]
    came: Counter[Thing]


@dataclass(frozen=True)
class Ended:
    """A case that has ended, its story, whether it was cancelled in time, and whether its histories replay."""

    case_id: str
    story: Story
    status: CaseStatus | None
    is_cancelled: bool = False
    replays: str | None = None
    waits_for: str | None = None

    @property
    def outcome(self) -> tuple[str, str]:
        """The state, and the reason that the case gives."""
        return (self.status.state, self.status.reason or "") if self.status else ("stuck", self.waits_for or "")


@dataclass(frozen=True)
class Evidence:
    """All that is judged."""

    before: State
    after: State
    cases: tuple[Ended, ...]
    footprints: Mapping[str, Footprint]
    register: Path
    folder: Path
    was_register_older: bool

    @property
    def erased(self) -> list[Ended]:
        """The cases whose erasure was carried out."""
        return [case for case in self.cases if case.status and case.status.state not in _UNDONE]


Invariant = Callable[[Evidence], Iterator[str]]


def things(state: State) -> Counter[Thing]:
    """A company as a heap of things that can be compared between companies: without moments and random ids."""
    found: Counter[Thing] = Counter()
    for table, rows in state.rows.items():
        for row in rows:
            values = [v for n, v in enumerate(row) if (table, n) not in _DATED]
            whose = f" in {row[1]}" if table == "habeas_hold" else ""
            found[f"row of {table}{whose}", repr(values)] += 1
    for o in state.objects:
        found[f"object {o.key}", f"{o.is_latest} {o.is_marker} {o.etag}"] += 1
    for kind, objects in state.billing.items():
        for thing in objects:
            for name, value in _compared(thing).items():
                found[f"{kind} {thing['id']} {name}", json.dumps(_undated(value), sort_keys=True)] += 1
    return found


def _compared(thing: dict[str, Any]) -> dict[str, Any]:
    """Whether a subscription that is over was paused before is the same to everybody."""
    return {n: v for n, v in thing.items() if n != "pause_collection" or thing.get("status") != "canceled"}


def _undated(value: Any) -> Any:
    match value:
        case dict():
            return {name: _undated(one) for name, one in value.items()}
        case list():
            return [_undated(one) for one in value]
        case int() if value > FIRST_MOMENT:
            return "a moment"
        case _:
            return value


def every_case_ends(evidence: Evidence) -> Iterator[str]:
    """Nothing hangs: each case has an outcome, that of the undisturbed one or that nothing was changed."""
    for case in evidence.cases:
        if case.status is None:
            yield f"{case.story.person} has not ended"
        elif case.status.state not in (*_UNDONE, evidence.footprints[case.story.person].status.state):
            yield f"{case.story.person} ended as {case.status.state}"


def all_of_it_or_none_of_it(evidence: Evidence) -> Iterator[str]:
    """The company is as before, but for what an undisturbed erasure does to those who were erased."""
    expected = things(evidence.before)
    for case in evidence.erased:
        footprint = evidence.footprints[case.story.person]
        expected = expected - footprint.went + footprint.came
    after = things(evidence.after)
    for word, heap in (("missing", expected - after), ("too much", after - expected)):
        for place, number in sorted(Counter(place for place, _ in heap.elements()).items()):
            yield f"{word}: {place} ({number})"


def people_are_obeyed(evidence: Evidence) -> Iterator[str]:
    """Nobody is erased whose case was refused, or cancelled before the pivot."""
    for case in evidence.erased:
        if case.is_cancelled or case.story.opening is Opening.REFUSE:
            yield f"{case.story.person} ended as {case.status.state if case.status else None} against a person's word"


def versions_are_the_same(evidence: Evidence) -> Iterator[str]:
    """What is left in the bucket is the versions that were there, and no copies of them."""
    for thing in set(evidence.after.objects) - set(evidence.before.objects):
        yield f"another version of {thing.key}"


def counts_are_true(evidence: Evidence) -> Iterator[str]:
    """What a case says that it did is what an undisturbed one does."""
    for case in evidence.erased:
        like = evidence.footprints[case.story.person].status
        if case.status and case.status.systems != like.systems:
            wrong = ", ".join(n for n, c in case.status.systems.items() if c != like.systems.get(n))
            yield f"{case.story.person}: {wrong}"


def one_side_of_the_pivot(evidence: Evidence) -> Iterator[str]:
    """A case that erased has one plan that pivoted, unless the register was made to forget it; any other has none."""
    pivoted = Counter(_column(evidence, "SELECT case_id FROM plan_decision WHERE decision = 'pivoted'"))
    known = _known(evidence)
    done = {case.case_id for case in evidence.erased if case.status and case.status.state is not CaseState.NO_DATA}
    for case in evidence.cases:
        has_forgotten = evidence.was_register_older and not pivoted[case.case_id]
        if case.case_id in known and not has_forgotten and pivoted[case.case_id] != (case.case_id in done):
            yield f"{case.story.person} is on {pivoted[case.case_id]} sides that erase"


def nothing_is_left_open(evidence: Evidence) -> Iterator[str]:
    """Every case is closed in the register with its outcome, and has no claims; no hold may land late."""
    outcomes = dict(_rows(evidence, "SELECT case_id, state FROM case_file WHERE closed_at IS NOT NULL"))
    for case in evidence.cases:
        if case.case_id not in _known(evidence) and evidence.was_register_older:
            continue  # it was closed before the register was restored
        if case.status and outcomes.get(case.case_id) != case.status.state:
            yield f"the register has {case.story.person} as {outcomes.get(case.case_id, 'not closed')}"
    for case_id in _column(evidence, "SELECT DISTINCT case_id FROM claim WHERE released_at IS NULL"):
        yield f"{_person(evidence, case_id)} has claims"
    if evidence.was_register_older:
        return  # a fence that was barred may be forgotten; that the case is closed bars as well
    unwound = "SELECT case_id FROM plan_decision WHERE decision = 'unwinding'"
    query = f"SELECT DISTINCT case_id FROM fence WHERE barred_at IS NULL AND case_id IN ({unwound})"
    for case_id in _column(evidence, query):
        yield f"{_person(evidence, case_id)} has an open fence"


STAYS = ("letters", PROOF)
"""Read, or handed out, until the case is shredded."""


def papers_are_gone(evidence: Evidence) -> Iterator[str]:
    """Nothing of a case that has ended lies in the case folder but what is read until it is shredded."""
    for case in evidence.cases:
        found = (evidence.folder / case.case_id).rglob("*")
        files = [file for file in found if file.is_file() and file.stat().st_size and file.parent.name not in STAYS]
        yield from (f"{case.story.person} has {file.name}" for file in files)


def histories_replay(evidence: Evidence) -> Iterator[str]:
    """The code replays what it did."""
    yield from (f"{case.story.person}: {case.replays}" for case in evidence.cases if case.replays)


INVARIANTS: tuple[Invariant, ...] = (
    every_case_ends,
    all_of_it_or_none_of_it,
    people_are_obeyed,
    versions_are_the_same,
    counts_are_true,
    one_side_of_the_pivot,
    nothing_is_left_open,
    papers_are_gone,
    histories_replay,
)


def broken(evidence: Evidence) -> list[str]:
    """Every invariant that does not hold, and where."""
    return [f"{one.__name__}: {what}" for one in INVARIANTS for what in one(evidence)]


def _person(evidence: Evidence, case_id: str) -> str:
    return next((case.story.person for case in evidence.cases if case.case_id == case_id), case_id)


def _known(evidence: Evidence) -> set[str]:
    return set(_column(evidence, "SELECT case_id FROM case_file"))


def _column(evidence: Evidence, query: str) -> list[str]:
    return [str(row[0]) for row in _rows(evidence, query)]


def _rows(evidence: Evidence, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(evidence.register)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()
