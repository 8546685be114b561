"""Looking again until something has changed, and for a while also when nobody answers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

from habeas.domain.case import CaseStatus
from habeas.domain.error import Unreachable

Ask = Callable[[], Awaitable[CaseStatus]]

_SLOWER = 1.5
_LONGEST = timedelta(seconds=10)  # a case that waits for a person may wait for days


async def changes(ask: Ask, patience: timedelta, pause: timedelta) -> AsyncIterator[CaseStatus]:
    """Each status that differs from the one before, up to that of the closed case.

    The pause between two looks grows while nothing changes. Raises Unreachable when nobody has answered for as long as
    `patience`, and whatever else `ask` raises.
    """
    last, wait = None, pause
    while last is None or last.state.is_open:
        if last is not None:
            await asyncio.sleep(wait.total_seconds())
        status = await _patiently(ask, patience, pause)
        wait = pause if status != last else max(pause, min(wait * _SLOWER, _LONGEST))
        if status != last:
            yield status
        last = status


async def _patiently(ask: Ask, patience: timedelta, pause: timedelta) -> CaseStatus:
    clock = asyncio.get_running_loop().time
    latest = clock() + patience.total_seconds()
    while True:
        try:
            return await ask()
        except Unreachable:
            if clock() >= latest:
                raise
        await asyncio.sleep(pause.total_seconds())
