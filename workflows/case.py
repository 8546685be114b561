"""A case: one request of a data subject, from its receipt to its outcome."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.house import RegisterSteps
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.house import Closed
from habeas.domain.name import CASE, case_workflow_id
from habeas.domain.part import ErasureOrder, PartOutcome
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.route import Routes

from .conduct import Conduct
from .desk import Desk, signal_if_there
from .saga import to_the_end
from .step import house_step, reason


@workflow.defn(name=CASE)
class Case(Conduct):
    """Claims the person, locates, has the plan decided, lets a part carry it out, and closes."""

    @workflow.init
    def __init__(self, request: Request) -> None:
        """Updates and signals may come before `run`."""
        super().__init__(request)
        self._is_in_register = False
        self._was_closed = False
        self._lost_order: ErasureOrder | None = None
        self._routes: Routes = {}

    @workflow.run
    async def run(self, _request: Request) -> CaseStatus:
        """The procedure; and whatever came of it, its close."""
        self._work = asyncio.create_task(self._procedure())
        try:
            outcome = await self._work
        except (Exception, asyncio.CancelledError) as failure:
            if not (isinstance(failure, asyncio.CancelledError) or workflow.is_failure_exception(failure)):
                raise
            outcome = PartOutcome(state=CaseState.NOTHING_CHANGED, reason=reason(failure))
        return await to_the_end(self._close(outcome))

    async def _procedure(self) -> PartOutcome:
        await to_the_end(self._open())
        if self._was_closed:  # by an earlier run, that was reset: the outcome is the one that the register has
            return PartOutcome(state=CaseState.NOTHING_CHANGED)
        if self._lost_order is not None:
            return await self._resume(self._lost_order)
        self._must_go_on()
        findings = await self._locate()
        if findings.is_empty:
            return PartOutcome(state=CaseState.NO_DATA)
        match self._request.right:
            case Right.CONFIRMATION:
                return PartOutcome(state=CaseState.LOCATED)
            case Right.ERASURE:
                return await self._erase(findings)
            case _:
                return await self._export(findings)

    async def _open(self) -> None:
        opened = await workflow.execute_activity_method(
            RegisterSteps.open_case, self._request, **house_step("open_case")
        )
        self._rules, self._systems, self._due = opened.rules, opened.systems, opened.due
        self._lost_order, self._routes = opened.order, opened.routes
        self._desk = Desk(opened.systems, opened.rules.next_try, self._board.report)
        self._board.open(opened.due, opened.due_at, opened.systems)
        self._board.show(approved_by=opened.approved_by)
        self._was_closed = opened.is_closed
        self._must_be_the_only_one(opened.claim)
        self._is_in_register = True

    async def _close(self, outcome: PartOutcome) -> CaseStatus:
        """The outcome is a fact when the register has it, and the first one is; then those who wait are told."""
        self._is_closing = True
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
