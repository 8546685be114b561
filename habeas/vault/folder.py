"""Case files in a folder of this machine, or of a file system that several machines share.

A file is there whole or not at all: it is written under a name that no reader can ask for, reaches the disk, and only
then takes its place. Where staging was closed an empty file has the place of its folder: an attempt that was given up
and still writes finds no way in.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from habeas.domain.error import Unavailable
from habeas.domain.request import CASE_ID

from .draft import DRAFT, Draft, make_private
from .parts import PLACE, STAGED, Closed, checked, is_staged


class CaseFolder:
    """The case files below `root`: folders are the owner's alone (0700), and so are files (0600). It is `Parts`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, case_id: str, path: str, data: bytes) -> None:
        """As `Parts` says."""
        with _unless_closed(path):
            draft = self._draft(case_id, path)
            try:
                draft.put(data)
                draft.commit()
            finally:
                draft.abandon()

    def put_new(self, case_id: str, path: str, data: bytes) -> bool:
        """As `Parts` says."""
        with _unless_closed(path):
            draft = self._draft(case_id, path)
            try:
                draft.put(data)
                return draft.commit_new()
            finally:
                draft.abandon()

    def get(self, case_id: str, path: str) -> bytes:
        """As `Parts` says."""
        try:
            return self.path_of(case_id, path).read_bytes()
        except NotADirectoryError:
            raise FileNotFoundError(path) from None
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            raise Unavailable(PLACE, f"cannot be read ({error.strerror})") from None

    def names(self, case_id: str, path: str) -> list[str]:
        """As `Parts` says."""
        folder = self.path_of(case_id, path)
        return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []

    def discard(self, case_id: str, path: str | None = None) -> None:
        """As `Parts` says."""
        _remove(self._case(case_id) if path is None else self.path_of(case_id, path))

    def close_staging(self, case_id: str) -> None:
        """As `Parts` says. What is left is an empty file."""
        _take_the_place_of(self._case(case_id) / STAGED, self._root)

    def reopen_staging(self, case_id: str) -> None:
        """As `Parts` says."""
        if (staged := self._case(case_id) / STAGED).is_file():
            _remove(staged)

    def sweep(self, case_id: str) -> None:
        """As `Parts` says. An attempt that was given up and still writes finds its file gone."""
        for draft in self._case(case_id).rglob(f"{DRAFT}*"):
            draft.unlink(missing_ok=True)

    def cases_with(self, *paths: str) -> list[str]:
        """As `Parts` says."""
        found = {
            file.relative_to(self._root).parts[0] for path in paths or ("*",) for file in self._root.glob(f"*/{path}")
        }
        return sorted(name for name in found if re.fullmatch(CASE_ID, name))

    def path_of(self, case_id: str, path: str) -> Path:
        """Where a case file is, or would be."""
        checked(case_id, path)
        return self._case(case_id) / path

    def _draft(self, case_id: str, path: str) -> Draft:
        return Draft(self.path_of(case_id, path), self._root)

    def _case(self, case_id: str) -> Path:
        checked(case_id)
        return self._root / case_id


@contextmanager
def _unless_closed(path: str) -> Iterator[None]:
    """A folder that went away, or a file where one should be: that is what closing leaves."""
    try:
        yield
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        if is_staged(path):
            raise Closed from None
        raise Unavailable(PLACE, "the folder of the case went away while it was written to") from None
    except OSError as error:
        raise Unavailable(PLACE, f"cannot be written ({error.strerror})") from None


def _take_the_place_of(folder: Path, root: Path) -> None:
    make_private(folder.parent, root)
    while not folder.is_file():
        _remove(folder)
        with suppress(FileExistsError):  # another attempt staged meanwhile, or closes too
            folder.touch(mode=0o600, exist_ok=False)


def _remove(target: Path) -> None:
    while target.is_dir():
        with suppress(FileNotFoundError, NotADirectoryError):  # another attempt removes or closes it at the same time
            shutil.rmtree(target)
    with suppress(NotADirectoryError):  # it was in a folder that is closed by now
        target.unlink(missing_ok=True)
