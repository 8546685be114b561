"""The owners of manual systems, as a procedure asks them: it waits for what a question of its own brings back.

No step of an activity waits: an answer may take weeks, and no worker is held for it.
"""

from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError, is_cancelled_exception

from activities.legal import LegalSteps
from habeas.domain.letter import LetterOrder
from habeas.domain.manual import Asked, DemandState
from habeas.domain.name import QUESTION, case_workflow_id, question_workflow_id
from habeas.domain.question import QuestionOrder

from .desk import signal_if_there
from .step import house_step

_BRIEF = timedelta(minutes=2)  # so long a hold waits for a mail to be taken


class Owners:
    """What was heard of the owners that one procedure has asked."""

    def __init__(self) -> None:
        """Nobody was asked."""
        self._heard: dict[int, Asked] = {}

    def hear(self, asked: Asked) -> None:
        """A question says what became of it so far."""
        self._heard[asked.number] = asked

    async def ask(self, order: QuestionOrder) -> Asked:
        """Put a question, and wait until it is answered or its time is over; one under way is not put twice."""
        number = order.asked.number
        try:
            await workflow.start_child_workflow(
                QUESTION,
                order,
                id=question_workflow_id(order.letter.case_id, number),
                result_type=Asked,
                static_summary="question",
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            )
        except WorkflowAlreadyStartedError:
            await signal_if_there(question_workflow_id(order.letter.case_id, number), "say_again")
        await workflow.wait_condition(lambda: number in self._heard and self._heard[number].state.is_over)
        return self._heard[number]

    async def tell(self, order: QuestionOrder) -> None:
        """Write to an owner without waiting for an answer. One that cannot leave is shown, and holds nothing up."""
        is_sent = await write_to_owner(order, _BRIEF)
        state = order.asked.state if is_sent else DemandState.UNREACHED
        told = order.asked.model_copy(update={"state": state})
        await signal_if_there(case_workflow_id(order.letter.case_id), "owner", told)


async def write_to_owner(order: QuestionOrder, patience: timedelta) -> bool:
    """Write the letter of an order, and say whether it left within that time, as far as there is mail."""
    letter = LetterOrder(letter=order.letter, address=order.owner.address, good_for=order.link_good_for)
    options = house_step(f"letter:{order.letter.name}")
    options["schedule_to_close_timeout"] = patience
    try:
        note = await workflow.execute_activity_method(LegalSteps.write_letter, letter, **options)
    except ActivityError as failure:
        if is_cancelled_exception(failure):
            raise
        return False
    return note.is_sent is not False
