"""What people and parts tell a case: Updates with validators, and signals. The domain says what may be told when.

Validators only look: one that changed state would not be replayed.
"""

from temporalio import workflow

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.identifier import Identifier
from habeas.domain.name import MAIL
from habeas.domain.part import PartOutcome, PartReport
from habeas.domain.plan import Keep
from habeas.domain.sentence import TOO_LATE
from habeas.domain.update import Approval, Attestation, Cancellation, Link, Refusal, RetryNow

from .copying import Copying
from .notes import a_second, no


class Hearing(Copying):
    """Hears, has it checked, and notes it; the case acts on what was noted."""

    @workflow.query
    def status(self) -> CaseStatus:
        """All that may be said of the case."""
        return self._board.status

    @workflow.query
    def identifiers(self) -> dict[str, Identifier]:
        """What is known of the person, by reference: for the eyes of who decides, and for no log or list."""
        return self._identifiers

    @workflow.update
    async def approve(self, approval: Approval) -> CaseStatus:
        """Approve the plan of this digest (DPO). One that is not signed is heard in histories of older code alone."""
        if approval.signature is not None and await self._admit(approval):
            return self._board.show(waits_for=a_second(approval))
        return await self._decide(approval, approved_by=approval.by)

    @approve.validator
    def _may_approve(self, approval: Approval) -> None:
        self._permit(approval)

    @workflow.update
    async def refuse(self, refusal: Refusal) -> CaseStatus:
        """Refuse the request, with a reason (DPO)."""
        if not self._is_deciding and self._work is not None:
            self._work.cancel()
        return await self._decide(refusal, reason=refusal.reason, is_refused=True)

    @refuse.validator
    def _may_refuse(self, refusal: Refusal) -> None:
        self._permit(refusal)

    @workflow.update
    async def keep(self, keep: Keep) -> CaseStatus:
        """A holding must stay: makes a plan with a new digest (DPO)."""
        self._keeps = (*(k for k in self._keeps if k.holding != keep.holding), keep)
        return await self._planned_anew()

    @keep.validator
    def _may_keep(self, keep: Keep) -> None:
        self._permit(keep)

    @workflow.update
    async def link(self, link: Link) -> CaseStatus:
        """Decide whose an identifier tied to several people is; systems are asked again by it, or without it (DPO)."""
        identifier = self._identifiers[link.reference]
        others = tuple(one for one in self._links if one[0].normalised() != identifier.normalised())
        self._links = (*others, (identifier, link.is_theirs))
        self._looks += 1
        return await self._planned_anew()

    @link.validator
    def _may_link(self, link: Link) -> None:
        self._permit(link)

    @workflow.update
    async def cancel(self, cancellation: Cancellation) -> CaseStatus:
        """Stop, and leave everything as it was. The register says whether that is still possible."""
        if not await self._stop(cancellation):
            raise no(TOO_LATE)
        if not self._is_carrying_out and self._work is not None:
            self._work.cancel()
        return self._board.status

    @cancel.validator
    def _may_cancel(self, cancellation: Cancellation) -> None:
        self._permit(cancellation)

    @workflow.update
    async def retry(self, order: RetryNow) -> CaseStatus:
        """Try what is stuck at once; or, before a decision, look again and plan anew."""
        if self._board.status.state is CaseState.NEEDS_ATTENTION:
            await self._remind_register()
        self._looks += 1
        self._desk.retries += 1
        await self._tell_part("retry", order)
        return self._board.status

    @retry.validator
    def _may_retry(self, order: RetryNow) -> None:
        self._permit(order)

    @workflow.update
    async def attest(self, attestation: Attestation) -> CaseStatus:
        """A stuck step of one system was done by hand; or the person was told by other means than by mail."""
        if attestation.system == MAIL or self._acts_itself:
            self._desk.attested[attestation.system] = attestation
        await self._tell_part("attest", attestation)
        return self._board.status

    @attest.validator
    def _may_attest(self, attestation: Attestation) -> None:
        self._permit(attestation)

    @workflow.signal
    async def report(self, report: PartReport) -> None:
        """A part says where it is. One that comes when the outcome is known already says nothing new."""
        if self._is_closing:
            return
        self._has_pivoted = self._has_pivoted or report.has_pivoted
        await self._board.report(report, may_attest=not self._request.right.is_export)

    @workflow.signal
    def part_ended(self, outcome: PartOutcome) -> None:
        """A part that was adopted tells how it ended."""
        self._ended = outcome

    @workflow.signal
    def go_on(self) -> None:
        """A case that went first has ended."""
        self._turns += 1
