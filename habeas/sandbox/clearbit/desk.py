"""What becomes of a request: who asks, what is asked, and the answer."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from habeas.domain.error import InvalidInput
from habeas.domain.identifier import email

from .answer import (
    BAD_BODY,
    BAD_EMAIL,
    NO_EMAIL,
    NO_ROUTE,
    QUEUED,
    QUEUED_IN_SILENCE,
    TOO_MANY,
    UNKNOWN,
    Answer,
    Json,
    Refused,
)
from .journal import Journal
from .key import admit
from .limit import Limit
from .webhook import Webhooks

_FIND = {"/v2/people/find": "person", "/v2/combined/find": "person_company"}
_PERSON = re.compile(r"/v2/people/([^/]+)")
_FLAG = re.compile(r"/v2/people/([^/]+)/flag")


@dataclass
class Desk:
    """Answers requests from what is known by address; `stale` are those to be indexed anew, and whether in silence."""

    key: str = field(repr=False)
    limit: Limit
    webhooks: Webhooks
    known: dict[str, Json] = field(repr=False)
    flagged: Journal = field(repr=False)
    stale: dict[str, bool] = field(default_factory=dict, repr=False)

    async def handle(self, request: web.Request) -> web.Response:
        """The answer, whatever was asked; each request counts, also one that is refused."""
        if not self.limit.take():
            return TOO_MANY.to(request, self.limit.headers(exhausted=True))
        try:
            admit(request.headers.get("Authorization"), self.key)
            answer = await self._answer(request)
        except Refused as refused:
            answer = refused.answer
        return answer.to(request, self.limit.headers())

    async def _answer(self, request: web.Request) -> Answer:
        """There is no DELETE: Clearbit has no way to erase anybody."""
        path = request.path.rstrip("/")
        if request.method == "GET" and (kind := _FIND.get(path)):
            return self._find(kind, request)
        if request.method == "GET" and (person := _PERSON.fullmatch(path)):
            return Answer(200, self._by_id(person[1]))
        if request.method == "POST" and (person := _FLAG.fullmatch(path)):
            return await self._flag(self._by_id(person[1]), request)
        raise Refused(NO_ROUTE)

    def _find(self, kind: str, request: web.Request) -> Answer:
        address, url = _address(request), request.query.get("webhook_url")
        self.webhooks.check(url)
        found = self.known.get(address)
        if address in self.stale and request.query.get("cached") != "true":
            is_silent = self.stale.pop(address)
            if url:
                self.webhooks.send(url, kind, request.query.get("webhook_id"), found and _shown(kind, found))
            return QUEUED_IN_SILENCE if is_silent else QUEUED
        if found is None:
            raise Refused(UNKNOWN)
        return Answer(200, _shown(kind, found))

    def _by_id(self, number: str) -> Json:
        found = next((person for person in self.known.values() if person["id"] == number), None)
        if found is None:
            raise Refused(UNKNOWN)
        return found

    async def _flag(self, person: Json, request: web.Request) -> Answer:
        """Somebody says what is wrong; it is noted for review, and the person stays as they are."""
        self.flagged.add({"id": person["id"], "says": await _object(request)})
        return Answer(200, {})


def _address(request: web.Request) -> str:
    given = request.query.get("email")
    if not given:
        raise Refused(NO_EMAIL)
    try:
        return email(given).value.casefold()
    except InvalidInput:
        raise Refused(BAD_EMAIL) from None


def _shown(kind: str, person: Json) -> Json:
    return person if kind == "person" else {"person": person, "company": None}


async def _object(request: web.Request) -> Json:
    try:
        document: Any = json.loads(await request.read() or b"{}")
    except ValueError:
        raise Refused(BAD_BODY) from None
    if not isinstance(document, dict):
        raise Refused(BAD_BODY)
    return document
