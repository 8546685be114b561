"""What acts at once: an objection to marketing, a withdrawal of consent (GDPR art. 21(3), 7(3); L-09)."""

from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field

from .identifier import Identifier
from .model import Message
from .right import Right

PURPOSE = r"^[a-z][a-z0-9]*([ _-][a-z0-9]+)*$"
"""The name of a purpose, as the record of processing has it: nobody's own words."""


class StopOrder(Message):
    """End something in one system, of whoever bears these identifiers.

    `purposes`: of a withdrawal, those for which consent is withdrawn; none: all of them. `as_of`: when the request
    came, from which it counts: an attempt that is made again writes the same.
    """

    case_id: str
    system: str
    right: Right
    purposes: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...]
    as_of: AwareDatetime

    def concerns(self, purpose: str) -> bool:
        """Whether what is done for this purpose ends."""
        return not self.purposes or purpose in self.purposes


class Ended(StrEnum):
    """What became of it in one system."""

    STOPPED = "stopped"  # and read back, nothing goes on
    NOTHING = "nothing"  # there was nothing of this person that could stop, and there is nothing
    ATTESTED = "attested"  # a person says that it was stopped by hand; it was not read back
    CANNOT = "cannot"  # something rests on consent there, and the system cannot stop it by itself


class Stopped(Message):
    """What one system has stopped: how much, by category, and when."""

    system: str
    ended: Ended
    at: AwareDatetime
    counts: dict[str, int] = Field(default_factory=dict)


class StopNote(Message):
    """What one system has stopped, for the log of evidence."""

    case_id: str
    right: Right
    stopped: Stopped


def stopped(system: str, counts: dict[str, int], at: datetime) -> Stopped:
    """What a system says after it was read back; what another attempt had stopped is not counted any more."""
    return Stopped(system=system, ended=Ended.STOPPED if counts else Ended.NOTHING, at=at, counts=counts)
