"""What a case does about systems without an API: it asks their owners, and shows what they said."""

from collections.abc import Iterable
from datetime import datetime

from temporalio import workflow

from habeas.domain.identifier import Identifier
from habeas.domain.letter import Addressee, Letter, LetterKind
from habeas.domain.manual import Asked, Demand, DemandState, Owner, Question
from habeas.domain.name import question_workflow_id
from habeas.domain.plan import Plan
from habeas.domain.question import NUMBERS, AnswerQuery, Questions

from .desk import signal_if_there
from .identification import Identification

_OWNER = "the owner of "
_ALERTS = {
    DemandState.LATE: "its owner was reminded, and does not answer",
    DemandState.SILENT: "its owner has not answered in time: what is missing stays open",
    DemandState.DECLINED: "its owner says that it cannot do so: look at it",
    DemandState.UNREACHED: "the letter to its owner was not sent: reach it by other means",
}


class Asking(Identification):
    """Asks owners what they hold, once, and hears them also when they are late."""

    @workflow.signal
    def owner(self, asked: Asked) -> None:
        """A question to an owner says what became of it. What is over stays as it was said then."""
        self._doors.hear(asked)
        self._show_asked(asked)

    @workflow.signal
    async def owner_answered(self, query: AnswerQuery) -> None:
        """An owner's page has kept an answer; of one that comes late the DPO learns, who may have us look again."""
        if await signal_if_there(question_workflow_id(self._request.case_id, query.number), "look"):
            return
        for asked in self._board.status.asked:
            if asked.number == query.number and asked.state is not DemandState.ANSWERED:
                self._known_by[asked.system] = self._asked_with.get(asked.number, frozenset())
                self._alert(f"{asked.system}: its owner has answered late: look again, if there is still time")

    async def _ask_owner(self, system: str, identifiers: tuple[Identifier, ...]) -> None:
        """Ask what there is, by what is known now; who has answered by all of that is not asked again."""
        owner = self._owners[system]
        sought = owner.sought(identifiers)
        names = frozenset(i.normalised() for i in sought)
        if names <= self._known_by.get(system, frozenset()):
            return
        questions = self._questions_to(owner, sought, self._clock.escalate_at if self._clock else None)
        order = questions.order(self._finding, workflow.now(), workflow.info().workflow_id)
        self._next_question += 1
        self._asked_with[order.asked.number] = names
        self._desk.at(system, "its owner was asked")
        answered = await self._doors.ask(order)
        if answered.state is DemandState.ANSWERED:
            self._known_by[system] = names

    @property
    def _finding(self) -> Demand:
        """Who asks for a copy is asked about once: the owner finds and gives."""
        wants_copy = self._request.right.is_export or self._request.copy_first is not None
        return Demand.GIVE if wants_copy else Demand.LOCATE

    def _questions_for(self, plan: Plan) -> dict[str, Questions]:
        """By what the owners are asked whose systems a plan names; each gets numbers of its own."""
        named = sorted({item.system for item in plan.items}.intersection(self._owners))
        latest = self._clock.decide_at if self._clock else None
        questions = {}
        for system in named:
            questions[system] = self._questions_to(self._owners[system], plan.identifiers.get(system, ()), latest)
            self._next_question += NUMBERS
        return questions

    def _questions_to(self, owner: Owner, sought: tuple[Identifier, ...], latest: datetime | None) -> Questions:
        letter = Letter(
            case_id=self._request.case_id,
            number=self._next_question,
            kind=LetterKind.OWNER_ASKED,
            addressee=Addressee.OWNER,
            language=owner.language,
            right=self._request.right,
            received_at=self._request.received_at,
            at=workflow.now(),
            clock=self._clock,
            country=self._request.country,
            question=Question(
                system=owner.system,
                role=owner.role,
                demand=self._finding,
                is_processor=owner.is_processor,
                identifiers=sought,
                categories=owner.categories,
            ),
        )
        return Questions(
            owner=owner,
            first=self._next_question,
            letter=letter,
            link_good_for=self._rules.link_good_for,
            latest=latest,
        )

    def _show_asked(self, asked: Asked) -> None:
        before = {one.number: one for one in self._board.status.asked}
        if asked.number in before and before[asked.number].state.is_over and not asked.state.is_over:
            return
        before[asked.number] = asked
        self._board.show(asked=tuple(before[number] for number in sorted(before)), **self._waits_for(before.values()))
        if asked.state in _ALERTS:
            self._alert(f"{asked.system}: {_ALERTS[asked.state]}")

    def _waits_for(self, asked: Iterable[Asked]) -> dict[str, str | None]:
        """Whom the case waits for, where that is an owner and nobody else."""
        systems = [one.system for one in asked if one.demand.is_a_question and not one.state.is_over]
        before = self._board.status.waits_for
        if before is None or before.startswith(_OWNER):
            return {"waits_for": _OWNER + ", ".join(dict.fromkeys(systems)) if systems else None}
        return {}

    async def _tell_owners_of_the_end(self) -> None:
        """Nobody waits for a case that has ended."""
        for asked in self._board.status.asked:
            if asked.demand.is_a_question and not asked.state.is_over:
                await signal_if_there(question_workflow_id(self._request.case_id, asked.number), "case_closed")
