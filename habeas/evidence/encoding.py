"""Bytes as lines of text: Base64 (RFC 4648, 4) in its one canonical spelling, and numbers in theirs."""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64

from .error import Unreadable

HASH_BYTES = 32
_LONGEST_NUMBER = 18  # digits: more than any log has entries


def encoded(raw: bytes) -> str:
    """The line of these bytes."""
    return b64encode(raw).decode()


def decoded(line: str) -> bytes:
    """The bytes of a line. Raises Unreadable for anything else, also for another spelling of them."""
    try:
        raw = b64decode(line, validate=True)
    except (NoBase64, ValueError):
        raw = b""
    if not raw or encoded(raw) != line:
        raise Unreadable("what should be Base64 is not, or is spelt in another way")
    return raw


def decoded_hash(line: str) -> bytes:
    """The 32 bytes of a line. Raises Unreadable for anything else."""
    raw = decoded(line)
    if len(raw) != HASH_BYTES:
        raise Unreadable("a line that should be a hash is not the Base64 of 32 bytes")
    return raw


def number(text: str) -> int:
    """A decimal number as checkpoints and proofs have them: no sign, no zero before it. Raises Unreadable."""
    is_one = text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
    if not is_one or len(text) > _LONGEST_NUMBER:
        raise Unreadable("what should be a number of entries is none")
    return int(text)
