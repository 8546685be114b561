"""What a case knows of itself, and what it does about what it was told."""

import asyncio
from collections import Counter, defaultdict
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel
from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from activities.house import RegisterSteps
from habeas.domain.case import CaseStatus, Rules
from habeas.domain.clock import Clock, Pause
from habeas.domain.decision import Decision
from habeas.domain.house import Admitting, Deciding, Restoring
from habeas.domain.identifier import Identifier
from habeas.domain.letter import LetterKind
from habeas.domain.manual import Owner
from habeas.domain.name import MAIL
from habeas.domain.part import ErasureOrder, PartOutcome
from habeas.domain.permit import Update, refusal
from habeas.domain.plan import Keep, Plan
from habeas.domain.referral import Controller, ReferralState
from habeas.domain.request import Instruction, Request
from habeas.domain.stage import Stage
from habeas.domain.standing import Standing
from habeas.domain.update import Approval, Cancellation, IdentityQuestion, Refusal

from .board import Board
from .desk import UNWINDING, Desk, signal_if_there
from .locate import Links
from .owner import Owners
from .saga import is_cancelled
from .step import house_step, reason


def no(why: str) -> ApplicationError:
    """The answer to what may not be: one clear line, and nothing has changed."""
    return ApplicationError(why, type="NotNow", non_retryable=True)


def a_second(approval: Approval) -> str:
    """What a plan waits for that one person has approved, and needs two."""
    return f"a second approver: {approval.by} has approved"


class Notes:
    """Notes what was said and done; the domain says what may be said.

    `_acts_itself`: the steps that change systems are its own, and not those of a part.
    """

    _acts_itself: ClassVar[bool] = False

    def __init__(self, request: Request) -> None:
        """Nothing was said yet."""
        self._request = request
        self._board = Board(request)
        self._plan: Plan | None = None
        self._order: ErasureOrder | None = None
        self._keeps: tuple[Keep, ...] = ()
        self._identifiers: dict[str, Identifier] = {}
        self._links: Links = ()
        self._decision: Approval | Refusal | None = None
        self._approvals: tuple[Approval, ...] = ()
        # what several people may ask for at once: of two steps of one id that run at a time Temporal takes none
        self._alone: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._cancellation: Cancellation | None = None
        self._looks = 0
        self._turns = 0
        self._rules = Rules()
        self._desk = Desk((), self._rules.next_try, self._board.report)
        self._has_pivoted = False
        self._work: asyncio.Task[Any] | None = None
        self._part: str | None = None
        self._ended: PartOutcome | None = None
        self._is_carrying_out = False
        self._is_closing = False
        self._systems: tuple[str, ...] = ()
        self._due = request.received_at.date()
        self._clock: Clock | None = None
        self._identity = request.identity
        self._is_rejected = False
        self._doubts: tuple[IdentityQuestion, ...] = ()
        self._pauses: tuple[Pause, ...] = ()
        self._conversation: tuple[str, ...] = ()
        self._customer: Controller | None = None
        self._directed: tuple[Instruction, ...] = ()
        self._unplanned: tuple[str, ...] = ()  # controllers whose instruction came after the last plan was made
        self._letters: Counter[LetterKind] = Counter()
        self._in_the_post: set[asyncio.Task[None]] = set()
        self._rung: dict[str, datetime] = {}
        self._owners: dict[str, Owner] = {}
        self._doors = Owners()
        self._next_question = 1
        self._asked_with: dict[int, frozenset[str]] = {}
        self._known_by: dict[str, frozenset[str]] = {}
        self._unanswered: tuple[str, ...] = ()
        self._ticks = 0
        self._finished: tuple[str, ...] = ()
        self._postponed: ErasureOrder | None = None
        self._is_in_register = False
        self._was_closed = False
        self._counted: Counter[str] = Counter()

    def _permit(self, update: Update) -> None:
        """Raises when the case may not be told that now; changes nothing."""
        if why := refusal(update, self._standing()):
            raise no(why)

    def _standing(self) -> Standing:
        status, decision = self._board.status, self._decision
        return Standing(
            right=self._request.right,
            state=status.state,
            today=workflow.now().date(),
            submitted_by=self._request.submitted_by,
            may_approve_own=self._rules.may_approve_own,
            plan=self._plan,
            in_doubt=frozenset(one.reference for one in status.reached if one.is_shared),
            attestable=frozenset(self._board.stuck).intersection((*(self._systems if self._has_steps else ()), MAIL)),
            # one that is resumed knows it from the register
            approved_by=(decision.by if decision else status.approved_by) or Standing.approved_by,
            is_approved=isinstance(decision, Approval),
            is_refused=isinstance(decision, Refusal),
            is_carrying_out=self._is_carrying_out,
            is_cancelled=self._cancellation is not None,
            has_pivoted=self._has_pivoted,
            is_closing=self._is_closing,
            stage=status.stage,
            now=workflow.now(),
            clock=self._clock,
            asks_for=status.asks_for,
            has_open_question=status.has_open_question,
            stands_still=status.stands_still is not None,
            is_answered=status.is_answered,
            controllers=frozenset(r.controller for r in status.referrals if r.state is ReferralState.ASKED),
            shown={r.controller: r.shown for r in status.referrals},
        )

    @property
    def _has_steps(self) -> bool:
        """Whether steps that change systems are under way, which may be done by hand instead."""
        return self._part is not None or (self._acts_itself and self._is_carrying_out)

    async def _stop(self, cancellation: Cancellation) -> bool:
        """Have the part unwind, unless the register says that it has passed the pivot."""
        async with self._alone["decide:cancel"]:
            if self._is_carrying_out and self._plan is not None and not await self._unwinds(self._plan):
                return False
        self._cancellation = cancellation
        self._desk.retries += 1
        await self._tell_part("unwind", cancellation)
        return True

    async def _unwinds(self, plan: Plan) -> bool:
        deciding = Deciding(case_id=self._request.case_id, digest=plan.digest, wanted=Decision.UNWINDING)
        options = house_step("decide:cancel")
        return await workflow.execute_activity_method(RegisterSteps.decide, deciding, **options) is Decision.UNWINDING

    async def _admit(self, approval: Approval) -> int:
        """Have the register admit an approval: of so many more people the plan needs one. Raises when it does not."""
        async with self._alone["admit"]:
            self._permit(approval)
            missing = await self._ask_to_admit(approval)
            if missing is None:
                await self._remind_register()
                missing = await self._ask_to_admit(approval)
            self._permit(approval)  # something else may have been decided meanwhile
            self._approvals = (*self._approvals, approval)
            return missing or 0

    async def _ask_to_admit(self, approval: Approval) -> int | None:
        admitting = Admitting(case_id=self._request.case_id, approval=approval)
        try:
            said = await workflow.execute_activity_method(RegisterSteps.admit, admitting, **house_step("admit"))
        except ActivityError as refused:
            raise no(reason(refused)) from None
        return said.missing

    async def _decide(self, decision: Approval | Refusal, **shown: str | bool) -> CaseStatus:
        """Note a decision. The answer comes when the case has moved on: who asks next is not told that it waits."""
        self._decision = decision
        self._board.show(waits_for=None, **shown)
        await workflow.wait_condition(
            lambda: self._board.status.stage is not Stage.AWAITING_DECISION or self._is_closing
        )
        return self._board.status

    @property
    def _is_deciding(self) -> bool:
        """Whether a plan waits for the DPO, or is made anew meanwhile."""
        return self._board.status.stage is Stage.AWAITING_DECISION and self._decision is None

    async def _planned_anew(self) -> CaseStatus:
        """What changes the plan is answered with the next one."""
        self._plan = None
        await workflow.wait_condition(lambda: self._plan is not None or self._is_closing)
        return self._board.status

    async def _remind_register(self) -> None:
        """Tell the register all that it was told: one that was restored from an older copy has forgotten some of it."""
        async with self._alone["restore"]:
            await self._restore()

    async def _restore(self) -> None:
        known = Restoring(
            request=self._request,
            due=self._due,
            identifiers=tuple(self._identifiers.values()) or self._request.identifiers,
            finished=self._finished,
            identity=self._identity,
            order=self._order,
            approved_by=self._board.status.approved_by,
            approvals=self._approvals,
            has_pivoted=self._has_pivoted,
            is_unwinding=self._board.status.phase == UNWINDING and not self._has_pivoted,
        )
        try:
            await workflow.execute_activity_method(RegisterSteps.restore, known, **house_step("restore"))
        except ActivityError as refused:
            raise no(reason(refused)) from None

    def _must_go_on(self) -> None:
        """Raises when the case was cancelled: an activity that completes anyway swallows the exception."""
        if not self._is_carrying_out and (self._cancellation is not None or is_cancelled()):
            raise ApplicationError("it was cancelled", type="Cancelled")
        if isinstance(self._decision, Refusal):
            raise ApplicationError(self._decision.reason, type="RefusedRequest")

    def _numbered(self, what: str) -> str:
        """The id of a step that may come several times."""
        self._counted[what] += 1
        return what if self._counted[what] == 1 else f"{what}:{self._counted[what]}"

    async def _tell_part(self, signal: str, message: BaseModel) -> None:
        if self._part is not None:
            await signal_if_there(self._part, signal, message)
