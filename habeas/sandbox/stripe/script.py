"""What tests make Stripe answer once, beside what the switchboard breaks."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from .error import Refused


@dataclass(frozen=True)
class Failure:
    """An answer to come: `stored` under the request's idempotency key, and perhaps after all was `done`."""

    refused: Refused
    stored: bool = False
    done: bool = False


@dataclass(frozen=True)
class Gate:
    """Where a write waits: `begun` is set when one came, and it goes on when `open` is set."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Script:
    """The failures of the next writes, one each, and a gate at which the next write waits.

    `has_previews`: whether the account has what is in preview; `jobs_wait`: jobs do not go on; `ahead`: by so many
    seconds it is later for whoever asks how old something is; `leaves_out`: ids that no redaction touches.
    """

    _failures: deque[Failure] = field(default_factory=deque)
    _gate: Gate | None = None
    has_previews: bool = True
    jobs_wait: bool = False
    ahead: int = 0
    leaves_out: set[str] = field(default_factory=set)

    def add(self, failure: Failure) -> None:
        """One more write fails."""
        self._failures.append(failure)

    def pause(self) -> Gate:
        """The next write begins, and waits at this gate."""
        self._gate = Gate()
        return self._gate

    def before(self) -> None:
        """Raises Refused when the next failure comes before anything is looked at: it is not stored."""
        if self._failures and not self._failures[0].stored:
            raise self._failures.popleft().refused

    def within(self) -> Failure | None:
        """The failure of a write that is being carried out."""
        return self._failures.popleft() if self._failures else None

    async def wait(self) -> None:
        """Wait at the gate, if there is one."""
        if gate := self._gate:
            self._gate = None
            gate.begun.set()
            await gate.open.wait()
