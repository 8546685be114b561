"""The steps that the house takes for itself: shredding, and turning wrapping keys over."""

from datetime import UTC, datetime

from habeas.domain.sweep import Periods, Published, Publishing, Sweep, Swept, TurnedOver, TurningOver

from .boundary import step
from .port import Due, Executions, Publishes, Shreds, TurnsOver

AT_ONCE = 200


class SweepSteps:
    """Shredding, when it is due."""

    def __init__(self, due: Due, shreds: Shreds, executions: Executions, periods: Periods) -> None:
        """`periods` says how long after its end a case is shredded."""
        self._due = due
        self._shreds = shreds
        self._executions = executions
        self._periods = periods

    @step("shred")
    async def shred(self, sweep: Sweep) -> Swept:
        """Shred closed cases whose time is over. One whose workflow still runs needs its key, and waits.

        Evidence whose own time is over is erased too.
        """
        closed, with_bundle = sweep.at - self._periods.shred_after, sweep.at - self._periods.bundle_kept
        cases = await self._due.due_for_shredding(closed, with_bundle, AT_ONCE)
        shredded = 0
        for case_id in cases:
            if not await self._executions.runs(case_id):
                await self._executions.forget(case_id)
                await self._shreds.shred(case_id)
                shredded += 1
        await self._shreds.tidy()
        await self._due.forget_evidence(sweep.at - self._periods.evidence_kept)
        return Swept(shredded=shredded, running=len(cases) - shredded, has_more=len(cases) == AT_ONCE and shredded > 0)


class KeySteps:
    """The wrapping keys."""

    def __init__(self, turns: TurnsOver) -> None:
        """`turns` has the secrets of cases, and what wraps them."""
        self._turns = turns

    @step("turn_over")
    async def turn_over(self, turning: TurningOver) -> TurnedOver:
        """Wrap live secrets anew, and destroy what wrapped them before."""
        destroyed = await self._turns.turn_over(turning.kind)
        return TurnedOver(kind=turning.kind, at=datetime.now(UTC), destroyed=destroyed)


class PublishSteps:
    """What others can hold the house to."""

    def __init__(self, publishes: Publishes) -> None:
        """`publishes` has the log, and the place of checkpoints."""
        self._publishes = publishes

    @step("publish")
    async def publish(self, _publishing: Publishing) -> Published:
        """Publish a checkpoint and the keys."""
        return await self._publishes.publish()
