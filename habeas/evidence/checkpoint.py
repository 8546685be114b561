"""Checkpoints (C2SP tlog-checkpoint): that the log had so many leaves, and this root."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .encoding import decoded_hash, encoded, number
from .error import Unreadable
from .note import NoteKey, opened, signed


@dataclass(frozen=True)
class Checkpoint:
    """`origin` is the log's name, `size` its number of leaves, `root` the 32 bytes of its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{encoded(self.root)}\n"

    def signed(self, private: Ed25519PrivateKey) -> str:
        """The note, in the name of the log."""
        return signed(self.text, self.origin, private)

    @classmethod
    def of(cls, note: str, keys: Iterable[NoteKey]) -> Self:
        """What a note says that one of these keys signed in the name of its log. Raises as `note.opened` does."""
        text = opened(note, keys)
        origin, size, root, *more = text.split("\n")[:-1] if text.count("\n") > 2 else ("", "", "")
        if more or not origin:
            raise Unreadable("that is no checkpoint: the name of a log, its size, and its root, each on a line")
        return cls(origin, number(size), decoded_hash(root))
