"""What an adapter erases, and what it says is left: by another way, of which the erasure knows nothing."""

import asyncio
from contextlib import suppress

import pytest

from habeas.domain.error import Barred, Permanent, Refused, Retriable
from habeas.domain.order import StepOrder
from habeas.domain.plan import Keep
from habeas.domain.port import Erases, Fence, Holds
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
    leaves,
    noted,
    others,
    planned,
    theirs,
    trying,
)
from .world import Break, Snapshot, World

_MOST_WRITES = 60


class ErasesContract:
    """An erasure ends with what the plan leaves, whatever happens on the way, and changes nobody else's data."""

    @asks
    async def test_erase_and_confirm(self, world: World) -> None:
        """All that the plan erases is gone, what it leaves is left, and nobody alike is touched."""
        orders = {address: await added(world, address) for address in (HELD, *ALIKE, *ODD)}
        for address, order in orders.items():
            before = await world.snapshot()
            check_receipt(await erase(world, order), order, "erase", address)
            await _is_erased(world, order, before, address)
            check_receipt(await confirm(world, order), order, "confirm", address)

    @asks
    async def test_erase_what_is_written_in_mixed_case(self, world: World) -> None:
        """An address that is stored in mixed case is of no other person than the pinned one."""
        order = await added(world, MIXED)
        before = await world.snapshot()
        await erase(world, order)
        await _is_erased(world, order, before, MIXED)

    @asks
    async def test_erase_what_is_held(self, world: World) -> None:
        """What the hold noted goes with it."""
        order = await added(world)
        before = await world.snapshot()
        if isinstance(world.adapter, Holds):
            await world.adapter.hold(order, Gate())
        await erase(world, order)
        await _is_erased(world, order, before)

    @asks
    async def test_erase_twice_is_once(self, world: World) -> None:
        """A second time there is nothing to do."""
        order = await added(world)
        await erase(world, order)
        once = await world.snapshot()
        assert (await erase(world, order)).counts == {}
        assert not changed(once, await world.snapshot())

    @asks
    async def test_erase_many(self, world: World) -> None:
        """What is several pages is erased to the last, and of somebody alike nothing."""
        await world.add(ALIKE[0], 2)
        order = await added(world, things=world.many)
        before = await world.snapshot()
        await erase(world, order)
        await _is_erased(world, order, before)

    @asks
    async def test_erase_what_is_kept(self, world: World) -> None:
        """What the plan does not erase stays as it is."""
        keep = Keep(holding=world.adapter.name, ground="a legal claim", until=world.as_of.date(), by="the DPO")
        order = await planned(world, *await world.add(HELD), keeps=(keep,))
        before = await world.snapshot()
        assert (await erase(world, order)).counts == {}
        assert not changed(before, await world.snapshot())
        assert (await confirm(world, order)).counts == leaves(order)

    @asks
    async def test_late_erase(self, world: World) -> None:
        """Before the pivot, or after an unwinding, the fence says no, and nothing has changed."""
        order = await added(world)
        before = await world.snapshot()
        await failing(erase(world, order, Gate(0)), Barred)
        assert not changed(before, await world.snapshot())

    @asks
    async def test_erase_that_breaks_off(self, world: World) -> None:
        """Wherever between its writes an erasure breaks off, it goes on from there to its end."""
        order = await added(world, things=2)
        before = await world.snapshot()
        for lets_by in range(1, _MOST_WRITES):
            try:
                await erase(world, order, Gate(lets_by))
            except Barred as barred:
                check_error(barred)
            else:
                break
            assert others(await world.snapshot(), HELD) == others(before, HELD)
        await _is_erased(world, order, before)

    @asks
    async def test_erase_that_is_given_up(self, world: World) -> None:
        """A step that is cancelled at any moment is done by the next attempt."""
        order = await added(world, things=2)
        before = await world.snapshot()
        for milliseconds in (1, 3, 9, 27):
            erasing = asyncio.create_task(erase(world, order))
            await asyncio.sleep(milliseconds / 1000)
            erasing.cancel()
            with suppress(asyncio.CancelledError):
                await erasing
        await trying(lambda: erase(world, order))
        await _is_erased(world, order, before)

    @pytest.mark.parametrize("times", [1, 2, 5])
    @asks
    async def test_erase_whose_answers_are_lost(self, world: World, times: int) -> None:
        """Asked again until it is done, it is done once."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.FAIL_AFTER, times)
        await trying(lambda: erase(world, order))
        world.mend_wire()
        await erase(world, order)
        await _is_erased(world, order, before)

    @asks
    async def test_erase_several_at_once(self, world: World) -> None:
        """Attempts that run side by side end with one erasure."""
        order = await added(world, things=2)
        before = await world.snapshot()
        done = await asyncio.gather(*(erase(world, order) for _ in range(4)), return_exceptions=True)
        assert all(isinstance(one, Receipt | Retriable) for one in done), done
        await trying(lambda: erase(world, order))
        await _is_erased(world, order, before)

    @asks
    async def test_erase_two_people_at_once(self, world: World) -> None:
        """Of two who are erased side by side each is gone, and a third is untouched."""
        await world.add(ALIKE[1])
        order, other = await added(world, HELD, 2), await added(world, ALIKE[0], 2)
        before = await world.snapshot()
        await asyncio.gather(*(trying(lambda one=one: erase(world, one)) for one in (order, other)))  # type: ignore[misc]
        after = await world.snapshot()
        assert not theirs(after, HELD) | theirs(after, ALIKE[0])
        assert {t for t in after if t.whose == ALIKE[1]} == {t for t in before if t.whose == ALIKE[1]}

    @asks
    async def test_erase_late_of_somebody_who_is_back(self, world: World) -> None:
        """Who signs up again with the same address is not erased by a late step (L-44)."""
        order = await added(world)
        await erase(world, order)
        await world.add(HELD)
        back = await world.snapshot()
        await erase(world, order)
        assert not changed(back, await world.snapshot())

    @asks
    async def test_erase_that_is_refused(self, world: World) -> None:
        """A no is a no: it is final, and has changed nothing."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.REFUSE)
        await failing(erase(world, order), Refused)
        assert not changed(before, await world.snapshot())

    @pytest.mark.parametrize("how", [Break.RATE_LIMIT, Break.ERROR], ids=str)
    @asks
    async def test_erase_in_what_is_broken(self, world: World, how: Break) -> None:
        """That is a matter of time; mended, it is done."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(how)
        for step in (erase(world, order), confirm(world, order)):
            await failing(step, Retriable)
        world.mend_wire()
        await trying(lambda: erase(world, order))
        await _is_erased(world, order, before)

    @asks
    async def test_erase_slowly(self, world: World) -> None:
        """A system that takes its time is waited for."""
        order = await added(world)
        before = await world.snapshot()
        world.break_wire(Break.TIMEOUT)
        erasing = asyncio.create_task(erase(world, order))
        await asyncio.sleep(0.3)
        world.mend_wire()
        await erasing
        await _is_erased(world, order, before)

    @asks
    async def test_confirm_before_anything_is_erased(self, world: World) -> None:
        """All that the plan found is left; looking changes nothing, and needs no right to write."""
        order = await added(world, things=2)
        before = await world.snapshot()
        world.break_wire(Break.REFUSE)
        assert (await confirm(world, order)).counts == {i.key: i.count for i in order.items if i.count}
        assert not changed(before, await world.snapshot())

    @asks
    async def test_confirm_of_what_somebody_else_erased(self, world: World) -> None:
        """It looks at the system and at nothing else: an erasure by another case counts as well."""
        order = await added(world)
        await erase(world, order.model_copy(update={"case_id": "01890a5d-ac96-774b-bcce-b302099a8058"}))
        assert set((await confirm(world, order)).counts) <= set(leaves(order)) | _written(order)

    @asks
    async def test_erase_by_a_stranger(self, world: World) -> None:
        """A credential that the system does not know is refused, whatever it is to do, and has changed nothing."""
        order = await added(world)
        if world.stranger is None:
            pytest.skip("this system has no credentials")
        assert isinstance(world.stranger, Erases)
        before = await world.snapshot()
        for step in (world.stranger.erase(order, Gate()), world.stranger.confirm(order)):
            await failing(step, Permanent)
        assert not changed(before, await world.snapshot())


async def erase(world: World, order: StepOrder, fence: Fence | None = None) -> Receipt:
    """The step, by a fence that lets everything by unless another is given."""
    return await able(world, Erases).erase(order, fence or Gate())


async def confirm(world: World, order: StepOrder) -> Receipt:
    """What is left, by the adapter's other way."""
    return await able(world, Erases).confirm(order)


def _written(order: StepOrder) -> set[str]:
    """What an erasure leaves that was not there before: the plan names it with a count of nothing."""
    return {i.key for i in order.items if not i.count}


async def _is_erased(world: World, order: StepOrder, before: Snapshot, address: str = HELD) -> None:
    """By the judge's look, and by what the adapter says is left; nothing else has changed."""
    after = await world.snapshot()
    assert not theirs(after, address), "something of theirs is left"
    assert not noted(after), "what a hold noted is left"
    assert others(after, address) == others(before, address), "somebody else's data has changed"
    left = dict((await confirm(world, order)).counts)
    assert {key: left[key] for key in left if key not in _written(order)} == leaves(order)
