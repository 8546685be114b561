"""Reads sealed case files: for who packages, and who delivers."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyrage

from .parts import Altered, Parts
from .sealed import part_path


@dataclass(frozen=True)
class Opener:
    """Reads the files of one case."""

    parts: Parts
    case_id: str
    identity: pyrage.x25519.Identity = field(repr=False)

    def chunks(self, path: str, number: int, sha256: str | None = None) -> Iterator[bytes]:
        """The bytes of a file of so many parts, a part at a time; in a thread.

        With the digest from its receipt, raises Altered when it is gone, or cannot be opened, or after the last part
        when it is not what was sealed.
        """
        digest = hashlib.sha256()
        for count in range(1, number + 1):
            sealed = self._part(path, count)
            digest.update(hashlib.sha256(sealed).digest())
            yield self._opened(path, sealed)
        if sha256 is not None and digest.hexdigest() != sha256:
            raise Altered(path, "is not what was staged: a part was altered, left out or put elsewhere")

    def _part(self, path: str, count: int) -> bytes:
        try:
            return self.parts.get(self.case_id, part_path(path, count))
        except FileNotFoundError:
            raise Altered(path, f"is gone: there is no part {count}") from None

    def _opened(self, path: str, sealed: bytes) -> bytes:
        try:
            plain: bytes = pyrage.decrypt(sealed, [self.identity])
        except pyrage.DecryptError:
            raise Altered(path, "does not open: it was altered, or cut short, or is another case's") from None
        return plain
