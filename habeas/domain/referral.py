"""What was referred to another controller, and what became of it (GDPR art. 28; L-45, L-46)."""

from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, Field

from .attached import Attached
from .model import Message
from .update import Direction, Directive


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

    `count` is of records and files that were referred, by the last look. `shown` are the recordings that show the
    person together with others, of which it may cut a part by hand; `attached` is what it has cut so far.
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
    shown: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()

    def told(self, direction: Direction) -> "Referral":
        """With this instruction. Who has cut some of its recordings only is asked still: about the others."""
        attached = _with(self.attached, direction.attached)
        changes: dict[str, Any] = {
            "attached": attached,
            "recorded_by": direction.recorded_by,
            "reference": direction.reference,
        }
        is_left = direction.directive is Directive.LEAVE
        if direction.attached is None or {a.item for a in attached} >= {*self.shown}:
            changes |= {
                "state": ReferralState.LEFT if is_left else ReferralState.INSTRUCTED,
                "directive": direction.directive,
            }
        return self.model_copy(update=changes)

    @property
    def by_hand(self) -> tuple[Attached, ...]:
        """What goes into the person's copy: nothing where the controller answers the person itself."""
        return () if self.directive is Directive.LEAVE else self.attached


def _with(attached: tuple[Attached, ...], one: Attached | None) -> tuple[Attached, ...]:
    """One file for each recording: the latest."""
    return attached if one is None else (*(a for a in attached if a.item != one.item), one)
