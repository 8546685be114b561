"""Writes sealed case files: who has it can read none of them, its own included."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field

import pyrage

from .parts import Parts
from .sealed import Keeps, Sealed, SealedWriter, part_path

_END = "end"  # beside the parts of a file that is there whole: what it came to


class FileWriter:
    """Takes the bytes of one file; `sealed` is final once its context was left."""

    def __init__(self, writer: SealedWriter) -> None:
        self._writer = writer

    @property
    def sealed(self) -> Sealed:
        """What was kept."""
        return self._writer.sealed

    async def write(self, data: bytes) -> None:
        """Add bytes. They are sealed and kept a part at a time, off the event loop."""
        self._writer.add(data)
        if self._writer.is_full:
            await asyncio.to_thread(self._writer.seal)


@asynccontextmanager
async def _off_the_loop(writer: SealedWriter) -> AsyncIterator[FileWriter]:
    try:
        yield FileWriter(writer)
        await asyncio.to_thread(writer.close)
    finally:
        await asyncio.shield(asyncio.to_thread(writer.abandon))


@dataclass(frozen=True)
class Sealer:
    """Writes files of one case, and can read none."""

    parts: Parts
    case_id: str
    recipient: pyrage.x25519.Recipient = field(repr=False)

    def writing(self, path: str) -> SealedWriter:
        """Write a file under a name that no other attempt uses; in a thread, as a context."""

        def keep(number: int, sealed: bytes) -> bytes:
            self.parts.put(self.case_id, part_path(path, number), sealed)
            return sealed

        return SealedWriter(keep, self.recipient)

    @asynccontextmanager
    async def write(self, path: str) -> AsyncIterator[FileWriter]:
        """As `writing`, off the event loop. Where it ends by an error nothing more of it is written."""
        async with _off_the_loop(self.writing(path)) as out:
            yield out

    async def transfer(self, path: str, chunks: Callable[[int], AsyncIterator[bytes]]) -> Sealed:
        """Keep a file whose bytes never change; what an earlier attempt has kept of it, whole or in part, counts.

        `chunks` gives its bytes from one of them on. Attempts may run side by side: a part is kept once.
        """
        if (end := await asyncio.to_thread(self._end, path)) is not None:
            return end
        writer = SealedWriter(self._once(path), self.recipient)
        await asyncio.to_thread(self._go_on, path, writer)
        async with _off_the_loop(writer) as out:
            async for chunk in chunks(writer.size):
                await out.write(chunk)
        text = json.dumps(asdict(writer.sealed)).encode()
        await asyncio.to_thread(self.parts.put, self.case_id, f"{path}/{_END}", text)
        return writer.sealed

    async def discard(self, path: str) -> None:
        """Remove a file or a folder."""
        await asyncio.to_thread(self.parts.discard, self.case_id, path)

    def _end(self, path: str) -> Sealed | None:
        try:
            return Sealed(**json.loads(self.parts.get(self.case_id, f"{path}/{_END}")))
        except FileNotFoundError:
            return None

    def _go_on(self, path: str, writer: SealedWriter) -> None:
        """After the parts that are there, but for the last one: it may be shorter than the others."""
        last: bytes | None = None
        for number in range(1, 1_000_000):
            try:
                there = self.parts.get(self.case_id, part_path(path, number))
            except FileNotFoundError:
                return
            if last is not None:
                writer.known(last)
            last = there

    def _once(self, path: str) -> Keeps:
        def keep(number: int, sealed: bytes) -> bytes:
            where = part_path(path, number)
            return sealed if self.parts.put_new(self.case_id, where, sealed) else self.parts.get(self.case_id, where)

        return keep
