"""A case: one request of a data subject, from its receipt to its outcome."""

import asyncio
from datetime import UTC, datetime, time, timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.house import RegisterSteps
from habeas.domain.case import CaseState, CaseStatus, OpenStep
from habeas.domain.findings import Findings
from habeas.domain.house import Engaging
from habeas.domain.letter import LetterKind
from habeas.domain.manual import UNANSWERED
from habeas.domain.name import CASE, ERASURE, case_workflow_id
from habeas.domain.part import ErasureOrder, PartOutcome
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.sentence import LATER
from habeas.domain.stage import Stage

from .answering import CARRIED_OUT
from .desk import signal_if_there
from .proceeding import Proceeding
from .saga import to_the_end
from .step import house_step


@workflow.defn(name=CASE)
class Case(Proceeding):
    """Knows who asks, locates, has the plan decided, lets a part carry it out, answers, and closes."""

    @workflow.init
    def __init__(self, request: Request) -> None:
        """Updates and signals may come before `run`."""
        super().__init__(request)

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
        if self._postponed is not None:
            outcome = await self._protected(self._erase_the_rest(self._postponed, outcome))
            await to_the_end(self._answer(outcome))
        return await to_the_end(self._close(outcome))

    async def _procedure(self) -> PartOutcome:
        await to_the_end(self._open())
        if self._was_closed:  # by an earlier run, that was reset: the outcome is the one that the register has
            return PartOutcome(state=CaseState.NOTHING_CHANGED)
        if self._request.right.acts_at_once:
            raise ApplicationError("what acts at once has a procedure of its own", type="OtherProcedure")
        self._timekeeper = asyncio.create_task(self._keep_time())
        if self._lost_order is not None:
            return await self._resume(self._lost_order)
        self._must_go_on()
        if self._request.leaving_customer is None:
            self._write_soon(LetterKind.RECEIPT)
        self._must_be_within_mandate()
        await self._identify()
        findings = await self._locate()
        if findings.is_empty:
            return self._nothing_found()
        match self._request.right:
            case Right.CONFIRMATION:
                return PartOutcome(state=CaseState.LOCATED)
            case Right.ERASURE:
                return await self._copy_and_erase(findings)
            case right:
                return await self._copy(findings, right)

    def _nothing_found(self) -> PartOutcome:
        """No data is held; but where somebody has not said so, that cannot be told to anybody."""
        if not self._unanswered:
            return PartOutcome(state=CaseState.NO_DATA)
        steps = (
            OpenStep(system=s, what=f"find out what is held: {UNANSWERED}", due=self._due) for s in self._unanswered
        )
        why = f"nothing was found, and {', '.join(self._unanswered)} has not answered"
        return PartOutcome(state=CaseState.NOTHING_CHANGED, reason=why, open_steps=tuple(steps))

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

    async def _erase_the_rest(self, order: ErasureOrder, outcome: PartOutcome) -> PartOutcome:
        """What no system could erase at first, when its day has come; until then exports of the person go first."""
        self._plan, self._has_pivoted, self._cancellation = order.plan, True, None
        from_then = datetime.combine(outcome.later or workflow.now().date(), time.min, tzinfo=UTC)
        await self._let_others_go_first()
        await self._board.enter(
            Stage.WAITING_FOR_DAY,
            phase="later",
            waits_for=LATER.format(day=outcome.later),
            open_steps=outcome.open_steps,
            progress=dict.fromkeys(order.plan.rest().systems, "waiting"),
        )
        await workflow.sleep(max(from_then - workflow.now(), timedelta(0)), summary="what cannot be erased before")
        await self._engage()
        await self._board.enter(Stage.CARRYING_OUT)
        rest = await self._carry_out(ERASURE, order.rest)
        self._board.show(items=tuple(item.due() for item in order.plan.items))
        return outcome.completed_by(rest, order)

    async def _let_others_go_first(self) -> None:
        engaging = Engaging(case_id=self._request.case_id)
        rested = await workflow.execute_activity_method(RegisterSteps.rest, engaging, **house_step("rest"))
        for case_id in rested.waiting:
            await signal_if_there(case_workflow_id(case_id), "go_on")
