"""Databases with small schemas, in SQLite and in PostgreSQL, and a policy to put their records in."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from habeas.sandbox.postgres import OWNER, SUPERUSER, Postgres

POLICY = Path(__file__).parents[3] / "policy" / "processing.yaml"
Build = Callable[..., Awaitable[str]]
"""Carries out statements in a fresh database, and says its address."""


async def carried_out(url: str, statements: tuple[str, ...]) -> str:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()
    return url


@pytest.fixture
def sqlite_build(tmp_path: Path) -> Build:
    async def build(*statements: str) -> str:
        return await carried_out(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}", statements)

    return build


@pytest.fixture
async def postgres_build(postgres: Postgres) -> AsyncIterator[Build]:
    name = f"shop_{uuid4().hex}"

    async def build(*statements: str) -> str:
        return await carried_out(postgres.url(OWNER, name), statements)

    async with postgres.as_superuser(SUPERUSER) as connection:
        await connection.execute(text(f"CREATE DATABASE {name} OWNER {OWNER}"))
        yield build
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite_build", "postgres_build"])
def build(request: pytest.FixtureRequest) -> Build:
    """Makes a database, once in SQLite and once in PostgreSQL."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """A policy of its own, with no record of a database yet."""
    folder = tmp_path / "policy"
    (folder / "systems").mkdir(parents=True)
    return Path(shutil.copy(POLICY, folder))
