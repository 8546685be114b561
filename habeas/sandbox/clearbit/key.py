"""The one secret key of an account: as the user name of a basic login, or as a bearer's token."""

import base64
import hashlib
import hmac
import re
import secrets
from pathlib import Path

from .answer import NO_KEY, WRONG_KEY, Refused


def key_in(folder: Path) -> str:
    """The key of the account whose state is in this folder; both are made when there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret.key"
    if not file.exists():
        draft = file.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(f"sk_{secrets.token_hex(16)}")
        draft.replace(file)
    return file.read_text()


def admit(authorization: str | None, key: str) -> None:
    """Raises Refused: 401, of another type without a key than with a wrong one."""
    if not authorization:
        raise Refused(NO_KEY)
    if not secrets.compare_digest(_given(authorization), key.encode()):
        raise Refused(WRONG_KEY)


def signature(key: str, body: bytes) -> str:
    """What Clearbit says in `X-Request-Signature` of a webhook with this raw body.

    The key goes in without its prefix (source: `webhook.rb` of Clearbit's client for Ruby).
    """
    secret = re.sub("^(sk|pk)_", "", key)
    return "sha1=" + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


def _given(authorization: str) -> bytes:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        return credentials.strip().encode() if scheme.lower() == "bearer" else b""
    try:
        return base64.b64decode(credentials).partition(b":")[0]
    except ValueError:
        return b""
