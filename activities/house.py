"""The steps in our own house: the register, the plan, the bundle."""

import asyncio
import threading
from collections.abc import Awaitable
from datetime import date
from functools import partial

from habeas.domain.case import CaseState, CaseStatus, Claim, Rules
from habeas.domain.clock import Timing, clock
from habeas.domain.decision import Decision
from habeas.domain.error import Barred, Permanent
from habeas.domain.house import (
    Admitted,
    Admitting,
    ApprovalNote,
    Claiming,
    Closed,
    Deciding,
    Discarding,
    Engaging,
    Finishing,
    Opened,
    Packaging,
    Planning,
    Restoring,
    StateNote,
)
from habeas.domain.identity import Ages, outside
from habeas.domain.part import ErasureOrder
from habeas.domain.plan import Plan, Treatments, plan_erasure
from habeas.domain.receipt import BundleReceipt
from habeas.domain.request import Request
from habeas.domain.route import Routes
from habeas.domain.time_limit import Place

from .boundary import step
from .port import Book, Packs, Papers


class RegisterSteps:
    """What must be one fact: claims, decisions, outcomes."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a case begins with
        self, book: Book, papers: Papers, place: Place, rules: Rules, routes: Routes, ages: Ages
    ) -> None:
        """`place` is where the controller acts; `routes` has the systems that are asked; `ages` those of consent."""
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
        claim = await self._claimed(request, dates.due)
        opened = Opened(
            claim=claim or Claim(),
            is_closed=claim is None,
            clock=dates,
            rules=self._rules,
            systems=tuple(self._routes),
            routes=dict(self._routes),
            outside_mandate=self._outside(request),
            identity=await self._book.identity(request.case_id),
        )
        if claim is None or claim.duplicate_of is not None:
            await self._papers.discard(request.case_id)
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

    async def _claimed(self, request: Request, due: date) -> Claim | None:
        """The answer to the claim; None when an earlier run of the case, that was reset, has closed it."""
        try:
            return await self._book.open(request, due)
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
        _must_have_the_person(await self._book.open(known.request, known.due))
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
        await self._book.approve(note.case_id, note.approval.digest, note.approval)
        await self._book.note(note.case_id, CaseState.CARRYING_OUT)
        return await self._book.engage(note.case_id) if note.order.plan.systems else None

    @step("decide")
    async def decide(self, deciding: Deciding) -> Decision:
        """Ask for one side of the pivot, and learn which side it is."""
        return await self._book.decide(deciding.case_id, deciding.digest, deciding.wanted)

    @step("finish")
    async def finish(self, finishing: Finishing) -> None:
        """All of a plan is done: another plan of the case may follow."""
        await self._book.finish(finishing.case_id, finishing.digest)

    @step("note_state")
    async def note_state(self, note: StateNote) -> None:
        """Note the state for lists."""
        await self._book.note(note.case_id, note.state)

    @step("close_case")
    async def close_case(self, status: CaseStatus) -> Closed:
        """Store the outcome, free the person, and remove the papers. An outcome that is there already stays."""
        closed = await self._book.close(status.case_id, status)
        await self._papers.discard(status.case_id)
        return closed


def _side_of(known: Restoring) -> Decision:
    """The side of the pivot that a case says it is on. UNDECIDED decides nothing."""
    if known.has_pivoted:
        return Decision.PIVOTED
    return Decision.UNWINDING if known.is_unwinding else Decision.UNDECIDED


def _must_have_the_person(claim: Claim) -> None:
    if claim.duplicate_of is not None:
        raise Barred("register", f"case {claim.duplicate_of} has the person meanwhile")


class PlanSteps:
    """The plan comes out of an activity and is therefore data in the history."""

    def __init__(self, routes: Routes, book: Book, treatments: Treatments) -> None:
        """`routes` says for each system whose identifiers it needs, `treatments` what is on record of categories."""
        self._treatments = treatments
        self._dependencies = {system: route.needs for system, route in routes.items()}
        self._book = book

    @step("plan")
    async def plan(self, planning: Planning) -> Plan:
        """Decide what happens to each holding, and in what order; from now on the case waits for its approval alone."""
        plan = plan_erasure(planning.findings, self._dependencies, planning.keeps, planning.only, self._treatments)
        if planning.case_id is not None:
            await self._book.supersede(planning.case_id, plan.digest)
            await self._book.note(planning.case_id, CaseState.AWAITING_DECISION)
        return plan


class BundleSteps:
    """The answer to an export."""

    def __init__(self, packs: Packs) -> None:
        """`packs` has the case folder."""
        self._packs = packs

    @step("package")
    async def package(self, packaging: Packaging) -> BundleReceipt:
        """Write the bundle from what was staged."""
        stop, pack = threading.Event(), await self._packs.packer(packaging)
        packing = asyncio.ensure_future(asyncio.to_thread(pack, partial(_go_on_unless, stop)))
        try:
            return await asyncio.shield(packing)
        finally:
            # a cancelled step has ended when its thread has: what is discarded next must not be written again
            stop.set()
            await asyncio.gather(packing, return_exceptions=True)

    @step("discard")
    async def discard(self, discarding: Discarding) -> None:
        """Remove what was staged, or every file of the case."""
        await self._packs.discard(discarding.case_id, keep=discarding.keep)


def _go_on_unless(stop: threading.Event) -> None:
    """A thread cannot be cancelled: it asks."""
    if stop.is_set():
        raise InterruptedError
