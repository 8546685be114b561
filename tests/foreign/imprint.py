"""What a database holds, as one hash for each row of each table: two moments are compared to the last byte.

It reads by itself, and knows nothing of any record: tables that hold nothing of anybody count like all others.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from sqlalchemy import MetaData, Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.hold import hold_table

Place: TypeAlias = tuple[str, tuple[Any, ...]]
"""A table, and the primary key of one of its rows."""

Imprint: TypeAlias = Mapping[Place, str]


@dataclass(frozen=True)
class Difference:
    """The rows that were there before and are not now, those that are new, and those whose hash is another."""

    gone: frozenset[Place]
    new: frozenset[Place]
    altered: frozenset[Place]

    @classmethod
    def of(cls, before: Imprint, after: Imprint) -> "Difference":
        """What has changed between two moments."""
        both = before.keys() & after.keys()
        altered = frozenset(place for place in both if before[place] != after[place])
        return cls(frozenset(before.keys() - both), frozenset(after.keys() - both), altered)


async def imprint(connection: AsyncConnection) -> Imprint:
    """The hash of each row, but of the table in which holds are remembered. Raises ValueError where two are alike."""
    found: dict[Place, str] = {}
    async for table, row in _rows(connection):
        if table.name != hold_table.name:
            place = table.name, _key(table, row)
            if place in found:
                raise ValueError(f"two rows of {table.name} have one key")
            found[place] = sha256(repr(tuple(row)).encode()).hexdigest()
    return found


async def words(connection: AsyncConnection) -> list[str]:
    """Every text in any table, the table of holds among them."""
    return [value async for _, row in _rows(connection) for value in row if isinstance(value, str)]


async def _rows(connection: AsyncConnection) -> AsyncIterator[tuple[Table, Row[Any]]]:
    metadata = MetaData()
    await connection.run_sync(metadata.reflect)
    for table in metadata.tables.values():
        for row in await connection.execute(select(table)):
            yield table, row


def _key(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    """Of a table without a primary key all of the row is its key."""
    names = [column.name for column in table.primary_key] or [column.name for column in table.columns]
    return tuple(row._mapping[name] for name in names)
