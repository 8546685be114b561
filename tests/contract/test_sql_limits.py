"""No statement waits for ever in a company's database, and none says what it was when it is given up."""

import asyncio
import sqlite3
import time
from datetime import timedelta

import pytest
from sqlalchemy import bindparam, func, select, text

from adapters.sql.engine import reading_engine, writing_engine
from adapters.sql.error import classified
from adapters.sql.limits import Limits
from habeas.domain.error import InvalidInput, Retriable, Unavailable

SHORT = Limits(statement=timedelta(seconds=0.5), lock=timedelta(seconds=0.2))
CANARY = "planted-canary"
SLOW = select(func.pg_sleep(30), bindparam("canary", CANARY))


async def given_up(engine, statement, what):
    """The statement is given up as something to be tried again, and in one line that names none of it."""
    began = time.monotonic()
    with pytest.raises(Unavailable, match=what) as error:
        async with classified("shop"), engine.connect() as connection:
            await connection.execute(statement)
    assert time.monotonic() - began < 5
    for hidden in ("SELECT", "UPDATE", "login", "pg_sleep", CANARY):
        assert hidden not in str(error.value)
    await engine.dispose()


@pytest.mark.parametrize(("make", "role"), [(writing_engine, "write"), (reading_engine, "read")], ids=["write", "read"])
async def test_a_statement_that_takes_too_long(postgres_platform, make, role):
    """PostgreSQL itself ends it, whoever reads or writes, so that nothing of it goes on when we are gone."""
    url = getattr(postgres_platform, f"url_{role}")
    await given_up(make(url, SHORT), SLOW, "took longer than it may")


async def test_a_lock_that_somebody_else_holds(postgres_platform):
    """A row that another connection has locked in PostgreSQL is not waited for longer than is set."""
    owner = writing_engine(postgres_platform.url_owner)
    async with owner.connect() as other:
        await other.execute(text("SELECT * FROM login FOR UPDATE"))
        writing = writing_engine(postgres_platform.url_write, SHORT)
        await given_up(writing, text(f"UPDATE login SET id = id -- {CANARY}"), "somebody else holds a lock")
    await owner.dispose()


async def test_a_transaction_that_falls_silent(postgres_platform):
    """It loses its locks in PostgreSQL, and whoever wrote in it hears that it is to be tried again."""
    engine = writing_engine(postgres_platform.url_write, SHORT)

    async def falls_silent():
        async with classified("shop", writes=True), engine.begin() as connection:
            await connection.execute(text("SELECT * FROM login FOR UPDATE"))
            await asyncio.sleep(1)
            await connection.execute(text("SELECT 1"))

    with pytest.raises(Retriable):
        await falls_silent()
    async with engine.connect() as connection:
        await connection.execute(text("SELECT * FROM login FOR UPDATE NOWAIT"))
    await engine.dispose()


@pytest.mark.parametrize("make", [writing_engine, reading_engine], ids=["write", "read"])
async def test_a_file_that_somebody_else_has_locked(tmp_path, make):
    """SQLite has one lock for all of it: it is not waited for longer than is set."""
    file = tmp_path / "shop.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE login (id INTEGER)")
        other.commit()
        other.execute("BEGIN EXCLUSIVE")
        url = f"sqlite+aiosqlite:///{file}"
        await given_up(make(url, SHORT), text("SELECT * FROM login"), "somebody else holds a lock")
        other.rollback()


@pytest.mark.parametrize(
    "limits", [{"statement": timedelta(0)}, {"lock": timedelta(microseconds=1)}], ids=["statement", "lock"]
)
def test_no_limit_is_no_limit(limits):
    """Zero means for ever to a database, and is refused."""
    with pytest.raises(InvalidInput):
        Limits(**limits)
