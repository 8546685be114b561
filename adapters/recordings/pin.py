"""What pins a person's data here beside the ids of their participant rows: the recordings in which they appear.

A recording is pinned with its customer and its prefix, not with its id alone, and once more for each place where
something lies that was made of it. Once its rows are erased nothing in the database leads to its objects any more, and
whoever confirms must still know where to look, and whose they were.
"""

from dataclasses import dataclass
from typing import Self

from habeas.domain.error import Refused
from habeas.domain.identifier import PARTICIPANT_ID, Identifier, values

from .category import SYSTEM

RECORDING = "recording"
SHARED_RECORDING = "shared_recording"
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class RecordingPin:
    """One place of a recording; of another kind where it shows others: it is erased on another instruction."""

    recording_id: int
    customer_id: str
    prefix: str

    def identifier(self, kind: str = RECORDING) -> Identifier:
        """As the plan carries it; the length makes it readable whatever the customer's id is made of."""
        value = f"{self.recording_id}:{len(self.customer_id)}:{self.customer_id}:{self.prefix}"
        return Identifier(kind=kind, value=value, found_in=SYSTEM)

    @classmethod
    def of(cls, value: str) -> Self:
        """Read what `identifier` wrote."""
        recording_id, length, rest = value.split(":", 2)
        return cls(int(recording_id), rest[: int(length)], rest[int(length) + 1 :])


def participant_ids(identifiers: tuple[Identifier, ...]) -> list[int]:
    """The participant ids among these; those that can be an id of a row."""
    texts = values(identifiers, PARTICIPANT_ID)
    return sorted({int(t) for t in texts if t.isascii() and t.isdecimal() and len(t) < 11 and int(t) <= _LARGEST_ID})


def recording_pins(identifiers: tuple[Identifier, ...], kind: str = RECORDING) -> list[RecordingPin]:
    """The pinned recordings among these; of the one kind or of the other."""
    return [RecordingPin.of(value) for value in values(identifiers, kind)]


def folder(prefix: str) -> str:
    """The prefix as a folder, so that `recordings/1` is not also `recordings/10`. Raises Refused for a whole bucket."""
    if not prefix.strip("/"):
        raise Refused(SYSTEM, "a recording has no prefix of its own")
    return prefix if prefix.endswith("/") else f"{prefix}/"
