"""A ZIP archive in one spelling: what is in it, and in which order, decides every byte, on every machine.

Entries are stored, have no time and no owner, and are files that their owner may change and others may read. What is
written streams, so digests and sizes stand after an entry (APPNOTE 4.3.9), 64 bits wide, and nothing is ever filled in.
Python's own module reads it; it does not write it, as its headers are not the same in each release.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

END, END_64, LOCATOR_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
CENTRAL, EXTRA = struct.Struct("<4s6H3L5H2L"), struct.Struct("<2H")
FULL = 0xFFFFFFFF  # in a field of 32 bits: it stands in one of 64
_LOCAL, _SIZES = struct.Struct("<4s5H3L2H"), struct.Struct("<4sL2Q")
_IN_32_BITS = 0x7FFFFFFF  # what every reader takes: some have a sign
_ENTRIES = 0xFFFF
_VERSION = 45  # of the format: what 64 bits need
_MADE_BY = 3 << 8 | _VERSION  # as on Unix
_SIZES_FOLLOW = 0x0008
_STORED, _MIDNIGHT, _FIRST_DAY = 0, 0, 1 << 5 | 1  # of 1980, the first year that the format knows
_READABLE = 0o100644 << 16
_SIXTY_FOUR_BITS = 1  # the extra field's number


class Writable(Protocol):
    """What is written from its beginning to its end."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""


@dataclass(frozen=True)
class Entry:
    """One entry that was written: its name, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class Archive:
    """The archive being written. What it keeps in memory is the directory, about a hundred bytes for an entry."""

    def __init__(self, out: Writable) -> None:
        self._out = out
        self._at = 0
        self._directory: list[bytes] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> Entry:
        """Write one entry, and say what it came to. Raises UnicodeEncodeError for a name that is not ASCII."""
        raw, offset = name.encode("ascii"), self._at
        self._write(_LOCAL.pack(b"PK\3\4", _VERSION, *_FIXED, 0, FULL, FULL, len(raw), 20))
        self._write(raw + EXTRA.pack(_SIXTY_FOUR_BITS, 16) + bytes(16))
        digest, check, size = hashlib.sha256(), 0, 0
        for chunk in chunks:
            self._write(chunk)
            digest.update(chunk)
            check, size = zlib.crc32(chunk, check), size + len(chunk)
        self._write(_SIZES.pack(b"PK\7\x08", check, size, size))
        self._directory.append(_listed(raw, check, size, offset))
        return Entry(name, size, digest.hexdigest())

    def end(self) -> None:
        """Write the directory."""
        offset, count = self._at, len(self._directory)
        for one in self._directory:
            self._write(one)
        size = self._at - offset
        if max(offset, size) > _IN_32_BITS or count >= _ENTRIES:
            versions = (_MADE_BY, _VERSION)
            self._write(END_64.pack(b"PK\6\6", END_64.size - 12, *versions, 0, 0, count, count, size, offset))
            self._write(LOCATOR_64.pack(b"PK\6\7", 0, offset + size, 1))
        count = min(count, _ENTRIES)
        self._write(END.pack(b"PK\5\6", 0, 0, count, count, _short(size), _short(offset), 0))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


_FIXED = (_SIZES_FOLLOW, _STORED, _MIDNIGHT, _FIRST_DAY)


def _listed(name: bytes, check: int, size: int, offset: int) -> bytes:
    """An entry of the directory."""
    long = [size, size] * (size > _IN_32_BITS) + [offset] * (offset > _IN_32_BITS)
    extra = EXTRA.pack(_SIXTY_FOUR_BITS, 8 * len(long)) + struct.pack(f"<{len(long)}Q", *long) if long else b""
    sizes = (check, _short(size), _short(size), len(name), len(extra))
    head = CENTRAL.pack(b"PK\1\2", _MADE_BY, _VERSION, *_FIXED, *sizes, 0, 0, 0, _READABLE, _short(offset))
    return head + name + extra


def _short(number: int) -> int:
    """For a field of 32 bits."""
    return number if number <= _IN_32_BITS else FULL
