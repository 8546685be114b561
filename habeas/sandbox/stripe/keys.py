"""The company's two API keys: one may write, one may only read (docs.stripe.com/keys)."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from .error import not_authenticated, not_permitted


@dataclass(frozen=True)
class Keys:
    """Made once, and kept in a file that is ours alone."""

    writing: str = field(repr=False)
    reading: str = field(repr=False)

    @classmethod
    def of(cls, file: Path) -> "Keys":
        """The keys in this file, which is made when there is none."""
        if not file.exists():
            keys = {"writing": f"sk_test_{secrets.token_hex(24)}", "reading": f"rk_test_{secrets.token_hex(24)}"}
            draft = file.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(keys))
            draft.replace(file)
        return cls(**json.loads(file.read_text()))

    def admit(self, authorization: str | None, writes: bool) -> None:
        """Raises Refused: 401 for a wrong key or none, 403 when it may only read."""
        key = _key(authorization or "")
        if secrets.compare_digest(key, self.writing.encode()):
            return
        if not secrets.compare_digest(key, self.reading.encode()):
            raise not_authenticated(bool(authorization))
        if writes:
            raise not_permitted()


def _key(authorization: str) -> bytes:
    """The key in the header: a bearer's, or the name of a basic login whose password is empty."""
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return credentials.encode()
    try:
        return base64.b64decode(credentials).partition(b":")[0]
    except ValueError:
        return b""
