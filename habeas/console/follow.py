"""Following a case until it has something to say, with its progress on standard error."""

import asyncio
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.status import Status

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import Unreachable
from habeas.domain.right import Right

if TYPE_CHECKING:
    from habeas.client import Habeas

_PAUSE = 0.25
_PATIENCE = 40  # looks at a state that is about to change


class Progress:
    """A line that moves on a terminal; without one, nothing."""

    def __init__(self) -> None:
        """Not shown yet."""
        self._console = Console(stderr=True)
        self._status: Status | None = None

    def __enter__(self) -> Self:
        """Begin."""
        if sys.stderr.isatty():
            self._status = self._console.status("asking")
            self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and leave no trace of the line."""
        if self._status is not None:
            self._status.stop()

    def say(self, text: str) -> None:
        """What is going on now."""
        if self._status is not None:
            self._status.update(text)


async def follow(habeas: "Habeas", case_id: str, *, leaving: CaseState | None = None) -> CaseStatus:
    """Wait until the case is closed, or waits for a person or for another case.

    `leaving` is a state that it is about to leave: it does not count until some seconds have passed.
    """
    looks = 0
    with Progress() as progress:
        while True:
            status = await habeas.status(case_id)
            looks += 1
            if status.state is leaving and looks < _PATIENCE:
                await asyncio.sleep(_PAUSE)
                continue
            if not status.state.is_moving or status.waits_for:
                return await follow(habeas, status.duplicate_of) if status.duplicate_of else status
            progress.say(await _sentence(habeas, status))
            await asyncio.sleep(_PAUSE)


async def _sentence(habeas: "Habeas", status: CaseStatus) -> str:
    """Where the case is, and what each system is at."""
    part = "erasure" if status.right is Right.ERASURE else "export"
    try:
        systems = await habeas.progress(status.case_id, part) if status.phase in _IN_PART else status.progress
    except Unreachable:
        systems = status.progress
    return f"{status.phase}: " + ", ".join(f"{system} {what}" for system, what in systems.items())


_IN_PART = ("preflight", "hold", "locate again", "erase", "confirm", "unwinding", "collect", "package")
