"""What every answer of a door tells the browser, errors and the stylesheet too."""

from collections.abc import Awaitable, Callable

from aiohttp import web

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}  # RFC 6797; a year


def adding(*, is_https: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """What aiohttp calls before it sends an answer; what a handler has set itself is not weakened but replaced."""
    headers = {**HEADERS, **(HSTS if is_https else {})}

    async def add(_request: web.Request, answer: web.StreamResponse) -> None:
        answer.headers.update(headers)
        answer.headers.pop("Server", None)

    return add
