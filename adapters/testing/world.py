"""The world in which an adapter is questioned: whoever inherits the kit gives one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from habeas.domain.identifier import Identifier
from habeas.domain.port import System

OURS = "habeas"
"""Whose a thing is that an adapter itself noted for a hold: nothing of it stays after a release or an erasure."""


class Break(StrEnum):
    """How the wire between an adapter and its system is broken; `habeas.sandbox.fault.How` has the same words."""

    REFUSE = "refuse"  # reading works, every write is refused for good
    TIMEOUT = "timeout"  # nothing is answered until it is mended
    RATE_LIMIT = "rate-limit"  # too many requests: come back later
    ERROR = "error"  # something of its own is broken
    FAIL_AFTER = "fail-after"  # a write is carried out, and its answer is lost


class Thing(NamedTuple):
    """One thing that a system holds, as a judge sees it: a row, an object, a version of one.

    `whose`: the address that it was added for, OURS, or an empty string for what is nobody's of these. `stays`: an
    erasure may leave it, since a law keeps it, or since it says nothing of anybody any more.
    """

    whose: str
    what: Hashable
    stays: bool = False


Snapshot = frozenset[Thing]


class World(ABC):
    """A system of its own for one question, with the adapter over it.

    `as_of`: the moment by which ages are judged. `many`: so many things are several pages to the adapter, whatever it
    reads or erases at a time. `stranger`: the same adapter by a credential that its system does not know, or None for a
    system that has no credentials (a file).
    """

    adapter: System
    as_of: datetime
    many: int
    stranger: System | None = None

    @abstractmethod
    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        """Have the system hold somebody with this address, written so, and at least so many things of theirs.

        Each call adds somebody: twice the same address is two sign-ups. Nothing of it belongs to anybody else. What is
        answered are the identifiers by which the adapter is asked about them: it is asked with no others.
        """

    @abstractmethod
    async def snapshot(self) -> Snapshot:
        """Everything that the system holds, looked at by a credential of the judge's, past the wire that is broken."""

    @abstractmethod
    def break_wire(self, how: Break, times: int | None = None) -> None:
        """Break the wire: for so many requests that meet it, or until it is mended."""

    @abstractmethod
    def mend_wire(self) -> None:
        """All is as it should be again."""


Opens = Callable[[], AbstractAsyncContextManager[World]]
"""Makes a world that nobody has touched, for as long as the context lasts."""
