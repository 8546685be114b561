"""The keys that a company signs with, as it publishes them: a JWK set (RFC 7517) that says when each counts.

`nbf` and `exp` bound when a key signs, in Unix seconds; `revoked` says from when on it counts no more, and why (the
members of OpenID Federation 1.0, historical keys).
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from .error import NotVerified, Unreadable
from .note import NoteKey
from .signature import ALGORITHM, key_id, public_of, signer_of, verified

_LAST = int(datetime.max.replace(tzinfo=UTC).timestamp())


@dataclass(frozen=True)
class SigningKey:
    """The public half of a key, from when until when it signs, and when and why it was revoked."""

    public: Mapping[str, str]
    begins_at: datetime
    ends_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_for: str | None = None

    @property
    def id(self) -> str:
        """Its thumbprint (RFC 7638)."""
        return key_id(self.public)

    @property
    def jwk(self) -> dict[str, Any]:
        """As it is published."""
        jwk: dict[str, Any] = {**self.public, "kid": self.id, "alg": ALGORITHM, "use": "sig", "nbf": _s(self.begins_at)}
        if self.ends_at is not None:
            jwk["exp"] = _s(self.ends_at)
        if self.revoked_at is not None:
            jwk["revoked"] = {"revoked_at": _s(self.revoked_at), "reason": self.revoked_for or "unspecified"}
        return jwk

    @classmethod
    def of(cls, jwk: Mapping[str, Any]) -> Self:
        """The key of a JWK. Raises Unreadable when it is none for Ed25519, or does not say from when on it signs."""
        public, revoked = public_of(jwk), jwk.get("revoked")
        if jwk.get("alg") != ALGORITHM or jwk.get("kid") != key_id(public):
            raise Unreadable(f"a key of the set is not for {ALGORITHM}, or has not its thumbprint for its kid")
        if not isinstance(revoked, dict | None):
            raise Unreadable("a key of the set was revoked, and does not say when")
        ends = jwk.get("exp")
        return cls(
            public=public,
            begins_at=_moment(jwk.get("nbf")),
            ends_at=None if ends is None else _moment(ends),
            revoked_at=_moment(revoked.get("revoked_at")) if revoked else None,
            revoked_for=str(revoked.get("reason")) if revoked else None,
        )

    def signs_at(self, moment: datetime) -> bool:
        """Whether it is a key of that moment; what was revoked is asked apart."""
        return self.begins_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def note_key(self, log: str) -> NoteKey:
        """The same key as it signs the checkpoints of a log."""
        return NoteKey(log, urlsafe_b64decode(self.public["x"] + "=="))


@dataclass(frozen=True)
class KeySet:
    """All keys of a company: those of today, of before, and those that were revoked."""

    keys: tuple[SigningKey, ...]

    @property
    def text(self) -> str:
        """The file."""
        return json.dumps({"keys": [key.jwk for key in self.keys]}, indent=2) + "\n"

    @classmethod
    def of(cls, text: str) -> Self:
        """The keys of a file. Raises Unreadable when it is no set of such keys."""
        try:
            keys = json.loads(text)["keys"]
            return cls(tuple(SigningKey.of(jwk) for jwk in keys))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Unreadable('that is no JWK set: an object with "keys"') from None

    def signer(self, signature: str) -> SigningKey:
        """Whose key a signature names. Raises NotVerified when it is none of these."""
        named = signer_of(signature)
        for key in self.keys:
            if key.id == named:
                return key
        raise NotVerified("it is signed with a key that is not in this set")

    def payload(self, signature: str) -> bytes:
        """What was signed with one of these keys, revoked or not. Raises NotVerified when nothing was."""
        return verified(signature, self.signer(signature).public)

    def of_log(self, log: str) -> Iterable[NoteKey]:
        """The keys whose checkpoints of that log count: none that was revoked."""
        return [key.note_key(log) for key in self.keys if key.revoked_at is None]


def _s(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: object) -> datetime:
    if not isinstance(seconds, int) or not 0 <= seconds <= _LAST:
        raise Unreadable("a key of the set does not say in whole seconds when it counts")
    return datetime.fromtimestamp(seconds, UTC)
