"""The messages of the steps in our own house: one in, one receipt out."""

from datetime import date

from pydantic import AwareDatetime, Field

from .attached import Attached
from .case import CaseState, CaseStatus, Claim, Rules
from .clock import Clock, Timing
from .decision import Decision
from .findings import Findings
from .identifier import Identifier
from .identity import Identity
from .language import Language
from .manual import Owner
from .model import Message
from .part import ErasureOrder
from .plan import Keep
from .receipt import CollectReceipt, Receipt
from .request import Request
from .right import Right
from .route import Route
from .update import Approval, Verification


class Claiming(Message):
    """Claim these identifiers for the case."""

    case_id: str
    identifiers: tuple[Identifier, ...]


class Engaging(Message):
    """The case is about to change systems."""

    case_id: str


class Rested(Message):
    """The case changes systems no more for a while; these cases have waited for that."""

    waiting: tuple[str, ...] = ()


class Admitting(Message):
    """Somebody approves the plan that waits."""

    case_id: str
    approval: Approval


class Admitted(Message):
    """The register has the approval; of so many more people the plan needs one. None: it has forgotten the case."""

    missing: int | None


class ApprovalNote(Message):
    """A plan was approved, and is to be carried out by this order."""

    case_id: str
    approval: Approval
    order: ErasureOrder


class Restoring(Message):
    """What a case knows of itself, for a register that was restored from a copy older than the case.

    `order`, `approved_by` and `approvals` are those of the approved plan, if there is one; `finished` are the digests
    of plans that were carried out to the end.
    """

    request: Request
    due: date
    identifiers: tuple[Identifier, ...]
    order: ErasureOrder | None = None
    approved_by: str | None = None
    approvals: tuple[Approval, ...] = ()
    finished: tuple[str, ...] = ()
    identity: Identity | None = None
    has_pivoted: bool = False
    is_unwinding: bool = False


class Opened(Message):
    """What a case needs to know before it begins.

    `order`, `approved_by` and `approvals` are there when a plan of the case was approved before: the case was lost, and
    goes on.
    `routes` says of each system after which others it is asked, and by what. `is_closed`: an earlier run of the case
    has closed it, and nothing is to be done but to say so again. `outside_mandate` is why who asks may not ask for the
    person, or not for this (L-13). `identity`: how that was verified before, where the case was lost and goes on.
    `owners` are those of systems without an API.
    """

    claim: Claim
    rules: Rules
    systems: tuple[str, ...]
    routes: dict[str, Route] = Field(default_factory=dict)
    order: ErasureOrder | None = None
    approved_by: str | None = None
    approvals: tuple[Approval, ...] = ()
    is_closed: bool = False
    clock: Clock
    outside_mandate: str | None = None
    identity: Identity | None = None
    owners: tuple[Owner, ...] = ()


class Closed(Message):
    """What the register has as the outcome of a case, the first that it was told; and the cases that waited for it."""

    outcome: CaseStatus
    waiting: tuple[str, ...] = ()


class Deciding(Message):
    """Ask for one side of the pivot of an approved plan."""

    case_id: str
    digest: str
    wanted: Decision


class Counting(Message):
    """Count a case's dates anew, and have lists go by them."""

    case_id: str
    timing: Timing


class Containing(Message):
    """Nothing of the case is to be reached by a link any more."""

    case_id: str


class IdentityNote(Message):
    """Who asks has shown who they are. What they showed goes; how and by whom it was looked at stays (L-12).

    Without a verification it is in doubt again.
    """

    case_id: str
    verification: Verification | None


class Finishing(Message):
    """All of this plan is carried out and read back: what each system said of that, those apart that are attested.

    Not `is_whole`: something of it can only be erased later, and is then said to be finished once more.
    """

    case_id: str
    digest: str
    steps: tuple[Receipt, ...] = ()
    is_whole: bool = True


class Unwound(Message):
    """All of this plan is taken back: what each system said of that, and those of which a person attests it."""

    case_id: str
    digest: str
    steps: tuple[Receipt, ...] = ()
    attested: tuple[str, ...] = ()


class StateNote(Message):
    """The case is now in this state."""

    case_id: str
    state: CaseState


class Planning(Message):
    """Make a plan of what was found, with what people decided to keep.

    `case_id`: a case that from now on waits for the decision on the plan, which the register notes.
    """

    findings: Findings
    keeps: tuple[Keep, ...] = ()
    case_id: str | None = None
    only: tuple[str, ...] = ()


class Packaging(Message):
    """Make the bundle of what the systems staged; `country` is where the person is, as far as that is known.

    `recipient`: seal it to this key of the person's own. `decided` and `attached`: as in an ExportOrder;
    they are in the log. `has_cookie_id`: as in a letter.
    """

    case_id: str
    right: Right
    received_at: AwareDatetime
    receipts: tuple[CollectReceipt, ...]
    language: Language = Language.ENGLISH
    country: str | None = None
    recipient: str | None = None
    decided: dict[str, bool] = Field(default_factory=dict)
    attached: dict[str, tuple[Attached, ...]] = Field(default_factory=dict)
    has_cookie_id: bool = False


class Discarding(Message):
    """Remove the files of the case: what was staged, and every bundle but the one that is kept."""

    case_id: str
    keep: str | None = None
