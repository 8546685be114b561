"""Statements: what is so, of what, in the form of an in-toto Statement (v1), signed as JWS.

A statement names a case by its id and a person by a commitment, and holds nothing else of anybody.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import rfc8785

from .error import Unreadable

_TYPE: Final = "https://in-toto.io/Statement/v1"
_PREDICATES: Final = "https://habeas.example/statement/v1/"  # a name, not an address (RFC 2606)
_FIELDS = {"_type", "subject", "predicateType", "predicate"}


@dataclass(frozen=True)
class Subject:
    """What a statement is about: a name, and the SHA-256 of it or the commitment to it, in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Statement:
    """`kind` is the last part of the predicate's type; `predicate` is JSON."""

    kind: str
    subjects: tuple[Subject, ...]
    predicate: Mapping[str, Any]

    @property
    def canonical(self) -> bytes:
        """The bytes that are signed (RFC 8785)."""
        said: dict[str, Any] = {
            "_type": _TYPE,
            "subject": [{"name": one.name, "digest": {"sha256": one.sha256}} for one in self.subjects],
            "predicateType": _PREDICATES + self.kind,
            "predicate": dict(self.predicate),
        }
        return rfc8785.dumps(said)

    @classmethod
    def of(cls, signed: bytes) -> Self:
        """The statement that was signed. Raises Unreadable when that is none of ours."""
        try:
            said = json.loads(signed)
            subjects = tuple(Subject(str(one["name"]), str(one["digest"]["sha256"])) for one in said["subject"])
            kind, predicate = str(said["predicateType"]), said["predicate"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Unreadable("what was signed is no in-toto Statement") from None
        is_ours = set(said) == _FIELDS and said["_type"] == _TYPE and kind.startswith(_PREDICATES)
        if not is_ours or not isinstance(predicate, dict):
            raise Unreadable("what was signed is no Statement of Habeas")
        return cls(kind.removeprefix(_PREDICATES), subjects, predicate)

    def digest_of(self, name: str) -> str | None:
        """The digest of the subject of that name; None when it is about no such thing."""
        return next((one.sha256 for one in self.subjects if one.name == name), None)
