"""Any database: it is a system by its record alone (`policy/systems/NAME.yaml`), and registers without a package."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.database.adapter import DatabaseSystem
from habeas.domain.record.database import Database
from habeas.domain.route import Route
from habeas.registration import Registration, Surroundings
from habeas.settings import database_settings

from .engine import engines


def registration_of(record: Database) -> Registration:
    """How the database of this record is opened: by two credentials."""

    @asynccontextmanager
    async def opened(surroundings: Surroundings) -> AsyncIterator[DatabaseSystem]:
        settings = database_settings(record.system).given(surroundings.environment)
        async with engines(surroundings, settings) as (writing, reading):
            yield DatabaseSystem(record, surroundings.processing, writing, reading)

    return Registration(record.system, Route(needs=record.needs, finds_by=record.kinds, stops=record.stops), opened)
