"""What people tell a case of the law: who asks, what they mean, and by when.

As in `hearing`: validators only look.
"""

from temporalio import workflow
from temporalio.exceptions import ActivityError

from activities.legal import LegalSteps
from habeas.domain.case import CaseStatus
from habeas.domain.clock import Clock
from habeas.domain.house import IdentityNote
from habeas.domain.identity import Identity
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.sentence import NO_TIME_LEFT
from habeas.domain.update import (
    Clarification,
    Extension,
    IdentityQuestion,
    IdentityRejected,
    Reply,
    Resumption,
    Standstill,
    Verification,
)

from .clockwork import Clockwork
from .notes import no
from .step import house_step, reason


class Counsel(Clockwork):
    """Hears what the law has people say, and notes it; the case acts on what was noted."""

    @workflow.query
    def conversation(self) -> tuple[str, ...]:
        """The questions to the person and their answers, in turn: for the eyes of who decides, and for no log."""
        return self._conversation

    @workflow.update
    async def verify(self, verification: Verification) -> CaseStatus:
        """It is the person who asks, or somebody who may (support, DPO; the page, for a link that was opened)."""
        note = IdentityNote(case_id=self._request.case_id, verification=verification)
        options = house_step(self._numbered("note_identity"))
        try:
            await workflow.execute_activity_method(LegalSteps.note_identity, note, **options)
        except ActivityError as refused:
            raise no(reason(refused)) from None
        identity = Identity(how=verification.how, by=verification.by, rung=verification.rung, at=workflow.now())
        self._identity = identity
        return self._board.show(verified_how=identity.how, verified_by=identity.by, doubt=None, asks_for=None)

    @verify.validator
    def _may_verify(self, verification: Verification) -> None:
        self._permit(verification)

    @workflow.update
    async def ask_identity(self, question: IdentityQuestion) -> CaseStatus:
        """It is in doubt that who asks is the person: ask for what dispels the doubt, and no more (DPO, support)."""
        note = IdentityNote(case_id=self._request.case_id, verification=None)
        options = house_step(self._numbered("note_identity"))
        await workflow.execute_activity_method(LegalSteps.note_identity, note, **options)
        self._permit(question)  # something may have been decided meanwhile
        self._doubts = (*self._doubts, question)
        self._identity, self._plan = None, None
        return self._board.show(doubt=question.doubt, asks_for=question.rung, verified_how=None, verified_by=None)

    @ask_identity.validator
    def _may_ask_identity(self, question: IdentityQuestion) -> None:
        self._permit(question)

    @workflow.update
    async def reject_identity(self, rejection: IdentityRejected) -> CaseStatus:
        """What was shown does not identify the person, and nothing more is asked for (DPO)."""
        self._is_rejected = True
        return self._board.show(reason=rejection.reason, is_refused=True)

    @reject_identity.validator
    def _may_reject_identity(self, rejection: IdentityRejected) -> None:
        self._permit(rejection)

    @workflow.update
    async def clarify(self, question: Clarification) -> CaseStatus:
        """Ask the person what they mean (DPO, support)."""
        self._conversation = (*self._conversation, question.question)
        self._board.show(has_open_question=True)
        await self._ask_person(Justification.INFORMATION_REQUIRED)
        self._write_soon(LetterKind.CLARIFICATION, words=question.question)
        return self._board.status

    @clarify.validator
    def _may_clarify(self, question: Clarification) -> None:
        self._permit(question)

    @workflow.update
    async def reply(self, reply: Reply) -> CaseStatus:
        """The person answers (their page, or support for them)."""
        self._conversation = (*self._conversation, reply.text)
        self._board.show(has_open_question=False)
        await self._person_answered(Justification.INFORMATION_REQUIRED)
        return self._board.status

    @reply.validator
    def _may_reply(self, reply: Reply) -> None:
        self._permit(reply)

    @workflow.update
    async def extend(self, extension: Extension) -> CaseStatus:
        """Two more months, if the person is told so, with the reason, before the first date (DPO)."""
        clock = await self._count_time(is_extended=True)
        if why := await self._without_notice(extension, clock):
            await self._count_time()
            raise no(f"the person was not told in time, and without that there is no more time: {why}")
        self._board.show(must_be_decided=False)
        self._go_by(clock)
        return self._board.status

    @extend.validator
    def _may_extend(self, extension: Extension) -> None:
        self._permit(extension)

    async def _without_notice(self, extension: Extension, clock: Clock) -> str | None:
        """Tell the person of the new date. Says why they were not told before the first one; None: they were."""
        facts = {"justification": extension.justification, "words": extension.words, "clock": clock}
        try:
            note = await self._write_before(clock.first_due_at, LetterKind.EXTENSION, **facts)
        except ActivityError as failure:
            return reason(failure)
        if not note.is_sent:
            return "there is no mail here, or no address"
        return NO_TIME_LEFT if workflow.now() >= clock.first_due_at else None

    @workflow.update
    async def pause(self, standstill: Standstill) -> CaseStatus:
        """Nothing goes on before the pivot until it is resumed; the person's time runs on (DPO)."""
        return self._board.show(stands_still=standstill.reason)

    @pause.validator
    def _may_pause(self, standstill: Standstill) -> None:
        self._permit(standstill)

    @workflow.update
    async def resume(self, _resumption: Resumption) -> CaseStatus:
        """Go on (DPO)."""
        return self._board.show(stands_still=None)

    @resume.validator
    def _may_resume(self, _resumption: Resumption) -> None:
        self._permit(_resumption)
