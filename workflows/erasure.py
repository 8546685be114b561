"""The erasure of what an approved plan names: all of it, or none of it."""

from datetime import datetime

from temporalio import workflow

from activities.house import RegisterSteps
from habeas.domain.approved_plan import left_open
from habeas.domain.case import CaseState, OpenStep
from habeas.domain.count import open_steps, tally
from habeas.domain.decision import Decision
from habeas.domain.house import Deciding, Finishing, Unwound
from habeas.domain.name import ERASURE, REGISTER
from habeas.domain.outcome import outcomes
from habeas.domain.part import ErasureOrder, PartOutcome
from habeas.domain.plan import Plan
from habeas.domain.receipt import Receipt

from .forward import Forward
from .part import Part
from .reversible import Reversible
from .saga import to_the_end
from .step import house_step


@workflow.defn(name=ERASURE)
class Erasure(Part):
    """Before the pivot any failure, refusal or cancel unwinds everything; after it nothing stops until all is done.

    The register decides the pivot. This procedure asks uncancellably and obeys the answer, also when a reset runs it a
    second time.
    """

    @workflow.init
    def __init__(self, order: ErasureOrder) -> None:
        """Signals may come before `run`."""
        super().__init__(order.case_id, order.systems, order.rules)
        self._order = order
        self._half = Reversible(order, self._desk, self._owners)

    @workflow.run
    async def run(self, _order: ErasureOrder) -> PartOutcome:
        """Hold, look again, pivot, erase, confirm; or unwind."""
        failure = await self._attempt(self._half.prepare())
        wanted = Decision.UNWINDING if failure else Decision.PIVOTED
        if await to_the_end(self._decide(wanted)) is Decision.UNWINDING:
            outcome = await to_the_end(self._unwind(failure or "it had been cancelled before"))
        else:
            outcome = await to_the_end(self._go_forward())
        return await to_the_end(self._told(outcome))

    async def _decide(self, wanted: Decision) -> Decision:
        """The register's word. Nothing can be said without it: one that refuses is mended, and asked again."""
        deciding = Deciding(case_id=self._order.case_id, digest=self._order.plan.digest, wanted=wanted)

        async def attempt(_number: int) -> Decision:
            return await workflow.execute_activity_method(RegisterSteps.decide, deciding, **house_step("decide"))

        return await self._desk.insist(REGISTER, "decide", attempt)

    async def _finish(self, steps: tuple[Receipt, ...], *, is_whole: bool) -> None:
        """Whatever comes next for this person, this plan is done, or all of it that can be for now."""
        digest = self._order.plan.digest
        finishing = Finishing(case_id=self._order.case_id, digest=digest, steps=steps, is_whole=is_whole)

        async def attempt(_number: int) -> None:
            await workflow.execute_activity_method(RegisterSteps.finish, finishing, **house_step("finish"))

        await self._desk.insist(REGISTER, "finish", attempt)

    async def _note_unwound(self) -> None:
        """The register learns what was given back, and leaves evidence of it."""
        half = self._half
        attested = tuple(sorted(half.attested))
        digest = self._order.plan.digest
        unwound = Unwound(case_id=self._order.case_id, digest=digest, steps=half.released, attested=attested)

        async def attempt(_number: int) -> None:
            await workflow.execute_activity_method(RegisterSteps.unwound, unwound, **house_step("unwound"))

        await self._desk.insist(REGISTER, "unwound", attempt)

    async def _unwind(self, why: str) -> PartOutcome:
        await self._half.unwind()
        await self._note_unwound()
        outcome = PartOutcome.unchanged(self._order.plan, why, self._half.beyond)
        steps = tuple(_to_confirm(system, "nothing is held", self._order) for system in sorted(self._half.attested))
        given_back = (_to_use_again(system, self._order) for system in self._half.told_owners)
        return outcome.model_copy(update={"open_steps": (*steps, *given_back)})

    async def _go_forward(self) -> PartOutcome:
        self._desk.has_pivoted = True
        plan = self._half.plan
        forward = Forward(self._order, plan, self._desk, self._owners)
        left = await forward.carry_out()
        await self._finish(forward.steps, is_whole=plan.later is None)
        plan = plan.model_copy(update={"items": left_open(plan.items, forward.unanswered)})
        not_read_back = frozenset((*forward.attested, *self._order.owners))
        unconfirmed = (_to_confirm(system, "nothing is left", self._order) for system in sorted(forward.attested))
        steps = (*open_steps(plan, self._order.due), *unconfirmed)
        return PartOutcome(
            attested=tuple(sorted({*forward.attested, *forward.owners_say})),
            unanswered=tuple(sorted(forward.unanswered)),
            state=_outcome(plan, bool(steps)),
            counts=tally(plan, {key: count for one in left.values() for key, count in one.items()}, not_read_back),
            open_steps=steps,
            outcomes=outcomes(plan, left, self._backups_until()),
            later=plan.later,
        )

    def _backups_until(self) -> datetime | None:
        """When the last backup of what is gone is overwritten, where that is known (L-42)."""
        kept = self._order.rules.backups_kept
        return workflow.now() + kept if kept is not None else None


def _outcome(plan: Plan, is_open: bool) -> CaseState:
    """A plan that erases nothing, and only writes down what must not come again, has erased nothing."""
    if not any(item.disposition.takes for item in plan.items):
        return CaseState.ALL_RETAINED
    return CaseState.ERASED_WITH_OPEN_STEPS if is_open else CaseState.ERASED


def _to_confirm(system: str, what: str, order: ErasureOrder) -> OpenStep:
    return OpenStep(system=system, what=f"done by hand, as attested: confirm that {what}", due=order.due)


def _to_use_again(system: str, order: ErasureOrder) -> OpenStep:
    return OpenStep(system=system, what="its owner was told to use it again: confirm that it does", due=order.due)
