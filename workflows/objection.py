"""What acts at once: an objection to marketing, a withdrawal of consent (GDPR art. 21(3), 7(3); L-09).

Nobody approves it, and no other case of the person is waited for. Who asks shows no more than that they read the mail
of an address that they gave. A system that is away is tried until it has stopped, however long that takes.
"""

import asyncio
from collections import Counter, defaultdict

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.house import RegisterSteps
from activities.system import SystemSteps
from habeas.domain.case import CaseState, CaseStatus, OpenStep
from habeas.domain.house import Opened
from habeas.domain.name import OBJECTION
from habeas.domain.part import PartOutcome
from habeas.domain.receipt import Receipt
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.stop import Ended, StopNote, StopOrder, Stopped, stopped

from .desk import DONE, Attested
from .proceeding import Proceeding
from .saga import to_the_end
from .step import house_step, insistent_step

_NOWHERE = "no system can stop anything by itself: somebody has to do it"
_BY_HAND = "end what rests on consent: the system cannot do so by itself"
_TOO_LATE = "a cancel came after it had begun to act, and is ignored"


@workflow.defn(name=OBJECTION)
class Objection(Proceeding):
    """Knows who asks, ends it everywhere, reads back, answers, and closes."""

    _acts_itself = True

    @workflow.init
    def __init__(self, request: Request) -> None:
        """Updates and signals may come before `run`."""
        super().__init__(request)
        self._written: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @workflow.run
    async def run(self, _request: Request) -> CaseStatus:
        """The procedure; and whatever came of it, its answer and its close."""
        outcome = await self._outcome_of(self._procedure())
        await to_the_end(self._answer(outcome))
        return await to_the_end(self._close(outcome))

    async def _procedure(self) -> PartOutcome:
        await to_the_end(self._open())
        if self._was_closed:  # by an earlier run, that was reset: the outcome is the one that the register has
            return PartOutcome(state=CaseState.NOTHING_CHANGED)
        self._timekeeper = asyncio.create_task(self._keep_time())
        self._must_be_within_mandate()
        await self._identify()
        self._is_carrying_out = self._desk.has_pivoted = True
        return await to_the_end(self._end_everywhere(), on_cancel=self._ignore_cancel)

    def _asked_systems(self, opened: Opened) -> tuple[str, ...]:
        """Those that can end something by this right; of the others nobody asks anything."""
        return tuple(s for s in opened.systems if s in opened.routes and self._right in opened.routes[s].stops)

    @property
    def _right(self) -> Right:
        return self._request.right

    async def _ignore_cancel(self) -> None:
        self._board.show(reason=_TOO_LATE)

    async def _end_everywhere(self) -> PartOutcome:
        """In every system side by side: one that is away holds up none of the others."""
        await self._board.enter(Stage.CARRYING_OUT)
        await self._desk.enter("stop")
        done = await asyncio.gather(*(self._end_in(system) for system in self._systems))
        unable = [system for system, route in self._routes.items() if self._must_be_ended_by_hand(system)]
        cannot = (Stopped(system=system, ended=Ended.CANNOT, at=workflow.now()) for system in unable)
        steps = tuple(OpenStep(system=system, what=_BY_HAND, due=self._due) for system in unable)
        if not done and not unable:
            return PartOutcome(state=CaseState.NOTHING_CHANGED, reason=_NOWHERE)
        return PartOutcome(state=CaseState.STOPPED, stopped=(*done, *cannot), open_steps=steps)

    def _must_be_ended_by_hand(self, system: str) -> bool:
        """Whether something of ours rests on consent there, and the system cannot end it.

        Who names a consent names one that systems keep and can end: what rests on another goes on.
        """
        is_all = self._right is Right.WITHDRAWAL and not self._request.purposes
        return is_all and self._routes[system].has_consent and system not in self._systems

    async def _end_in(self, system: str) -> Stopped:
        """End it in one system, and state that. Of what a person has done by hand nothing is read back."""
        try:
            done = await self._desk.insist(system, "stop", lambda number: self._end_once(system, number))
        except Attested:
            done = Stopped(system=system, ended=Ended.ATTESTED, at=workflow.now())
        note = StopNote(case_id=self._request.case_id, right=self._right, stopped=done)
        await workflow.execute_activity_method(RegisterSteps.note_stopped, note, **house_step(f"note_stopped:{system}"))
        self._desk.at(system, DONE)
        return done

    async def _end_once(self, system: str, number: int) -> Stopped:
        order = self._order_to(system)
        patience = self._rules.attention_after
        options = insistent_step("stop", system, number, patience)
        receipt: Receipt = await workflow.execute_activity_method(SystemSteps.stop, order, **options)
        self._written[system].update(receipt.counts)  # an attempt that was not read back has stopped something too
        options = insistent_step("confirm_stop", system, number, patience)
        left = (await workflow.execute_activity_method(SystemSteps.confirm_stop, order, **options)).counts
        if left:
            raise ApplicationError(f"what was to stop goes on: {', '.join(sorted(left))}", type="NotConfirmed")
        return stopped(system, dict(self._written[system]), receipt.at)

    def _order_to(self, system: str) -> StopOrder:
        request = self._request
        return StopOrder(
            case_id=request.case_id,
            system=system,
            right=self._right,
            purposes=request.purposes,
            identifiers=request.identifiers,
            as_of=request.received_at,
        )
