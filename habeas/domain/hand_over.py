"""What a case and the part of another controller tell each other."""

from datetime import timedelta

from pydantic import AwareDatetime, Field

from .clock import Clock
from .language import Language
from .model import Message
from .plan import PlanItem
from .referral import Referral
from .right import Right
from .shown import Shown


class HandOverOrder(Message):
    """Start input of one controller's part: what the person asks, and what is held for that controller.

    `shown` is what of it shows the person together with others.
    """

    case_id: str
    right: Right
    received_at: AwareDatetime
    language: Language
    referral: Referral
    address: str | None = Field(default=None, repr=False)
    items: tuple[PlanItem, ...]
    shown: tuple[Shown, ...] = ()
    clock: Clock | None
    country: str | None
    link_good_for: timedelta


class Handed(Message):
    """A controller's instruction was carried out: what became of its data; of a copy, whether it was given.

    `cut_by_hand`: how many recordings the copy has in parts that were cut by hand.
    """

    items: tuple[PlanItem, ...]
    is_given: bool | None = None
    cut_by_hand: int = 0
