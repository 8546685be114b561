"""A case as its people see it: its state, what it waits for, and what it found."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, Field

from .clock import Clock, ClockRules, Pause
from .disclosure import NO_LONGER_KEPT, Disclosed, Location
from .identifier import Reached
from .identity import Doubt, Rung
from .justification import Justification
from .letter import LetterNote
from .manual import Asked
from .model import Message
from .outcome import Outcome
from .plan import PlanItem
from .receipt import BundleReceipt, Withheld
from .referral import Referral
from .right import Right
from .stage import Stage
from .stop import Stopped


class CaseState(StrEnum):
    """Where a case stands: the stage of an open one, or that it is stuck there; and of a closed one its outcome."""

    RECEIVED = Stage.RECEIVED.value
    IDENTITY = Stage.IDENTITY.value
    PLANNING = Stage.PLANNING.value
    AWAITING_DECISION = Stage.AWAITING_DECISION.value
    CARRYING_OUT = Stage.CARRYING_OUT.value
    ANSWERING = Stage.ANSWERING.value
    WAITING_FOR_CONTROLLER = Stage.WAITING_FOR_CONTROLLER.value
    WAITING_FOR_DAY = Stage.WAITING_FOR_DAY.value
    NEEDS_ATTENTION = "needs_attention"
    LOCATED = "located"
    READY = "ready"
    ERASED = "erased"
    ERASED_WITH_OPEN_STEPS = "erased_with_open_steps"
    NOTHING_CHANGED = "nothing_changed"
    ALL_RETAINED = "all_retained"
    REFUSED = "refused"
    NOT_IDENTIFIED = "not_identified"
    NO_DATA = "no_data"
    STOPPED = "stopped"  # what was objected to, or what rested on a consent, goes on no more (L-09)

    @property
    def is_open(self) -> bool:
        """Whether the case still goes on."""
        return self in _OPEN

    @property
    def is_moving(self) -> bool:
        """Whether the case goes on by itself."""
        return self in _MOVING


_MOVING = frozenset({CaseState.RECEIVED, CaseState.PLANNING, CaseState.CARRYING_OUT, CaseState.ANSWERING})
_OPEN = frozenset({CaseState.NEEDS_ATTENTION, *(CaseState(s.value) for s in Stage if s is not Stage.CLOSED)})


class Rules(Message):
    """The house's settings that a case runs by, read once when it is opened.

    `reversible_limit`: how long a system that stays away is waited for before the pivot; `attention_after`: after the
    pivot, and in an export, how long before the case asks for a person; `next_try`: how long it then waits by itself;
    `late_write`: after how long no request that was given up can still land; `clock`: what the law leaves to the house;
    `link_good_for`: how long a link in a mail opens something; `bundle_kept`: how long a bundle can be fetched;
    `backups_kept`: how long a backup may hold what was erased, where that is known.
    """

    may_approve_own: bool = False
    reversible_limit: timedelta = timedelta(minutes=10)
    attention_after: timedelta = timedelta(minutes=10)
    next_try: timedelta = timedelta(days=1)
    late_write: timedelta = timedelta(minutes=2)
    clock: ClockRules = ClockRules()
    link_good_for: timedelta = timedelta(days=30)
    bundle_kept: timedelta = timedelta(days=30)
    backups_kept: timedelta | None = None


class SystemCounts(Message):
    """Rows and objects of one system. Once done, found = erased + anonymised + retained + referred + undecided.

    `left` is measured by reading back, and then equals the last three: of what is anonymised the record stays, and
    nothing of the person in it. None: it could not be read back, and a person
    attested the step.
    """

    found: int = 0
    erased: int = 0
    anonymised: int = 0
    retained: int = 0
    referred: int = 0
    undecided: int = 0
    left: int | None = 0


class OpenStep(Message):
    """Something that is still to be done after the case, by whom or when it may be."""

    system: str
    what: str
    due: date


class Category(Message):
    """How much a system holds of one category."""

    category: str
    count: int


class Exported(Message):
    """How much of one system is in the bundle."""

    records: int = 0
    files: int = 0


class CaseStatus(Message):
    """All that may be said of a case: counts, dates and reasons, no personal data.

    `doubt` and `asks_for` say what is asked of who asks before anything is done; `stands_still` why somebody has put
    the case on hold; `must_be_decided` that the due date has come; `is_answered` that the person was told what was
    done, or not and why; `alerts` what somebody should look at, and nothing waits for; `backups_until` until when a
    backup may hold what was erased: a time of its own beside those of the answer and of the erasure (L-07);
    `justification` is the code of why nothing was done, `outcomes` what became of everything, as it was read back;
    `asked` what the owners of manual systems were asked, and whether they answered; `stopped` what an objection or a
    withdrawal has ended, by system.
    """

    case_id: str
    right: Right
    state: CaseState
    received_at: AwareDatetime
    due: date | None = None
    submitted_by: str
    verified_how: str | None = None
    verified_by: str | None = None
    stage: Stage = Stage.RECEIVED
    clock: Clock | None = None
    pauses: tuple[Pause, ...] = ()
    doubt: Doubt | None = None
    asks_for: Rung | None = None
    has_open_question: bool = False
    stands_still: str | None = None
    must_be_decided: bool = False
    is_answered: bool = False
    alerts: tuple[str, ...] = ()
    letters: tuple[LetterNote, ...] = ()
    referrals: tuple[Referral, ...] = ()
    asked: tuple[Asked, ...] = ()
    approved_by: str | None = None
    phase: str = "received"
    waits_for: str | None = None
    reason: str | None = None
    duplicate_of: str | None = None
    plan_digest: str | None = None
    items: tuple[PlanItem, ...] = ()
    reached: tuple[Reached, ...] = ()
    location: Location | None = None
    disclosed: tuple[Disclosed, ...] = ()
    holdings: dict[str, tuple[Category, ...]] = Field(default_factory=dict)
    systems: dict[str, SystemCounts] = Field(default_factory=dict)
    exported: dict[str, Exported] = Field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()
    open_steps: tuple[OpenStep, ...] = ()
    bundle: BundleReceipt | None = None
    progress: dict[str, str] = Field(default_factory=dict)
    is_refused: bool = False
    justification: Justification | None = None
    outcomes: tuple[Outcome, ...] = ()
    backups_until: AwareDatetime | None = None
    stopped: tuple[Stopped, ...] = ()

    def lasting(self) -> Self:
        """What stays in the register for ever: not a system's own words on where somebody is; they may be personal."""
        if self.location is None:
            return self
        return self.model_copy(update={"location": self.location.model_copy(update={"how": NO_LONGER_KEPT})})


class Claim(Message):
    """What the register says to a claim: it is ours, or another case has the person, or another case goes first."""

    duplicate_of: str | None = None
    waits_for: str | None = None
