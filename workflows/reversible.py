"""The reversible half of an erasure: preflight, hold, look again; and how it is taken back."""

import asyncio
from functools import partial

from temporalio import workflow
from temporalio.exceptions import ApplicationError
from temporalio.workflow import ActivityConfig

from activities.plan import PlanSteps
from activities.system import SystemSteps
from habeas.domain.approved_plan import beyond, recounted
from habeas.domain.house import Planning
from habeas.domain.manual import Demand
from habeas.domain.order import Located, LocateOrder, StepOrder
from habeas.domain.part import ErasureOrder
from habeas.domain.receipt import Receipt

from .desk import DONE, UNWINDING, Attested, Desk
from .locate import Search
from .owner import Owners
from .saga import Saga, every
from .step import house_step, insistent_step, may_still_land, reversible_step, was_barred


class Reversible:
    """Holds every system of a plan, and releases every one again if it comes to that."""

    def __init__(self, order: ErasureOrder, desk: Desk, owners: Owners) -> None:
        """Nothing has begun."""
        self._order = order
        self._desk = desk
        self._owners = owners
        self._saga = Saga()
        self._may_land_late = dict.fromkeys(order.plan.systems, True)
        self._begun: set[str] = set()
        self._released: dict[str, Receipt] = {}
        self.beyond: tuple[str, ...] = ()
        self.attested: list[str] = []
        self.plan = order.plan
        for system in order.plan.systems:
            # before any step, and also for those of an earlier run of this procedure that was reset or lost: a release
            # asks the register whether a hold was ever begun, and does nothing if not
            self._saga.compensate_with(partial(self._release, system))

    async def prepare(self) -> None:
        """Bring every system to where its data can be erased."""
        systems = self._order.plan.systems
        await self._desk.enter("preflight")
        await every(*(self._preflight(system) for system in systems))
        await self._desk.enter("hold", turns=False)
        await every(*(self._hold(system) for system in systems))
        await self._desk.enter("locate again", turns=False)
        await self._look_again()

    async def unwind(self) -> None:
        """Release what was begun, in reverse."""
        await self._desk.enter(UNWINDING)
        await self._saga.unwind()

    @property
    def released(self) -> tuple[Receipt, ...]:
        """What each system said of what it gave back; a system in which nothing was on hold is not among them."""
        return tuple(receipt for receipt in self._released.values() if receipt.was_begun)

    @property
    def told_owners(self) -> tuple[str, ...]:
        """The manual systems whose owner was told to use again what it held back."""
        return tuple(sorted(receipt.system for receipt in self.released if receipt.system in self._order.owners))

    async def _tell_owner(self, system: str, demand: Demand) -> None:
        """Of a system without an API a hold is a request: it is put to the owner, and no answer is waited for."""
        if (questions := self._order.owners.get(system)) is None:
            return
        items = tuple(item for item in self.plan.items if item.system == system)
        await self._owners.tell(questions.order(demand, workflow.now(), workflow.info().workflow_id, items))

    async def _preflight(self, system: str) -> None:
        self._desk.at(system, "preflight")
        await workflow.execute_activity_method(
            SystemSteps.preflight, self._step(system), **self._brief("preflight", system)
        )
        self._desk.at(system, "ready")

    async def _hold(self, system: str) -> None:
        self._desk.at(system, "hold")
        self._begun.add(system)
        try:
            step = self._step(system)
            receipt = await workflow.execute_activity_method(SystemSteps.hold, step, **self._brief("hold", system))
        except (Exception, asyncio.CancelledError) as failure:
            # where the register bars a hold, an earlier run of this procedure may have begun one
            self._may_land_late[system] = may_still_land(failure) or was_barred(failure)
            raise
        self._may_land_late[system] = receipt.attempt > 1
        await self._tell_owner(system, Demand.HOLD)
        self._desk.at(system, "held")

    async def _look_again(self) -> None:
        """Growth within what was approved goes on and is counted; anything new returns to the DPO."""
        approved = self._order.findings
        search = Search(self._order.case_id, self._order.systems, self._ask_again, self._order.links)
        found = await search.run(approved.identifiers, approved.as_of)
        found = found.model_copy(update={"instructions": (*self._order.instructions, *found.instructions)})
        planning = Planning(findings=found, keeps=self._order.keeps, only=self._order.only)
        fresh = await workflow.execute_activity_method(PlanSteps.plan, planning, **house_step("plan:again"))
        self.beyond = beyond(self._order.plan, fresh)
        if self.beyond:
            raise ApplicationError("data was found that the approved plan does not name", type="BeyondApproval")
        self.plan = recounted(self._order.plan, fresh)

    async def _ask_again(self, order: LocateOrder, wave: int) -> Located:
        options = self._brief(f"locate:again:{wave}", order.system)
        order = order.model_copy(update={"is_last": True})
        return await workflow.execute_activity_method(SystemSteps.locate, order, **options)

    async def _release(self, system: str) -> None:
        try:
            receipt = self._released[system] = await self._release_for("release", system)
            if receipt.was_begun:
                await self._tell_owner(system, Demand.RELEASE)
            if self._may_land_late[system] and receipt.was_begun:
                await workflow.sleep(self._order.rules.late_write, summary=f"late writes: {system}")
                await self._release_for("release:late", system)
        except Attested:
            self.attested.append(system)
        self._desk.at(system, DONE)

    async def _release_for(self, what: str, system: str) -> Receipt:
        step = self._step(system).model_copy(update={"may_be_held": system in self._begun})

        async def attempt(number: int) -> Receipt:
            options = insistent_step(what, system, number, self._order.rules.attention_after)
            return await workflow.execute_activity_method(SystemSteps.release, step, **options)

        return await self._desk.insist(system, "release", attempt)

    def _step(self, system: str) -> StepOrder:
        return StepOrder.of(self._order.case_id, self._order.plan, system)

    def _brief(self, what: str, system: str) -> ActivityConfig:
        return reversible_step(what, system, self._order.rules.reversible_limit)
