"""How long a statement may take in a company's database, and how long it may wait for a lock."""

from dataclasses import dataclass
from datetime import timedelta

from habeas.domain.error import InvalidInput


@dataclass(frozen=True)
class Limits:
    """What comes first ends a statement, as an error that the same step is tried again after.

    A transaction that writes and then says nothing for as long as a statement may take loses its locks too.
    """

    statement: timedelta = timedelta(seconds=60)
    lock: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        """Raises InvalidInput for a limit that is none: databases take zero for "for ever"."""
        if min(self.statement, self.lock) < timedelta(milliseconds=1):
            raise InvalidInput("a statement and its wait for a lock need a limit of at least a millisecond")


LIMITS = Limits()
"""Where nothing else is set."""
