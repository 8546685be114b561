"""Find the rows of people who bear the identifiers of an order, or that are tied to what is theirs. Reads only.

Under the name of a customer all those are found whose row is that customer's: its contract has ended.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.mariadb import exact
from habeas.domain.error import Refused
from habeas.domain.identifier import CUSTOMER, Identifier, values
from habeas.domain.record.table import Person

from . import pin
from .belonging import Belonging
from .controller import PREFIX
from .schema import Key, Schema
from .sought import borne, may_bear, same
from .value import any_of, within

Pins = dict[str, list[Key]]
"""The keys of people's rows, by table."""


@dataclass
class Found:
    """The pinned keys by table, and the identifiers to hand on, each once."""

    pins: Pins = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)


def pinned(schema: Schema, identifiers: tuple[Identifier, ...], largest: int | None) -> Pins:
    """The keys that the identifiers are, by table of people; what can be no key names nobody."""
    pins: Pins = {}
    for name, person in _people(schema):
        texts = values(identifiers, person.pin)
        keys = (pin.read(text, schema.key(name), largest) for text in texts)
        pins[name] = sorted({key for key in keys if key is not None}, key=repr)
    return pins


async def find(connection: AsyncConnection, schema: Schema, given: tuple[Identifier, ...], pins: Pins) -> Found:
    """The people's rows under these identifiers: those tables first that others are tied to."""
    found = Found(pins={name: [*keys] for name, keys in pins.items()})
    for name, person in _people(schema):
        for row in await _rows(connection, schema, name, given, found.pins):
            key = tuple(row[: len(schema.record.tables[name].key)])
            if key in found.pins[name] or _bears(person, row, given) or row.habeas_tied:
                found.pins[name].append(key)
                found.identifiers.update(dict.fromkeys(_handed_on(schema, name, row)))
        found.pins[name] = list(dict.fromkeys(found.pins[name]))
    return found


async def with_rows(connection: AsyncConnection, schema: Schema, pins: Pins) -> Pins:
    """Those of the keys under which there is anything: records may outlive the row of their person."""
    held: Pins = {}
    for name, _ in _people(schema):
        wanted, there = pins[name], set[Key]()
        for columns in _places(schema, name) if wanted else ():
            rows = await connection.execute(select(*map(exact, columns)).distinct().where(within(columns, wanted)))
            there.update(tuple(row) for row in rows)
        held[name] = [key for key in wanted if key in there]
    return held


def identifiers_of(schema: Schema, pins: Mapping[str, list[Key]]) -> Iterator[Identifier]:
    """The pins as the plan carries them. Raises Refused for a key that is too long to be carried."""
    for name, person in _people(schema):
        for key in pins[name]:
            if (text := pin.written(key)) is None:
                raise Refused(schema.record.system, f"a key of {name} is empty or too long to be pinned")
            yield Identifier(kind=person.pin, value=text, found_in=schema.record.system)


async def _rows(
    connection: AsyncConnection, schema: Schema, name: str, given: tuple[Identifier, ...], pins: Pins
) -> list[Row[Any]]:
    table, person = schema.tables[name], schema.record.tables[name].person
    sought = person.found_by if person else {}
    known = {kind: [v.strip() for v in values(given, kind)] for kind in sought}
    bearing = [may_bear(s, table, known[kind]) for kind, s in sought.items() if known[kind]]
    key = schema.key(name)
    belonging, leaving = Belonging(schema, pins), [v.removeprefix(PREFIX) for v in values(given, CUSTOMER)]
    tied = any_of([belonging.tied(name, table), belonging.of_customers(name, table, leaving)])
    columns = [table.columns[s.column].label(f"habeas_{kind}") for kind, s in sought.items()]
    query = select(*key, *columns, tied.label("habeas_tied")).where(or_(within(key, pins[name]), tied, *bearing))
    return list(await connection.execute(query.order_by(*key)))


def _bears(person: Person, row: Row[Any], given: tuple[Identifier, ...]) -> bool:
    return any(
        same(sought, one, other)
        for kind, sought in person.found_by.items()
        for one in borne(sought, getattr(row, f"habeas_{kind}"))
        for other in values(given, kind)
    )


def _handed_on(schema: Schema, name: str, row: Row[Any]) -> Iterator[Identifier]:
    person = schema.record.tables[name].person
    for kind, sought in person.found_by.items() if person else ():
        for text in borne(sought, getattr(row, f"habeas_{kind}")):
            if len(text) <= 320:
                yield Identifier(kind=kind, value=text, found_in=schema.record.system)


def _people(schema: Schema) -> Iterator[tuple[str, Person]]:
    for name in schema.record.outward:
        if (person := schema.record.tables[name].person) is not None:
            yield name, person


def _places(schema: Schema, name: str) -> Iterator[list[Any]]:
    """Where the key of a table of people stands: there, and in what is tied straight to it."""
    yield schema.key(name)
    for other, table in schema.record.tables.items():
        for tie in table.ties:
            if tie.table == name and schema.record.is_straight(tie):
                own = {theirs: column for column, theirs in tie.by.items()}
                yield [schema.tables[other].columns[own[part]] for part in schema.record.tables[name].key]
