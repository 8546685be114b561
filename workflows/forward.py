"""The half of an erasure after the pivot: erase, and ask again. It ends when all of it is done, and never otherwise."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.system import SystemSteps
from habeas.domain.disposition import Disposition
from habeas.domain.order import StepOrder
from habeas.domain.part import ErasureOrder
from habeas.domain.plan import Plan, PlanItem
from habeas.domain.receipt import Receipt

from .desk import DONE, Attested, Desk
from .step import insistent_step

_Left = dict[str, int]


class Forward:
    """Carries an approved plan out, system by system in the order of the plan."""

    def __init__(self, order: ErasureOrder, plan: Plan, desk: Desk) -> None:
        """`plan` is the approved one with the counts of the second look."""
        self._order = order
        self._plan = plan
        self._desk = desk
        self.attested: list[str] = []

    async def carry_out(self) -> _Left:
        """Erase and confirm; what was read back as left, by holding key, of every system that could be asked."""
        await self._desk.enter("erase")
        for stage in self._plan.stages:
            await asyncio.gather(*(self._erase(system) for system in stage))
        await self._desk.enter("confirm", turns=False)
        systems = sorted({item.system for item in self._plan.items})
        left = await asyncio.gather(*(self._confirm(system) for system in systems))
        return {key: count for counts in left for key, count in counts.items()}

    async def _erase(self, system: str) -> None:
        try:
            await self._desk.insist(system, "erase", lambda number: self._erase_once(system, number))
        except Attested:
            self.attested.append(system)
        self._desk.at(system, "erased")

    async def _erase_once(self, system: str, number: int) -> Receipt:
        options = insistent_step("erase", system, number, self._order.rules.attention_after)
        return await workflow.execute_activity_method(SystemSteps.erase, self._step(system), **options)

    async def _confirm(self, system: str) -> _Left:
        try:
            left = await self._desk.insist(system, "confirm", lambda number: self._confirm_once(system, number))
        except Attested:
            self.attested.append(system)
            left = {}
        self._desk.at(system, DONE)
        return left

    async def _confirm_once(self, system: str, number: int) -> _Left:
        """Ask what is left. If it is not what the plan leaves, erase again before asking again."""
        if number > 1 and system in self._plan.systems:
            await self._erase_once(system, number)
        options = insistent_step("confirm", system, number, self._order.rules.attention_after)
        receipt = await workflow.execute_activity_method(SystemSteps.confirm, self._step(system), **options)
        if wrong := _unexpected(self._plan, system, receipt.counts):
            raise ApplicationError(f"what is left is not what the plan leaves: {', '.join(wrong)}", type="NotConfirmed")
        return receipt.counts

    def _step(self, system: str) -> StepOrder:
        return StepOrder.of(self._order.case_id, self._plan, system)


def _unexpected(plan: Plan, system: str, left: _Left) -> list[str]:
    """Where less or more is left than the plan leaves. What stays may have grown meanwhile: it was not on hold."""
    items = {item.key: item for item in plan.items if item.system == system}
    unknown = [key for key in left if key not in items]
    return sorted([*unknown, *(key for key, item in items.items() if not _is_as_planned(item, left.get(key, 0)))])


def _is_as_planned(item: PlanItem, left: int) -> bool:
    return left == 0 if item.disposition is Disposition.ERASE else left >= item.count
