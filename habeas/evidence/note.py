"""Signed notes (C2SP signed-note v1.0.0): a text, and under it the lines of who signed it, with Ed25519."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from .encoding import decoded, encoded
from .error import NotVerified, Unreadable

_ED25519 = b"\x01"
_DASH = "— "
_MOST_SIGNATURES = 64
_ID_BYTES, _KEY_BYTES = 4, 32


@dataclass(frozen=True)
class NoteKey:
    """Who may have signed a note: a name without spaces and plus signs, and the 32 bytes of a key."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        """Raises Unreadable for a name that a signature line cannot carry, and for a key of another length."""
        if not self.name or "+" in self.name or any(c.isspace() or not c.isprintable() for c in self.name):
            raise Unreadable("the name of a log has no spaces and no plus sign")
        if len(self.public) != _KEY_BYTES:
            raise Unreadable("a key for Ed25519 has 32 bytes")

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line says which key it is of."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_BYTES]

    @property
    def verifier(self) -> str:
        """The key as other tools are given it: `name+id+key`."""
        return f"{self.name}+{self.id.hex()}+{encoded(_ED25519 + self.public)}"


def signed(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """The note of this text, which ends with a new line. Raises Unreadable for a name or text that no note may have."""
    _must_be_a_text(text)
    key = NoteKey(name, private.public_key().public_bytes_raw())
    return f"{text}\n{_DASH}{name} {encoded(key.id + private.sign(text.encode()))}\n"


def opened(note: str, keys: Iterable[NoteKey]) -> str:
    """The text of a note that one of these keys has signed; who else signed it is not looked at.

    Raises Unreadable for what is no note; NotVerified when none of the keys signed it, or one that it names did not.
    """
    text, lines = _parted(note)
    known = {(key.name, key.id): key for key in keys}
    found = [(known[who], signature) for who, signature in map(_signature, lines) if who in known]
    for key, signature in found:
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
        except InvalidSignature:
            raise NotVerified("the signature under it is not of the key that it names") from None
    if not found:
        raise NotVerified("none of the keys that are trusted here signed it")
    return text


def _parted(note: str) -> tuple[str, list[str]]:
    """The text, and the lines under it."""
    text, parting, below = note.rpartition("\n\n")
    _must_be_a_text(text + "\n")
    lines = below.split("\n")
    if not parting or lines.pop() or not 0 < len(lines) <= _MOST_SIGNATURES:
        raise Unreadable("that is no signed note: a text, an empty line, and lines with signatures")
    return text + "\n", lines


def _must_be_a_text(text: str) -> None:
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise Unreadable("the text of a note ends with a new line and has no control characters")


def _signature(line: str) -> tuple[tuple[str, bytes], bytes]:
    """Who signed, and the signature itself."""
    name, _, signature = line.removeprefix(_DASH).partition(" ")
    raw = decoded(signature)
    if not line.startswith(_DASH) or not name or len(raw) <= _ID_BYTES:
        raise Unreadable("a line under the note is no signature")
    return (name, raw[:_ID_BYTES]), raw[_ID_BYTES:]
