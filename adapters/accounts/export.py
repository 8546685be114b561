"""Stream what accounts hold of a person, row by row. Reads only."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

from sqlalchemy import Column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, Record
from habeas.domain.receipt import Withheld

from . import schema
from .held import HELD, SYSTEM, Held, account_ids

_SECRETS = frozenset({schema.account.c.password_hash})
_PASSWORD = "a password is kept only as a hash; the hash is a secret, and is never handed out"  # noqa: S105 - a reason
_ROWS_AT_ONCE = 200


async def entries(connection: AsyncConnection, order: CollectOrder) -> AsyncIterator[Entry]:
    """Every row of the pinned accounts, by table and primary key, and what is withheld of them."""
    ids = account_ids(order.identifiers)
    for held in HELD:
        count = 0
        async for record in _records(connection, held, ids):
            count += 1
            yield record
        if count and held.table is schema.account:
            yield Withheld(system=SYSTEM, category=held.category, why=_PASSWORD)


async def _records(connection: AsyncConnection, held: Held, ids: list[int]) -> AsyncIterator[Record]:
    columns: list[Column[object]] = [c for c in held.table.columns if c not in _SECRETS]
    query = select(*columns).where(held.account_id.in_(ids)).order_by(held.id)
    async with connection.stream(query.execution_options(yield_per=_ROWS_AT_ONCE)) as rows:
        async for row in rows.mappings():
            yield Record(held.category, {name: _plain(value) for name, value in row.items()})


def _plain(value: object) -> object:
    """Dates as ISO 8601; SQLite keeps moments in UTC without saying so."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return value.isoformat() if isinstance(value, date) else value
