"""What Stripe answers: a status, a JSON document, and the headers that each answer has."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from .error import Refused
from .store import Json

_REPEATED = ("Stripe-Version", "Idempotency-Key")


@dataclass(frozen=True)
class Answer:
    """What is answered, before it is on the wire."""

    status: int
    body: Json = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def refusing(cls, refused: Refused) -> "Answer":
        """The answer that an error is."""
        return cls(refused.status, refused.document, refused.headers)

    def to(self, request: web.Request) -> web.Response:
        """The response to this request."""
        repeated = {name: request.headers[name] for name in _REPEATED if name in request.headers}
        headers = {"Request-Id": f"req_{secrets.token_urlsafe(10)}", **repeated, **self.headers}
        document = json.dumps(self.body, indent=2)
        return web.Response(status=self.status, text=document, content_type="application/json", headers=headers)
