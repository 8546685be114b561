"""Bring a register's database to the form of `table`, from nothing or from any earlier form."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from .engine import register_engine
from .error import classified

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = text("SELECT pg_advisory_xact_lock(7022084)")  # any number, the same everywhere


_ONE_AT_A_TIME = asyncio.Lock()  # of a process: Alembic has its context in a module


async def migrate(url: str) -> None:
    """Upgrade the database in one transaction; processes that start at once wait for each other.

    Raises Unavailable when the database gives no answer now, Permanent when it refuses.
    """
    engine = register_engine(url)
    try:
        async with _ONE_AT_A_TIME, classified(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(_MIGRATION_LOCK)
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
