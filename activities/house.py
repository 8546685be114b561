"""The steps in the register: what must be one fact."""

from collections.abc import Awaitable
from datetime import date

from habeas.domain.case import CaseState, CaseStatus, Claim, Rules
from habeas.domain.clock import Timing, clock
from habeas.domain.decision import Decision
from habeas.domain.error import Barred, Permanent
from habeas.domain.escrow import Escrow
from habeas.domain.house import (
    Admitted,
    Admitting,
    ApprovalNote,
    Claiming,
    Closed,
    Deciding,
    Engaging,
    Finishing,
    Opened,
    Rested,
    Restoring,
    StateNote,
    Unwound,
)
from habeas.domain.identity import Ages, outside
from habeas.domain.manual import Owner
from habeas.domain.part import ErasureOrder
from habeas.domain.request import Request
from habeas.domain.route import Routes
from habeas.domain.stop import StopNote
from habeas.domain.time_limit import Place

from .boundary import step
from .port import Book, Escrows, Papers, Proofs


class RegisterSteps:
    """What must be one fact: claims, decisions, outcomes."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a case begins with
        self,
        book: Book,
        papers: Papers,
        escrows: Escrows,
        proofs: Proofs,
        place: Place,
        rules: Rules,
        routes: Routes,
        ages: Ages,
        owners: tuple[Owner, ...] = (),
    ) -> None:
        """`place` is where the controller acts; `routes` has the systems that are asked; `ages` those of consent.

        `owners` are those of systems without an API.
        """
        self._owners = owners
        self._escrows = escrows
        self._proofs = proofs
        self._ages = ages
        self._book = book
        self._papers = papers
        self._place = place
        self._rules = rules
        self._routes = routes

    @step("open_case")
    async def open_case(self, request: Request) -> Opened:
        """Open the case, claim the person, and set the clock. A case that was lost learns what was approved of it."""
        dates = clock(Timing(received_at=request.received_at), self._place, self._rules.clock)
        await self._papers.keep_request(request)
        claim = await self._claimed(request, dates.due, await self._papers.commit(request))
        opened = Opened(
            claim=claim or Claim(),
            is_closed=claim is None,
            clock=dates,
            rules=self._rules,
            systems=tuple(self._routes),
            routes=dict(self._routes),
            outside_mandate=self._outside(request),
            identity=await self._book.identity(request.case_id),
            owners=self._owners,
        )
        if claim is None:
            await self._papers.discard(request.case_id)
            return opened
        if claim.duplicate_of is not None:
            await self._papers.forget(request.case_id)
            return opened
        if approved := await self._book.approved(request.case_id):
            digest, by = approved
            order, approvals = (
                await self._order_of(request.case_id, digest),
                await self._book.approvals(request.case_id, digest),
            )
            return opened.model_copy(update={"order": order, "approved_by": by, "approvals": approvals})
        return opened

    def _outside(self, request: Request) -> str | None:
        """Why who asks may not ask for the person, or not for this (L-13)."""
        if request.mandate is None:
            return None
        today = request.received_at.astimezone(self._place.zone).date()
        return outside(request.mandate, request.right, today, self._ages.of(request.country))

    async def _claimed(self, request: Request, due: date, commitment: str) -> Claim | None:
        """The answer to the claim; None when an earlier run of the case, that was reset, has closed it."""
        try:
            return await self._book.open(request, due, commitment)
        except Barred:
            if not await self._book.is_closed(request.case_id):
                raise
            return None

    async def _order_of(self, case_id: str, digest: str) -> ErasureOrder:
        order = await self._papers.order(case_id)
        if order is None or order.plan.digest != digest:
            raise Permanent("case folder", "the order of the plan that was approved is not there")
        return order

    @step("restore")
    async def restore(self, known: Restoring) -> None:
        """Tell the register again what it was told of a case. Raises Barred where something else happened meanwhile."""
        case_id = known.request.case_id
        await self._keep(case_id, self._papers.keep_request(known.request))
        commitment = await self._papers.commit(known.request)
        _must_have_the_person(await self._book.open(known.request, known.due, commitment))
        if known.identity is not None:
            await self._book.note_identity(case_id, known.identity.how, known.identity.by)
            _must_have_the_person(await self._book.claim(case_id, known.identifiers))
        digest = known.order.plan.digest if known.order else None
        for finished in known.finished:
            if finished != digest:
                await self._book.finish(case_id, finished)
        if known.order is not None and known.approved_by is not None:
            await self._restore_plan(known, known.order)

    async def _restore_plan(self, known: Restoring, order: ErasureOrder) -> None:
        case_id, digest, side = order.case_id, order.plan.digest, _side_of(known)
        await self._keep(case_id, self._papers.keep_order(order))
        await self._book.approve(case_id, digest, *known.approvals, are_new=False)
        said = await self._book.decide(case_id, digest, side)
        if side is not Decision.UNDECIDED and said is not side:
            raise Barred("register", f"it says that the plan is {said}, and the case is on the other side")
        if digest in known.finished:
            await self._book.finish(case_id, digest)

    async def _keep(self, case_id: str, writing: Awaitable[None]) -> None:
        """Write a paper. Where the case has closed meanwhile, whoever closed it may have missed it: it goes again."""
        await writing
        if await self._book.is_closed(case_id):
            await self._papers.discard(case_id)
            raise Barred("register", "the case is closed")

    @step("claim")
    async def claim(self, claiming: Claiming) -> Claim:
        """Claim all identifiers found together."""
        return await self._book.claim(claiming.case_id, claiming.identifiers)

    @step("engage")
    async def engage(self, engaging: Engaging) -> Claim:
        """Begin to change systems, unless an open export goes first."""
        return await self._book.engage(engaging.case_id)

    @step("rest")
    async def rest(self, engaging: Engaging) -> Rested:
        """Change systems no more for a while: exports of the person go first meanwhile."""
        return Rested(waiting=await self._book.rest(engaging.case_id))

    @step("admit")
    async def admit(self, admitting: Admitting) -> Admitted:
        """Have a signed approval verified and stored; the plan is not approved by that alone."""
        if not await self._book.knows(admitting.case_id):
            return Admitted(missing=None)
        return Admitted(missing=await self._book.admit(admitting.case_id, admitting.approval))

    @step("record_approval")
    async def record_approval(self, note: ApprovalNote) -> Claim | None:
        """Keep the order, then record that the plan is approved; and begin to change systems, as `engage` does.

        None when the plan changes none.
        """
        await self._keep(note.case_id, self._papers.keep_order(note.order))
        directed = note.order.directed
        await self._book.approve(note.case_id, note.approval.digest, note.approval, instructions=directed)
        await self._book.note(note.case_id, CaseState.CARRYING_OUT)
        return await self._book.engage(note.case_id) if note.order.plan.systems else None

    @step("decide")
    async def decide(self, deciding: Deciding) -> Decision:
        """Ask for one side of the pivot, and learn which side it is."""
        return await self._book.decide(deciding.case_id, deciding.digest, deciding.wanted)

    @step("finish")
    async def finish(self, finishing: Finishing) -> None:
        """All of a plan is done: another plan of the case may follow."""
        await self._book.finish(finishing.case_id, finishing.digest, finishing.steps, is_whole=finishing.is_whole)

    @step("unwound")
    async def unwound(self, unwound: Unwound) -> None:
        """All of a plan is taken back."""
        await self._book.unwound(unwound.case_id, unwound.digest, unwound.steps, unwound.attested)

    @step("note_stopped")
    async def note_stopped(self, note: StopNote) -> None:
        """State what an objection or a withdrawal has ended in one system."""
        await self._book.note_stopped(note)

    @step("note_state")
    async def note_state(self, note: StateNote) -> None:
        """Note the state for lists."""
        await self._book.note(note.case_id, note.state)

    @step("close_case")
    async def close_case(self, status: CaseStatus) -> Closed:
        """Store the outcome, free the person, remove the papers, and keep their proof. The first outcome stays."""
        closed = await self._book.close(status.case_id, status, await self._escrow_of(status))
        await self._papers.discard(status.case_id)
        await self._proofs.keep_proof(status.case_id)
        return closed

    async def _escrow_of(self, status: CaseStatus) -> Escrow | None:
        """What is kept for an authority; None where nobody may open it, or where it is kept already."""
        if await self._book.is_closed(status.case_id):
            return None
        digest = status.plan_digest
        approvals = await self._book.approvals(status.case_id, digest) if digest else ()
        return await self._escrows.sealed(status, approvals, await self._book.plan_salt(status.case_id))


def _side_of(known: Restoring) -> Decision:
    """The side of the pivot that a case says it is on. UNDECIDED decides nothing."""
    if known.has_pivoted:
        return Decision.PIVOTED
    return Decision.UNWINDING if known.is_unwinding else Decision.UNDECIDED


def _must_have_the_person(claim: Claim) -> None:
    if claim.duplicate_of is not None:
        raise Barred("register", f"case {claim.duplicate_of} has the person meanwhile")
