"""Engines for a customer's database: one that writes, one that can only read.

SQLite is told to begin each writing transaction with the lock (BEGIN IMMEDIATE), as `SELECT ... FOR UPDATE` does on
PostgreSQL: a fence is checked with the lock held.
"""

from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

SECONDS = 10
# A connection to a file costs a thread and a millisecond: none is opened only to be dropped. Of those that write one
# works at a time: who waits in the pool is served in turn, who waits for the lock sleeps, tries, and may give up.
_SQLITE_READERS = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 15, "max_overflow": 0}
_SQLITE_WRITERS = {**_SQLITE_READERS, "pool_size": 2}
_SQLITE_PARAMETERS = {"mode": "ro", "uri": "true"}


def writing_engine(url: str) -> AsyncEngine:
    """An engine whose transactions take their locks at once, and wait at most ten seconds for them."""
    if not _is_sqlite(url):
        return create_async_engine(url, connect_args=_postgresql("off"), pool_pre_ping=True)
    engine = create_async_engine(url, connect_args={"timeout": SECONDS}, **_SQLITE_WRITERS)
    event.listen(engine.sync_engine, "connect", _leave_transactions_to_us)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    event.listen(engine.sync_engine, "invalidate", _roll_back)
    return engine


def reading_engine(url: str) -> AsyncEngine:
    """An engine that cannot write, whatever is asked of it; give it a read-only credential of its own."""
    if not _is_sqlite(url):
        return create_async_engine(url, connect_args=_postgresql("on"), pool_pre_ping=True)
    file = make_url(url)
    read_only = file.set(database=f"file:{file.database}", query=_SQLITE_PARAMETERS)
    return create_async_engine(read_only, connect_args={"timeout": SECONDS}, **_SQLITE_READERS)


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _postgresql(read_only: str) -> dict[str, Any]:
    settings = {"default_transaction_read_only": read_only, "lock_timeout": f"{SECONDS}s"}
    return {"timeout": SECONDS, "command_timeout": SECONDS * 6, "server_settings": settings}


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _roll_back(connection: DBAPIConnection, _record: object, _why: object) -> None:
    """A cancel in the middle of a statement: closed with that statement open, SQLite would keep the lock."""
    connection.rollback()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
