"""The engines of a system in an SQL database, while its adapter is open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.engine import reading_engine, writing_engine
from adapters.sql.limits import Limits
from habeas.registration import Surroundings
from habeas.settings import DatabaseSettings


@asynccontextmanager
async def engines(
    surroundings: Surroundings, settings: DatabaseSettings
) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    """One that writes and one that can only read, from the two URLs of a database, with its limits."""
    limits = Limits(settings.statement_limit, settings.lock_limit)
    made = writing_engine(settings.writing_url, limits), reading_engine(settings.reading_url, limits)
    wired = tuple(surroundings.wire(engine, surroundings.system) for engine in made)
    try:
        yield wired[0], wired[1]
    finally:
        for engine in wired:
            await engine.dispose()
