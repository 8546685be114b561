"""Where case files are kept: a case has its own place there, and each file in it is one part or paper, small and whole.

Names are opaque. A path that could leave the case's own place is refused everywhere.
"""

import re
from typing import Protocol

from habeas.domain.error import InvalidInput, Permanent
from habeas.domain.request import CASE_ID

PLACE = "case files"  # how errors name it
STAGED = "staged"  # the part of a case that staged files are in
BUNDLE = "bundle"  # the part of a case that its bundle is in

_PATH = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}(/[a-z0-9][a-z0-9._-]{0,99}){0,7}")


class Altered(Permanent):
    """A case file is not as its receipt says."""

    def __init__(self, path: str, how: str) -> None:
        super().__init__(PLACE, f"{path} {how}")


class Closed(Permanent):
    """Staging for this case is over: nothing more is written there."""

    def __init__(self) -> None:
        super().__init__(PLACE, "what was staged for this case has been discarded, and no more is staged")


class Parts(Protocol):
    """The case files, each call in the thread that makes it.

    Every call raises InvalidInput for what is no case id or no path, and Unavailable when the place gives no answer.
    """

    def put(self, case_id: str, path: str, data: bytes) -> None:
        """Keep this, whole or not at all; it replaces what was there. Raises Closed where staging is closed."""

    def put_new(self, case_id: str, path: str, data: bytes) -> bool:
        """Keep this unless there is something already, and say whether it is kept. Raises Closed."""

    def get(self, case_id: str, path: str) -> bytes:
        """What is there. Raises FileNotFoundError."""

    def names(self, case_id: str, path: str) -> list[str]:
        """The names of what is in a folder of the case, in order; none when there is no such folder."""

    def discard(self, case_id: str, path: str | None = None) -> None:
        """Remove a file or a folder of the case, or all of it. Twice is once."""

    def close_staging(self, case_id: str) -> None:
        """Remove what was staged; nothing is staged there again. Twice is once."""

    def reopen_staging(self, case_id: str) -> None:
        """Let files be staged again, for an export that begins anew. Twice is once."""

    def sweep(self, case_id: str) -> None:
        """Remove what a killed process was writing, of a case that writes nothing more. Twice is once."""

    def cases_with(self, *paths: str) -> list[str]:
        """The cases that have one of these files; without a path, all that have any."""


def checked(case_id: str, path: str | None = None) -> None:
    """Raises InvalidInput for what is no case id, or no path of a case file."""
    if not re.fullmatch(CASE_ID, case_id):
        raise InvalidInput("that is not a case id: it is a UUID of version 7")
    if path is not None and not _PATH.fullmatch(path):
        raise InvalidInput("a case file is named by small letters, digits, '.', '_' and '-', in at most 8 parts")


def is_staged(path: str) -> bool:
    """Whether that is where staging may be closed."""
    return path == STAGED or path.startswith(f"{STAGED}/")
