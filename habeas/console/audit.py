"""Who has seen or decided what, and when; never what was seen."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

Word: TypeAlias = str | list[str] | Mapping[str, int]


class Audit:
    """One line of JSON for each time that somebody saw or decided, appended to a file of its owner's alone."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def note(self, who: str, **what: Word) -> None:
        """Write a line, before anything is answered: names of ours, ids and counts.

        Raises OSError: what cannot be noted is not shown and not done.
        """
        line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "who": who, **what}
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as stream:
            stream.write(json.dumps(line) + "\n")
