"""Proofs that something is in the log (C2SP tlog-proof v1): its index, the way up to the root, and a checkpoint."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .checkpoint import Checkpoint
from .encoding import decoded, decoded_hash, encoded, number
from .error import NotVerified, Unreadable
from .note import NoteKey
from .tree import is_included, leaf_hash

_FIRST = "c2sp.org/tlog-proof@v1"
_EXTRA = "extra "
_MOST_HASHES = 64


@dataclass(frozen=True)
class Proof:
    """`path` is from the leaf's sibling upwards; `extra` is proven by nothing: here the salt of the leaf.

    `checkpoint` is the note as the log signed it.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        """The file."""
        extra = [f"{_EXTRA}{encoded(self.extra)}"] if self.extra else []
        lines = [_FIRST, *extra, f"index {self.index}", *map(encoded, self.path)]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    @classmethod
    def of(cls, text: str) -> Self:
        """What a file says; nothing is verified by that. Raises Unreadable when it is no proof."""
        head, _, checkpoint = text.partition("\n\n")
        first, *lines = head.split("\n")
        extra = decoded(lines.pop(0).removeprefix(_EXTRA)) if lines and lines[0].startswith(_EXTRA) else b""
        word, _, index = (lines.pop(0) if lines else "").partition(" ")
        if first != _FIRST or word != "index" or len(lines) > _MOST_HASHES:
            raise Unreadable(f"that is no {_FIRST}: an index, hashes, an empty line, and a checkpoint")
        return cls(number(index), tuple(map(decoded_hash, lines)), checkpoint, extra)

    def verify(self, entry: bytes, keys: Iterable[NoteKey]) -> Checkpoint:
        """The checkpoint, signed by one of these keys, of a log in which the entry is at the index.

        Raises NotVerified when it is not, Unreadable when what is under the proof is no checkpoint.
        """
        at = Checkpoint.of(self.checkpoint, keys)
        if not is_included(leaf_hash(entry), self.index, at.size, self.path, at.root):
            raise NotVerified("the log with that checkpoint does not have it at that index")
        return at
