"""What was referred to another controller, and what became of it (GDPR art. 28; L-45, L-46)."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from .model import Message
from .update import Directive


class Controller(Message):
    """A customer that decides about data of its own: the name by which holdings know it, and whom to write to."""

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    address: str | None = Field(default=None, repr=False)


class ReferralState(StrEnum):
    """Where a controller's part of a case is."""

    STANDING = "standing"  # an instruction of its was on record already
    ASKED = "asked"
    INSTRUCTED = "instructed"
    LEFT = "left"  # it answers the person itself
    SILENT = "silent"  # its time is over
    NOT_DONE = "not_done"  # its instruction could not be carried out, or was refused: a person looks at it
    DONE = "done"  # its instruction was carried out, and it has the evidence


class Referral(Message):
    """One controller's part: when it was asked, until when it is waited for, and its instruction.

    `count` is of records and files that were referred, by the last look.
    """

    controller: str
    name: str
    state: ReferralState
    count: int = 0
    asked_at: AwareDatetime | None = None
    answer_by: AwareDatetime | None = None
    directive: Directive | None = None
    recorded_by: str | None = None
    reference: str | None = None
