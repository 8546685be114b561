"""What a system says of the bytes of a file that it hands out, and whether those that came are these.

It is carried from where the system is asked to where the bundle is written: what was altered on the way, on a wire or
in a case folder, is found there at the latest.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import repeat
from typing import Protocol

from .model import Message


class Algorithm(StrEnum):
    """What Python's own library computes; a vendor may have others."""

    SHA256 = "sha256"
    SHA1 = "sha1"
    MD5 = "md5"
    CRC32 = "crc32"  # as in ZIP, four bytes, the highest first


class Checksum(Message):
    """How many bytes there are, and a checksum over them in hexadecimal; without an algorithm only the number is known.

    `runs`: the file was uploaded in parts (how many of which size, one run after the other), and the checksum is over
    those of the parts.
    """

    size: int
    algorithm: Algorithm | None = None
    value: str = ""
    runs: tuple[tuple[int, int], ...] = ()


class _Hash(Protocol):
    def update(self, data: memoryview | bytes, /) -> None: ...
    def digest(self) -> bytes: ...


class Sum:
    """Takes the bytes of one file, and says whether they are those of a checksum."""

    def __init__(self, said: Checksum) -> None:
        self._said = said
        self._size = 0
        self._whole = _hash(said.algorithm)
        self._part = _hash(said.algorithm)
        self._ends = self._part_ends()
        self._end = next(self._ends, None)

    def add(self, data: bytes) -> None:
        """The next bytes."""
        rest = memoryview(data)
        while self._end is not None and self._size + len(rest) >= self._end:
            taken = self._end - self._size
            self._part.update(rest[:taken])
            self._whole.update(self._part.digest())
            self._size, rest = self._end, rest[taken:]
            self._part, self._end = _hash(self._said.algorithm), next(self._ends, None)
        (self._part if self._said.runs else self._whole).update(rest)
        self._size += len(rest)

    @property
    def agrees(self) -> bool:
        """Whether all of them came, and these."""
        is_whole = self._size == self._said.size and self._end is None
        return is_whole and (self._said.algorithm is None or self._whole.digest().hex() == self._said.value)

    def _part_ends(self) -> Iterator[int]:
        end = 0
        for number, size in self._said.runs:
            for one in repeat(size, number):
                end += one
                yield end


def agrees(said: Checksum, chunks: Iterable[bytes]) -> bool:
    """Whether these are the bytes of a checksum."""
    found = Sum(said)
    for chunk in chunks:
        found.add(chunk)
    return found.agrees


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: memoryview | bytes, /) -> None:
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4)


class _Nothing:
    def update(self, data: memoryview | bytes, /) -> None:
        """There is nothing to be computed: the number of bytes is all that is known."""

    def digest(self) -> bytes:
        return b""


def _hash(algorithm: Algorithm | None) -> _Hash:
    match algorithm:
        case None:
            return _Nothing()
        case Algorithm.CRC32:
            return _Crc32()
        case _:
            return hashlib.new(algorithm.value, usedforsecurity=False)
