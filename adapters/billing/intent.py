"""Idempotency keys (docs.stripe.com/api/idempotent_requests): one for each intent, until Stripe records its failure.

Stripe gives its first answer again to the same key, a failure too. A lost answer therefore keeps the key, and a
recorded failure burns it. What is burnt is known in memory only: after a restart the stored failure burns it again.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Intent:
    """What writes are for: the case, the digest of its plan, and the step."""

    case_id: str
    digest: str
    step: str

    def digest_of(self, id_: str, changes: Mapping[str, object]) -> str:
        """Names one write: this object, with these parameters."""
        document = [self.case_id, self.digest, self.step, id_, changes]
        return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Keys:
    """The keys of all intents of one client."""

    _burnt: Counter[str] = field(default_factory=Counter)

    def current(self, digest: str) -> str:
        """The key under which an intent is sent next."""
        return f"habeas-{digest}-{self._burnt[digest]}"

    def burn(self, digest: str) -> None:
        """Never send the intent under its current key again."""
        self._burnt[digest] += 1
