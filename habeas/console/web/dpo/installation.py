"""The office of an installation: its cases, its register, and where it acts, as its settings say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from habeas.calendar import public_holidays
from habeas.console.door import Door
from habeas.domain.error import InvalidInput
from habeas.domain.time_limit import Place
from habeas.policy import load_processing
from habeas.settings import HouseSettings

from .office import Office


@asynccontextmanager
async def office_at(door: Door) -> AsyncIterator[Office]:
    """The office, for as long as the context lasts.

    Raises Unreachable when Temporal does not answer, InvalidInput for a setting or a file that does not fit.
    """
    settings, habeas = door.settings, await door.habeas()
    async with door.register() as register:
        record = load_processing(settings.processing_file)
        yield Office(habeas, register, _place(settings), record, may_approve_own=settings.may_approve_own)


def _place(settings: HouseSettings) -> Place:
    try:
        return Place(ZoneInfo(settings.zone), public_holidays(settings.country))
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidInput("HABEAS_ZONE is not the name of a time zone") from None
