"""The platform's database: the tables of its systems with the table of holds, and its people in them."""

from datetime import datetime

from sqlalchemy import Integer, MetaData, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.engine import writing_engine
from adapters.sql.hold import hold_metadata
from habeas.sandbox.accounts import account, accounts_metadata
from habeas.sandbox.activity import activity_metadata
from habeas.sandbox.marketing import marketing_metadata

from .recordings import recordings_metadata
from .seed import seed

_ALL: tuple[MetaData, ...] = (
    accounts_metadata,
    activity_metadata,
    marketing_metadata,
    recordings_metadata,
    hold_metadata,
)


async def build_platform(url: str, now: datetime) -> None:
    """Create the tables and put the people in; all times are relative to `now`. Does nothing when that is done."""
    engine = writing_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            await _write_ahead(engine)
        async with engine.begin() as connection:
            for metadata in _ALL:
                await connection.run_sync(metadata.create_all)
            if not await connection.scalar(select(func.count()).select_from(account)):
                await _fill(connection, now)
    finally:
        await engine.dispose()


async def _write_ahead(engine: AsyncEngine) -> None:
    """SQLite: who reads holds up nobody who writes, also a reader that was cancelled and is not yet gone."""
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]


async def _fill(connection: AsyncConnection, now: datetime) -> None:
    for table, row in seed(now):
        await connection.execute(insert(table).values(row))
    if connection.dialect.name == "postgresql":
        for metadata in _ALL:
            for table in metadata.sorted_tables:
                await _go_on_counting(connection, table)


async def _go_on_counting(connection: AsyncConnection, table: Table) -> None:
    """Rows were given ids of their own: the next one must not meet them."""
    key = table.autoincrement_column
    if key is not None and isinstance(key.type, Integer):
        sequence = func.pg_get_serial_sequence(table.name, key.name)
        await connection.execute(select(func.setval(sequence, select(func.max(key)).scalar_subquery())))
