"""Seals what streams by to a key of the recipient's own (age): who has sealed it cannot open it any more."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Protocol

import pyrage

from habeas.domain.error import InvalidInput


class Writable(Protocol):
    """A file that is written from its beginning to its end."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""

    def flush(self) -> None:
        """Let go of what is held back."""

    def close(self) -> None:
        """End it."""


def checked_recipient(text: str) -> str:
    """A public key of age, as typed. Raises InvalidInput, without the text, for what is none."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise InvalidInput("a recipient is a public key of age: age1 and 58 more letters and digits") from None
    return text


@contextmanager
def sealed_to(recipient: str | None, out: Writable) -> Iterator[Writable]:
    """What is written here arrives at `out` as one age file; without a recipient, as it is.

    Memory stays flat: a thread seals what comes through a pipe. Raises what `out` raises, and InvalidInput for what is
    no recipient.
    """
    if recipient is None:
        yield out
        return
    key = pyrage.x25519.Recipient.from_str(checked_recipient(recipient))
    reading, writing = os.pipe()
    sink = _Sink(out)
    with ThreadPoolExecutor(1, "recipient") as pool:
        sealing = pool.submit(_seal, reading, sink, key)
        try:
            with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
                yield pipe
        finally:
            failure = sealing.exception()
    if failure := sink.error or failure:
        raise failure


def _seal(reading: int, sink: "_Sink", key: pyrage.x25519.Recipient) -> None:
    with os.fdopen(reading, "rb") as source:
        pyrage.encrypt_io(source, sink, [key])


class _Sink:
    """Remembers what went wrong: of an error of Python's own the library would pass on the text alone."""

    def __init__(self, out: Writable) -> None:
        self._out = out
        self.error: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except Exception as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._out.flush()
