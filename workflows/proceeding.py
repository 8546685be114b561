"""How whatever is carried out for a request begins and ends: in the register, with an answer, and with one outcome."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from activities.house import RegisterSteps
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.house import Closed, Opened
from habeas.domain.name import case_workflow_id
from habeas.domain.part import ErasureOrder, PartOutcome, PartReport
from habeas.domain.request import Request
from habeas.domain.route import Routes
from habeas.domain.update import Refusal

from .answering import Answering
from .desk import Desk, signal_if_there
from .identification import UNIDENTIFIED
from .step import house_step, reason

_OUTSIDE = "OutsideMandate"
_OUTCOMES = {UNIDENTIFIED: CaseState.NOT_IDENTIFIED, _OUTSIDE: CaseState.REFUSED}


class Proceeding(Answering):
    """Opens, takes whatever comes of the procedure for an outcome, and closes."""

    def __init__(self, request: Request) -> None:
        """Nothing is known yet of the systems."""
        super().__init__(request)
        self._lost_order: ErasureOrder | None = None
        self._routes: Routes = {}
        self._outside_mandate: str | None = None
        self._timekeeper: asyncio.Task[None] | None = None

    async def _outcome_of(self, work: Coroutine[Any, Any, PartOutcome]) -> PartOutcome:
        """What came of it, whatever that was. A failure of our own code fails the task, which waits for a fix."""
        task: asyncio.Task[PartOutcome] = asyncio.create_task(work)
        self._work = task
        try:
            return await task
        except (Exception, asyncio.CancelledError) as failure:
            if not (isinstance(failure, asyncio.CancelledError) or workflow.is_failure_exception(failure)):
                raise
            return self._broken_off(failure)

    def _broken_off(self, failure: BaseException) -> PartOutcome:
        """Nothing was changed: somebody refused or cancelled, nobody said who asks, or a system could not."""
        if isinstance(self._decision, Refusal):
            return self._refused(self._decision)
        if isinstance(failure, ApplicationError) and failure.type in _OUTCOMES:
            return PartOutcome(state=_OUTCOMES[failure.type], reason=failure.message)
        return PartOutcome(state=CaseState.NOTHING_CHANGED, reason=reason(failure))

    async def _open(self) -> None:
        opened = await workflow.execute_activity_method(
            RegisterSteps.open_case, self._request, **house_step("open_case")
        )
        systems = self._asked_systems(opened)
        self._rules, self._systems, self._due = opened.rules, systems, opened.clock.due
        self._lost_order, self._routes = opened.order, opened.routes
        self._owners = {owner.system: owner for owner in opened.owners}
        self._clock, self._outside_mandate = opened.clock, opened.outside_mandate
        self._approvals = opened.approvals
        self._desk = Desk(systems, opened.rules.next_try, self._tell_board)
        self._board.open(opened.clock, systems)
        self._board.show(approved_by=opened.approved_by)
        if self._identity is None and opened.identity is not None:
            self._identity = opened.identity
            self._board.show(verified_how=opened.identity.how, verified_by=opened.identity.by)
        self._was_closed = opened.is_closed
        self._must_be_the_only_one(opened.claim)
        self._is_in_register = True

    def _asked_systems(self, opened: Opened) -> tuple[str, ...]:
        """The systems that are asked."""
        return opened.systems

    async def _tell_board(self, report: PartReport) -> None:
        await self._board.report(report, may_attest=self._acts_itself)

    def _must_be_within_mandate(self) -> None:
        """Raises where who asks may not ask for the person, or not for this (L-13)."""
        if self._outside_mandate is not None:
            raise ApplicationError(self._outside_mandate, type=_OUTSIDE)

    async def _close(self, outcome: PartOutcome) -> CaseStatus:
        """The outcome is a fact when the register has it, and the first one is; then those who wait are told."""
        self._is_closing = True
        if self._timekeeper is not None:
            self._timekeeper.cancel()
        await self._tell_controllers_of_the_end()
        await self._tell_owners_of_the_end()
        for letter in tuple(self._in_the_post):
            await letter
        status = self._board.outcome(outcome)
        if self._is_in_register:
            closed = await self._record_outcome(status)
            status = closed.outcome
            for case_id in closed.waiting:
                await signal_if_there(case_workflow_id(case_id), "go_on")
        self._board.close(status)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return status

    async def _record_outcome(self, status: CaseStatus) -> Closed:
        try:
            return await self._close_in_register(status, "close_case")
        except ActivityError:
            await self._remind_register()
            return await self._close_in_register(status, "close_case:again")

    async def _close_in_register(self, status: CaseStatus, what: str) -> Closed:
        return await workflow.execute_activity_method(RegisterSteps.close_case, status, **house_step(what))
