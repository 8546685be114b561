"""The worker is killed with SIGKILL and started again, at every boundary between two steps: nothing is half-done.

The steps of a dead worker come back when their heartbeats have stayed away for eight seconds. So that this is not
waited for at every boundary anew, several cases are under way on each worker, each of them at another boundary when it
dies; and several companies have a worker at the same time.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.right import Right
from habeas.sandbox.accounts import login_place
from habeas.sandbox.people import HOST_AND_PARTICIPANT, MANY_SIDED, PANEL_SPEAKER, TWO_WRITINGS
from habeas.vault.papers import PROOF

pytestmark = pytest.mark.timeout(300)  # most of it is spent on waiting, in the test that happens to be the first

PEOPLE = (HOST_AND_PARTICIPANT, MANY_SIDED, PANEL_SPEAKER, TWO_WRITINGS)
STEPS = (
    *("open_case", "locate:accounts:1", "locate:recordings:2", "locate:billing:2", "locate:enrichment:2"),
    *("claim", "plan", "admit", "record_approval"),
    *("preflight:accounts", "preflight:recordings", "preflight:billing", "preflight:enrichment"),
    *("hold:accounts", "hold:recordings", "hold:billing", "hold:enrichment"),
    *("locate:accounts:again:1", "locate:recordings:again:1", "locate:billing:again:1", "locate:enrichment:again:1"),
    *("plan:again", "decide"),
    *("erase:recordings", "erase:billing", "erase:enrichment", "erase:accounts"),
    *("confirm:accounts", "confirm:recordings", "confirm:billing", "confirm:enrichment", "finish"),
    *("note:answering", "letter:done-1", "close_case"),
)
BESIDE = ("letter:receipt-1",)  # the case goes on while it is written, and may be anywhere when it is
TO_OTHERS = ("letter:referred-", "letter:hand_over-", "letter:hand_over_result-")  # only where somebody is referred to
CANCEL_AT = "locate:accounts:again:1"
WHEN_CANCELLED = (
    *("hold:accounts", "hold:recordings", "hold:billing", "hold:enrichment", "decide:cancel"),
    *("decide", "release:accounts", "release:recordings", "release:billing", "release:enrichment", "close_case"),
)
MANY = 3_000
FIRST_MOMENT = 1_600_000_000  # Unix seconds; no number of cents is so high


def _shares(steps: tuple[str, ...], cases: int) -> list[tuple[str, ...]]:
    """The moments around these steps, shared among so many cases; side by side run no two steps of one share."""
    return [tuple(f"{step} {side}" for step in steps[n::cases] for side in ("before", "after")) for n in range(cases)]


ERASED = [*_shares(STEPS, 11), *_shares(BESIDE, 1)]
CANCELLED = _shares(WHEN_CANCELLED, 4)


@dataclass
class End:
    """What became of the cases of a company, and of the company."""

    cases: tuple[CaseStatus, ...]
    before: Any
    after: Any
    deaths: int
    steps: list[set[str]]
    left: tuple[int, ...] = ()
    files: frozenset[str] = frozenset()
    entries: tuple[str, ...] = ()


@pytest.fixture(scope="module")
async def ends(new_world) -> AsyncIterator[dict[str, asyncio.Task[End]]]:
    """Everything that this module tests, under way at the same time."""
    work: dict[str, Coroutine[Any, Any, End]] = {
        "undisturbed": _erase(new_world, [()] * 4),
        "erased 1": _erase(new_world, ERASED[:4]),
        "erased 2": _erase(new_world, ERASED[4:8]),
        "erased 3": _erase(new_world, ERASED[8:]),
        "cancelled": _erase(new_world, CANCELLED, CANCEL_AT),
        "many rows": _erase_many(new_world, ("erase:accounts delete 5", "erase:accounts delete 3")),
        "exported": _export(new_world, ()),
        # the first death is early: what has been collected by then is not collected again
        "collecting": _export(new_world, ("collect:accounts statement 1", "collect:recordings statement 4")),
    }
    tasks = {name: asyncio.create_task(coroutine) for name, coroutine in work.items()}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def test_the_steps_of_an_erasure(ends):
    """The boundaries at which the worker is killed here are all that there are."""
    undisturbed, cancelled = await ends["undisturbed"], await ends["cancelled"]
    assert undisturbed.deaths == 0
    own = [{step for step in steps if not step.startswith(TO_OTHERS)} for steps in undisturbed.steps]
    assert own == [{*STEPS, *BESIDE}] * 4
    assert all(set(WHEN_CANCELLED) < steps for steps in cancelled.steps)


@pytest.mark.parametrize("name", ["erased 1", "erased 2", "erased 3"])
async def test_erasures_whose_worker_is_killed(ends, name):
    """Killed just before each step and just after it has succeeded, they end as if nothing had happened."""
    undisturbed, end = await ends["undisturbed"], await ends[name]
    number = int(name.split()[1])
    assert end.deaths == max(map(len, ERASED[4 * number - 4 : 4 * number]))
    for case, like in zip(end.cases, undisturbed.cases, strict=True):
        assert case.state is CaseState.ERASED_WITH_OPEN_STEPS
        assert case.systems == like.systems
        assert case.open_steps == like.open_steps
    assert _timeless(end.after.rows) == _timeless(undisturbed.after.rows)
    assert _differences(end.after.billing, undisturbed.after.billing) == set()
    assert end.after.objects == [o for o in end.before.objects if not o.key.startswith("recordings/5/")]


def _timeless(rows: dict[str, Any]) -> dict[str, Any]:
    """Rows without the moment from which an address is suppressed: that of each erasure."""
    return {**rows, "suppression": [(row[0], row[1], *row[3:]) for row in rows["suppression"]]}


def _differences(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """Where two companies differ at Stripe, but for moments: each was filled, and each erasure was, at another."""
    first, second = _fields(one), _fields(other)
    return {name for name in first.keys() | second.keys() if first.get(name) != second.get(name)}


def _fields(billing: dict[str, Any]) -> dict[str, Any]:
    things = ((kind, thing) for kind, things in billing.items() for thing in things)
    return {f"{kind} {thing['id']} {name}": _undated(value) for kind, thing in things for name, value in thing.items()}


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


async def test_cancelled_erasures_whose_worker_is_killed(ends):
    """Killed around what holds, decides and releases, they leave everything as it was."""
    end = await ends["cancelled"]
    assert end.deaths == max(map(len, CANCELLED))
    assert {case.state for case in end.cases} == {CaseState.NOTHING_CHANGED}
    assert end.after == end.before


async def test_killed_in_the_middle_of_many_rows(ends):
    """An erasure of some thousand rows goes on where it was, and counts each of them once."""
    undisturbed, end = await ends["undisturbed"], await ends["many rows"]
    assert end.deaths == len(end.left) == 2
    assert MANY > end.left[0] > end.left[1] > 0
    counts, like = (e.cases[0].systems["accounts"] for e in (end, undisturbed))
    assert (counts.found, counts.erased) == (like.found + MANY, like.erased + MANY)
    assert (counts.retained, counts.left) == (like.retained, like.left)
    places = end.before.rows["login_place"]
    assert end.after.rows["login_place"] == [row for row in places if row[1] != PEOPLE[0].account.id]


async def test_killed_in_the_middle_of_collecting(ends):
    """An export is collected anew, and is the one that it would have been."""
    undisturbed, end = await ends["exported"], await ends["collecting"]
    assert end.deaths == 2
    (case,), (like,) = end.cases, undisturbed.cases
    assert case.state is CaseState.READY
    assert (case.exported, case.withheld) == (like.exported, like.withheld)
    assert end.entries == undisturbed.entries
    assert end.files == {"bundle", "staged"}
    assert end.after == end.before


async def _erase(new_world, moments: list[tuple[str, ...]], cancel_at: str | None = None) -> End:
    world = await new_world()
    before = await world.state()
    cases = [await world.open(person) for person in PEOPLE]
    async with world.worker(dict(zip(cases, moments, strict=True)), cancel_at):
        await asyncio.gather(*(world.approve(case) for case in cases))
        ended = tuple([await world.closed(case) for case in cases])
    return End(ended, before, await world.state(), world.deaths, [world.steps(case) for case in cases])


async def _erase_many(new_world, moments: tuple[str, ...]) -> End:
    world = await new_world()
    await _log_in_often(world.url)
    before, left = await world.state(), []

    async def mourn() -> None:
        left.append(await _log_ins(world.url))

    case = await world.open(PEOPLE[0])
    async with world.worker({case: moments}, mourn=mourn):
        await world.approve(case)
        ended = (await world.closed(case),)
    return End(ended, before, await world.state(), world.deaths, [world.steps(case)], left=tuple(left))


async def _export(new_world, moments: tuple[str, ...]) -> End:
    world = await new_world()
    before = await world.state()
    case = await world.open(MANY_SIDED, Right.ACCESS)
    async with world.worker({case: moments}):
        ended = (await world.closed(case),)
    own = world.cases.path_of(case, "staged").parent
    files = frozenset(f.relative_to(own).parts[0] for f in own.rglob("*") if f.is_file()) - {"letters", PROOF}
    with await world.bundle(ended[0]) as archive:
        entries = tuple(archive.namelist())
    return End(ended, before, await world.state(), world.deaths, [world.steps(case)], files=files, entries=entries)


async def _log_in_often(url: str) -> None:
    engine = writing_engine(url)
    row = {"account_id": PEOPLE[0].account.id, "at": datetime.now(UTC), "ip_address": "203.0.113.1", "country": "NO"}
    async with engine.begin() as connection:
        await connection.execute(insert(login_place), [row] * MANY)
    await engine.dispose()


async def _log_ins(url: str) -> int:
    engine = reading_engine(url)
    query = select(func.count()).where(login_place.c.account_id == PEOPLE[0].account.id)
    async with engine.connect() as connection:
        count = await connection.scalar(query)
    await engine.dispose()
    return count
