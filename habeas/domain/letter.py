"""Letters: what is said to whom at every turn of a case, as facts. `habeas.letters` has the words.

A mail holds nothing but fixed words and a link; the letter itself is read on the person's page.
"""

from datetime import timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field

from .clock import Clock
from .identity import Doubt, Rung
from .justification import Justification
from .language import Language
from .link import LinkPurpose
from .manual import Question
from .model import Message
from .plan import PlanItem
from .right import Right
from .shown import Shown
from .stop import Stopped


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
    STOPPED = "stopped"  # what goes on no more, and where it could not be ended (GDPR art. 12(3), 21(3), 7(3))
    REFUSAL = "refusal"  # nothing is done, and why (GDPR art. 12(4), 12(5))
    NOT_IDENTIFIED = "not_identified"  # we cannot tell who you are (GDPR art. 11(2), 12(2))
    UNANSWERED = "unanswered"  # the time is over and there is no answer: why (GDPR art. 12(4))
    HAND_OVER = "hand_over"  # to a controller: a person asks about data of yours (GDPR art. 28(3)(e))
    HAND_OVER_REMINDER = "hand_over_reminder"
    HAND_OVER_RESULT = "hand_over_result"  # to a controller: what was done on your instruction (GDPR art. 28(3)(h))
    CERTIFICATE = "certificate"  # to a controller that leaves: all of its data is gone (GDPR art. 28(3)(g))
    OWNER_ASKED = "owner_asked"  # to the owner of a manual system: find, give or erase, and say so
    OWNER_REMINDER = "owner_reminder"
    OWNER_TOLD = "owner_told"  # to the same: hold it back, or use it again
    OWNER_SILENT = "owner_silent"  # to the DPO: an owner does not answer
    ESCALATION = "escalation"  # to the DPO: a date comes near
    DECISION = "decision"  # to the DPO: it must be decided today
    BREACH = "breach"  # to the DPO: something reached the wrong person (GDPR art. 33)


class Addressee(StrEnum):
    """Whom a letter is to."""

    SUBJECT = "subject"
    AGENT = "agent"
    CONTROLLER = "controller"
    OWNER = "owner"  # of a manual system
    DPO = "dpo"


class Letter(Message):
    """The facts of one letter. `words` is what a person wrote for it; `controllers` are names of organisations.

    `items` are those of the plan that the letter speaks of, `shown` what shows the person together with others,
    `told` the recipients that are told (GDPR art. 19), `until` the moment until which something is there,
    or an answer is waited for. `names` are those of controllers, by the ids by which items know them: a letter with
    several controllers is not written without them. `doubt` and `rung` are what a question about identity is about
    (L-11). `backups_until`: until when a backup may hold what was erased, where that is known (L-42). `is_given`:
    whether a copy has what shows others, `cut_by_hand`: of how many recordings it has what was cut out of them.
    `question` is what the owner of a manual system is asked. Of the systems in `attested` an owner says that it was
    erased; those in `unanswered` have not said what they hold. `has_cookie_id`: the person gave the id in a cookie, and
    what a browser left was looked for too (GDPR art. 11(2)). `stopped` is what an objection has ended, or a withdrawal
    of consent to these `purposes`; none: to all.
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
    shown: tuple[Shown, ...] = ()
    is_given: bool | None = None
    cut_by_hand: int = 0
    controllers: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    until: AwareDatetime | None = None
    names: dict[str, str] = Field(default_factory=dict)
    doubt: Doubt | None = None
    rung: Rung | None = None
    backups_until: AwareDatetime | None = None
    question: Question | None = None
    attested: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    has_cookie_id: bool = False
    stopped: tuple[Stopped, ...] = ()
    purposes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Names the letter within its case: one of this name is written once."""
        return f"{self.kind}-{self.number}"


class LetterNote(Message):
    """That a letter was written, and whether its mail was accepted; None: there is no mail here, only the page.

    False: the mail server takes no mail for that address, or not this one. The letter is on the page all the same.
    """

    number: int
    kind: LetterKind
    addressee: Addressee
    at: AwareDatetime
    is_sent: bool | None = None


class LetterOrder(Message):
    """Write this letter, keep it, and send its mail to `address`, if there is one.

    The link in the mail is for `purpose`, and is good for `good_for`. A controller's is always to a page of its own,
    and the DPO's none but an address of the house.
    """

    letter: Letter
    address: str | None = Field(default=None, repr=False)
    purpose: LinkPurpose = LinkPurpose.PAGE
    good_for: timedelta = timedelta(days=90)


class KeptLetter(Message):
    """A letter as it is kept: with its note once that is known, and until then with the token of the link in its mail.

    An attempt that was broken off is so made once more with the same mail.
    """

    letter: Letter
    note: LetterNote | None = None
    token: str | None = Field(default=None, repr=False)
