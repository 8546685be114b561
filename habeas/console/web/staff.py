"""Staff sign in with a token, by a form; who is taken out of the file is out at the next request."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from aiohttp import web

from habeas.console.tokens import Person, Tokens
from habeas.domain.error import InvalidInput
from habeas.domain.staff import Role

from .door import door_of
from .failure import Failed, Failure
from .limit import Limit
from .page import page
from .session import Visitor
from .visit import SIGN_IN, form, sign_in
from .way import HOME, go, within

T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TokenHolder(Visitor):
    """Staff who came with a token."""

    person: Person[Role] = field(repr=False)
    tokens: Tokens[Role] = field(repr=False)

    def is_still(self) -> bool:
        """Whether the file has them with the same token and role. Raises Failed where it cannot be read."""
        return _reading(lambda: self.tokens.has(self.person))


class TokenSignIn:
    """The routes by which staff sign in with a token."""

    def __init__(self, tokens: Tokens[Role], tries: Limit | None = None) -> None:
        """`tries`: how often one address may try; ten at once and ten a minute unless told otherwise."""
        self._tokens = tokens
        self._tries = tries or Limit(burst=10, every=6)

    def routes(self) -> list[web.AbstractRouteDef]:
        """To be added to the door's."""
        return [web.get(SIGN_IN, self._form), web.post(SIGN_IN, self._sign_in)]

    async def _form(self, request: web.Request) -> web.Response:
        way = within(request.query.get("next", HOME))
        return page(request, "sign_in.html", way=way, failure=None, account=None)

    async def _sign_in(self, request: web.Request) -> web.Response:
        self._tries.take(door_of(request).proxies.client(request))
        fields = await form(request)
        token, way = fields.get("token", "").strip(), within(fields.get("next", HOME))
        person = _reading(lambda: self._tokens.whose(token))
        if person is None:
            failure = Failure.NOT_A_TOKEN
            return page(request, "sign_in.html", failure.status, way=way, failure=failure, account=None)
        sign_in(request, TokenHolder(person.name, person.role, person, self._tokens))
        return go(way)


def _reading(ask: Callable[[], T]) -> T:
    """What the file of staff answers. Raises Failed when it is none, or others may read it."""
    try:
        return ask()
    except (InvalidInput, OSError):
        _log.error("the file of staff cannot be read, or may be read by others")
        raise Failed(Failure.UNAVAILABLE) from None
