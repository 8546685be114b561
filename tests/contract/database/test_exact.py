"""Exactly this person, exactly as the record says: random people in random databases, judged by a plain reader."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import Phase, given, settings
from plain_reader import Key_and_table, PlainReader, Row
from random_database import TODAY, crowds
from random_question import Question, questions
from random_world import HOUR, empty, patient, planned, random_world, sqlite_file
from small_world import Place, World, counts, open_fence
from sqlalchemy import select

from habeas.domain.error import Unfit
from habeas.domain.order import StepOrder
from habeas.domain.port import Record
from habeas.domain.record.database import Database

Rows = Mapping[str, Sequence[Row]]
Ends = Mapping[Key_and_table, set[str] | None]


@settings(patient, max_examples=50, derandomize=True)  # the same ones each time; the long ones look for new ones
@given(questions())
def test_what_is_exported_and_what_is_left(question):
    """In SQLite: as the plain reader finds it, down to each value, and nobody else's row is touched."""
    with sqlite_file() as place:
        asyncio.run(judged(place, question))


@pytest.mark.long
@pytest.mark.timeout(HOUR)
@settings(patient, max_examples=2000)
@given(questions())
def test_what_is_exported_and_what_is_left_of_many(question):
    """The same, of many more."""
    with sqlite_file() as place:
        asyncio.run(judged(place, question))


@pytest.mark.long
@pytest.mark.timeout(HOUR)
@settings(patient, max_examples=400, phases=[Phase.generate], database=None, report_multiple_bugs=False)
@given(questions())
def test_what_is_exported_and_what_is_left_quickly(question):
    """The same as it is asked of code with a mistake in it: what is found is not made smaller."""
    with sqlite_file() as place:
        asyncio.run(judged(place, question))


@pytest.mark.long
@pytest.mark.timeout(HOUR)
@settings(patient, max_examples=25)
@given(questions(crowds(), people=8))
def test_what_is_exported_and_what_is_left_of_two_hundred(question):
    """The same, of two hundred people: eight of two hundred in each database, one after the other."""
    with sqlite_file() as place:
        asyncio.run(judged(place, question))


@pytest.mark.long
@pytest.mark.timeout(HOUR)
@settings(patient, max_examples=200)
@given(questions())
def test_what_is_exported_and_what_is_left_in_postgresql(postgres_place, question):
    """The same in PostgreSQL, whose nulls, types and orders are its own."""
    asyncio.run(empty(postgres_place))
    asyncio.run(judged(postgres_place, question))


async def judged(place: Place, question: Question) -> None:
    """Look for each of these people in turn, and judge what becomes of them."""
    made, rows = question.made, question.made.rows
    async with random_world(place, made) as world:
        for address in question.people:
            reader = PlainReader(world.record, rows, made.links, made.rules, TODAY, address, made.beside)
            ends = await judged_alone(world, reader, question)
            after = await read(world)
            assert {name: after[name] for name in made.beside} == made.beside
            compare(world.record, rows, after, ends)
            rows = {name: after[name] for name in rows}


async def judged_alone(world: World, reader: PlainReader, question: Question) -> Ends:
    """Hand out what there is of one person and erase it; what has to become of the rows, as the plain reader says."""
    found, expected = await world.locate(reader.address), reader.counts()
    assert counts(found) == expected
    shown = [one for one in await world.handed_out(found) if isinstance(one, Record)]
    assert Counter(repr((one.category, sorted(one.fields.items(), key=repr))) for one in shown) == reader.exported()
    ends = reader.erased({end for end in expected if is_erased(end, question)})
    order = planned(world, found, question)
    return ends if await was_erased(world, order, is_impossible=reader.is_impossible(ends)) else {}


async def was_erased(world: World, order: StepOrder, *, is_impossible: bool) -> bool:
    """All steps of an erasure; false where the preflight found that it cannot be, and it cannot."""
    assert (await world.system.confirm(order)).counts == {i.key: i.count for i in order.items}
    try:
        await world.system.preflight(order)
    except Unfit:
        assert is_impossible
        return False
    assert not is_impossible
    await world.system.hold(order, open_fence)
    erased = (await world.system.erase(order, open_fence)).counts
    assert erased == {i.key: i.count for i in order.items if i.disposition.takes}
    left = {i.key: i.count for i in order.items if not i.disposition.takes}
    assert (await world.system.confirm(order)).counts == left
    return True


def is_erased(end: str, question: Question) -> bool:
    """Whether a holding goes: it is the company's, or its customer has instructed, and nothing speaks against it."""
    category, controller = end.split("/", 1)
    if controller == "company":
        return category not in question.kept
    return controller in question.instructed


async def read(world: World) -> dict[str, list[Row]]:
    """Every row of every table, as it is now."""
    async with world.reading.connect() as connection:
        tables = world.metadata.tables.items()
        return {name: [{**row} for row in (await connection.execute(select(t))).mappings()] for name, t in tables}


def compare(record: Database, rows: Rows, after: Rows, ends: Ends) -> None:
    """Each row that should be there is, with the values that it had or, where it was emptied, none of them."""
    for name in rows:
        known, found = [{tuple(r[k] for k in record.tables[name].key): r for r in some[name]} for some in (rows, after)]
        assert found.keys() == {key for key in known if ends.get((name, key), set()) is not None}
        for key, row in found.items():
            _compare_row(record, name, known[key], row, ends.get((name, key)) or set())


def _compare_row(record: Database, name: str, before: Row, after: Row, emptied: set[str]) -> None:
    about = record.tables[name]
    for column, value in after.items():
        said = about.columns[column]
        is_tied = column in about.structure
        is_own = (column in about.own_columns or is_tied) and said.emptied is not None
        if is_own and (about.category if is_tied else about.category_of(column)) in emptied:
            assert said.emptied.has_emptied(value)
        else:
            assert value == before[column]
