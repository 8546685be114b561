"""What is referred to other controllers: each has a part of its own, and its instruction touches its own data only."""

from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError

from habeas.domain.case import CaseStatus
from habeas.domain.disposition import Disposition
from habeas.domain.findings import Findings
from habeas.domain.hand_over import Handed, HandOverOrder
from habeas.domain.holding import COMPANY
from habeas.domain.letter import LetterKind
from habeas.domain.name import HAND_OVER, part_workflow_id
from habeas.domain.plan import Plan, PlanItem
from habeas.domain.referral import Controller, Referral, ReferralState
from habeas.domain.request import Instruction
from habeas.domain.update import ERASES, Cancellation, Direction, Directive

from .counsel import Counsel
from .desk import signal_if_there

_SETTLED = frozenset(ReferralState) - {ReferralState.ASKED, ReferralState.INSTRUCTED}


class Referring(Counsel):
    """Hands over what is another controller's, hears its instruction, and gives it the evidence."""

    @workflow.update
    async def direct(self, direction: Direction) -> CaseStatus:
        """A controller instructs us about its own data; the answer has the new plan, if one waits."""
        instructs = direction.directive in ERASES
        if instructs:
            instruction = Instruction(
                controller=direction.controller,
                recorded_by=direction.recorded_by,
                is_for_shared=direction.directive is Directive.ERASE_SHARED,
            )
            self._directed = (*self._directed, instruction)
            self._unplanned = (*self._unplanned, direction.controller)
        referral = self._referral(direction.controller).told(direction)
        self._refer_anew(referral)
        if referral.state is not ReferralState.ASKED:
            await signal_if_there(self._hand_over_id(direction.controller), "instructed", direction)
        return await self._planned_anew() if self._is_deciding else self._board.status

    @direct.validator
    def _may_direct(self, direction: Direction) -> None:
        self._permit(direction)

    @workflow.signal
    def referred(self, referral: Referral) -> None:
        """A controller's part says where it is; what the controller has said already, is known better here.

        A case that was reset has not asked it yet: it hears of it again.
        """
        if any(r.controller == referral.controller and r.state is ReferralState.ASKED for r in self._referrals):
            self._refer_anew(referral)

    @workflow.signal
    def not_told(self, referral: Referral) -> None:
        """The letter to a controller could not be sent."""
        self._alert(f"the letter to {referral.controller} was not sent: hand it over by other means")

    async def _refer(self, plan: Plan, findings: Findings) -> None:
        """Hand over what the plan refers, to each controller that was not asked yet; the person is told of them."""
        asked = {COMPANY, *(r.controller for r in self._referrals)}
        news = {i.controller for i in plan.items if i.disposition is Disposition.REFER} - asked
        for controller in sorted(news):
            items = tuple(i for i in plan.items if i.controller == controller)
            answer_by = workflow.now() + self._rules.clock.controller_answers_within
            await self._hand_over(known(controller, findings), items, findings, answer_by)
        for controller in sorted({i.controller for i in plan.items if not i.is_joint} - asked - news):
            name = known(controller, findings).name
            self._refer_anew(Referral(controller=controller, name=name, state=ReferralState.STANDING))
        if news:
            names = tuple(r.name for r in self._referrals if r.state is ReferralState.ASKED)
            items = tuple(i for i in plan.items if i.controller in news)
            self._write_soon(LetterKind.REFERRED, controllers=names, items=items)

    async def _tell_controllers_of_the_end(self) -> None:
        """Nobody waits for a case that has ended."""
        for referral in self._referrals:
            if referral.state in (ReferralState.ASKED, ReferralState.INSTRUCTED, ReferralState.NOT_DONE):
                await signal_if_there(self._hand_over_id(referral.controller), "case_closed")

    async def _hand_over(
        self, controller: Controller, items: tuple[PlanItem, ...], findings: Findings, answer_by: datetime
    ) -> None:
        referral = Referral(
            controller=controller.id,
            name=controller.name,
            state=ReferralState.ASKED,
            count=sum(i.count for i in items),
            asked_at=workflow.now(),
            answer_by=answer_by,
            shown=tuple(s.item for s in findings.shown if s.controller == controller.id and s.system),
        )
        self._refer_anew(referral)
        order = HandOverOrder(
            case_id=self._request.case_id,
            right=self._request.right,
            received_at=self._request.received_at,
            language=self._request.language,
            referral=referral,
            address=controller.address,
            items=items,
            shown=tuple(s for s in findings.shown if s.controller == controller.id),
            clock=self._clock,
            country=self._request.country,
            link_good_for=self._rules.link_good_for,
        )
        try:
            await workflow.start_child_workflow(
                HAND_OVER,
                order,
                id=self._hand_over_id(controller.id),
                result_type=Referral,
                static_summary="hand-over",
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            )
        except WorkflowAlreadyStartedError:
            workflow.logger.info("a controller was asked by an earlier run of the case")
        if controller.address is None:
            self._alert(f"{controller.id} has no address on file: hand it over by other means")

    async def _wait_for_controllers(self) -> tuple[str, ...]:
        """The controllers whose instruction is to be carried out now; none when all that can be has been said."""
        await workflow.wait_condition(
            lambda: self._cancellation is not None or bool(self._instructed) or self._are_settled
        )
        return () if self._cancellation is not None else self._instructed

    async def _stop_waiting(self) -> None:
        """Temporal's own cancel ends the waiting, as ours does."""
        self._cancellation = self._cancellation or Cancellation(by="the Temporal service")

    def _note_what_came_of_it(self, controllers: tuple[str, ...], *, is_done: bool) -> None:
        """An instruction that was not carried out is not tried for ever: a person looks at it."""
        for controller in () if is_done else controllers:
            self._refer_anew(self._referral(controller).model_copy(update={"state": ReferralState.NOT_DONE}))
            self._alert(f"the instruction of {controller} was not carried out")

    @property
    def _are_settled(self) -> bool:
        """Whether nobody is waited for any more."""
        return all(r.state in _SETTLED for r in self._referrals)

    def _give_up_waiting(self) -> None:
        """Whose time is over is not waited for, whether or not its own part has said so yet."""
        for referral in self._referrals:
            is_over = referral.answer_by is not None and referral.answer_by <= workflow.now()
            if referral.state is ReferralState.ASKED and is_over:
                self._refer_anew(referral.model_copy(update={"state": ReferralState.SILENT}))

    @property
    def _instructed(self) -> tuple[str, ...]:
        referrals = self._referrals
        return tuple(sorted(r.controller for r in referrals if r.state is ReferralState.INSTRUCTED))

    async def _give_evidence(self, plan: Plan, only: tuple[str, ...] = ()) -> None:
        """Whose instruction was carried out is told what was done of it (GDPR art. 28(3)(h)).

        An instruction that came when the plan was approved already is not in it, and comes next. `only`: the plan is
        about the data of these alone; what one of them leaves as it is may be all that it has.
        """
        carried_out = {*only, *(i.controller for i in plan.items if i.disposition is not Disposition.REFER)}
        for controller in sorted(carried_out.intersection(self._instructed) - set(self._unplanned)):
            self._refer_anew(self._referral(controller).model_copy(update={"state": ReferralState.DONE}))
            handed = Handed(items=tuple(i for i in plan.items if i.controller == controller))
            await signal_if_there(self._hand_over_id(controller), "carried_out", handed)

    @property
    def _referrals(self) -> tuple[Referral, ...]:
        return self._board.status.referrals

    def _referral(self, controller: str) -> Referral:
        return next(r for r in self._referrals if r.controller == controller)

    def _refer_anew(self, referral: Referral) -> None:
        """Show a controller's part as it is now; a new one comes last, so that each keeps its number."""
        referrals = self._referrals
        if all(r.controller != referral.controller for r in referrals):
            referrals = (*referrals, referral)
        self._board.show(referrals=tuple(referral if r.controller == referral.controller else r for r in referrals))

    def _hand_over_id(self, controller: str) -> str:
        """No name is in an id: a controller's part has a number."""
        names = [r.controller for r in self._referrals]
        return part_workflow_id(self._request.case_id, f"hand-over/{names.index(controller) + 1}")


def known(controller: str, findings: Findings) -> Controller:
    """Whom to write to; of one that no system names, nobody knows."""
    found = next((c for c in findings.controllers if c.id == controller), None)
    return found or Controller(id=controller, name=controller)
