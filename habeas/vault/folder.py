"""The case files: one folder for each case, with what was staged for its bundle, and the bundle.

A file is there whole or not at all: it is written under a name that no reader can ask for, reaches the disk, and only
then takes its place. Names are opaque; a path that could leave the case's own folder is refused. Where staging was
closed an empty file has the place of its folder: an attempt that was given up and still writes finds no way in.
"""

import asyncio
import hashlib
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import IO

from habeas.domain.error import InvalidInput, Permanent
from habeas.domain.request import CASE_ID

from .draft import DRAFT, Draft, make_private

CHUNK = 1 << 20
BUNDLE = "bundle.zip"
STAGED = "staged"  # the part of a case that staged files are in

_PATH = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}(/[a-z0-9][a-z0-9._-]{0,99}){0,7}")


class Altered(Permanent):
    """A case file is not as its receipt says."""

    def __init__(self, path: str, how: str) -> None:
        super().__init__("case folder", f"{path} {how}")


class Closed(Permanent):
    """Staging for this case is over: nothing more is written there."""

    def __init__(self) -> None:
        super().__init__("case folder", "what was staged for this case has been discarded, and no more is staged")


class FileWriter:
    """Takes the bytes of one case file; `size` in bytes and `sha256` are final once its context was left."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._pending = bytearray()
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The digest of what was written, in hexadecimal."""
        return self._digest.hexdigest()

    async def write(self, data: bytes) -> None:
        """Add bytes. They go to the disk by the mebibyte, off the event loop."""
        self._pending += data
        if len(self._pending) >= CHUNK:
            await self._flush()

    async def _flush(self) -> None:
        data, self._pending = bytes(self._pending), bytearray()
        await asyncio.to_thread(self._put, data)

    def _put(self, data: bytes) -> None:
        self._draft.put(data)
        self._digest.update(data)
        self.size += len(data)

    async def finish(self) -> None:
        """Write what is pending and let the file take its place."""
        await self._flush()
        await asyncio.to_thread(self._draft.commit)


class CaseFolder:
    """The case files below `root`: folders are the owner's alone (0700), and so are files (0600).

    Every method raises InvalidInput for what is no case id or no path of a case file.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @asynccontextmanager
    async def write(self, case_id: str, path: str) -> AsyncIterator[FileWriter]:
        """Stream one file; it replaces what was there when the context ends well, and leaves nothing otherwise.

        Raises Closed when staging was closed, before or meanwhile.
        """
        with _unless_closed():
            draft = Draft(self.path_of(case_id, path), self._root)
        writer = FileWriter(draft)
        try:
            yield writer
            with _unless_closed():
                await writer.finish()
        finally:
            draft.abandon()

    @contextmanager
    def replace(self, case_id: str, path: str) -> Iterator[IO[bytes]]:
        """Write one file from a thread, as a file that can seek; otherwise as `write`."""
        draft = Draft(self.path_of(case_id, path), self._root)
        try:
            yield draft.file
            draft.commit()
        finally:
            draft.abandon()

    def chunks(self, case_id: str, path: str, sha256: str | None = None) -> Iterator[bytes]:
        """Read one file in a thread, a mebibyte at a time.

        With the digest from its receipt, raises Altered when it is gone, or after the last chunk when it differs.
        """
        digest = hashlib.sha256()
        try:
            file = self.path_of(case_id, path).open("rb")
        except FileNotFoundError:
            if sha256 is None:
                raise
            raise Altered(path, "is gone") from None
        with file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                yield chunk
        if sha256 is not None and digest.hexdigest() != sha256:
            raise Altered(path, "is not what was staged: it was altered or cut short")

    async def read(self, case_id: str, path: str, sha256: str | None = None) -> AsyncIterator[bytes]:
        """As `chunks`, off the event loop. Without a digest nothing is checked."""
        chunks = self.chunks(case_id, path, sha256)
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk

    def path_of(self, case_id: str, path: str) -> Path:
        """Where a case file is, or would be."""
        if not _PATH.fullmatch(path):
            raise InvalidInput("a case file is named by small letters, digits, '.', '_' and '-', in at most 8 parts")
        return self._case(case_id) / path

    def path_of_bundle(self, case_id: str) -> Path:
        """Where the case's bundle is, or would be."""
        return self.path_of(case_id, BUNDLE)

    async def discard(self, case_id: str, part: str | None = None) -> None:
        """Remove a file or a folder of the case, or all of it. Twice is once."""
        target = self._case(case_id) if part is None else self.path_of(case_id, part)
        await asyncio.to_thread(_remove, target)

    async def close_staging(self, case_id: str, *, keep_bundle: bool) -> None:
        """Remove what was staged, and the bundle too unless it is kept; nothing is staged there again.

        Twice is once. What is left is an empty file.
        """
        if not keep_bundle:
            await self.discard(case_id, BUNDLE)
        await asyncio.to_thread(_take_the_place_of, self._case(case_id) / STAGED, self._root)

    async def sweep(self, case_id: str) -> None:
        """Remove what was being written beside the case's files: a process that was killed could not. Twice is once.

        For a case that writes nothing more: an attempt that was given up and still writes finds its file gone.
        """
        await asyncio.to_thread(_remove_drafts, self._case(case_id))

    async def cases_with(self, *paths: str) -> list[str]:
        """The cases that have one of these files."""
        found = await asyncio.to_thread(lambda: [file for path in paths for file in self._root.glob(f"*/{path}")])
        return sorted({file.parent.name for file in found if re.fullmatch(CASE_ID, file.parent.name)})

    async def reopen_staging(self, case_id: str) -> None:
        """Let files be staged again, for an export that begins anew. Twice is once."""
        if (staged := self._case(case_id) / STAGED).is_file():
            await asyncio.to_thread(_remove, staged)

    def _case(self, case_id: str) -> Path:
        if not re.fullmatch(CASE_ID, case_id):
            raise InvalidInput("that is not a case id: it is a UUID of version 7")
        return self._root / case_id


@contextmanager
def _unless_closed() -> Iterator[None]:
    """A folder that went away, or a file where one should be: that is what closing leaves."""
    try:
        yield
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        raise Closed from None


def _take_the_place_of(folder: Path, root: Path) -> None:
    make_private(folder.parent, root)
    while not folder.is_file():
        _remove(folder)
        with suppress(FileExistsError):  # another attempt staged meanwhile, or closes too
            folder.touch(mode=0o600, exist_ok=False)


def _remove_drafts(folder: Path) -> None:
    for draft in folder.glob(f"{DRAFT}*"):
        draft.unlink(missing_ok=True)


def _remove(target: Path) -> None:
    while target.is_dir():
        with suppress(FileNotFoundError):  # another attempt removes it at the same time
            shutil.rmtree(target)
    with suppress(NotADirectoryError):  # it was in a folder that is closed by now
        target.unlink(missing_ok=True)
