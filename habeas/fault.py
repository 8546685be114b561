"""What is wrong in a file of the company's, by file, line and key."""

from collections.abc import Iterable
from dataclasses import dataclass

from habeas.domain.error import InvalidInput


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the file, the line where it has one, the keys that lead there, and what it is.

    A warning is what works, and should not stay so.
    """

    file: str
    line: int | None
    key: str
    what: str
    is_warning: bool = False

    def __str__(self) -> str:
        """One line for who edits the file."""
        where = f"{self.file}, line {self.line}" if self.line else self.file
        said = f"{where}: {self.key}: {self.what}" if self.key else f"{where}: {self.what}"
        return " ".join(said.split())


class Faulty(InvalidInput):
    """Files that cannot be used as they are; says in one line all that is wrong, and has it apart in `faults`."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))
