"""Who has read of which case, and when; never what."""

import json
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path


class Audit:
    """One line of JSON for each time that somebody read, appended to a file of its owner's alone."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def note(self, who: str, namespace: str, cases: Iterable[str], counts: Mapping[str, int]) -> None:
        """Write a line, before anything is answered; `counts` are of payloads, by what was done with them.

        Raises OSError: what cannot be noted is not shown.
        """
        line = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "who": who,
            "namespace": namespace,
            "cases": sorted(cases),
            "payloads": dict(counts),
        }
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as stream:
            stream.write(json.dumps(line) + "\n")
