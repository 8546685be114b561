"""What the steps need of the house: ports that the composition root fills."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime
from typing import Protocol

from habeas.domain.case import CaseState, CaseStatus, Claim
from habeas.domain.decision import Decision
from habeas.domain.house import Closed, Packaging
from habeas.domain.identifier import Identifier
from habeas.domain.identity import Identity
from habeas.domain.key import Kind
from habeas.domain.letter import LetterNote, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.domain.order import CollectOrder
from habeas.domain.part import ErasureOrder
from habeas.domain.port import Entry
from habeas.domain.receipt import BundleReceipt, CollectReceipt
from habeas.domain.request import Request
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

    async def open(self, request: Request, due: date) -> Claim:
        """Open the case and claim the person."""

    async def claim(self, case_id: str, identifiers: tuple[Identifier, ...]) -> Claim:
        """Claim all identifiers found together."""

    async def engage(self, case_id: str) -> Claim:
        """Begin to change systems, unless an export goes first."""

    async def knows(self, case_id: str) -> bool:
        """Whether the register has the case."""

    async def admit(self, case_id: str, approval: Approval) -> int:
        """Verify and store a signed approval; of so many more people the plan needs one."""

    async def approve(self, case_id: str, digest: str, *approvals: Approval, are_new: bool = True) -> None:
        """Record that a plan is approved, by these approvals and those that are stored."""

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

    async def finish(self, case_id: str, digest: str) -> None:
        """All of a plan that pivoted is done."""

    async def note(self, case_id: str, state: CaseState) -> None:
        """Note the state for lists."""

    async def close(self, case_id: str, status: CaseStatus) -> Closed:
        """Store the outcome unless there is one, free the person, and name the cases that wait for this one."""

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


class Evidence(Protocol):
    """What people showed of who they are."""

    async def discard_evidence(self, case_id: str) -> None:
        """Remove it. Twice is once."""


class Papers(Protocol):
    """What an open case is rebuilt from when Temporal has lost it."""

    async def keep_request(self, request: Request) -> None:
        """Keep the request of a case."""

    async def keep_order(self, order: ErasureOrder) -> None:
        """Keep the order by which an approved plan is carried out."""

    async def order(self, case_id: str) -> ErasureOrder | None:
        """The order that was kept last."""

    async def discard(self, case_id: str) -> None:
        """Remove what was kept of a case. Twice is once."""


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


class Due(Protocol):
    """The register as the sweep uses it."""

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
