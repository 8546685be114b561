"""What the directory at the end of a ZIP archive says. Nothing of it is believed: who reads on writes it anew."""

import os
from collections.abc import Iterator
from typing import BinaryIO

from .archive import CENTRAL, END, END_64, EXTRA, FULL, LOCATOR_64
from .error import NotVerified


def listed(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """Name and size of each entry, in order, one in memory at a time.

    Raises NotVerified where something else stands there; what it skips is seen when the directory is written anew.
    """
    file.seek(_beginning(file))
    while (head := file.read(CENTRAL.size)).startswith(b"PK\1\2"):
        if len(head) < CENTRAL.size:
            raise NotVerified("its directory is cut short")
        *_, size, name, extra, _, _, _, _, _ = CENTRAL.unpack(head)
        text, long = _read(file, name), _read(file, extra)
        yield _text(text), _long(long) if size == FULL else size


def _beginning(file: BinaryIO) -> int:
    end = file.seek(0, os.SEEK_END) - END.size
    *_, offset, _ = END.unpack(_read_at(file, end, END.size))
    if offset == FULL:
        *_, offset = END_64.unpack(_read_at(file, end - LOCATOR_64.size - END_64.size, END_64.size))
    if not 0 <= offset <= end:
        raise NotVerified("its end does not say where its directory is")
    return int(offset)


def _long(extra: bytes) -> int:
    return int.from_bytes(extra[EXTRA.size : EXTRA.size + 8], "little")


def _text(name: bytes) -> str:
    try:
        return name.decode("ascii")
    except UnicodeDecodeError:
        raise NotVerified("a name in it is not one that a bundle has") from None


def _read_at(file: BinaryIO, at: int, size: int) -> bytes:
    if at < 0:
        raise NotVerified("it is cut short")
    file.seek(at)
    return _read(file, size)


def _read(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise NotVerified("it is cut short")
    return data
