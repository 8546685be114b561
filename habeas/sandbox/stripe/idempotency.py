"""Stripe's idempotency keys (docs.stripe.com/api/idempotent_requests): the first answer is kept and given again.

A key is kept from the moment that its request is carried out, whatever came of it: a stored 500 is replayed like a
success. What was refused before (no key, too many requests, parameters that are not understood) is not kept.
"""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from .answer import Answer
from .error import Refused
from .store import Store

_KEPT = 24 * 3600
_LONGEST = 255


@dataclass(frozen=True)
class Ledger:
    """The answers by key: in the store, so that an effect and its answer are kept together or not at all."""

    store: Store = field(repr=False)
    _running: set[str] = field(default_factory=set)

    def replay(self, key: str, request: str) -> Answer | None:
        """The answer that this key has had. Raises Refused (400) when that was to another request."""
        if len(key) > _LONGEST:
            raise Refused(400, f"Idempotency keys can be up to {_LONGEST} characters long.", type="idempotency_error")
        query = "SELECT request, status, body, headers FROM answer WHERE key = ? AND at > ?"
        row = self.store.db.execute(query, (key, time.time() - _KEPT)).fetchone()
        if row is None:
            return None
        if row[0] != request:
            message = "Idempotency keys can only be used with the same parameters that they were first used with."
            raise Refused(400, message, type="idempotency_error")
        return Answer(row[1], json.loads(row[2]), {**json.loads(row[3]), "Idempotent-Replayed": "true"})

    def keep(self, key: str, request: str, answer: Answer) -> None:
        """Keep an answer, in the transaction in which its effect is."""
        values = (key, request, answer.status, json.dumps(answer.body), json.dumps(dict(answer.headers)), time.time())
        self.store.db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", values)

    @contextmanager
    def running(self, key: str) -> Iterator[None]:
        """While a request with this key runs. Raises Refused (409) when one does already."""
        if key in self._running:
            message = "There is currently another in-progress request using this Idempotent Key."
            raise Refused(409, message, type="idempotency_error", code="idempotency_key_in_use")
        self._running.add(key)
        try:
            yield
        finally:
            self._running.discard(key)


def fingerprint(method: str, path: str, form: Mapping[str, object]) -> str:
    """What makes two requests the same."""
    return hashlib.sha256(json.dumps([method, path, form], sort_keys=True).encode()).hexdigest()
