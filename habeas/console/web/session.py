"""Who is signed in: an opaque id in a cookie, and everything else on this side, in memory."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

MOST = 10_000  # sessions at once; then the one that was opened first ends


@dataclass(frozen=True)
class Visitor:
    """Who is signed in, and as what. A door whose visitors have more to them derives its own."""

    name: str = field(repr=False)
    role: str

    def is_still(self) -> bool:
        """Whether this one may still come; asked at each request, and no ends the session."""
        return True


@dataclass
class _Session:
    visitor: Visitor
    opened: float
    seen: float


class Sessions:
    """Sessions by id; of an id only its hash is kept. They end when idle, when old, and when their visitor may not."""

    def __init__(self, idle: timedelta, limit: timedelta, now: Callable[[], float] = time.monotonic) -> None:
        """`idle`: between two requests; `limit`: from sign-in on; `now`: a clock that never goes back, in seconds."""
        self._idle, self._limit = idle.total_seconds(), limit.total_seconds()
        self._now = now
        self._sessions: dict[bytes, _Session] = {}

    def open(self, visitor: Visitor) -> str:
        """A new session; its id, of 256 random bits, is said here and never again."""
        self._sweep()
        made, now = secrets.token_urlsafe(32), self._now()
        self._sessions[_key(made)] = _Session(visitor, opened=now, seen=now)
        return made

    def find(self, session_id: str) -> Visitor | None:
        """Whose session it is, which counts as a request of theirs; None when it ended or never was."""
        session = self._sessions.get(_key(session_id))
        if session is None:
            return None
        if self._is_over(session) or not session.visitor.is_still():
            self.close(session_id)
            return None
        session.seen = self._now()
        return session.visitor

    def close(self, session_id: str) -> None:
        """End a session; one that is none is no mistake."""
        self._sessions.pop(_key(session_id), None)

    def _is_over(self, session: _Session) -> bool:
        now = self._now()
        return now - session.seen > self._idle or now - session.opened > self._limit

    def _sweep(self) -> None:
        for key in [key for key, session in self._sessions.items() if self._is_over(session)]:
            del self._sessions[key]
        while len(self._sessions) >= MOST:
            del self._sessions[next(iter(self._sessions))]


def _key(session_id: str) -> bytes:
    return hashlib.sha256(session_id.encode()).digest()
