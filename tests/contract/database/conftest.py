"""Small databases of every kind, each with its record, on SQLite and on PostgreSQL."""

import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import pytest
import yaml
from small_world import SYSTEM, Place, World, opened
from sqlalchemy import MetaData, String, insert, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.ext.compiler import compiles

from adapters.sql.engine import writing_engine
from adapters.sql.hold import hold_metadata
from habeas.domain.processing import RetentionRule
from habeas.domain.record.database import Database
from habeas.sandbox.postgres import OWNER, READER, SUPERUSER, WRITER, Postgres

_RIGHTS = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT ON TABLES TO {READER}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {WRITER}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SEQUENCES TO {WRITER}",
    f"GRANT CREATE ON SCHEMA public TO {OWNER}",
)


Rows = Mapping[str, Sequence[Mapping[str, object]]]


class Opens(Protocol):
    """Makes a database of these tables and rows, with its record in YAML, or with the tables of it."""

    async def __call__(self, metadata: MetaData, record: str, rows: Rows, **rules: RetentionRule) -> World:
        """`rules`: by category."""


_MARIADB = os.environ.get("HABEAS_TESTS_MARIADB")  # the socket of a server: tests/foreign/maria.py has one
collect_ignore = [] if _MARIADB else ["test_mariadb_kit.py"]


@pytest.fixture(params=["sqlite_place", "postgres_place", *(["mariadb_place"] if _MARIADB else [])])
def place(request: pytest.FixtureRequest) -> Place:
    """An empty database, once in SQLite and once in PostgreSQL; and in MariaDB, where there is one."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Place:
    """A file that is not there yet."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}"
    return Place(url, url, url)


@pytest.fixture
async def postgres_place(postgres: Postgres) -> AsyncIterator[Place]:
    """A database of its own in the one server."""
    name = f"shop_{uuid4().hex}"
    async with postgres.as_superuser(SUPERUSER) as connection:
        await connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER}"))
        async with postgres.as_superuser(name) as inside:
            for statement in _RIGHTS:
                await inside.execute(text(statement))
        yield Place(*(postgres.url(role, name) for role in (WRITER, READER, OWNER)))
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def mariadb_place() -> AsyncIterator[Place]:
    """A database of its own, in which capitals count as little as they do unless somebody says otherwise."""
    name = f"shop_{uuid4().hex}"
    server = create_async_engine(_mariadb("root"))
    async with server.begin() as connection:
        for statement in (f"CREATE DATABASE {name} COLLATE utf8mb4_general_ci", *_mariadb_roles(name)):
            await connection.execute(text(statement))
    yield Place(*(_mariadb(f"habeas_{role}", name) for role in ("writer", "reader", "owner")))
    async with server.begin() as connection:
        await connection.execute(text(f"DROP DATABASE {name}"))
    await server.dispose()


def _mariadb(role: str, database: str = "mysql") -> str:
    return f"mariadb+aiomysql://{role}@localhost/{database}?unix_socket={_MARIADB}"


def _mariadb_roles(database: str) -> Iterator[str]:
    rights = {"writer": "SELECT, INSERT, UPDATE, DELETE", "reader": "SELECT", "owner": "ALL"}
    for role, may in rights.items():
        yield f"CREATE USER IF NOT EXISTS habeas_{role}@localhost"
        yield f"GRANT {may} ON {database}.* TO habeas_{role}@localhost"


@compiles(String, "mariadb")
def _with_length(type_: String, compiler: Any, **more: Any) -> str:
    """Our tables say no lengths, and MariaDB wants one."""
    return "VARCHAR(190)" if type_.length is None else compiler.visit_string(type_, **more)


@pytest.fixture
async def opens(place: Place, now: datetime) -> AsyncIterator[Opens]:
    """Opens the database that a test is about."""
    async with AsyncExitStack() as stack:

        async def made(metadata: MetaData, record: str, rows: Rows, **rules: RetentionRule) -> World:
            owner = writing_engine(place.url_owner)
            async with owner.begin() as connection:
                await connection.run_sync(metadata.create_all)
                await connection.run_sync(hold_metadata.create_all)
                for name, several in rows.items():
                    for row in several:
                        await connection.execute(insert(metadata.tables[name]).values(row))
            await owner.dispose()
            said = yaml.safe_load(record)
            known = Database.model_validate({"system": SYSTEM, **(said if "tables" in said else {"tables": said})})
            return await opened(stack, place, metadata, known, rules, now)

        yield made
