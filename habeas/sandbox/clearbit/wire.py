"""How the sandbox's Clearbit answers when it is broken."""

from dataclasses import dataclass, field
from typing import ClassVar

from aiohttp import web

from habeas.sandbox.http_wire import HttpWire

from .answer import TOO_MANY, WRONG_KEY
from .desk import Desk
from .log import Log


@dataclass(frozen=True)
class Wire(HttpWire):
    """Notes each request, whatever becomes of it, and lets it by to the desk; it is a read that a look-up tells by."""

    spares_reads: ClassVar[bool] = False
    desk: Desk = field(repr=False)
    log: Log = field(repr=False)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """As every wire, after noting the request."""
        self.log.note(request.method, request.path)
        return await super().handle(request)

    async def answer(self, request: web.Request) -> web.Response:
        """What the desk answers."""
        return await self.desk.handle(request)

    def refusal(self, request: web.Request) -> web.Response:
        """401, as with a key that was revoked."""
        return WRONG_KEY.to(request, self.desk.limit.headers())

    def too_many(self, request: web.Request) -> web.Response:
        """429, with nothing left of this minute."""
        return TOO_MANY.to(request, self.desk.limit.headers(exhausted=True))
