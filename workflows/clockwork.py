"""The clocks of a case: durable timers that a decision can move. The domain counts; nothing here knows a calendar."""

from datetime import datetime, timedelta
from enum import StrEnum

from temporalio import workflow

from activities.legal import LegalSteps
from habeas.domain.clock import Clock, Pause, Timing
from habeas.domain.house import Counting
from habeas.domain.justification import Justification
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.right import Right
from habeas.domain.stage import Stage

from .correspondence import Correspondence
from .step import house_step


class Alarm(StrEnum):
    """What rings; the names stand beside the timers in Temporal's pages."""

    ESCALATE = "the due date comes near"
    DECIDE = "the due date"
    LAST_WORDS = "the last hours"
    ERASE = "erasure without undue delay"


class Clockwork(Correspondence):
    """Rings when a date comes, and counts anew when it moves."""

    async def _keep_time(self) -> None:
        """Ring at each moment, the next one first; until the case closes."""
        while True:
            ticks = self._ticks
            waiting = {alarm: at for alarm, at in self._moments().items() if self._rung.get(alarm) != at}
            alarm = min(waiting, key=lambda one: (waiting[one], one), default=None)
            if alarm is None:
                await workflow.wait_condition(lambda: self._ticks > ticks)  # noqa: B023
                continue
            left = max(waiting[alarm] - workflow.now(), timedelta(0))
            if not left or await self._is_time(ticks, left, alarm):
                self._rung[alarm] = waiting[alarm]
                self._ring(alarm)

    async def _is_time(self, ticks: int, left: timedelta, alarm: str) -> bool:
        """Whether the moment has come; False when the dates have moved before."""
        try:
            await workflow.wait_condition(lambda: self._ticks > ticks, timeout=left, timeout_summary=alarm)
        except TimeoutError:
            return True
        return False

    def _moments(self) -> dict[Alarm, datetime]:
        """When each alarm rings; none for who has an answer."""
        clock = self._clock
        if clock is None or self._board.status.is_answered:
            return {}
        moments = {
            Alarm.ESCALATE: clock.escalate_at,
            Alarm.DECIDE: clock.decide_at,
            Alarm.LAST_WORDS: clock.last_words_at,
        }
        return {**moments, Alarm.ERASE: clock.erase_by} if self._request.right is Right.ERASURE else moments

    def _ring(self, alarm: Alarm) -> None:
        """Somebody is told, and at last the person: silence is impossible (L-08)."""
        match alarm:
            case Alarm.ESCALATE:
                self._alert("the answer is due soon")
                self._write_soon(LetterKind.ESCALATION, to=Addressee.DPO)
            case Alarm.DECIDE:
                self._board.show(must_be_decided=True)
                self._write_soon(LetterKind.DECISION, to=Addressee.DPO)
            case Alarm.LAST_WORDS:
                self._say_why_there_is_no_answer()
            case Alarm.ERASE:
                self._alert("the erasure is late: it is to be done without undue delay (GDPR art. 17(1))")

    def _say_why_there_is_no_answer(self) -> None:
        """What the person is told in time where there is no answer; who did not say who they are, is told that."""
        if self._board.status.stage is Stage.IDENTITY:
            self._is_rejected = True
            return
        if self._request.leaving_customer is not None:
            return  # nobody is the subject: who must decide was told
        self._alert("the time is over without an answer: the person was told why")
        self._write_soon(LetterKind.UNANSWERED, justification=self._hindrance())

    def _hindrance(self) -> Justification:
        if self._board.status.has_open_question:
            return Justification.INFORMATION_REQUIRED
        return Justification.IMPOSSIBLE if self._board.stuck else Justification.DELAY

    async def _count_time(self, *, is_extended: bool | None = None) -> Clock:
        """The dates by what has happened so far."""
        extended = self._clock is not None and self._clock.is_extended if is_extended is None else is_extended
        timing = Timing(received_at=self._request.received_at, pauses=self._pauses, is_extended=extended)
        counting = Counting(case_id=self._request.case_id, timing=timing)
        options = house_step(self._numbered("count_time"))
        return await workflow.execute_activity_method(LegalSteps.count_time, counting, **options)

    def _go_by(self, clock: Clock) -> None:
        """From now on the case goes by these dates."""
        self._clock = clock
        self._due = clock.due
        self._board.time(clock, self._pauses)
        self._ticks += 1

    async def _ask_person(self, why: Justification) -> None:
        """The person was asked for something: until the answer the time is counted apart (L-06)."""
        self._pauses = (*self._pauses, Pause(why=why, asked_at=workflow.now()))
        self._go_by(await self._count_time())

    async def _person_answered(self, why: Justification) -> None:
        """Their answer is sufficient."""
        now = workflow.now()
        self._pauses = tuple(
            p.model_copy(update={"answered_at": now}) if p.why is why and p.answered_at is None else p
            for p in self._pauses
        )
        self._go_by(await self._count_time())
