"""A cancel in the middle of a transaction leaves no lock behind: what unwinds next must not wait for it."""

import asyncio
import sqlite3
from contextlib import suppress

import pytest
from sqlalchemy import text

from adapters.sql.engine import writing_engine
from habeas.register.engine import register_engine

STEP_SECONDS = 0.0001


@pytest.mark.parametrize("make", [register_engine, writing_engine])
async def test_no_lock_outlives_its_transaction(make, tmp_path):
    """Whenever the cancel comes, in SQLite with write-ahead logging somebody else can write soon."""
    file = tmp_path / "some.db"
    sqlite3.connect(file).execute("PRAGMA journal_mode=WAL")
    engine = make(f"sqlite+aiosqlite:///{file}")

    async def change() -> None:
        async with engine.begin() as connection:
            for statement in ("SELECT * FROM some", "INSERT INTO some VALUES (1)", "SELECT * FROM some"):
                await connection.execute(text(statement))

    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE some (number)"))
    for number in range(80):
        changing = asyncio.create_task(change())
        await asyncio.sleep(number * STEP_SECONDS)
        changing.cancel()
        with suppress(asyncio.CancelledError):
            await changing
        with sqlite3.connect(file, timeout=5) as other:
            other.execute("BEGIN IMMEDIATE")
            other.rollback()
    await engine.dispose()
