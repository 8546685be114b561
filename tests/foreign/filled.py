"""Puts a schema that nobody here designed, with its data, into SQLite or PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


async def fill(url: str, metadata: MetaData, rows: Rows) -> None:
    """Make the tables and write the rows, which may refer to each other in circles: keys are looked at at the end.

    In PostgreSQL that needs the superuser.
    """
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
        if engine.dialect.name == "postgresql":
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in metadata.tables.values():
            if rows.get(table.name):
                await connection.execute(table.insert(), list(rows[table.name]))
    await engine.dispose()
