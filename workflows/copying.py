"""A copy that waits for controllers: what they say of recordings that show others, and what they have cut by hand."""

from datetime import datetime

from temporalio import workflow

from habeas.domain.attached import Attached
from habeas.domain.findings import Findings
from habeas.domain.hand_over import Handed
from habeas.domain.planning import asked_about
from habeas.domain.referral import ReferralState
from habeas.domain.update import COPIES, Directive

from .desk import signal_if_there
from .referring import Referring, known


class Copying(Referring):
    """Asks controllers about a copy, and tells them what it has."""

    async def _ask_about_copy(self, findings: Findings) -> dict[str, bool]:
        """Whether a copy has what shows others: asked of its controllers, where a copy waits for that.

        Who says nothing in time has not decided: it is withheld.
        """
        answer_by = self._copy_waits_until()
        if not findings.shown or answer_by <= workflow.now():
            return {}
        for controller in sorted({s.controller for s in findings.shown}):
            await self._hand_over(known(controller, findings), asked_about(findings, controller), findings, answer_by)
        self._board.show(waits_for="what controllers say of what shows others")
        await workflow.wait_condition(
            lambda: self._cancellation is not None or all(r.state is not ReferralState.ASKED for r in self._referrals)
        )
        self._board.show(waits_for=None)
        self._must_go_on()
        return {r.controller: r.directive is Directive.GIVE for r in self._referrals if r.directive in COPIES}

    def _copy_waits_until(self) -> datetime:
        """A copy is not late for it: there has to be time for the rest."""
        latest = workflow.now() + self._rules.clock.copy_waits_for_controllers
        return min(latest, self._clock.escalate_at) if self._clock is not None else latest

    @property
    def _by_hand(self) -> dict[str, tuple[Attached, ...]]:
        """What controllers have cut, also those that then said nothing of the rest."""
        return {r.controller: r.by_hand for r in self._referrals if r.by_hand}

    async def _give_evidence_of_copy(self, findings: Findings, decided: dict[str, bool]) -> None:
        """Who has decided about a copy is told what was done (GDPR art. 28(3)(h))."""
        by_hand = self._by_hand
        for controller in sorted({*decided, *by_hand}):
            self._refer_anew(self._referral(controller).model_copy(update={"state": ReferralState.DONE}))
            handed = Handed(
                items=asked_about(findings, controller),
                is_given=decided.get(controller, False),
                cut_by_hand=len(by_hand.get(controller, ())),
            )
            await signal_if_there(self._hand_over_id(controller), "carried_out", handed)
