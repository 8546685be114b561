"""Letters: what is said to whom at every turn of a case, as facts. `habeas.letters` has the words.

A mail holds nothing but fixed words and a link; the letter itself is read on the person's page.
"""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from .clock import Clock
from .justification import Justification
from .language import Language
from .model import Message
from .plan import PlanItem
from .right import Right


class LetterKind(StrEnum):
    """What a letter is for."""

    RECEIPT = "receipt"  # it has come, and by when there is an answer
    IDENTITY = "identity"  # show that it is you: a one-time link, or evidence
    CLARIFICATION = "clarification"  # a question
    REFERRED = "referred"  # who else decides about some of the data (GDPR art. 28; L-45)
    EXTENSION = "extension"  # more time, and why (GDPR art. 12(3))
    ANSWER = "answer"  # the copy is there (GDPR art. 15, 20)
    NO_DATA = "no_data"  # nothing is held (GDPR art. 15(1))
    DONE = "done"  # what was erased, and what was not and why (GDPR art. 12(3), 12(4), 17)
    REFUSAL = "refusal"  # nothing is done, and why (GDPR art. 12(4), 12(5))
    NOT_IDENTIFIED = "not_identified"  # we cannot tell who you are (GDPR art. 11(2), 12(2))
    UNANSWERED = "unanswered"  # the time is over and there is no answer: why (GDPR art. 12(4))
    HAND_OVER = "hand_over"  # to a controller: a person asks about data of yours (GDPR art. 28(3)(e))
    HAND_OVER_REMINDER = "hand_over_reminder"
    HAND_OVER_RESULT = "hand_over_result"  # to a controller: what was done on your instruction (GDPR art. 28(3)(h))
    ESCALATION = "escalation"  # to the DPO: a date comes near
    DECISION = "decision"  # to the DPO: it must be decided today


class Addressee(StrEnum):
    """Whom a letter is to."""

    SUBJECT = "subject"
    AGENT = "agent"
    CONTROLLER = "controller"
    DPO = "dpo"


class Letter(Message):
    """The facts of one letter. `words` is what a person wrote for it; `controllers` are names of organisations.

    `items` are those of the plan that the letter speaks of, `told` the recipients that were told (GDPR art. 19),
    `until` the moment until which something is there, or an answer is waited for.
    """

    case_id: str
    number: int
    kind: LetterKind
    addressee: Addressee
    language: Language
    right: Right
    received_at: AwareDatetime
    at: AwareDatetime
    clock: Clock | None = None
    country: str | None = None
    justification: Justification | None = None
    words: str | None = Field(default=None, repr=False)
    items: tuple[PlanItem, ...] = ()
    controllers: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    until: AwareDatetime | None = None


class LetterNote(Message):
    """That a letter was written, and whether its mail was accepted; None: there is no mail here, only the page."""

    number: int
    kind: LetterKind
    addressee: Addressee
    at: AwareDatetime
    is_sent: bool | None = None
