"""The steps in one system. They run on that system's own task queue, next to its credential."""

from datetime import UTC, datetime
from typing import TypeVar

from temporalio import activity

from habeas.domain.error import Unfit
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights, Stops, System
from habeas.domain.receipt import CollectReceipt, Receipt
from habeas.domain.stop import StopOrder

from .boundary import step
from .port import Fences, Stages

A = TypeVar("A")


class SystemSteps:
    """One system's steps: each asks its adapter for an ability and returns the receipt."""

    def __init__(self, adapter: System, fences: Fences, stage: Stages) -> None:
        """`stage` writes what is collected into the case folder."""
        self._adapter = adapter
        self._fences = fences
        self._stage = stage

    @step("locate")
    async def locate(self, order: LocateOrder) -> Located:
        """What the system has of the person."""
        return await self._able(Locates).locate(order)

    @step("collect")
    async def collect(self, order: CollectOrder) -> CollectReceipt:
        """Stage the system's part of an export."""
        return await self._stage(self._able(Exports).export(order), order)

    @step("preflight")
    async def preflight(self, order: StepOrder) -> Receipt:
        """Prove that the steps to come can be done and undone."""
        return await self._able(Preflights).preflight(order)

    @step("hold")
    async def hold(self, order: StepOrder) -> Receipt:
        """Take out of use what the plan erases, unless the hold comes too late."""

        async def fence() -> None:
            await self._fences.may_hold(order.case_id, order.digest, order.system)

        was_begun = await self._fences.begin(order.case_id, order.digest, order.system)
        receipt = await self._able(Holds).hold(order, fence)
        # an earlier run of the case, that Temporal knows nothing of any more, is an earlier attempt too
        return receipt.model_copy(update={"attempt": max(activity.info().attempt, 1 + was_begun)})

    @step("release")
    async def release(self, order: StepOrder) -> Receipt:
        """Bar the hold from landing late, then undo it. A system in which no hold was begun is not asked at all."""
        was_begun = await self._fences.bar(order.case_id, order.digest, order.system)
        if not (was_begun or order.may_be_held):
            return Receipt(system=order.system, step="release", at=datetime.now(UTC), was_begun=False)
        return await self._able(Holds).release(order)

    @step("erase")
    async def erase(self, order: StepOrder) -> Receipt:
        """Erase what the plan erases, after the pivot and never before."""

        async def fence() -> None:
            await self._fences.may_erase(order.case_id, order.digest)

        await fence()
        return await self._able(Erases).erase(order, fence)

    @step("confirm")
    async def confirm(self, order: StepOrder) -> Receipt:
        """Read back what is left."""
        return await self._able(Erases).confirm(order)

    @step("stop")
    async def stop(self, order: StopOrder) -> Receipt:
        """End at once what an objection or a withdrawal names."""
        return await self._able(Stops).stop(order)

    @step("confirm_stop")
    async def confirm_stop(self, order: StopOrder) -> Receipt:
        """Read back what goes on all the same."""
        return await self._able(Stops).confirm_stop(order)

    def _able(self, ability: type[A]) -> A:
        if not isinstance(self._adapter, ability):
            raise Unfit(self._adapter.name, f"its adapter cannot do this ({ability.__name__})")
        return self._adapter
