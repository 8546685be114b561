"""What the house does by schedule. These belong to no case; what they report is counts and ids."""

from temporalio import workflow

from activities.sweep import KeySteps, PublishSteps, SweepSteps
from habeas.domain.key import Kind
from habeas.domain.name import PUBLISH, SHRED, TURN_OVER
from habeas.domain.sweep import Published, Publishing, Sweep, Swept, TurnedOver, TurningOver

from .step import house_step


@workflow.defn(name=SHRED)
class Shred:
    """Destroys the secrets and files of closed cases whose time is over."""

    @workflow.run
    async def run(self) -> Swept:
        """Until nothing more is due; says how many cases were shredded."""
        shredded, number = 0, 0
        while True:
            number += 1
            options = house_step(f"shred:{number}")
            swept = await workflow.execute_activity_method(SweepSteps.shred, Sweep(at=workflow.now()), **options)
            shredded += swept.shredded
            if not swept.has_more:
                return swept.model_copy(update={"shredded": shredded})


@workflow.defn(name=TURN_OVER)
class TurnOver:
    """Wraps the live secrets of cases anew, so that older copies of the register open nothing that was shredded."""

    @workflow.run
    async def run(self) -> list[TurnedOver]:
        """Each kind of secret; says since when, and which wrapping keys are no more."""
        return [await self._turn_over(kind) for kind in Kind]

    async def _turn_over(self, kind: Kind) -> TurnedOver:
        options = house_step(f"turn_over:{kind}")
        return await workflow.execute_activity_method(KeySteps.turn_over, TurningOver(kind=kind), **options)


@workflow.defn(name=PUBLISH)
class Publish:
    """Publishes the log of evidence, so that others can hold the house to it."""

    @workflow.run
    async def run(self) -> Published:
        """Once; a place that stays away is tried until it is there."""
        return await workflow.execute_activity_method(PublishSteps.publish, Publishing(), **house_step("publish"))
