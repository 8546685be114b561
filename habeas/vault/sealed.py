"""Case files, sealed as they stream: age (C2SP, `age-encryption.org/v1`) to the recipient of their case.

A file is kept as parts, each an age file of its own, of which all but the last hold `PART` bytes. Whoever writes needs
the case's recipient, which opens nothing; whoever reads needs its identity. A digest over the digests of the sealed
parts, in their order, stands in the receipt: what is missing, altered, reordered or another's does not match it.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Self, TypeAlias

import pyrage

PART = 2 << 20
"""Bytes of a file that go into one part; sealed it is 300 bytes and a 4096th longer."""


Keeps: TypeAlias = Callable[[int, bytes], bytes]
"""Keeps a part, by its number, and returns what is kept: where parts never change, it may have been there already."""


@dataclass(frozen=True)
class Sealed:
    """A file as it is kept: how long it is in the clear, and its parts with the digest over theirs, in hexadecimal."""

    size: int
    parts: int
    sha256: str


class SealedWriter:
    """Takes the bytes of one file, from a thread; `sealed` is final once its context was left well.

    One part is kept while the next one is sealed. Where its context is left by an error, nothing of it is being written
    any more.
    """

    def __init__(self, keep: Keeps, recipient: pyrage.x25519.Recipient) -> None:
        self._keep = keep
        self._recipient = recipient
        self._pending = bytearray()
        self._digest = hashlib.sha256()
        self._size = 0
        self._parts = 0
        self._lock = Lock()
        self._is_abandoned = False
        self._pool: ThreadPoolExecutor | None = None
        self._keeping: Future[bytes] | None = None

    @property
    def sealed(self) -> Sealed:
        """What was kept."""
        return Sealed(self._size, self._parts, self._digest.hexdigest())

    @property
    def size(self) -> int:
        """How many bytes there are so far."""
        return self._size + len(self._pending)

    @property
    def is_full(self) -> bool:
        """Whether there is a part to be sealed."""
        return len(self._pending) >= PART

    def known(self, sealed: bytes) -> None:
        """The next part is kept already, whole."""
        self._parts += 1
        self._size += PART
        self._digest.update(hashlib.sha256(sealed).digest())

    def add(self, data: bytes) -> None:
        """Take bytes; `seal` is to be called when it is full."""
        self._pending += data

    def seal(self) -> None:
        """Seal and keep what is full. Raises ValueError when it was abandoned: a cancelled caller leaves its thread."""
        with self._lock:
            while self.is_full:
                self._seal_part()

    def write(self, data: bytes) -> int:
        """As a file that is written to: take bytes, and keep what is full."""
        self.add(data)
        self.seal()
        return len(data)

    def flush(self) -> None:
        """As a file: nothing is gained by sealing less than a part."""

    def close(self) -> None:
        """Seal and keep the rest; a file has at least one part."""
        with self._lock:
            if self._pending or not self._parts:
                self._seal_part()
            self._settle()

    def __enter__(self) -> Self:
        """As a context: what is written is kept when it is left well."""
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Keep the rest, or nothing more."""
        try:
            if kind is None:
                self.close()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Wait until nothing is being kept any more. Raises nothing."""
        with self._lock:
            self._is_abandoned = True
            if self._pool:
                self._pool.shutdown(wait=True, cancel_futures=True)

    def _seal_part(self) -> None:
        if self._is_abandoned:
            raise ValueError("nothing more is written to this file")
        with memoryview(self._pending) as pending:
            data = bytes(pending[:PART])
        del self._pending[:PART]
        sealed = pyrage.encrypt(data, [self._recipient])
        self._settle()
        self._parts += 1
        self._size += len(data)
        self._pool = self._pool or ThreadPoolExecutor(1, "case-file")
        self._keeping = self._pool.submit(self._kept, self._parts, sealed)

    def _kept(self, number: int, sealed: bytes) -> bytes:
        """Keep a part; the digest of what is kept."""
        return hashlib.sha256(self._keep(number, sealed)).digest()

    def _settle(self) -> None:
        if self._keeping:
            self._digest.update(self._keeping.result())
            self._keeping = None


def part_path(path: str, number: int) -> str:
    """Where a part of a file is."""
    return f"{path}/{number:06}"
