"""Somebody between Habeas and Stripe who passes everything on, until told to answer something else."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import ClientSession, web
from yarl import URL

HOST = "127.0.0.1"
_HOP = ("Host", "Content-Length", "Transfer-Encoding", "Connection", "Content-Encoding")
Lie = Callable[[web.Request], Any]
"""What is answered to a request instead: text as it is, anything else as JSON."""


@dataclass
class Liar:
    """`lies` by what they answer, as `GET /v1/customers/.*`; what is lied about reaches Stripe not at all."""

    upstream: str
    session: ClientSession = field(repr=False)
    lies: dict[str, Lie] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    runner: web.AppRunner = field(init=False, repr=False)

    @classmethod
    async def start(cls, upstream: str) -> Self:
        """Listen on any free port of loopback."""
        liar, app = cls(upstream, ClientSession()), web.Application()
        app.router.add_route("*", "/{path:.*}", liar.answer)
        liar.runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await liar.runner.setup()
        await web.TCPSite(liar.runner, HOST, 0).start()
        return liar

    @property
    def endpoint(self) -> str:
        """Its URL, to be used in place of Stripe's."""
        return f"http://{HOST}:{self.runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening."""
        await self.runner.cleanup()
        await self.session.close()

    async def answer(self, request: web.Request) -> web.Response:
        """The truth, or what it was told to say."""
        for what, lie in self.lies.items():
            if re.fullmatch(what, f"{request.method} {request.path}"):
                self.told.append(what)
                said = lie(request)
                return web.Response(text=said) if isinstance(said, str) else web.json_response(said)
        headers = {name: value for name, value in request.headers.items() if name not in _HOP}
        url, body = URL(self.upstream + request.raw_path, encoded=True), await request.read()
        async with self.session.request(request.method, url, headers=headers, data=body) as passed:
            kept = {name: value for name, value in passed.headers.items() if name not in _HOP}
            return web.Response(status=passed.status, headers=kept, body=await passed.read())
