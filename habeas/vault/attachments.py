"""What a controller has cut by hand, on its way into a case: sealed as it comes, for one copy.

It is staged: a copy that is made, or given up, takes it along, and what came too late, or broke off, goes then too.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from typing import Final

from habeas.domain.attached import Attached, MediaType
from habeas.domain.error import InvalidInput

from .case_files import CaseFiles
from .parts import STAGED

LARGEST: Final = 4 << 30
"""Bytes of one file: two hours of what platforms record."""
_HEAD = 12  # bytes by which a kind is known
_EMPTY = "that file is empty"
_UNKNOWN = "that is no recording: MP4, WebM, M4A, MP3, Ogg and WAV are taken"


class NotTaken(InvalidInput):
    """The file is none that is taken; the message says why."""


class Attachments:
    """Takes such files in; who has it can read none of them."""

    def __init__(self, files: CaseFiles, largest: int = LARGEST) -> None:
        self._files = files
        self._largest = largest

    async def keep(self, case_id: str, item: str, cut_by: str, chunks: AsyncIterator[bytes]) -> Attached:
        """Seal a file as it comes, under a name of this attempt's own, in the place of this recording.

        Raises NotTaken for what is empty, too large, or no recording; Closed when no copy is made of the case any
        more, and as `CaseFiles.sealer` does. After any failure, and where it is cancelled, nothing of it is there.
        """
        sealer = await self._files.sealer(case_id)
        path = f"{STAGED}/attached/{hashlib.sha256(item.encode()).hexdigest()}/{secrets.token_hex(8)}"
        found = _Found(self._largest)
        try:
            async with sealer.write(path) as out:
                async for chunk in chunks:
                    found.add(chunk)
                    await out.write(chunk)
                kind = found.kind  # before the last part: what is no recording is not there for a moment
        except BaseException:
            await asyncio.shield(sealer.discard(path))
            raise
        return Attached(
            item=item,
            path=path,
            media_type=kind,
            size=out.sealed.size,
            sha256=found.digest.hexdigest(),
            parts=out.sealed.parts,
            sealed_sha256=out.sealed.sha256,
            cut_by=cut_by,
        )

    async def discard(self, case_id: str, attached: Attached) -> None:
        """Remove a file that the case has not taken. Twice is once."""
        await self._files.discard(case_id, attached.path)


class _Found:
    """What is seen of a file while it passes."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._left = largest
        self._head = b""
        self.digest = hashlib.sha256()

    def add(self, chunk: bytes) -> None:
        """The next bytes. Raises NotTaken as soon as they are too many, or those of no recording."""
        self._left -= len(chunk)
        if self._left < 0:
            raise NotTaken(f"that is too large: a file may have {self._largest >> 20} MiB")
        if len(self._head) < _HEAD:
            self._head += chunk[:_HEAD]
            if len(self._head) >= _HEAD:
                _kind(self._head)
        self.digest.update(chunk)

    @property
    def kind(self) -> MediaType:
        """What it is by how it begins. Raises NotTaken."""
        if not self._head:
            raise NotTaken(_EMPTY)
        return _kind(self._head)


def _kind(head: bytes) -> MediaType:
    """By the first bytes alone: whoever sends a file says nothing of it."""
    if head[4:8] == b"ftyp":
        return MediaType.M4A if head[8:11] == b"M4A" else MediaType.MP4
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return MediaType.WAV
    if head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2"):
        return MediaType.MP3
    begins = {b"\x1a\x45\xdf\xa3": MediaType.WEBM, b"OggS": MediaType.OGG, b"ID3": MediaType.MP3}
    for mark, kind in begins.items():
        if head.startswith(mark):
            return kind
    raise NotTaken(_UNKNOWN)
