"""Systems without an API: whoever has one, its owner, is asked by mail and page, and answers when they can.

An owner is inside the company, or a processor that holds the data already: nobody else learns of a case by it.
"""

from datetime import date, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field

from .identifier import EMAIL, Identifier
from .language import Language
from .model import Message, Strict

NOT_AWAITED = "the person asked for it (GDPR art. 17(1)); its owner holds it back and erases it by hand, and says so"
UNANSWERED = "its owner has not said what is held, or that it was erased"
NOT_GIVEN = "its owner says that it is held, and has not given it yet"


class Demand(StrEnum):
    """What an owner is asked for. The first two are waited for, and the last; the others are told."""

    LOCATE = "locate"  # what do you hold of this person?
    GIVE = "give"  # and give it: the request is for a copy
    HOLD = "hold"  # do not use it: it may be erased
    RELEASE = "release"  # use it again: it is not erased
    ERASE = "erase"  # erase it, and say that it is done

    @property
    def is_a_question(self) -> bool:
        """Whether an answer is waited for."""
        return self not in (Demand.HOLD, Demand.RELEASE)


FINDING = (Demand.LOCATE, Demand.GIVE)
DURING_AN_ERASURE = (Demand.HOLD, Demand.RELEASE, Demand.ERASE)


class DemandState(StrEnum):
    """What came of it so far."""

    ASKED = "asked"
    LATE = "late"  # reminded in vain: the DPO was told
    ANSWERED = "answered"
    DECLINED = "declined"  # it says that it cannot, or not yet
    SILENT = "silent"  # its time is over: what is missing stays open
    UNREACHED = "unreached"  # the letter did not leave

    @property
    def is_over(self) -> bool:
        """Whether nothing more is waited for."""
        return self in (DemandState.ANSWERED, DemandState.DECLINED, DemandState.SILENT)


class ManualSystem(Strict):
    """A system without an API, as the record of processing declares it.

    `owner` is a role, not a name; `processor` is the id of the recipient that the owner is, and missing where the owner
    is inside the company. `finds_by` are the kinds of identifiers that the owner needs to find a person; no others are
    shown. `answers_within` is in days.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$", max_length=40)
    owner: str = Field(min_length=1, max_length=100)
    address: str = Field(pattern=r"^[^\s@]+@[^\s@]+$", max_length=254, repr=False)
    language: Language = Language.ENGLISH
    processor: str | None = None
    finds_by: tuple[str, ...] = Field(default=(EMAIL,), min_length=1)
    answers_within: int = Field(default=10, gt=0, le=60)


class Owner(Message):
    """Who is asked about one system: in which language, by what they find a person, and what they may hold."""

    system: str
    role: str
    address: str = Field(repr=False)
    language: Language = Language.ENGLISH
    is_processor: bool = False
    finds_by: tuple[str, ...] = (EMAIL,)
    answers_within: timedelta = timedelta(days=10)
    categories: tuple[str, ...] = ()

    def sought(self, identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
        """Those of these identifiers by which this owner finds the person, without where they were found."""
        wanted = {(i.kind, i.value) for i in identifiers if i.kind in self.finds_by}
        return tuple(Identifier(kind=kind, value=value) for kind, value in sorted(wanted))


class Question(Message):
    """What a letter to an owner is about. `identifiers` are shown on the owner's page, and stand in no mail."""

    system: str
    role: str
    demand: Demand
    is_processor: bool = False
    identifiers: tuple[Identifier, ...] = ()
    categories: tuple[str, ...] = ()


class Asked(Message):
    """One demand on an owner, as the case shows it; `number` names its letters and its answer within the case."""

    number: int
    system: str
    role: str
    demand: Demand
    state: DemandState
    asked_at: AwareDatetime
    answer_by: AwareDatetime | None = None


class Found(Message):
    """What an owner says is held of one category, and the date of the newest of it where a law counts from that."""

    category: str
    count: int = Field(ge=0)
    newest: date | None = None


class Answer(Message):
    """What an owner has answered: who says so, on what day it was looked up or done, and what shows it.

    `is_done` is false where the owner says that it cannot be done, or not yet; `reference` then says why. `files`
    counts what was uploaded with it.
    """

    number: int
    system: str
    demand: Demand
    is_done: bool
    by: str = Field(min_length=1, max_length=100, repr=False)
    reference: str = Field(min_length=3, max_length=300, repr=False)
    done_on: date
    at: AwareDatetime
    found: tuple[Found, ...] = ()
    files: int = 0

    @property
    def state(self) -> DemandState:
        """What that makes of the demand."""
        return DemandState.ANSWERED if self.is_done else DemandState.DECLINED
