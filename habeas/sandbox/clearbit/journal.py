"""What the sandbox's Clearbit remembers through a restart: a file with one JSON document a line."""

import json
from pathlib import Path

from .answer import Json


class Journal:
    """Documents in the order in which they came."""

    def __init__(self, file: Path) -> None:
        """`file` is made when there is none; its folder is there."""
        self._file = file
        file.touch(mode=0o600)

    def add(self, document: Json) -> None:
        """Once this is done, a killed process does not lose it."""
        with self._file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(document) + "\n")

    def all(self) -> list[Json]:
        """Everything that was ever added."""
        return [json.loads(line) for line in self._file.read_text(encoding="utf-8").splitlines()]
