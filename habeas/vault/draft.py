"""A file that is being written: whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO

DRAFT = "."  # how the name of a draft begins: no reader can ask for it


class Draft:
    """Bytes on their way to `target`, which takes its place in one step when they are all on the disk.

    A cancelled caller may abandon a draft while a thread still writes to it: the lock lets that write end first, so
    that it never meets a descriptor that by then is another file's.
    """

    def __init__(self, target: Path, root: Path) -> None:
        make_private(target.parent, root)
        self._target = target
        self._temporary = target.with_name(f"{DRAFT}{secrets.token_hex(8)}")
        self._lock = Lock()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
        self.file: IO[bytes] = os.fdopen(os.open(self._temporary, flags, 0o600), "w+b")

    def put(self, data: bytes) -> None:
        """Add bytes. Raises ValueError when the draft was abandoned."""
        with self._lock:
            self.file.write(data)

    def commit(self) -> None:
        """Bring the bytes to the disk, then the file to its name. Raises ValueError when the draft was abandoned."""
        with self._lock:
            self._settle()
            self._temporary.replace(self._target)
            _sync_folder(self._target.parent)

    def commit_new(self) -> bool:
        """As `commit`, unless there is a file of that name; says whether the name is this one's now."""
        with self._lock:
            self._settle()
            with suppress(FileExistsError):
                self._target.hardlink_to(self._temporary)
                _sync_folder(self._target.parent)
                return True
            return False

    def _settle(self) -> None:
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def abandon(self) -> None:
        """Leave nothing of what was not committed."""
        with self._lock:
            try:
                self.file.close()
            finally:
                with suppress(NotADirectoryError):  # its folder was closed meanwhile
                    self._temporary.unlink(missing_ok=True)


def make_private(folder: Path, root: Path) -> None:
    """Make the folders from the root on; `parents=True` would give those in between the default mode.

    Raises FileExistsError or NotADirectoryError where one of them is a file.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for ancestor in reversed([folder, *folder.parents]):
        if ancestor.is_relative_to(root):
            ancestor.mkdir(mode=0o700, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
