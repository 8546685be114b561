"""A case: one request of a data subject, from its receipt to its outcome."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from activities.house import RegisterSteps
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.findings import Findings
from habeas.domain.house import Closed
from habeas.domain.letter import LetterKind
from habeas.domain.name import CASE, case_workflow_id
from habeas.domain.part import ErasureOrder, PartOutcome
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.route import Routes
from habeas.domain.stage import Stage
from habeas.domain.update import Refusal

from .answering import CARRIED_OUT, Answering
from .desk import Desk, signal_if_there
from .identification import UNIDENTIFIED
from .saga import to_the_end
from .step import house_step, reason

_OUTSIDE = "OutsideMandate"
_OUTCOMES = {UNIDENTIFIED: CaseState.NOT_IDENTIFIED, _OUTSIDE: CaseState.REFUSED}


@workflow.defn(name=CASE)
class Case(Answering):
    """Knows who asks, locates, has the plan decided, lets a part carry it out, answers, and closes."""

    @workflow.init
    def __init__(self, request: Request) -> None:
        """Updates and signals may come before `run`."""
        super().__init__(request)
        self._lost_order: ErasureOrder | None = None
        self._routes: Routes = {}
        self._outside_mandate: str | None = None
        self._timekeeper: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, _request: Request) -> CaseStatus:
        """The procedure; and whatever came of it, its answer and its close."""
        outcome = await self._outcome_of(self._procedure())
        await to_the_end(self._answer(outcome))
        while controllers := await self._instructed_by(outcome):
            later = await self._outcome_of(self._erase_for(controllers))
            self._note_what_came_of_it(controllers, is_done=later.state in CARRIED_OUT)
            await to_the_end(self._answer(later))
            outcome = outcome.followed_by(later)
        return await to_the_end(self._close(outcome))

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

    async def _procedure(self) -> PartOutcome:
        await to_the_end(self._open())
        if self._was_closed:  # by an earlier run, that was reset: the outcome is the one that the register has
            return PartOutcome(state=CaseState.NOTHING_CHANGED)
        self._timekeeper = asyncio.create_task(self._keep_time())
        if self._lost_order is not None:
            return await self._resume(self._lost_order)
        self._must_go_on()
        if self._request.leaving_customer is None:
            self._write_soon(LetterKind.RECEIPT)
        if self._outside_mandate is not None:
            raise ApplicationError(self._outside_mandate, type=_OUTSIDE)
        await self._identify()
        findings = await self._locate()
        if findings.is_empty:
            return PartOutcome(state=CaseState.NO_DATA)
        match self._request.right:
            case Right.CONFIRMATION:
                return PartOutcome(state=CaseState.LOCATED)
            case Right.ERASURE:
                return await self._copy_and_erase(findings)
            case right:
                return await self._export(findings, right)

    async def _copy_and_erase(self, findings: Findings) -> PartOutcome:
        """Access runs first: nothing is erased before a copy was made available and announced (L-43)."""
        if self._request.copy_first is None:
            return await self._erase(findings)
        copied = await self._export(findings, self._request.copy_first)
        if copied.state is not CaseState.READY:
            return copied
        self._board.copied(copied)
        await to_the_end(self._answer(copied, self._request.copy_first))
        self._board.show(is_answered=False)
        return await self._erase(await self._locate())

    async def _instructed_by(self, outcome: PartOutcome) -> tuple[str, ...]:
        """The controllers whose instruction is carried out next; none when all of them have been heard, or are over.

        Where our own part came to nothing, nobody is waited for.
        """
        self._give_up_waiting()
        if outcome.state not in CARRIED_OUT or self._cancellation is not None or self._are_settled:
            return ()
        self._has_pivoted, self._decision, self._plan = False, None, None
        return await to_the_end(self._wait(), on_cancel=self._stop_waiting)

    async def _wait(self) -> tuple[str, ...]:
        await self._board.enter(Stage.WAITING_FOR_CONTROLLER, waits_for="the instructions of other controllers")
        return await self._wait_for_controllers()

    async def _erase_for(self, controllers: tuple[str, ...]) -> PartOutcome:
        """Their data, and nothing else (L-46)."""
        return await self._erase(await self._locate(), controllers)

    async def _open(self) -> None:
        opened = await workflow.execute_activity_method(
            RegisterSteps.open_case, self._request, **house_step("open_case")
        )
        self._rules, self._systems, self._due = opened.rules, opened.systems, opened.clock.due
        self._lost_order, self._routes = opened.order, opened.routes
        self._clock, self._outside_mandate = opened.clock, opened.outside_mandate
        self._approvals = opened.approvals
        self._desk = Desk(opened.systems, opened.rules.next_try, self._board.report)
        self._board.open(opened.clock, opened.systems)
        self._board.show(approved_by=opened.approved_by)
        if self._identity is None and opened.identity is not None:
            self._identity = opened.identity
            self._board.show(verified_how=opened.identity.how, verified_by=opened.identity.by)
        self._was_closed = opened.is_closed
        self._must_be_the_only_one(opened.claim)
        self._is_in_register = True

    async def _close(self, outcome: PartOutcome) -> CaseStatus:
        """The outcome is a fact when the register has it, and the first one is; then those who wait are told."""
        self._is_closing = True
        if self._timekeeper is not None:
            self._timekeeper.cancel()
        await self._tell_controllers_of_the_end()
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
