"""What pins a person's data here: the ids of their participant rows, and the recordings that show nobody else.

A recording is pinned with its customer and its prefix, not with its id alone. Once its rows are erased nothing in the
database leads to its objects any more, and whoever confirms must still know where to look, and whose they were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from habeas.domain.error import Refused
from habeas.domain.identifier import PARTICIPANT_ID, Identifier, values

from .category import SYSTEM

RECORDING = "recording"
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class RecordingPin:
    """One recording that shows nobody else."""

    recording_id: int
    customer_id: str
    prefix: str

    def identifier(self) -> Identifier:
        """As the plan carries it; the length makes it readable whatever the customer's id is made of."""
        value = f"{self.recording_id}:{len(self.customer_id)}:{self.customer_id}:{self.prefix}"
        return Identifier(kind=RECORDING, value=value, found_in=SYSTEM)

    @classmethod
    def of(cls, value: str) -> Self:
        """Read what `identifier` wrote."""
        recording_id, length, rest = value.split(":", 2)
        return cls(int(recording_id), rest[: int(length)], rest[int(length) + 1 :])


def participant_pin(participant_id: int) -> Identifier:
    """One participant row."""
    return Identifier(kind=PARTICIPANT_ID, value=str(participant_id), found_in=SYSTEM)


def participant_ids(identifiers: tuple[Identifier, ...]) -> list[int]:
    """The participant ids among these."""
    return row_ids(values(identifiers, PARTICIPANT_ID))


def recording_pins(identifiers: tuple[Identifier, ...]) -> list[RecordingPin]:
    """The pinned recordings among these."""
    return [RecordingPin.of(value) for value in values(identifiers, RECORDING)]


def row_ids(texts: Iterable[str]) -> list[int]:
    """Those that can be an id of a row: what a person typed may be anything."""
    return sorted({int(t) for t in texts if t.isascii() and t.isdecimal() and len(t) < 11 and int(t) <= _LARGEST_ID})


def folder(prefix: str) -> str:
    """The prefix as a folder, so that `recordings/1` is not also `recordings/10`. Raises Refused for a whole bucket."""
    if not prefix.strip("/"):
        raise Refused(SYSTEM, "a recording has no prefix of its own")
    return prefix if prefix.endswith("/") else f"{prefix}/"
