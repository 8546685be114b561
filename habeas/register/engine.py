"""The register's engine, and how its transactions begin.

A decision takes its locks at once: on SQLite with BEGIN IMMEDIATE, on PostgreSQL row by row. A reading transaction
(`reading`) never waits for a writer.
"""

from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Connection, NullPool, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from habeas.domain.error import InvalidInput

SECONDS = 10
_READS = "habeas_reads"
_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a pivot that was answered survives a power failure
    "foreign_keys=ON",
    "secure_delete=ON",
)


def register_engine(url: str, *, is_kept: bool = True) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite` or `postgresql+asyncpg`, that waits at most ten seconds for a lock.

    One that is not kept has a connection for each transaction, and needs no disposal. Raises InvalidInput for a URL of
    no database.
    """
    try:
        return _engine(url, {} if is_kept else {"poolclass": NullPool})
    except ArgumentError:
        raise InvalidInput("HABEAS_REGISTER_URL is not the URL of a database") from None


def _engine(url: str, pool: dict[str, Any]) -> AsyncEngine:
    if make_url(url).get_backend_name() != "sqlite":
        # a process that is stopped in the middle of a decision does not stop all the others
        settings = {"lock_timeout": f"{SECONDS}s", "idle_in_transaction_session_timeout": f"{SECONDS * 6}s"}
        arguments = {"timeout": SECONDS, "command_timeout": SECONDS * 6, "server_settings": settings}
        return create_async_engine(url, connect_args=arguments, pool_pre_ping=True, **pool)
    # one decides at a time: who waits in the pool is served in turn, who waits for the lock sleeps and tries
    kept = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 2, "max_overflow": 0}
    engine = create_async_engine(url, connect_args={"timeout": SECONDS}, **(pool or kept))
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    event.listen(engine.sync_engine, "invalidate", _roll_back)
    return engine


def reading(engine: AsyncEngine) -> AsyncEngine:
    """The same engine and connections, for transactions that only read."""
    return engine.execution_options(**{_READS: True})


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by us
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _roll_back(connection: DBAPIConnection, _record: object, _why: object) -> None:
    """A cancel in the middle of a statement: closed with that statement open, SQLite would keep the lock."""
    connection.rollback()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
