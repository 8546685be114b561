"""One request: its browser's cookie, who is signed in there, and what a handler asks of them."""

import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Final, TypeAlias

from aiohttp import web
from multidict import MultiDict

from .cookie import cookie, set_cookie
from .csrf import FIELD, SAFE
from .door import door_of
from .failure import Failed, Failure
from .sent import SENT, sent
from .session import Visitor
from .way import HOME, go

SIGN_IN = "/sign-in"
_COOKIE = "id"
_ID = re.compile(r"[A-Za-z0-9_-]{43}")

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Visit:
    """`cookie_id` is a session's, or that of a browser which is not signed in; `is_new`: the browser lacks it."""

    cookie_id: str = field(repr=False)
    visitor: Visitor | None
    is_new: bool = False


VISIT: Final = web.RequestKey("VISIT", Visit)


@web.middleware
async def visiting(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks; the cookie goes along with the answer when it is new."""
    request[VISIT] = _visit(request)
    try:
        answer = await handler(request)
    except web.HTTPException as redirect:
        _give(request, redirect)
        raise
    _give(request, answer)
    return answer


@web.middleware
async def own_forms(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nothing change but by a form of this door's, for this cookie, sent from a page of this door's."""
    if request.method not in SAFE:
        csrf, visit = door_of(request).csrf, request[VISIT]
        if not csrf.is_from_here(request.headers):
            raise Failed(Failure.FOREIGN_FORM)
        form = await sent(request, is_signed_in=visit.visitor is not None)
        if not csrf.is_own(visit.cookie_id, form.fields.get(FIELD, "")):
            raise Failed(Failure.FOREIGN_FORM)
    return await handler(request)


async def form(request: web.Request) -> MultiDict[str]:
    """The fields of a form, which `own_forms` has let through; its files are in `request[SENT]`."""
    return request[SENT].fields


def browser_of(request: web.Request) -> str:
    """The id in this browser's cookie; a browser without one gets it with the answer."""
    visit = request[VISIT]
    visit.is_new |= cookie(request, _COOKIE) != visit.cookie_id
    return visit.cookie_id


def form_token(request: web.Request) -> str:
    """What a form must bring along, in the field `csrf`."""
    return door_of(request).csrf.token(browser_of(request))


def visitor_of(request: web.Request) -> Visitor | None:
    """Who is signed in."""
    visit = request.get(VISIT)
    return visit.visitor if visit else None


def who(request: web.Request) -> Visitor:
    """Who is signed in. Raises Failed when nobody is."""
    visitor = visitor_of(request)
    if visitor is None:
        raise Failed(Failure.SIGNED_OUT)
    return visitor


def requires(*roles: str) -> Callable[[Handler], Handler]:
    """A handler for who is signed in, with one of these roles; without any named, with whatever role.

    Others who look are sent to sign in and come back; what others do is refused.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: web.Request) -> web.StreamResponse:
            if visitor_of(request) is None and request.method in SAFE:
                return go(SIGN_IN, next=request.path_qs)
            if roles and who(request).role not in roles:
                raise Failed(Failure.NOT_ALLOWED)
            return await handler(request)

        return guarded

    return decorate


def note(request: web.Request, what: str, case_id: str | None = None, **more: str) -> None:
    """Note in the audit what who is signed in is about to see or do: call it before. Raises Failed.

    `more` are words of ours, as everything in the audit.
    """
    _note(request, who(request), what, case_id, **more)


def sign_in(request: web.Request, visitor: Visitor) -> None:
    """Open a session, under an id that nobody has seen (no session fixation). Raises Failed when it is not noted."""
    _note(request, visitor, "sign_in")
    visit, sessions = request[VISIT], door_of(request).sessions
    sessions.close(visit.cookie_id)
    visit.visitor, visit.cookie_id, visit.is_new = visitor, sessions.open(visitor), True


async def sign_out(request: web.Request) -> web.StreamResponse:
    """End the session, here and in the browser, whether or not that can be noted."""
    visit = request[VISIT]
    visitor, visit.visitor = visit.visitor, None
    door_of(request).sessions.close(visit.cookie_id)
    visit.cookie_id, visit.is_new = secrets.token_urlsafe(32), True
    if visitor is not None:
        _note(request, visitor, "sign_out")
    return go(HOME)


def _note(request: web.Request, visitor: Visitor, what: str, case_id: str | None = None, **more: str) -> None:
    about = more if case_id is None else {"case": case_id, **more}
    try:
        door_of(request).audit.note(visitor.name, role=visitor.role, what=what, **about)
    except OSError:
        raise Failed(Failure.NOT_NOTED) from None


def _give(request: web.Request, answer: web.StreamResponse) -> None:
    visit = request[VISIT]
    if visit.is_new:
        set_cookie(request, answer, _COOKIE, visit.cookie_id, same_site=door_of(request).same_site)


def _visit(request: web.Request) -> Visit:
    sent = cookie(request, _COOKIE)
    if not _ID.fullmatch(sent):
        return Visit(secrets.token_urlsafe(32), None)
    return Visit(sent, door_of(request).sessions.find(sent))
