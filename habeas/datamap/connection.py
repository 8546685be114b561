"""A connection that cannot write, to PostgreSQL, SQLite, MySQL or MariaDB, whatever the driver."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from habeas.domain.error import InvalidInput

T = TypeVar("T")

_ASYNC = {"postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite", "mysql": "mysql+aiomysql"}
_ASYNC["mariadb"] = "mariadb+aiomysql"


async def ask(url: str, question: Callable[[Connection], T]) -> T:
    """Ask a database something over a connection that cannot write.

    Raises InvalidInput where the address is none, has no driver here, or nothing answers: never with what it says.
    """
    try:
        address = _read_only(make_url(url))
        if address.get_dialect().is_async:
            return await _asked(create_async_engine(address, connect_args=_arguments(address)), question)
        return await asyncio.to_thread(
            _asked_at_once, create_engine(address, connect_args=_arguments(address)), question
        )
    except (ArgumentError, NoSuchModuleError):
        raise InvalidInput("that is no database's address: it is written postgresql://NAME@HOST/DATABASE") from None
    except ModuleNotFoundError as error:
        raise InvalidInput(f"there is no driver for that database here: {error.name}") from None
    except (DBAPIError, OSError, SQLAlchemyError) as error:
        status = getattr(getattr(error, "orig", None), "sqlstate", None) or type(error).__name__
        raise InvalidInput(f"the database cannot be read: {status}") from None


def _read_only(url: URL) -> URL:
    """The address with a driver, and for SQLite of a file that is only read."""
    url = url.set(drivername=_ASYNC.get(url.drivername, url.drivername))
    if url.get_backend_name() != "sqlite" or url.database is None:
        return url
    name = url.database if url.database.startswith("file:") else f"file:{url.database}"
    return url.set(database=name, query={**url.query, "mode": "ro", "uri": "true"})


def _arguments(url: URL) -> dict[str, Any]:
    if url.drivername == "postgresql+asyncpg":
        return {"timeout": 10, "server_settings": {"default_transaction_read_only": "on"}}
    return {"timeout": 10} if url.get_backend_name() == "sqlite" else {}


async def _asked(engine: AsyncEngine, question: Callable[[Connection], T]) -> T:
    _let_it_only_read(engine.sync_engine)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(question)
    finally:
        await engine.dispose()


def _asked_at_once(engine: Engine, question: Callable[[Connection], T]) -> T:
    _let_it_only_read(engine)
    try:
        with engine.connect() as connection:
            return question(connection)
    finally:
        engine.dispose()


def _let_it_only_read(engine: Engine) -> None:
    if engine.dialect.name in ("mysql", "mariadb"):
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY"))
