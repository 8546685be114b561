"""What people show of who they are: sealed as it comes, read by who decides, and gone once it has served (L-12).

Each piece is a file below `evidence/` of its case, under an opaque name that ends with its kind. It is known by its
content, not by what whoever sent it calls it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from uuid6 import uuid7

from habeas.domain.error import InvalidInput

from .case_files import CaseFiles
from .parts import Altered, Parts
from .sealed import Sealed

EVIDENCE = "evidence"
LARGEST = 10 << 20
"""Bytes of a piece."""
MOST = 5
"""Pieces at once in a case."""
_END = "end"


class EvidenceKind(StrEnum):
    """What a piece may be: pages and pictures, which a person can look at."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    ZIP = "zip"  # also what office programs write; from the owner of a system alone, as the next one
    TEXT = "txt"

    @property
    def media_type(self) -> str:
        """As it is said over HTTP (RFC 6838)."""
        return _MEDIA_TYPES.get(self, f"image/{self.value}")


_MEDIA_TYPES = {
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.ZIP: "application/zip",
    EvidenceKind.TEXT: "text/plain; charset=utf-8",
}
_BEGINS = {b"%PDF-": EvidenceKind.PDF, b"\xff\xd8\xff": EvidenceKind.JPEG, b"\x89PNG\r\n\x1a\n": EvidenceKind.PNG}


@dataclass(frozen=True)
class Piece:
    """One piece: its name in the case, its kind, its size in bytes, and how it is kept."""

    name: str
    kind: EvidenceKind
    sealed: Sealed


def kind_of(data: bytes) -> EvidenceKind:
    """What these bytes are. Raises InvalidInput for all but PDF, JPEG and PNG."""
    for begins, kind in _BEGINS.items():
        if data.startswith(begins):
            return kind
    raise InvalidInput("that is neither a PDF nor a picture (JPEG, PNG)")


def given_kind_of(data: bytes) -> EvidenceKind:
    """The same for what the owner of a system gives: also a ZIP, and UTF-8 text. Raises InvalidInput."""
    if data.startswith(b"PK\x03\x04"):
        return EvidenceKind.ZIP
    try:
        return kind_of(data)
    except InvalidInput:
        if data and b"\x00" not in data and _is_text(data):
            return EvidenceKind.TEXT
        raise InvalidInput("that is no PDF, picture (JPEG, PNG), ZIP or text") from None


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class CaseEvidence:
    """The evidence of cases, for who only removes it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def discard_evidence(self, case_id: str) -> None:
        """Remove it. Twice is once."""
        await asyncio.to_thread(self._parts.discard, case_id, EVIDENCE)


class EvidenceFiles(CaseEvidence):
    """The same for who takes it in, and for who reads it."""

    def __init__(
        self,
        files: CaseFiles,
        parts: Parts,
        folder: str = EVIDENCE,
        kind: Callable[[bytes], EvidenceKind] = kind_of,
    ) -> None:
        """`parts` is where `files` are, `folder` the place in a case, and `kind` says what is taken."""
        super().__init__(parts)
        self._files = files
        self._folder = folder
        self._kind = kind

    async def keep(self, case_id: str, data: bytes) -> Piece:
        """Seal a piece, which is whole in memory, and keep it. It can be read by who opens case files alone.

        Raises InvalidInput for what is too large, of another kind, or one too many; Gone when the case was shredded.
        """
        kind = self._kind(data)
        if len(data) > LARGEST:
            raise InvalidInput("that is too large: a file may have 10 MiB")
        if len(await self.pieces(case_id)) >= MOST:
            raise InvalidInput("there are enough files: what is needed can be seen from them")
        name = f"{uuid7()}.{kind}"
        sealer = await self._files.sealer(case_id)
        try:
            sealed = await sealer.transfer(f"{self._folder}/{name}", lambda start: _one(data[start:]))
        except BaseException:
            await sealer.discard(f"{self._folder}/{name}")
            raise
        return Piece(name, kind, sealed)

    async def pieces(self, case_id: str) -> tuple[Piece, ...]:
        """What there is, the oldest first; none when it was erased."""
        names = await asyncio.to_thread(self._parts.names, case_id, self._folder)
        found = [await asyncio.to_thread(self._piece, case_id, name) for name in names]
        return tuple(piece for piece in found if piece is not None)

    async def read(self, case_id: str, name: str) -> tuple[EvidenceKind, bytes]:
        """A piece, for the eyes of who decides. Raises FileNotFoundError, and what `CaseFiles.opener` raises."""
        piece = await asyncio.to_thread(self._piece, case_id, name)
        if piece is None:
            raise FileNotFoundError(name)
        opener = await self._files.opener(case_id)
        chunks = opener.chunks(f"{self._folder}/{name}", piece.sealed.parts, piece.sealed.sha256)
        return piece.kind, await asyncio.to_thread(lambda: b"".join(chunks))

    def _piece(self, case_id: str, name: str) -> Piece | None:
        """A piece that is whole; None while it is being written, and after it was erased."""
        kind = name.rpartition(".")[2]
        if kind not in set(EvidenceKind):
            return None
        try:
            end = self._parts.get(case_id, f"{self._folder}/{name}/{_END}")
        except FileNotFoundError:
            return None
        try:
            return Piece(name, EvidenceKind(kind), Sealed(**json.loads(end)))
        except (ValueError, TypeError):
            raise Altered(f"{self._folder}/{name}", "does not say what it came to") from None


async def _one(data: bytes) -> AsyncIterator[bytes]:
    yield data
