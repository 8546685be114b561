"""Verifies a bundle to the byte: in one pass it is written anew from what it holds, and compared with what it is."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from . import bag
from .archive import Archive, Entry
from .directory import listed
from .error import NotVerified, Unreadable
from .keys import KeySet, SigningKey
from .statement import Statement

ZIP = b"PK"  # how every such file begins
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")  # it cannot climb, nor be absolute
_CHUNK = 1 << 20
_LONGEST_SIGNATURE = 1 << 14
_MARK = 200  # bytes at either end: room for the first name, and for the last


@dataclass(frozen=True)
class Bundle:
    """What was verified: the statement, as it was signed and with whose key; the payload's files and size in bytes.

    The key may be one that was revoked, as `key.revoked_at` says: then nothing shows that it was signed before.
    """

    statement: Statement
    signed: str
    key: SigningKey
    files: int
    size: int

    @property
    def case(self) -> str:
        """The id of the case."""
        return str(self.statement.predicate["case"])


def verified_bundle(file: Path, keys: KeySet) -> Bundle:
    """The bundle that a file is, checked against the company's keys; memory stays flat, whatever its size.

    Raises NotVerified when a byte of it is not as it was signed, or it was not signed with one of these keys, and
    Unreadable when it is no such archive, or cannot be read.
    """
    try:
        with file.open("rb") as directory, file.open("rb") as source, file.open("rb") as twin:
            if not _is_one(directory):
                raise Unreadable("that is no bundle: a ZIP archive that is a bag")
            reading = _Reading(source, twin)
            entries = reading.all(listed(directory))
    except OSError as error:
        raise Unreadable(f"{file.name} cannot be read ({error.strerror})") from None
    _must_be_a_bag(entries)
    return _signed(entries, reading.signature, keys)


def _is_one(file: BinaryIO) -> bool:
    """Whether it is one by its first name or by its last: who changes one of them makes no other kind of file of it."""
    head, length = file.read(_MARK), file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _MARK))
    return head[30:].startswith(bag.DECLARATION.encode()) or bag.SIGNATURE.encode() in file.read()


class _Reading:
    """Writes an archive anew from what it holds: what is written has to be what stands there."""

    def __init__(self, source: BinaryIO, twin: BinaryIO) -> None:
        self._source = source
        self._twin = twin
        self.signature = b""

    def write(self, data: bytes, /) -> int:
        if self._twin.read(len(data)) != data:
            raise NotVerified("it is not as a bundle is written: something was changed, added or left out")
        return len(data)

    def all(self, named: Iterable[tuple[str, int]]) -> list[Entry]:
        """Every entry; after it `signature` is what the last one holds, where that is a signature."""
        archive, entries = Archive(self), list[Entry]()
        for name, size in named:
            if not _NAME.fullmatch(name):
                raise NotVerified("a name in it is absolute, or climbs, or is not one that a bundle has")
            content = self._signature(size) if name == bag.SIGNATURE else self._content(size)
            entries.append(archive.add(name, content))
        archive.end()
        if self._twin.read(1):
            raise NotVerified("something was added at its end")
        return entries

    def _content(self, size: int) -> Iterator[bytes]:
        """It begins where the entry's header, which is written before, has ended."""
        self._source.seek(self._twin.tell())
        left = size
        while left:
            chunk = self._source.read(min(left, _CHUNK))
            if not chunk:
                raise NotVerified("it is cut short")
            left -= len(chunk)
            yield chunk

    def _signature(self, size: int) -> Iterator[bytes]:
        if size > _LONGEST_SIGNATURE:
            raise NotVerified("its signature is longer than one is")
        self.signature = b"".join(self._content(size))
        yield self.signature


def _must_be_a_bag(entries: Sequence[Entry]) -> None:
    """Raises NotVerified where the names, or what the manifests say, are not what follows from the entries."""
    names = [entry.name for entry in entries]
    if bag.SIGNATURE not in names:
        raise NotVerified("it is not signed")
    if len(set(names)) < len(names) or names != bag.in_order(names):
        raise NotVerified("its entries are not in the order of a bundle, or one is there twice")
    tags = [e for e in entries if not e.name.startswith(bag.PAYLOAD) and e.name not in bag.UNLISTED]
    _must_be(entries, bag.DECLARATION, bag.DECLARED)
    _must_be(entries, bag.MANIFEST, bag.manifest(_payload(entries)))
    _must_be(entries, bag.TAG_MANIFEST, bag.manifest(tags))


def _signed(entries: Sequence[Entry], signature: bytes, keys: KeySet) -> Bundle:
    text = signature.decode("ascii", "replace").removesuffix("\n")
    key, said = keys.signer(text), Statement.of(keys.payload(text))
    case, payload = str(said.predicate.get("case")), _payload(entries)
    (digest,) = (entry.sha256 for entry in entries if entry.name == bag.TAG_MANIFEST)
    if said != bag.statement(case, digest):
        raise NotVerified("what was signed is not this bundle")
    _must_be(entries, bag.SIGNATURE, f"{text}\n".encode())
    _must_be(entries, bag.INFO, bag.info(case, payload))
    return Bundle(said, text, key, len(payload), sum(entry.size for entry in payload))


def _payload(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.name.startswith(bag.PAYLOAD)]


def _must_be(entries: Iterable[Entry], name: str, text: bytes) -> None:
    if sha256(text).hexdigest() not in (entry.sha256 for entry in entries if entry.name == name):
        raise NotVerified(f"{name} is not what follows from the rest")
