"""A copy or a letter that reached the wrong person: a breach, and its clock (GDPR art. 33 and 34; L-10)."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field

from .language import Language
from .model import Message, Strict
from .right import Right

NOTIFY_WITHIN = timedelta(hours=72)
"""From when we became aware of it until the authority is notified (art. 33(1))."""

REMIND_BEFORE = timedelta(hours=24)


class BreachState(StrEnum):
    """Where a breach stands."""

    OPEN = "open"
    LATE = "late"  # the authority may still be notified, with the reasons for the delay (art. 33(1))
    NOTIFIED = "notified"
    NO_RISK = "no_risk"  # unlikely to result in a risk to anybody: that is documented instead (art. 33(1), (5))

    @property
    def is_settled(self) -> bool:
        """Whether it was decided what is told."""
        return self in (BreachState.NOTIFIED, BreachState.NO_RISK)


class BreachOrder(Message):
    """Start input: of which case, since when it is known, and who says so."""

    case_id: str
    right: Right
    language: Language
    aware_at: AwareDatetime
    by: str = Field(min_length=1, max_length=100)

    @property
    def notify_by(self) -> datetime:
        """When the 72 hours are over."""
        return self.aware_at + NOTIFY_WITHIN


class BreachDecision(Strict):
    """What was decided. `why`: where the notification is on file, with reasons if it was late; or why there is no risk.

    The people concerned are told too where the risk to them is high (art. 34); that is said there.
    """

    was_notified: bool
    why: str = Field(min_length=3, max_length=1000, repr=False)
    by: str = Field(min_length=1, max_length=100)


class BreachStatus(Message):
    """All that is said of a breach; it documents it (art. 33(5))."""

    case_id: str
    aware_at: AwareDatetime
    notify_by: AwareDatetime
    reported_by: str
    state: BreachState = BreachState.OPEN
    decided_at: AwareDatetime | None = None
    decided_by: str | None = None
    why: str | None = Field(default=None, repr=False)
