"""What sits on the wire between an S3 client and the sandbox's S3 server, and breaks it as the switchboard says.

Requests go through as they came, byte for byte in path, query and headers: they are signed (SigV4), the host included.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Self

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector, web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from .fault import Switchboard
from .http_wire import RETRY_AFTER, HttpWire, hung_up

HOST = "127.0.0.1"

_HOP = ("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "expect")  # RFC 9110, 7.6.1
_ADDED_BY_CLIENT = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")
_CHUNK = 256 * 1024
_LARGE = 1024 * 1024


@dataclass
class Mishaps:
    """What happens to the next answers that are large, one after the other: cut off, or altered, at so many bytes."""

    cut_at: list[int] = field(default_factory=list)
    alter_at: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Proxy:
    """A running proxy for one system of the switchboard."""

    port: int
    mishaps: Mishaps
    _runner: web.AppRunner = field(repr=False)
    _session: ClientSession = field(repr=False)

    @property
    def endpoint(self) -> str:
        """Its URL, to be used in place of the server's."""
        return f"http://{HOST}:{self.port}"

    @classmethod
    async def start(cls, upstream: str, switchboard: Switchboard, system: str = "recordings", port: int = 0) -> Self:
        """Listen on this port, or on any free one, and pass on to the URL `upstream` what the switchboard lets by."""
        session = ClientSession(
            connector=TCPConnector(limit=0),
            timeout=ClientTimeout(total=None),
            auto_decompress=False,
            skip_auto_headers=_ADDED_BY_CLIENT,
        )
        session._retry_connection = False  # a write is passed on once, whatever becomes of its connection
        app, mishaps = web.Application(), Mishaps()
        app.router.add_route("*", "/{path:.*}", _Wire(switchboard, system, upstream, session, mishaps).handle)
        runner = web.AppRunner(app, auto_decompress=False, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        return cls(runner.addresses[0][1], mishaps, runner, session)

    async def stop(self) -> None:
        """Stop listening and drop what is under way."""
        await self._runner.cleanup()
        await self._session.close()


class _CutOff(Exception):
    """The answer ends here, and the connection with it."""


@dataclass(frozen=True)
class _Wire(HttpWire):
    upstream: str
    session: ClientSession = field(repr=False)
    mishaps: Mishaps

    def refusal(self, _: web.Request) -> web.Response:
        return _error(403, "AccessDenied", {})

    def too_many(self, _: web.Request) -> web.Response:
        """S3 says 503 where others say 429."""
        return _error(503, "SlowDown", {"Retry-After": str(RETRY_AFTER)})

    async def carry_out(self, request: web.Request) -> None:
        async with self._asked(request) as answer:
            await answer.read()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        try:
            async with self._asked(request) as answer:
                response = web.StreamResponse(status=answer.status, headers=_end_to_end(answer.headers))
                await response.prepare(request)
                async for chunk in self._passed(answer):
                    await response.write(chunk)
                await response.write_eof()
                return response
        except _CutOff:
            return hung_up(request)
        except (ClientError, OSError):  # the server has gone, or the client: what is left sees a closed connection
            return hung_up(request)

    async def _passed(self, answer: ClientResponse) -> AsyncIterator[bytes]:
        """The bytes of an answer; of a large one with what befalls it. Raises _CutOff."""
        is_large = answer.method == "GET" and (answer.content_length or 0) > _LARGE
        cut_at = self.mishaps.cut_at.pop(0) if is_large and self.mishaps.cut_at else None
        alter_at = self.mishaps.alter_at.pop(0) if is_large and self.mishaps.alter_at else None
        start = 0
        async for chunk in answer.content.iter_chunked(_CHUNK):
            end = start + len(chunk)
            if alter_at is not None and start <= alter_at < end:
                at = alter_at - start
                chunk = chunk[:at] + bytes([chunk[at] ^ 1]) + chunk[at + 1 :]  # noqa: PLW2901
            if cut_at is not None and cut_at < end:
                yield chunk[: max(cut_at - start, 0)]
                raise _CutOff
            yield chunk
            start = end

    def _asked(self, request: web.Request) -> AbstractAsyncContextManager[ClientResponse]:
        return self.session.request(
            request.method,
            URL(self.upstream + request.raw_path, encoded=True),
            headers=_end_to_end(request.headers),
            data=request.content if request.can_read_body else None,
            allow_redirects=False,
        )


def _end_to_end(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in _HOP)


def _error(status: int, code: str, headers: Mapping[str, str]) -> web.Response:
    document = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code></Error>'
    return web.Response(status=status, text=document, content_type="application/xml", headers=headers)
