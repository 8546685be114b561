"""What a system has of a subject: by category and controller, with a count and never a value."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from .model import Message

COMPANY = "company"


class Circumstance(StrEnum):
    """What keeps a holding from being treated like the rest of its category."""

    SHARED = "shared"  # it shows or belongs to other people too (GDPR art. 15(4), 20(4))
    SOLE_OWNER = "sole_owner"  # a customer's workspace would be left without an owner (P-17)
    SEVERAL_PEOPLE = "several_people"  # an identifier that is tied to more than one person
    UNANSWERED = "unanswered"  # whoever has it has not said what there is
    RETAINED = "retained"  # a law, a legal hold or a lock keeps it until a date
    NOT_YET = "not_yet"  # its system cannot erase it before a date: no law keeps it


class Retention(Message):
    """Why a holding stays, and until when (GDPR art. 17(3)); without an end date there is no retention (L-36).

    Of what can only be erased later, it is why that is, and from when on it can.
    """

    ground: str = Field(min_length=1)
    until: date


class Holding(Message):
    """One kind of data that one system has of the subject for one controller.

    `emptied`: by which methods its values are emptied, in rows that stay (`record/anonymised.py`).
    `is_to_be_written`: the erasure itself brings it about, as a note that an address is not to be looked up again. Its
    system has a step in the plan for that alone, also where nothing there is erased.
    """

    system: str
    category: str
    controller: str = COMPANY
    circumstance: Circumstance | None = None
    retention: Retention | None = None
    count: int = Field(ge=0)
    is_to_be_written: bool = False
    emptied: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names this kind of data within a plan, without its count."""
        return holding_key(self.system, self.category, self.controller, self.circumstance)


def holding_key(system: str, category: str, controller: str, circumstance: Circumstance | None) -> str:
    """`system/category/controller`, and the circumstance if there is one."""
    return "/".join([system, category, controller, *([circumstance] if circumstance else [])])
