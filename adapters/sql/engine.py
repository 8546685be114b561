"""Engines for a customer's database: one that writes, one that can only read.

SQLite is told to begin each writing transaction with the lock (BEGIN IMMEDIATE), as `SELECT ... FOR UPDATE` does on
PostgreSQL: a fence is checked with the lock held.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from . import mariadb
from .limits import LIMITS, Limits

_TO_CONNECT = 10  # seconds
_MARGIN = timedelta(seconds=10)  # the database itself ends a statement first, and says why
# A connection to a file costs a thread and a millisecond: none is opened only to be dropped. Of those that write one
# works at a time: who waits in the pool is served in turn, who waits for the lock sleeps, tries, and may give up.
_SQLITE_READERS = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 15, "max_overflow": 0}
_SQLITE_WRITERS = {**_SQLITE_READERS, "pool_size": 2}
_SQLITE_PARAMETERS = {"mode": "ro", "uri": "true"}


def writing_engine(url: str, limits: Limits = LIMITS) -> AsyncEngine:
    """An engine whose transactions take their locks at once; SQLite has a limit of the wait for them alone."""
    if _backend(url) == mariadb.NAME:
        return mariadb.engine(url, limits, _TO_CONNECT, is_reader=False)
    if _backend(url) != "sqlite":
        settings = {"idle_in_transaction_session_timeout": _milliseconds(limits.statement)}
        return create_async_engine(url, connect_args=_postgresql("off", limits, settings), pool_pre_ping=True)
    engine = create_async_engine(url, connect_args={"timeout": limits.lock.total_seconds()}, **_SQLITE_WRITERS)
    event.listen(engine.sync_engine, "connect", _leave_transactions_to_us)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    event.listen(engine.sync_engine, "invalidate", _roll_back)
    return engine


def reading_engine(url: str, limits: Limits = LIMITS) -> AsyncEngine:
    """An engine that cannot write, whatever is asked of it; give it a read-only credential of its own."""
    if _backend(url) == mariadb.NAME:
        return mariadb.engine(url, limits, _TO_CONNECT, is_reader=True)
    if _backend(url) != "sqlite":
        return create_async_engine(url, connect_args=_postgresql("on", limits), pool_pre_ping=True)
    file = make_url(url)
    read_only = file.set(database=f"file:{file.database}", query=_SQLITE_PARAMETERS)
    return create_async_engine(read_only, connect_args={"timeout": limits.lock.total_seconds()}, **_SQLITE_READERS)


def _backend(url: str) -> str:
    return make_url(url).get_backend_name()


def _postgresql(read_only: str, limits: Limits, more: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    settings = {
        "default_transaction_read_only": read_only,
        "statement_timeout": _milliseconds(limits.statement),
        "lock_timeout": _milliseconds(limits.lock),
        **more,
    }
    patience = (limits.statement + _MARGIN).total_seconds()
    return {"timeout": _TO_CONNECT, "command_timeout": patience, "server_settings": settings}


def _milliseconds(limit: timedelta) -> str:
    return f"{round(limit / timedelta(milliseconds=1))}ms"


def _leave_transactions_to_us(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")


def _roll_back(connection: DBAPIConnection, _record: object, _why: object) -> None:
    """A cancel in the middle of a statement: closed with that statement open, SQLite would keep the lock."""
    connection.rollback()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
