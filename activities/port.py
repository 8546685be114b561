"""What the steps need of the house: ports that the composition root fills."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from habeas.domain.attached import Attached
from habeas.domain.case import CaseState, CaseStatus, Claim
from habeas.domain.datamap import MapFound
from habeas.domain.decision import Decision
from habeas.domain.escrow import Escrow
from habeas.domain.house import Closed, Packaging
from habeas.domain.identifier import Identifier
from habeas.domain.identity import Identity
from habeas.domain.key import Kind
from habeas.domain.letter import LetterNote, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.domain.order import CollectOrder
from habeas.domain.part import ErasureOrder
from habeas.domain.port import Entry
from habeas.domain.question import AnswerQuery, AnswerState
from habeas.domain.receipt import BundleReceipt, CollectReceipt, Receipt
from habeas.domain.request import Instruction, Request
from habeas.domain.stop import StopNote
from habeas.domain.sweep import Published
from habeas.domain.update import Approval


class Fences(Protocol):
    """What the register says when a system is about to be changed. Each raises Barred when it says no."""

    async def begin(self, case_id: str, digest: str, system: str) -> bool:
        """A hold of this plan in this system is begun, if it still may be; says whether one had begun before."""

    async def may_hold(self, case_id: str, digest: str, system: str) -> None:
        """Whether a hold may still be written."""

    async def bar(self, case_id: str, digest: str, system: str) -> bool:
        """From now on no hold of this plan is written in this system; says whether one was begun. Only to unwind."""

    async def may_erase(self, case_id: str, digest: str) -> None:
        """Whether the plan of this digest has passed the pivot."""


class Book(Protocol):
    """The register as a case uses it."""

    async def open(self, request: Request, due: date, commitment: str | None = None) -> Claim:
        """Open the case and claim the person, whom the commitment names in evidence."""

    async def claim(self, case_id: str, identifiers: tuple[Identifier, ...]) -> Claim:
        """Claim all identifiers found together."""

    async def engage(self, case_id: str) -> Claim:
        """Begin to change systems, unless an export goes first."""

    async def rest(self, case_id: str) -> tuple[str, ...]:
        """Change systems no more until the case engages again; names the cases that wait for this one."""

    async def knows(self, case_id: str) -> bool:
        """Whether the register has the case."""

    async def admit(self, case_id: str, approval: Approval) -> int:
        """Verify and store a signed approval; of so many more people the plan needs one."""

    async def approve(
        self,
        case_id: str,
        digest: str,
        *approvals: Approval,
        are_new: bool = True,
        instructions: tuple[Instruction, ...] = (),
    ) -> None:
        """Record that a plan is approved, by these approvals and those that are stored; and by whose instructions."""

    async def approvals(self, case_id: str, digest: str) -> tuple[Approval, ...]:
        """The signed approvals of a plan."""

    async def supersede(self, case_id: str, digest: str) -> None:
        """The plan of this digest takes the place of the case's others: their approvals are dropped."""

    async def approved(self, case_id: str) -> tuple[str, str] | None:
        """The digest of the approved plan, and who approved it."""

    async def decide(self, case_id: str, digest: str, wanted: Decision) -> Decision:
        """The pivot: one compare-and-set, and its answer."""

    async def identity(self, case_id: str) -> Identity | None:
        """How and by whom who asks was verified, if that was."""

    async def note_identity(self, case_id: str, how: str | None, by: str | None) -> None:
        """How and by whom who asks was verified; None: it is in doubt."""

    async def finish(
        self, case_id: str, digest: str, steps: tuple[Receipt, ...] = (), *, is_whole: bool = True
    ) -> None:
        """All of a plan that pivoted is done, as these receipts say; or all that can be for now."""

    async def unwound(
        self, case_id: str, digest: str, steps: tuple[Receipt, ...], attested: tuple[str, ...] = ()
    ) -> None:
        """All of a plan that unwinds is taken back, as these receipts say; of these systems a person attests it."""

    async def note_stopped(self, note: StopNote) -> None:
        """State what an objection or a withdrawal has ended in one system. Twice is once."""

    async def note(self, case_id: str, state: CaseState) -> None:
        """Note the state for lists."""

    async def close(self, case_id: str, status: CaseStatus, kept: Escrow | None = None) -> Closed:
        """Store the outcome unless there is one, free the person, and name the cases that wait for this one.

        `kept`: what stays of the case for an authority.
        """

    async def plan_salt(self, case_id: str) -> bytes | None:
        """What shows which plan the evidence of a case is about."""

    async def is_closed(self, case_id: str) -> bool:
        """Whether there is an outcome of the case."""


class LegalBook(Protocol):
    """The register as the legal procedure uses it."""

    async def note_due(self, case_id: str, due: date) -> None:
        """The date by which lists go."""

    async def note_identity(self, case_id: str, how: str | None, by: str | None) -> None:
        """How and by whom who asks was verified; None: it is in doubt."""

    async def proof(self, case_id: str) -> datetime | None:
        """When a link that was sent to the person was opened, if one was."""

    async def revoke_links(self, case_id: str, purpose: LinkPurpose) -> None:
        """Let the case's links for this purpose end at once."""


class Correspondence(Protocol):
    """What writes, keeps and sends letters."""

    async def write(self, order: LetterOrder) -> LetterNote:
        """Write one; one that was sent before is not sent again. Raises what a mail server answers, classified."""


class Answered(Protocol):
    """What the owners of manual systems have answered."""

    async def state(self, query: AnswerQuery) -> AnswerState:
        """Whether there is an answer, and what that makes of the demand."""


class Evidence(Protocol):
    """What people showed of who they are."""

    async def discard_evidence(self, case_id: str) -> None:
        """Remove it. Twice is once."""


class Papers(Protocol):
    """What an open case is rebuilt from when Temporal has lost it."""

    async def keep_request(self, request: Request) -> None:
        """Keep the request of a case."""

    async def commit(self, request: Request) -> str:
        """The commitment to whom a case is about; its salt is kept for as long as the case can be read."""

    async def keep_order(self, order: ErasureOrder) -> None:
        """Keep the order by which an approved plan is carried out."""

    async def order(self, case_id: str) -> ErasureOrder | None:
        """The order that was kept last."""

    async def discard(self, case_id: str) -> None:
        """Remove what an open case is rebuilt from. Twice is once."""

    async def forget(self, case_id: str) -> None:
        """Remove all that was kept of a case that never began. Twice is once."""


class Escrows(Protocol):
    """What stays of a closed case for an authority: two people open it together."""

    async def sealed(self, status: CaseStatus, approvals: Sequence[Approval], plan_salt: bytes | None) -> Escrow | None:
        """That of a case that is about to close, from its papers; None where nobody may open one."""


class Proofs(Protocol):
    """What a person gets to prove what was done."""

    async def keep_proof(self, case_id: str) -> None:
        """Keep it, of a case that has closed with a certificate. Twice is once."""


class Stages(Protocol):
    """The case folder as a collecting step uses it."""

    async def __call__(self, entries: AsyncIterator[Entry], order: CollectOrder) -> CollectReceipt:
        """Stream an adapter's entries into staged files."""


class Packs(Protocol):
    """The case folder as the packaging step uses it."""

    async def packer(self, packaging: Packaging) -> Callable[[Callable[[], None]], BundleReceipt]:
        """What writes the bundle from staged files: in a thread, until the `progress` that it is given raises."""

    async def discard(self, case_id: str, *, keep: str | None) -> None:
        """Remove what was staged, and every bundle but this one; nothing is staged again. Twice is once."""


class Bundles(Protocol):
    """The register as the packaging step uses it."""

    async def note_bundle(
        self,
        case_id: str,
        receipt: BundleReceipt,
        decided: Mapping[str, bool],
        attached: Mapping[str, Sequence[Attached]],
    ) -> None:
        """A copy was made that can be fetched, by these instructions of controllers. Twice is once."""


class Due(Protocol):
    """The register as the sweep uses it."""

    async def forget_evidence(self, before: datetime) -> int:
        """Erase what is kept as evidence from before that moment; says how many statements."""

    async def due_for_shredding(self, closed: datetime, with_bundle: datetime, limit: int) -> tuple[str, ...]:
        """Some cases that have closed before these moments, without and with a bundle, and have their secrets still."""


class Shreds(Protocol):
    """What destroys the secrets and files of cases."""

    async def shred(self, case_id: str) -> None:
        """Of one case. Twice is once."""

    async def tidy(self) -> None:
        """Remove files of cases that are shredded already."""


class Executions(Protocol):
    """Temporal's executions of cases."""

    async def runs(self, case_id: str) -> bool:
        """Whether the case's workflow, or that of a part, still runs."""

    async def forget(self, case_id: str) -> None:
        """Have Temporal delete them, where the house is set to."""


class TurnsOver(Protocol):
    """The wrapping keys."""

    async def turn_over(self, kind: Kind) -> tuple[str, ...]:
        """Wrap every live secret of a kind anew, destroy the older wrapping keys, and name them."""


class Compares(Protocol):
    """One system's record and its database."""

    async def differences(self) -> tuple[list[tuple[str, str]], int]:
        """What does not fit, by its place in the record, and how many warnings there are besides."""


class NotesMaps(Protocol):
    """The register as it keeps what was found."""

    async def note_map(self, found: Sequence[MapFound]) -> None:
        """Keep it, instead of all that was found before."""


class Publishes(Protocol):
    """The place of checkpoints."""

    async def publish(self) -> Published:
        """Publish the log as it is now. Twice is once."""
