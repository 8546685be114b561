"""The table of holds: the one table that Habeas asks of a customer's database.

What a hold changes and what was there before is written in the transaction of the change, so that a lost answer loses
nothing and a release restores exactly what was. A case's rows go with its release or with its erasure.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, MetaData, String, Table, Text, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.error import Refused
from habeas.domain.name import HOLD_TABLE

from .mariadb import COLLATION, NAME

hold_metadata = MetaData()

hold_table = Table(
    HOLD_TABLE,
    hold_metadata,
    Column("case_id", String(36), primary_key=True),
    Column("system", String(40), primary_key=True),
    Column("item", String(400), primary_key=True),
    Column("was", Text, nullable=False),
    mariadb_collate=COLLATION,
)


@dataclass(frozen=True)
class Holds:
    """The holds of one case in one system; every call runs in the caller's transaction."""

    connection: AsyncConnection
    case_id: str
    system: str

    async def lock(self) -> None:
        """Wait until no other step of this case writes here, and let none until this transaction ends.

        For what has no row of its own yet that could be locked. SQLite has one writer at a time as it is.
        Raises Refused on MariaDB, whose locks of that kind outlive a transaction.
        """
        if self.connection.dialect.name == NAME:
            raise Refused(self.system, "this system is not kept in MariaDB: its adapter needs a lock that is not there")
        if self.connection.dialect.name == "postgresql":
            name = hashlib.sha256(f"{self.case_id}/{self.system}".encode()).digest()
            number = int.from_bytes(name[:8], signed=True)
            await self.connection.execute(select(func.pg_advisory_xact_lock(number)))

    async def remembered(self) -> dict[str, dict[str, object]]:
        """What was there before the hold, by item."""
        rows = await self.connection.execute(select(hold_table.c.item, hold_table.c.was).where(self._mine()))
        return {item: json.loads(was) for item, was in rows}

    async def remember(self, item: str, was: Mapping[str, object]) -> None:
        """Note what is there before it is changed."""
        values = {"case_id": self.case_id, "system": self.system, "item": item, "was": json.dumps(dict(was))}
        await self.connection.execute(insert(hold_table).values(values))

    async def replace(self, item: str, was: Mapping[str, object]) -> None:
        """Note more of an item that is held already."""
        await self.forget(item)
        await self.remember(item, was)

    async def forget(self, item: str) -> None:
        """Drop the note of one item."""
        await self.connection.execute(delete(hold_table).where(self._mine(), hold_table.c.item == item))

    async def forget_all(self) -> None:
        """Drop every note of this case in this system."""
        await self.connection.execute(delete(hold_table).where(self._mine()))

    def _mine(self) -> ColumnElement[bool]:
        return (hold_table.c.case_id == self.case_id) & (hold_table.c.system == self.system)
