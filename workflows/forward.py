"""The half of an erasure after the pivot: erase, and ask again. It ends when all of it is done, and never otherwise."""

import asyncio

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.system import SystemSteps
from habeas.domain.manual import Asked, Demand
from habeas.domain.order import StepOrder
from habeas.domain.part import ErasureOrder
from habeas.domain.plan import Plan, PlanItem
from habeas.domain.receipt import Receipt

from .desk import DONE, Attested, Desk
from .owner import Owners
from .step import insistent_step

_Left = dict[str, int]
_BySystem = dict[str, _Left]


class Forward:
    """Carries an approved plan out, system by system in the order of the plan."""

    def __init__(self, order: ErasureOrder, plan: Plan, desk: Desk, owners: Owners) -> None:
        """`plan` is the approved one with the counts of the second look."""
        self._order = order
        self._plan = plan
        self._desk = desk
        self._owners = owners
        self._asked: dict[str, asyncio.Task[Asked]] = {}
        self.attested: list[str] = []
        self.owners_say: list[str] = []
        self.unanswered: list[str] = []
        self._receipts: dict[tuple[str, str], Receipt] = {}

    @property
    def steps(self) -> tuple[Receipt, ...]:
        """What each system said of its steps, the last time that it was asked."""
        return tuple(self._receipts.values())

    async def carry_out(self) -> _BySystem:
        """Erase and confirm; what was read back as left, by holding key, of every system that could be asked."""
        await self._desk.enter("erase")
        for stage in self._plan.stages:
            await asyncio.gather(*(self._erase(system) for system in stage))
        await self._desk.enter("confirm", turns=False)
        systems = sorted({item.system for item in self._plan.items})
        left = await asyncio.gather(*(self._confirm(system) for system in systems))
        return {system: counts for system, counts in zip(systems, left, strict=True) if counts is not None}

    async def _erase(self, system: str) -> None:
        try:
            await self._desk.insist(system, "erase", lambda number: self._erase_once(system, number))
        except Attested:
            self.attested.append(system)
        self._desk.at(system, "erased")
        if system in self._order.owners:
            self._ask_owner(system)

    def _ask_owner(self, system: str) -> None:
        """Ask for the erasure, and go on: no other system waits for somebody to answer a letter."""
        items = tuple(item for item in self._plan.items if item.system == system)
        order = self._order.owners[system].order(Demand.ERASE, workflow.now(), workflow.info().workflow_id, items)
        self._desk.at(system, "its owner was asked")
        self._asked[system] = asyncio.create_task(self._owners.ask(order))

    async def _erase_once(self, system: str, number: int) -> Receipt:
        options = insistent_step("erase", system, number, self._order.rules.attention_after)
        receipt = await workflow.execute_activity_method(SystemSteps.erase, self._step(system), **options)
        return self._noted(receipt)

    def _noted(self, receipt: Receipt) -> Receipt:
        self._receipts[receipt.system, receipt.step] = receipt
        return receipt

    async def _heard(self, system: str) -> None:
        """What the owner of a manual system says. Nothing was read back: it is attested, or open."""
        if system in self._asked:
            await self._asked[system]
            receipt = await self._desk.insist(system, "confirm", lambda number: self._ask_left(system, number))
            is_open = _unexpected(self._plan, system, receipt.counts)
            (self.unanswered if is_open else self.owners_say).append(system)
        self._desk.at(system, DONE)

    async def _confirm(self, system: str) -> _Left | None:
        if system in self._order.owners:
            await self._heard(system)
            return None
        left = None
        try:
            left = await self._desk.insist(system, "confirm", lambda number: self._confirm_once(system, number))
        except Attested:
            self.attested.append(system)
        self._desk.at(system, DONE)
        return left

    async def _confirm_once(self, system: str, number: int) -> _Left:
        """Ask what is left. If it is not what the plan leaves, erase again before asking again."""
        if number > 1 and system in self._plan.systems:
            await self._erase_once(system, number)
        receipt = await self._ask_left(system, number)
        if wrong := _unexpected(self._plan, system, receipt.counts):
            raise ApplicationError(f"what is left is not what the plan leaves: {', '.join(wrong)}", type="NotConfirmed")
        return self._noted(receipt).counts

    async def _ask_left(self, system: str, number: int) -> Receipt:
        options = insistent_step("confirm", system, number, self._order.rules.attention_after)
        return await workflow.execute_activity_method(SystemSteps.confirm, self._step(system), **options)

    def _step(self, system: str) -> StepOrder:
        return StepOrder.of(self._order.case_id, self._plan, system)


def _unexpected(plan: Plan, system: str, left: _Left) -> list[str]:
    """Where less or more is left than the plan leaves. What stays may have grown meanwhile: it was not on hold."""
    items = {item.key: item for item in plan.items if item.system == system}
    unknown = [key for key in left if key not in items]
    return sorted([*unknown, *(key for key, item in items.items() if not _is_as_planned(item, left.get(key, 0)))])


def _is_as_planned(item: PlanItem, left: int) -> bool:
    if item.is_later:  # there, or gone already where an earlier run of the case was lost
        return True
    return left == 0 if item.disposition.takes else left >= item.count
