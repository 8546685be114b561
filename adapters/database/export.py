"""Stream what a database holds of a person, row by row: a record for each category of a row. Reads only."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.port import Entry, Record
from habeas.domain.receipt import Withheld
from habeas.domain.record.table import Table

from .fate import Fate, Fates

OF_OTHERS = "other people appear in it: someone has to decide first (GDPR art. 15(4))"
ABOUT_SOMEBODY_ELSE = "it is about somebody else (GDPR art. 15(4))"
_ROWS_AT_ONCE = 200


async def entries(connection: AsyncConnection, fates: Fates) -> AsyncIterator[Entry]:
    """Every row of the pinned people, by table and key, and what is withheld of them."""
    for name in fates.belonging.schema.record.outward:
        withheld: dict[Withheld, None] = {}
        async for entry in _of_table(connection, fates, name):
            if isinstance(entry, Withheld):
                withheld[entry] = None
            else:
                yield entry
        for one in withheld:
            yield one


async def _of_table(connection: AsyncConnection, fates: Fates, name: str) -> AsyncIterator[Entry]:
    fate, system = fates.fate(name), fates.belonging.schema.record.system
    about = fate.about
    shown = {category: _named(about, category) for category in about.categories}
    kind = {"kind": about.kind} if about.kind else {}
    unshown = {category: [*_withheld(about, category)] for category in about.categories}
    async with connection.stream(_query(fate, fates.belonging.shown(name, fate.of))) as rows:
        async for row in rows.mappings():
            for category in _present(about, row):
                if row.get("habeas_shared"):
                    yield Withheld(system=system, category=category, why=OF_OTHERS)
                    continue
                yield Record(category, kind | {name: _plain(row[label]) for name, label in shown[category].items()})
                for column, why in unshown[category]:
                    if row[f"habeas_is_{column}"]:
                        yield Withheld(system=system, category=category, why=why)


def _query(fate: Fate, named: Mapping[str, ColumnElement[Any]]) -> Any:
    """The columns that are handed out, of the others only whether there is a value, and where its customer is named."""
    about, of = fate.about, fate.of
    shown = [of.columns[column] for column in about.columns if column not in _unshown(about)]
    there = [of.columns[column].is_not(None).label(f"habeas_is_{column}") for column in _unshown(about)]
    beside = [column.label(f"habeas_shown_{name}") for name, column in named.items()]
    order = [of.columns[part] for part in about.key]
    query = select(*shown, *there, *beside, *fate.labels).where(fate.mine).order_by(*order)
    return query.execution_options(yield_per=_ROWS_AT_ONCE)


def _unshown(about: Table) -> dict[str, str]:
    """The columns that are never handed out, and why."""
    return {
        name: column.secret or ABOUT_SOMEBODY_ELSE
        for name, column in about.columns.items()
        if (column.secret or column.is_others) and name not in about.key
    }


def _withheld(about: Table, category: str) -> Iterator[tuple[str, str]]:
    return ((name, why) for name, why in _unshown(about).items() if about.category_of(name) == category)


def _named(about: Table, category: str) -> dict[str, str]:
    """The fields of a record and the labels of their values; where its customer is named goes with its own category."""
    beside = {name: f"habeas_shown_{name}" for name in about.shows if category == about.category}
    return {column: column for column in _shown(about, category)} | beside


def _shown(about: Table, category: str) -> list[str]:
    """With a row's own category stands all that belongs to nobody's category: keys, ties, prices."""
    own = {c for c in about.columns if about.category_of(c) == category and c in about.own_columns}
    rest = {c for c in about.columns if c not in about.own_columns} if category == about.category else {*about.key}
    return [c for c in about.columns if c in own | rest and c not in _unshown(about)]


def _present(about: Table, row: RowMapping) -> list[str]:
    """The categories that a row has something of; labels say it, and where there is none it has."""
    return [c for n, c in enumerate(about.categories) if row.get(f"habeas_has_{n}", True)]


def _plain(value: object) -> object:
    """Dates as ISO 8601; a moment without a zone is in UTC."""
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
        case date() | time():
            return value.isoformat()
        case UUID() | timedelta():
            return str(value)
        case _:
            return value
