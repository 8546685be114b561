"""What an adapter takes out of use for a case, and gives back exactly as it was."""

import asyncio

import pytest

from habeas.domain.error import Barred, HabeasError, OutcomeUnknown, Permanent, Refused, Retriable
from habeas.domain.order import StepOrder
from habeas.domain.plan import Keep
from habeas.domain.port import Fence, Holds
from habeas.domain.receipt import Receipt

from .asking import (
    ALIKE,
    HELD,
    MIXED,
    ODD,
    Gate,
    able,
    added,
    asks,
    changed,
    check_error,
    check_receipt,
    failing,
    locate,
    noted,
    others,
    planned,
    trying,
)
from .world import Break, Snapshot, World

ANOTHER_CASE = "01890a5d-ac96-774b-bcce-b302099a8058"
_MOST_WRITES = 40


class HoldsContract:
    """A release gives back what its case's hold took, whatever became of the hold, and nothing else."""

    @asks
    async def test_hold_and_release(self, world: World) -> None:
        """A hold changes nobody else's data; its release leaves everything exactly as it was. Whatever the address."""
        for alike in ALIKE:
            await world.add(alike)
        for address in (HELD, MIXED, *ODD):
            order = await added(world, address)
            before = await world.snapshot()
            check_receipt(await hold(world, order), order, "hold", address)
            held = await world.snapshot()
            assert changed(before, held), "nothing was taken out of use"
            assert others(held, address) == others(before, address)
            check_receipt(await release(world, order), order, "release", address)
            await _is_as(world, before)

    @asks
    async def test_hold_twice_is_once(self, world: World) -> None:
        """A second hold finds nothing more to do, and a second release too."""
        order = await added(world)
        before = await world.snapshot()
        await hold(world, order)
        held = await world.snapshot()
        assert (await hold(world, order)).counts == {}
        await _is_as(world, held)
        await release(world, order)
        assert (await release(world, order)).counts == {}
        await _is_as(world, before)

    @asks
    async def test_release_without_a_hold(self, world: World) -> None:
        """Without a hold there is nothing to do, and it is no error."""
        order = await added(world)
        before = await world.snapshot()
        assert (await release(world, order)).counts == {}
        await _is_as(world, before)

    @asks
    async def test_release_of_another_case(self, world: World) -> None:
        """What one case holds no other gives back."""
        order = await added(world)
        await hold(world, order)
        held = await world.snapshot()
        await release(world, order.model_copy(update={"case_id": ANOTHER_CASE}))
        await _is_as(world, held)

    @asks
    async def test_hold_under_which_it_is_located(self, world: World) -> None:
        """What is held is found as before: the second look of a case finds nothing new."""
        asked = await world.add(HELD)
        located = await locate(world, *asked)
        await hold(world, await planned(world, *asked))
        assert await locate(world, *asked) == located

    @asks
    async def test_hold_of_what_is_kept(self, world: World) -> None:
        """What the plan does not erase stays in use."""
        keep = Keep(holding=world.adapter.name, ground="a legal claim", until=world.as_of.date(), by="the DPO")
        order = await planned(world, *await world.add(HELD), keeps=(keep,))
        before = await world.snapshot()
        assert (await hold(world, order)).counts == {}
        await _is_as(world, before)

    @asks
    async def test_late_hold(self, world: World) -> None:
        """A hold that comes after its release is barred by the fence, and leaves no trace."""
        order = await added(world)
        before = await world.snapshot()
        await failing(hold(world, order, Gate(0)), Barred)
        await _is_as(world, before)

    @asks
    async def test_hold_that_is_barred_half_way(self, world: World) -> None:
        """Wherever between its writes a hold is barred, its release leaves nothing of it."""
        plan = await added(world, things=2)
        before = await world.snapshot()
        for lets_by in range(_MOST_WRITES):
            # a case holds once: after its release it never does again
            order = plan.model_copy(update={"case_id": f"{plan.case_id[:-4]}{lets_by:04}"})
            try:
                await hold(world, order, Gate(lets_by))
            except Barred as barred:
                check_error(barred)
            else:
                break
            finally:
                await release(world, order)
            await _is_as(world, before)
        else:
            raise AssertionError("the fence was never passed")
        await _is_as(world, before)

    @asks
    async def test_release_while_it_is_held(self, world: World) -> None:
        """A hold that is past its fence when the release comes is given back, by that one or by the one once more."""
        order = await added(world)
        before = await world.snapshot()
        releases: list[asyncio.Task[Receipt]] = []

        async def fence() -> None:
            if not releases:
                releases.append(asyncio.create_task(release(world, order)))
                await asyncio.sleep(0.1)

        try:
            await hold(world, order, fence)
        except HabeasError as error:
            check_error(error)
        await releases[0]
        await release(world, order)
        await _is_as(world, before)

    @pytest.mark.parametrize("attempts", [1, 2, 3])
    @asks
    async def test_hold_whose_answers_are_lost(self, world: World, attempts: int) -> None:
        """However many answers were lost, the outcome is said to be unknown, and a release leaves nothing of it."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.FAIL_AFTER, attempts)
        for _ in range(attempts):
            try:
                await hold(world, order)
            except OutcomeUnknown as error:
                check_error(error)
            else:
                break  # the last of it was done by an attempt before
        world.mend_wire()
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_hold_goes_on_after_a_lost_answer(self, world: World) -> None:
        """The next attempt completes what was begun, and the release gives back all of it."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.FAIL_AFTER, 1)
        await trying(lambda: hold(world, order))
        held = await world.snapshot()
        assert (await hold(world, order)).counts == {}
        await _is_as(world, held)
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_release_whose_answers_are_lost(self, world: World) -> None:
        """It is done again, to the same end."""
        order = await added(world)
        before = await world.snapshot()
        await hold(world, order)
        world.break_wire(Break.FAIL_AFTER, 2)
        await trying(lambda: release(world, order))
        world.mend_wire()
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_hold_several_at_once(self, world: World) -> None:
        """Attempts that were given up and still run beside their successor are one hold."""
        order = await added(world)
        before = await world.snapshot()
        done = await asyncio.gather(*(hold(world, order) for _ in range(4)), return_exceptions=True)
        assert all(isinstance(one, Receipt | Retriable) for one in done), done
        await trying(lambda: hold(world, order))
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_hold_that_is_refused(self, world: World) -> None:
        """A no is a no: it is final, and has changed nothing."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.REFUSE)
        await failing(hold(world, order), Refused)
        world.mend_wire()
        await release(world, order)
        await _is_as(world, before)

    @pytest.mark.parametrize("how", [Break.RATE_LIMIT, Break.ERROR], ids=str)
    @asks
    async def test_hold_in_what_is_broken(self, world: World, how: Break) -> None:
        """That is a matter of time; a release leaves nothing of what was begun."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(how)
        await failing(hold(world, order), Retriable)
        await failing(release(world, order), Retriable)
        world.mend_wire()
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_hold_slowly(self, world: World) -> None:
        """A system that takes its time is waited for."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.TIMEOUT)
        holding = asyncio.create_task(hold(world, order))
        await asyncio.sleep(0.3)
        world.mend_wire()
        await holding
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_hold_of_many(self, world: World) -> None:
        """What is several pages is held and given back to the last."""
        order = await added(world, things=world.many)
        before = await world.snapshot()
        await hold(world, order)
        await release(world, order)
        await _is_as(world, before)

    @asks
    async def test_hold_by_a_stranger(self, world: World) -> None:
        """A credential that the system does not know is refused, and has changed nothing."""
        order = await added(world)
        if world.stranger is None:
            pytest.skip("this system has no credentials")
        assert isinstance(world.stranger, Holds)
        before = await world.snapshot()
        await failing(world.stranger.hold(order, Gate()), Permanent)
        await release(world, order)
        await _is_as(world, before)


async def hold(world: World, order: StepOrder, fence: Fence | None = None) -> Receipt:
    """The step, by a fence that lets everything by unless another is given."""
    return await able(world, Holds).hold(order, fence or Gate())


async def release(world: World, order: StepOrder) -> Receipt:
    """Its compensation."""
    return await able(world, Holds).release(order)


async def _is_as(world: World, before: Snapshot) -> None:
    now = await world.snapshot()
    assert not changed(before, now)
    assert noted(now) == noted(before)
