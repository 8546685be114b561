"""Sign-ins that have begun and not ended: each for one browser, once, and for ten minutes."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

LONGEST: Final = 600.0  # seconds
MOST: Final = 10_000  # at once; then the oldest is forgotten


@dataclass(frozen=True)
class Begun:
    """One sign-in: `browser` is the id in its cookie, `verifier` PKCE's (RFC 7636), `way` where to go afterwards."""

    browser: str = field(repr=False)
    way: str
    at: float
    nonce: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(repr=False, default_factory=lambda: secrets.token_urlsafe(48))


class Pending:
    """Those that have begun, by their `state` (RFC 6749, 10.12)."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun: dict[str, Begun] = {}

    def begin(self, browser: str, way: str) -> tuple[str, Begun]:
        """A new one, and its state."""
        while len(self._begun) >= MOST:
            del self._begun[next(iter(self._begun))]
        state, begun = secrets.token_urlsafe(32), Begun(browser, way, self._now())
        self._begun[state] = begun
        return state, begun

    def end(self, browser: str, state: str) -> Begun | None:
        """The one of this state, which is then over; None unless it is this browser's, and young enough."""
        begun = self._begun.pop(state, None)
        if begun is None or self._now() - begun.at > LONGEST:
            return None
        return begun if secrets.compare_digest(begun.browser, browser) else None
