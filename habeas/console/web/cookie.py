"""Cookies that no script reads and no other host sets (RFC 6265bis); in them are random ids and a language, no more."""

from typing import Final

from aiohttp import web

from .door import SameSite, door_of

YEAR: Final = 365 * 24 * 3600  # seconds


def cookie(request: web.Request, of: str) -> str:
    """The cookie's value; empty where there is none."""
    return request.cookies.get(door_of(request).cookie(of), "")


def set_cookie(
    request: web.Request,
    answer: web.StreamResponse,
    of: str,
    value: str,
    *,
    same_site: SameSite,
    max_age: int | None = None,
) -> None:
    """Set a cookie; `max_age` in seconds, and without it until the browser ends."""
    door = door_of(request)
    answer.set_cookie(
        door.cookie(of), value, httponly=True, secure=door.is_https, samesite=same_site, path="/", max_age=max_age
    )
