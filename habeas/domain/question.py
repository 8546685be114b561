"""What a procedure asks the owner of a manual system by: each demand has a number, a letter and, if need be, a date."""

from datetime import datetime, timedelta

from pydantic import AwareDatetime

from .disposition import Disposition
from .letter import Addressee, Letter, LetterKind
from .manual import DURING_AN_ERASURE, Asked, Demand, DemandState, Owner, Question
from .model import Message
from .plan import PlanItem

NUMBERS = len(DURING_AN_ERASURE)
"""How many numbers an erasure needs for each owner."""


class QuestionOrder(Message):
    """Ask this owner, by this letter, and tell `asker`, a workflow, and the case what came of it."""

    letter: Letter
    owner: Owner
    asked: Asked
    asker: str
    link_good_for: timedelta


class AnswerQuery(Message):
    """Whether there is an answer of this number."""

    case_id: str
    number: int


class AnswerState(Message):
    """What there is; None: nothing yet."""

    state: DemandState | None = None


class Questions(Message):
    """By what one owner is asked: `letter` is what all its letters have in common, `first` the number of the next one.

    `latest`: what is not answered then stays open, whatever time an owner has (GDPR art. 12(3)).
    """

    owner: Owner
    first: int
    letter: Letter
    link_good_for: timedelta
    latest: AwareDatetime | None = None

    def order(self, demand: Demand, now: datetime, asker: str, items: tuple[PlanItem, ...] = ()) -> QuestionOrder:
        """The order for one demand, at this moment; those of an erasure have numbers of their own."""
        number = self.first + (DURING_AN_ERASURE.index(demand) if demand in DURING_AN_ERASURE else 0)
        asked = Asked(
            number=number,
            system=self.owner.system,
            role=self.owner.role,
            demand=demand,
            state=DemandState.ASKED,
            asked_at=now,
            answer_by=self._answer_by(now) if demand.is_a_question else None,
        )
        letter = self.letter.model_copy(
            update={
                "number": number,
                "kind": LetterKind.OWNER_ASKED if demand.is_a_question else LetterKind.OWNER_TOLD,
                "at": now,
                "until": asked.answer_by,
                "items": items,
                "question": self._question(demand, items),
            }
        )
        return QuestionOrder(
            letter=letter, owner=self.owner, asked=asked, asker=asker, link_good_for=self.link_good_for
        )

    def _answer_by(self, now: datetime) -> datetime:
        own = now + self.owner.answers_within
        return own if self.latest is None else max(min(own, self.latest), now)

    def _question(self, demand: Demand, items: tuple[PlanItem, ...]) -> Question | None:
        """Once there is a plan, it is about what the plan erases: what a law keeps stays as it is."""
        if self.letter.question is None:
            return None
        erased = dict.fromkeys(i.category for i in items if i.disposition is Disposition.ERASE)
        categories = tuple(erased) if items else self.letter.question.categories
        return self.letter.question.model_copy(update={"demand": demand, "categories": categories})


def to_the_dpo(letter: Letter, now: datetime) -> Letter:
    """That an owner does not answer: the DPO is told which system, and nothing of the person."""
    question = letter.question.model_copy(update={"identifiers": ()}) if letter.question else None
    return letter.model_copy(
        update={
            "kind": LetterKind.OWNER_SILENT,
            "addressee": Addressee.DPO,
            "at": now,
            "question": question,
            "items": (),
        }
    )
