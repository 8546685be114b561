"""The boundary of every step: it heartbeats while the step works, and it classifies failures once.

What leaves is a class, the system and a status. The text of an unexpected error is never passed on, as it may quote
what it failed on; the place in our code is.
"""

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import wraps
from pathlib import PurePath
from typing import TypeVar

from temporalio import activity
from temporalio.exceptions import ApplicationError

from habeas.domain.error import HabeasError

S = TypeVar("S")
M = TypeVar("M")
R = TypeVar("R")

_BEATS_PER_TIMEOUT = 4
_DEFAULT_TIMEOUT = timedelta(seconds=10)


def step(name: str) -> Callable[[Callable[[S, M], Awaitable[R]]], Callable[[S, M], Awaitable[R]]]:
    """Make a method an activity of this name, with heartbeats and the boundary around it."""

    def decorate(method: Callable[[S, M], Awaitable[R]]) -> Callable[[S, M], Awaitable[R]]:
        @activity.defn(name=name)
        @wraps(method)
        async def run(self: S, message: M) -> R:
            async with _boundary(name), _heartbeats():
                return await method(self, message)

        return run

    return decorate


@asynccontextmanager
async def _boundary(name: str) -> AsyncIterator[None]:
    try:
        yield
    except HabeasError as error:
        raise _told(error) from None
    except Exception as error:  # noqa: BLE001 - the one place where anything becomes a failure that is safe to show
        raise ApplicationError(f"{name}: {_place(error)}", activity.info().attempt, type="Unexpected") from None


def _told(error: HabeasError) -> ApplicationError:
    return ApplicationError(
        str(error),
        activity.info().attempt,
        type=type(error).__name__,
        non_retryable=not error.is_retriable,
        next_retry_delay=error.retry_after,
    )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
    return f"unexpected {type(error).__name__} at {where}"


@asynccontextmanager
async def _heartbeats() -> AsyncIterator[None]:
    beating = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating


async def _beat() -> None:
    """Not at once: that a step has begun is known, and each beat is a call to Temporal, a write there, and billed."""
    pause = (activity.info().heartbeat_timeout or _DEFAULT_TIMEOUT) / _BEATS_PER_TIMEOUT
    while True:
        await asyncio.sleep(pause.total_seconds())
        activity.heartbeat()
