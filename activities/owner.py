"""The step that looks whether the owner of a manual system has answered."""

from habeas.domain.question import AnswerQuery, AnswerState

from .boundary import step
from .port import Answered


class OwnerSteps:
    """What owners have answered."""

    def __init__(self, answers: Answered) -> None:
        """`answers` is where the page keeps them."""
        self._answers = answers

    @step("read_answer")
    async def read_answer(self, query: AnswerQuery) -> AnswerState:
        """Whether there is an answer, and what that makes of the demand; the answer itself stays where it is."""
        return await self._answers.state(query)
