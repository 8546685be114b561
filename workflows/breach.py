"""A breach: nothing more leaks by our links, somebody is told at once, and 72 hours run (GDPR art. 33; L-10)."""

from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from activities.legal import LegalSteps
from habeas.domain.breach import REMIND_BEFORE, BreachDecision, BreachOrder, BreachState, BreachStatus
from habeas.domain.house import Containing
from habeas.domain.letter import Addressee, Letter, LetterKind, LetterOrder
from habeas.domain.name import BREACH

from .step import house_step

_SETTLED = "what is told of this breach was decided before"


@workflow.defn(name=BREACH)
class Breach:
    """Contains it, writes to the DPO, reminds, and ends when it was decided who is told."""

    @workflow.init
    def __init__(self, order: BreachOrder) -> None:
        """Updates may come before `run`."""
        self._order = order
        self._letters = 0
        self._status = BreachStatus(
            case_id=order.case_id, aware_at=order.aware_at, notify_by=order.notify_by, reported_by=order.by
        )

    @workflow.run
    async def run(self, order: BreachOrder) -> BreachStatus:
        """The links end first; then the clock, which counts from when we became aware."""
        containing = Containing(case_id=order.case_id)
        await workflow.execute_activity_method(LegalSteps.contain, containing, **house_step("contain"))
        await self._write()
        reminder = order.notify_by - REMIND_BEFORE
        if workflow.now() < reminder and not await self._settled_by(reminder):
            await self._write()
        if not await self._settled_by(order.notify_by):
            self._status = self._status.model_copy(update={"state": BreachState.LATE})
            await self._write()
        await workflow.wait_condition(lambda: self._status.state.is_settled and workflow.all_handlers_finished())
        return self._status

    @workflow.query
    def status(self) -> BreachStatus:
        """Where it stands."""
        return self._status

    @workflow.update
    async def settle(self, decision: BreachDecision) -> BreachStatus:
        """The authority was notified, or need not be; the answer documents it."""
        self._status = self._status.model_copy(
            update={
                "state": BreachState.NOTIFIED if decision.was_notified else BreachState.NO_RISK,
                "decided_at": workflow.now(),
                "decided_by": decision.by,
                "why": decision.why,
            }
        )
        return self._status

    @settle.validator
    def _may_settle(self, decision: BreachDecision) -> None:
        if self._status.state.is_settled:
            raise ApplicationError(_SETTLED, type="NotNow", non_retryable=True)

    async def _settled_by(self, latest: datetime) -> bool:
        left = max((latest - workflow.now()).total_seconds(), 0)
        try:
            await workflow.wait_condition(
                lambda: self._status.state.is_settled, timeout=left, timeout_summary="72 hours (GDPR art. 33)"
            )
        except TimeoutError:
            return False
        return True

    async def _write(self) -> None:
        """The DPO is told by mail; where no letter can be kept any more, what Temporal shows has to do."""
        if self._status.state.is_settled:
            return
        self._letters += 1
        letter = Letter(
            case_id=self._order.case_id,
            number=self._letters,
            kind=LetterKind.BREACH,
            addressee=Addressee.DPO,
            language=self._order.language,
            right=self._order.right,
            received_at=self._order.aware_at,
            at=workflow.now(),
            until=self._order.notify_by,
        )
        options = house_step(f"letter:{letter.name}")
        try:
            await workflow.execute_activity_method(LegalSteps.write_letter, LetterOrder(letter=letter), **options)
        except ActivityError as failure:
            workflow.logger.warning("the letter of a breach was not written: %s", type(failure.cause).__name__)
