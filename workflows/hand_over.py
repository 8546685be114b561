"""One controller's part of a case: it is asked for an instruction, reminded, and given the evidence (L-45)."""

from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.legal import LegalSteps
from habeas.domain.hand_over import Handed, HandOverOrder
from habeas.domain.letter import Addressee, Letter, LetterKind, LetterOrder
from habeas.domain.name import HAND_OVER, case_workflow_id
from habeas.domain.referral import Referral, ReferralState
from habeas.domain.update import Direction, Directive

from .desk import signal_if_there
from .step import house_step


@workflow.defn(name=HAND_OVER)
class HandOver:
    """Writes to the controller; the case has its instruction checked, and says when it was carried out."""

    @workflow.init
    def __init__(self, order: HandOverOrder) -> None:
        """Signals may come before `run`."""
        self._order = order
        self._referral = order.referral
        self._direction: Direction | None = None
        self._handed: Handed | None = None
        self._is_over = False

    @workflow.run
    async def run(self, _order: HandOverOrder) -> Referral:
        """Ask, remind, and wait until its time is over; then say what was done of what it instructed."""
        await self._write(LetterKind.HAND_OVER, items=self._order.items, shown=self._order.shown)
        if not await self._answered_by(self._half_time):
            if self._has_time:
                await self._write(LetterKind.HAND_OVER_REMINDER, items=self._order.items, shown=self._order.shown)
            if not await self._answered_by(self._referral.answer_by):
                return await self._ends(ReferralState.SILENT)
        if self._direction is None or self._direction.directive is Directive.LEAVE:
            return self._in(ReferralState.LEFT if self._direction else ReferralState.SILENT)
        await workflow.wait_condition(lambda: self._handed is not None or self._is_over)
        if self._handed is None:
            return self._in(ReferralState.INSTRUCTED)
        done = {"is_given": self._handed.is_given, "cut_by_hand": self._handed.cut_by_hand}
        await self._write(LetterKind.HAND_OVER_RESULT, items=self._handed.items, **done)
        return self._in(ReferralState.DONE)

    @workflow.signal
    def instructed(self, direction: Direction) -> None:
        """The controller has instructed us, and the case has noted it."""
        self._direction = direction

    @workflow.signal
    def carried_out(self, handed: Handed) -> None:
        """Its instruction was carried out."""
        self._handed = handed

    @workflow.signal
    def case_closed(self) -> None:
        """The case has ended: nothing is waited for any more."""
        self._is_over = True

    @property
    def _half_time(self) -> datetime | None:
        asked, latest = self._referral.asked_at, self._referral.answer_by
        return asked + (latest - asked) / 2 if asked and latest else None

    @property
    def _has_time(self) -> bool:
        latest = self._referral.answer_by
        return latest is not None and workflow.now() < latest

    async def _answered_by(self, latest: datetime | None) -> bool:
        """Whether it has instructed us by then, or the case has ended."""
        timeout = max((latest - workflow.now()).total_seconds(), 0) if latest else None
        try:
            await workflow.wait_condition(
                lambda: self._direction is not None or self._is_over, timeout=timeout, timeout_summary="an instruction"
            )
        except TimeoutError:
            return False
        return True

    def _in(self, state: ReferralState) -> Referral:
        self._referral = self._referral.model_copy(update={"state": state})
        return self._referral

    async def _ends(self, state: ReferralState) -> Referral:
        self._in(state)
        await signal_if_there(case_workflow_id(self._order.case_id), "referred", self._referral)
        return self._referral

    async def _write(self, kind: LetterKind, **facts: Any) -> None:
        """Write to the controller; a case whose letter cannot leave says so, and the controller's time runs on."""
        letter = Letter(
            case_id=self._order.case_id,
            number=int(workflow.info().workflow_id.rpartition("/")[2]),
            kind=kind,
            addressee=Addressee.CONTROLLER,
            language=self._order.language,
            right=self._order.right,
            received_at=self._order.received_at,
            at=workflow.now(),
            clock=self._order.clock,
            country=self._order.country,
            controllers=(self._referral.name,),
            names={self._referral.controller: self._referral.name},
            until=self._referral.answer_by,
            **facts,
        )
        order = LetterOrder(letter=letter, address=self._order.address, good_for=self._order.link_good_for)
        options = house_step(f"letter:{letter.name}")
        try:
            note = await workflow.execute_activity_method(LegalSteps.write_letter, order, **options)
        except ActivityError:
            note = None
        if note is None or note.is_sent is False:
            await signal_if_there(case_workflow_id(self._order.case_id), "not_told", self._referral)
