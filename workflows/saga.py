"""A saga with a typed pivot: compensatable steps, the pivot, retriable steps.

A compensation is registered before its step is begun, as a step whose answer is lost may have been done. Nothing here
catches bare BaseException: a workflow that leaves the cache ends its coroutines with GeneratorExit.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from temporalio import workflow

T = TypeVar("T")

Compensation = Callable[[], Coroutine[Any, Any, None]]


class Saga:
    """The compensations of the steps that were begun."""

    def __init__(self) -> None:
        """A saga of which nothing has begun."""
        self._compensations: list[Compensation] = []

    def compensate_with(self, compensation: Compensation) -> None:
        """Register what undoes a step, before the step is begun."""
        self._compensations.append(compensation)

    async def unwind(self) -> None:
        """Undo everything, last first; a system that is stuck does not hold up the others."""
        await asyncio.gather(*(compensation() for compensation in reversed(self._compensations)))


async def to_the_end(
    work: Coroutine[Any, Any, T], on_cancel: Callable[[], Coroutine[Any, Any, object]] | None = None
) -> T:
    """Carry work out whatever cancels arrive meanwhile, however many (a single shield lets the second one through).

    Each cancel is answered by `on_cancel`, if there is one.
    """
    task = asyncio.ensure_future(work)
    while not task.done():
        try:
            await workflow.wait([task])
        except asyncio.CancelledError:
            _take_back_the_cancel()
            if on_cancel is not None:
                await to_the_end(on_cancel())
    return task.result()


async def every(*steps: Coroutine[Any, Any, T]) -> list[T]:
    """Run steps side by side. When one fails the others are cancelled, and have ended before the failure goes on."""
    tasks = [asyncio.ensure_future(step) for step in steps]
    try:
        return await asyncio.gather(*tasks)
    except (Exception, asyncio.CancelledError):
        for task in tasks:
            task.cancel()
        await to_the_end(_settle(tasks))
        raise


async def _settle(tasks: list["asyncio.Task[T]"]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


def _take_back_the_cancel() -> None:
    if (current := asyncio.current_task()) is not None:
        current.uncancel()


def heed_cancel() -> None:
    """Raise CancelledError where a cancel came, and a step that is waited for to its end failed by itself instead.

    The step's failure then takes the place of the cancel (sdk-python#620), which the task still knows of.
    """
    current = asyncio.current_task()
    if current is not None and current.cancelling():
        raise asyncio.CancelledError


def is_cancelled() -> bool:
    """Whether Temporal was asked to cancel; an activity that completes anyway swallows it (sdk-python#620)."""
    return workflow.cancellation_reason() is not None
