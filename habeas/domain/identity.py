"""Whether who asks is the person, or may speak for them (L-11 to L-16, P-13).

A ladder: each doubt has the least that dispels it, and nobody is asked for more. What was shown is erased once it has
served; how, when and by whom it was verified stays.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from .model import Message, Strict
from .right import Right


class Rung(StrEnum):
    """How somebody can show who they are, from the least to the most."""

    SESSION = "session"  # signs in once more to the account
    LINK = "link"  # opens a one-time link that was sent to the address on file
    EVIDENCE = "evidence"  # shows something that a person looks at


_HEIGHT = {rung: height for height, rung in enumerate(Rung)}


class Doubt(StrEnum):
    """Why it is in doubt that who asks is the person (GDPR art. 12(6): there must be a reasonable doubt)."""

    NOT_SIGNED_IN = "not_signed_in"
    OTHER_ADDRESS = "other_address"  # it came from an address that is not on file
    ADDRESS_LOST = "address_lost"  # the person says that the address on file is theirs no more
    SHARED_ADDRESS = "shared_address"  # the address leads to data of several people
    CONTRADICTION = "contradiction"  # what was said does not agree with what is on file
    REPRESENTATIVE = "representative"  # somebody asks for somebody else


_DISPELS: Mapping[Doubt, Rung] = {
    Doubt.NOT_SIGNED_IN: Rung.LINK,
    Doubt.OTHER_ADDRESS: Rung.LINK,
    Doubt.ADDRESS_LOST: Rung.EVIDENCE,
    Doubt.SHARED_ADDRESS: Rung.EVIDENCE,
    Doubt.CONTRADICTION: Rung.EVIDENCE,
    Doubt.REPRESENTATIVE: Rung.EVIDENCE,
}


def is_more_than_needed(doubt: Doubt, rung: Rung) -> bool:
    """Whether a lower rung dispels the doubt (L-11: data minimisation, GDPR art. 5(1)(c))."""
    return _HEIGHT[rung] > _HEIGHT[_DISPELS[doubt]]


def is_enough(asked: Rung, shown: Rung) -> bool:
    """Whether what was shown reaches what was asked for."""
    return _HEIGHT[shown] >= _HEIGHT[asked]


class Identity(Strict):
    """How, when and by whom it was verified that the requester is the person concerned (GDPR art. 12(6)).

    The evidence itself is not kept (L-12).
    """

    how: str = Field(min_length=1, max_length=200)
    by: str = Field(min_length=1, max_length=100)
    rung: Rung | None = None
    at: AwareDatetime | None = None


class Representation(StrEnum):
    """As what somebody speaks for the person."""

    AGENT = "agent"  # with the person's mandate
    PARENT = "parent"
    GUARDIAN = "guardian"


class Mandate(Strict):
    """That somebody may speak for the person (L-13): for what, from when to when, and whether the answer may go there.

    `verified` is how that was verified, `age` the child's in years, where a parent asks.
    """

    representation: Representation
    rights: tuple[Right, ...] = Field(min_length=1)
    begins: date
    ends: date
    may_receive_answer: bool
    verified: Identity
    age: int | None = Field(default=None, ge=0, le=150)


class Ages(Message):
    """From which age on a child decides for itself (GDPR art. 8(1)), by country; `otherwise` where none is known."""

    by_country: dict[str, int] = Field(default_factory=dict)
    otherwise: int = 16

    def of(self, country: str | None) -> int:
        """The age in a country; unknown counts as the highest, so that a parent is not turned away."""
        return self.by_country.get(country or "", self.otherwise)


def outside(mandate: Mandate, right: Right, on: date, age_of_consent: int) -> str | None:
    """Why the mandate does not cover a right on that day; None: it does."""
    if right not in mandate.rights:
        return "the mandate is for other requests than this"
    if not mandate.begins <= on <= mandate.ends:
        return "the mandate is not in force"
    if mandate.representation is not Representation.PARENT:
        return None
    if mandate.age is None:
        return "a parent asks, and the child's age is not known"
    return "the child is old enough to decide for itself" if mandate.age >= age_of_consent else None
