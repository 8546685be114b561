"""The people of whom two open evidence together: each has an identity of age, and nobody opens anything alone.

What is sealed is sealed once for each two of them, to the one inside and to the other outside. Each makes an identity
with `age-keygen` and hands in the public half; the private one is on no machine of the house.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pyrage

from habeas.domain.error import InvalidInput

from .recipient import checked_recipient

_LEAST = 2
_COMMENT = "#"


@dataclass(frozen=True)
class Holder:
    """One of them: a name, and the public half of an identity."""

    name: str
    recipient: str


@dataclass(frozen=True)
class Holders:
    """All of them, two at least."""

    people: tuple[Holder, ...]

    @classmethod
    def of(cls, text: str) -> "Holders":
        """From lines of a name and a public key. Raises InvalidInput for what is none, and for fewer than two."""
        lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith(_COMMENT)]
        if any(len(line) != 2 for line in lines):
            raise InvalidInput("a holder of evidence is a line of a name, without spaces, and a public key of age")
        people = tuple(Holder(name, checked_recipient(key)) for name, key in lines)
        if min(len({one.name for one in people}), len({one.recipient for one in people})) < max(_LEAST, len(people)):
            raise InvalidInput("evidence has two holders or more, each with a name and a key of their own")
        return cls(people)

    @classmethod
    def read(cls, file: Path) -> "Holders":
        """From a file. Raises InvalidInput as `of` does, and for a file that cannot be read."""
        try:
            return cls.of(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise InvalidInput(f"the holders of evidence cannot be read: {file.name}") from None

    def seal(self, secret: bytes) -> str:
        """A secret that any two of them open together, as JSON."""
        return json.dumps([_for_two(secret, *two) for two in combinations(self.people, _LEAST)])


def opened_by_two(sealed: str, first: str, second: str) -> bytes:
    """The secret, with the identities of two of the holders, in either order (the lines of `age-keygen`).

    Raises InvalidInput for what is no identity, and when the two are not two holders of it.
    """
    identities = _identity(first), _identity(second)
    for one in json.loads(sealed):
        for inner, outer in (identities, identities[::-1]):
            if (secret := _opened(b64decode(one["sealed"]), inner, outer)) is not None:
                return secret
    raise InvalidInput("these are not the identities of two of the people who open this evidence together")


def _for_two(secret: bytes, inner: Holder, outer: Holder) -> dict[str, object]:
    alone = pyrage.encrypt(secret, [pyrage.x25519.Recipient.from_str(inner.recipient)])
    sealed = pyrage.encrypt(alone, [pyrage.x25519.Recipient.from_str(outer.recipient)])
    return {"holders": [inner.name, outer.name], "sealed": b64encode(sealed).decode()}


def _opened(sealed: bytes, inner: pyrage.x25519.Identity, outer: pyrage.x25519.Identity) -> bytes | None:
    """None: it is not sealed to these two."""
    try:
        return bytes(pyrage.decrypt(pyrage.decrypt(sealed, [outer]), [inner]))
    except pyrage.DecryptError:
        return None


def _identity(text: str) -> pyrage.x25519.Identity:
    lines: Sequence[str] = [line for line in text.splitlines() if line and not line.startswith(_COMMENT)]
    try:
        return pyrage.x25519.Identity.from_str(lines[0].strip() if len(lines) == 1 else "")
    except pyrage.IdentityError:
        raise InvalidInput("an identity is one line of age-keygen: AGE-SECRET-KEY-1...") from None
