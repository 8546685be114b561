"""The steps in our own house: the register, the plan, the bundle."""

import asyncio
import threading
from collections.abc import Awaitable
from datetime import date
from functools import partial

from habeas.domain.case import CaseState, CaseStatus, Claim, Rules
from habeas.domain.decision import Decision
from habeas.domain.error import Barred, Permanent
from habeas.domain.house import (
    ApprovalNote,
    Claiming,
    Closed,
    Deciding,
    Discarding,
    Engaging,
    Opened,
    Packaging,
    Planning,
    Restoring,
    StateNote,
)
from habeas.domain.part import ErasureOrder
from habeas.domain.plan import Plan, plan_erasure
from habeas.domain.receipt import BundleReceipt
from habeas.domain.request import Request
from habeas.domain.route import Routes
from habeas.domain.time_limit import Place

from .boundary import step
from .port import Book, Packs, Papers


class RegisterSteps:
    """What must be one fact: claims, decisions, outcomes."""

    def __init__(self, book: Book, papers: Papers, place: Place, rules: Rules, routes: Routes) -> None:
        """`place` is where the controller acts; `routes` has the systems that are asked."""
        self._book = book
        self._papers = papers
        self._place = place
        self._rules = rules
        self._routes = routes

    @step("open_case")
    async def open_case(self, request: Request) -> Opened:
        """Open the case, claim the person, and set the clock. A case that was lost learns what was approved of it."""
        due, due_at = self._place.due_date(request.received_at), self._place.due_at(request.received_at)
        await self._papers.keep_request(request)
        claim = await self._claimed(request, due)
        opened = Opened(
            claim=claim or Claim(),
            is_closed=claim is None,
            due=due,
            due_at=due_at,
            rules=self._rules,
            systems=tuple(self._routes),
            routes=dict(self._routes),
        )
        if claim is None or claim.duplicate_of is not None:
            await self._papers.discard(request.case_id)
            return opened
        if approved := await self._book.approved(request.case_id):
            digest, by = approved
            return opened.model_copy(update={"order": await self._order_of(request.case_id, digest), "approved_by": by})
        return opened

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
        _must_have_the_person(await self._book.claim(case_id, known.identifiers))
        if known.order is None or known.approved_by is None:
            return
        digest = known.order.plan.digest
        await self._keep(case_id, self._papers.keep_order(known.order))
        await self._book.approve(case_id, digest, known.approved_by)
        side = _side_of(known)
        said = await self._book.decide(case_id, digest, side)
        if side is not Decision.UNDECIDED and said is not side:
            raise Barred("register", f"it says that the plan is {said}, and the case is on the other side")

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

    @step("record_approval")
    async def record_approval(self, note: ApprovalNote) -> Claim | None:
        """Keep the order, then record who approved which plan; and begin to change systems, as `engage` does.

        None when the plan changes none.
        """
        await self._keep(note.case_id, self._papers.keep_order(note.order))
        await self._book.approve(note.case_id, note.approval.digest, note.approval.by)
        await self._book.note(note.case_id, CaseState.CARRYING_OUT)
        return await self._book.engage(note.case_id) if note.order.plan.systems else None

    @step("decide")
    async def decide(self, deciding: Deciding) -> Decision:
        """Ask for one side of the pivot, and learn which side it is."""
        return await self._book.decide(deciding.case_id, deciding.digest, deciding.wanted)

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

    def __init__(self, routes: Routes, book: Book) -> None:
        """`routes` says for each system whose identifiers it needs."""
        self._dependencies = {system: route.needs for system, route in routes.items()}
        self._book = book

    @step("plan")
    async def plan(self, planning: Planning) -> Plan:
        """Decide what happens to each holding, and in what order; from now on the case waits for its approval."""
        plan = plan_erasure(planning.findings, self._dependencies, planning.keeps)
        if planning.case_id is not None:
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
