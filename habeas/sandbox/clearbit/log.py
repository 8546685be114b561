"""Every request that the server ever got, also before a restart: what proves that nobody was looked up."""

from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from .journal import Journal


@dataclass(frozen=True)
class Asked:
    """One request: method and path without the query, which would say of whom; and when it came."""

    method: str
    path: str
    at: datetime


@dataclass(frozen=True)
class Log:
    """In the order in which they came."""

    journal: Journal

    def note(self, method: str, path: str) -> None:
        """A request came, whatever becomes of it."""
        self.journal.add({"method": method, "path": path, "at": datetime.now(UTC).isoformat()})

    @property
    def entries(self) -> tuple[Asked, ...]:
        """All of them so far."""
        return tuple(Asked(one["method"], one["path"], datetime.fromisoformat(one["at"])) for one in self.journal.all())

    async def show(self, _: web.Request) -> web.Response:
        """As JSON, for another process."""
        return web.json_response(self.journal.all())
