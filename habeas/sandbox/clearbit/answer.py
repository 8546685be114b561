"""What Clearbit answers: a status, perhaps a JSON document, and the headers of the version.

The forms are those that its own clients for Python, Ruby and Node read and test. Those for an address that cannot be
one and for a missing parameter follow the form of the others; a 429 has no body, since nobody has seen one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]

VERSION = "2019-12-19"
_VERSIONS = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Answer:
    """What is answered, before it is on the wire; without a body where `body` is None."""

    status: int
    body: Json | None = field(default=None, repr=False)

    def to(self, request: web.Request, headers: Mapping[str, str]) -> web.Response:
        """The response; the version that was asked for is the version that answers."""
        asked = request.headers.get("API-Version", "")
        version = asked if _VERSIONS.fullmatch(asked) else VERSION
        told = {"x-api-version": version, **headers}
        if self.body is None:
            return web.Response(status=self.status, headers=told)
        return web.json_response(self.body, status=self.status, headers=told)


class Refused(Exception):
    """A request that is not carried out: `answer` is what Clearbit answers instead."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status}")
        self.answer = answer


def refusal(status: int, kind: str, message: str) -> Answer:
    """An error answer: its type for programs, its message for people."""
    return Answer(status, {"error": {"type": kind, "message": message}})


NO_KEY = refusal(401, "auth_required", "Authentication is required.")
WRONG_KEY = refusal(401, "invalid_api_key", "The API key is not valid.")
NO_ROUTE = refusal(404, "unknown_route", "There is no such route.")
UNKNOWN = refusal(404, "unknown_record", "No record was found.")
BAD_EMAIL = refusal(422, "email_invalid", "The e-mail address is not valid.")
NO_EMAIL = refusal(422, "params_invalid", "An e-mail address is needed.")
BAD_BODY = refusal(422, "params_invalid", "The body is no JSON object.")
FAR_WEBHOOK = refusal(422, "params_invalid", "This sandbox sends webhooks to this machine alone.")
TOO_MANY = Answer(429)
QUEUED = Answer(202, {"error": {"type": "queued"}})
QUEUED_IN_SILENCE = Answer(202)
