"""Hashes as lines of text: Base64 (RFC 4648, 4) of 32 bytes."""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64

from .error import Unreadable

BYTES = 32


def decoded(line: str) -> bytes:
    """The hash of a line. Raises Unreadable for anything else, also for another spelling of the same bytes."""
    try:
        raw = b64decode(line, validate=True)
    except (NoBase64, ValueError):
        raw = b""
    if len(raw) != BYTES or encoded(raw) != line:
        raise Unreadable("a line that should be a hash is not the Base64 of 32 bytes")
    return raw


def encoded(raw: bytes) -> str:
    """The line of a hash."""
    return b64encode(raw).decode()
