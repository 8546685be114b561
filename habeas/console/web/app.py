"""A door as a server: what every request goes through, and the routes that every door has."""

import logging
from collections.abc import Iterable
from pathlib import Path

from aiohttp import web

from .door import DOOR, Door, door_of
from .failure import Failed, Failure, failure_of
from .header import adding
from .language.choice import choose
from .limit import TooMany
from .page import error_page
from .sent import LARGEST
from .visit import Handler, own_forms, sign_out, visiting

_STATIC = Path(__file__).with_name("static")
_log = logging.getLogger(__name__)


def app(door: Door, routes: Iterable[web.AbstractRouteDef], largest: int = LARGEST) -> web.Application:
    """The door with its own routes; `largest`: the bytes that a form may have."""
    made = web.Application(client_max_size=largest, middlewares=[failing, _addressed, _limited, visiting, own_forms])
    made[DOOR] = door
    made.on_response_prepare.append(adding(is_https=door.is_https))
    made.add_routes([web.get("/language/{code}", choose), web.post("/sign-out", sign_out)])
    made.router.add_static("/static", _STATIC)
    made.add_routes(routes)
    return made


@web.middleware
async def failing(request: web.Request, handler: Handler) -> web.StreamResponse:
    """One clear line in the reader's language for whatever goes wrong, and nothing of why it did."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        answer = error_page(request, failure_of(error), error.status)
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except TooMany as error:
        answer = error_page(request, Failure.TOO_MANY)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    except Exception as error:  # noqa: BLE001 - what nobody expected is said to be so, and logged without its words
        failure = failure_of(error)
        if failure is Failure.DEFECT:
            _log.exception("a page failed")
        return error_page(request, failure)


@web.middleware
async def _addressed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer to the door's own address alone: no name of another's that leads here (DNS rebinding) reads a page."""
    if request.host.lower() != door_of(request).host:
        raise Failed(Failure.ELSEWHERE)
    return await handler(request)


@web.middleware
async def _limited(request: web.Request, handler: Handler) -> web.StreamResponse:
    door = door_of(request)
    door.visits.take(door.proxies.client(request))
    return await handler(request)
