"""How the sandbox's Stripe answers when it is broken."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from habeas.sandbox.http_wire import RETRY_AFTER, HttpWire

from .answer import Answer
from .error import not_permitted, rate_limited

Handler = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True)
class Wire(HttpWire):
    """Lets requests by to `handler`; a refusal is that of a key that may only read."""

    handler: Handler = field(repr=False)

    async def answer(self, request: web.Request) -> web.Response:
        """What Stripe answers."""
        return await self.handler(request)

    def refusal(self, request: web.Request) -> web.Response:
        """403: not permitted."""
        return Answer.refusing(not_permitted()).to(request)

    def too_many(self, request: web.Request) -> web.Response:
        """429, with Retry-After."""
        return Answer.refusing(rate_limited(RETRY_AFTER)).to(request)
