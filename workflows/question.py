"""One question to the owner of a manual system: asked, reminded, told to the DPO, and at last no longer waited for.

Whether there is an answer says the paper that the owner's page keeps. A signal only says that it is time to look.
"""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.legal import LegalSteps
from activities.owner import OwnerSteps
from habeas.domain.letter import LetterKind, LetterOrder
from habeas.domain.manual import Asked, DemandState
from habeas.domain.name import QUESTION, case_workflow_id
from habeas.domain.question import AnswerQuery, QuestionOrder, to_the_dpo

from .desk import signal_if_there
from .owner import write_to_owner
from .step import house_step


@workflow.defn(name=QUESTION)
class OwnerQuestion:
    """Writes to the owner, and tells who asked and the case what came of it. Nobody who is silent is skipped."""

    @workflow.init
    def __init__(self, order: QuestionOrder) -> None:
        """Signals may come before `run`."""
        self._order = order
        self._asked = order.asked
        self._nudges = 0
        self._looks = 0
        self._is_over = False

    @workflow.run
    async def run(self, _order: QuestionOrder) -> Asked:
        """Ask, remind, tell the DPO, and say in the end what there is, or that there is nothing."""
        await self._ask(LetterKind.OWNER_ASKED)
        if not await self._is_answered_by(self._part(1 / 2)):
            await self._ask(LetterKind.OWNER_REMINDER)
            if not await self._is_answered_by(self._part(3 / 4)):
                await self._tell_the_dpo()
                if not await self._is_answered_by(self._part(1)):
                    await self._say(DemandState.SILENT)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._asked

    @workflow.signal
    def look(self) -> None:
        """The owner's page has kept an answer."""
        self._nudges += 1

    @workflow.signal
    async def say_again(self) -> None:
        """Who asked was reset or lost, and has not heard."""
        await self._say(self._asked.state)

    @workflow.signal
    def case_closed(self) -> None:
        """The case has ended: nothing is waited for any more."""
        self._is_over = True

    def _part(self, part: float) -> datetime:
        """The moment when so much of the owner's time has passed."""
        latest = self._asked.answer_by or self._asked.asked_at
        return self._asked.asked_at + (latest - self._asked.asked_at) * part

    @property
    def _patience(self) -> timedelta:
        """So long a mail server that is away is tried; no longer than until the next letter, as the time runs on."""
        return max(self._part(1 / 4) - self._asked.asked_at, timedelta(minutes=1))

    async def _ask(self, kind: LetterKind) -> None:
        """Write to the owner, unless nothing is waited for; a letter that does not leave is shown in the case."""
        if self._is_over or self._asked.state.is_over:
            return
        letter = self._order.letter.model_copy(update={"kind": kind, "at": workflow.now()})
        is_sent = await write_to_owner(self._order.model_copy(update={"letter": letter}), self._patience)
        await self._say(DemandState.ASKED if is_sent else DemandState.UNREACHED)

    async def _tell_the_dpo(self) -> None:
        letter = to_the_dpo(self._order.letter, workflow.now())
        order = LetterOrder(letter=letter, good_for=self._order.link_good_for)
        try:
            options = house_step(f"letter:{letter.name}")
            options["schedule_to_close_timeout"] = self._patience
            await workflow.execute_activity_method(LegalSteps.write_letter, order, **options)
        except ActivityError:
            workflow.logger.warning("the DPO was not written to: the case says it too")
        await self._say(DemandState.LATE)

    async def _is_answered_by(self, latest: datetime) -> bool:
        """Whether nothing more is to be waited for: there is an answer, or the case has ended."""
        while not self._is_over:
            nudges = self._nudges
            if (state := await self._look_now()) is not None:
                await self._say(state)
                return True
            timeout = max((latest - workflow.now()).total_seconds(), 0)
            try:
                await workflow.wait_condition(
                    lambda: self._nudges > nudges or self._is_over,  # noqa: B023
                    timeout=timeout,
                    timeout_summary="an answer",
                )
            except TimeoutError:
                return False
        return True

    async def _look_now(self) -> DemandState | None:
        self._looks += 1
        query = AnswerQuery(case_id=self._order.letter.case_id, number=self._asked.number)
        options = house_step(f"read_answer:{self._looks}")
        return (await workflow.execute_activity_method(OwnerSteps.read_answer, query, **options)).state

    async def _say(self, state: DemandState) -> None:
        self._asked = self._asked.model_copy(update={"state": state})
        case = case_workflow_id(self._order.letter.case_id)
        for workflow_id in dict.fromkeys((case, self._order.asker)):
            await signal_if_there(workflow_id, "owner", self._asked)
