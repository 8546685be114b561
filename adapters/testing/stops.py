"""What an adapter ends at once (L-09): an objection to marketing, a withdrawal of consent."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from habeas.domain.error import Permanent, Retriable
from habeas.domain.identifier import Identifier, email
from habeas.domain.port import Stops
from habeas.domain.receipt import Receipt
from habeas.domain.right import Right
from habeas.domain.stop import StopOrder

from .asking import ALIKE, CASE, HELD, MIXED, UNKNOWN, able, asks, changed, failing, in_other_case, others, trying
from .world import Break, World


class StopsContract:
    """Stopping acts on whoever bears the identifiers and on nobody else, once, and is read back by another way."""

    @asks
    async def test_stop_says_by_which_rights(self, world: World) -> None:
        """It is asked for nothing else."""
        rights = able(world, Stops).stops
        assert rights
        assert all(right.acts_at_once for right in rights)

    @asks
    async def test_stop_and_read_back(self, world: World) -> None:
        """What goes on before is counted, and after it nothing does; nobody else's data changes."""
        await world.add(ALIKE[0])
        async for address, order in _each(world):
            before = await world.snapshot()
            goes_on = (await able(world, Stops).confirm_stop(order)).counts
            assert goes_on, "nothing goes on that could stop"
            receipt = await able(world, Stops).stop(order)
            _check(receipt, order, "stop")
            assert receipt.counts == goes_on
            await _nothing_goes_on(world, order)
            assert others(before, address) == others(await world.snapshot(), address)

    @asks
    async def test_stop_twice_is_once(self, world: World) -> None:
        """The second time nothing changes, and nothing is counted."""
        async for _, order in _each(world):
            await able(world, Stops).stop(order)
            before = await world.snapshot()
            assert (await able(world, Stops).stop(order)).counts == {}
            assert not changed(before, await world.snapshot())

    @asks
    async def test_stop_side_by_side_is_once(self, world: World) -> None:
        """Attempts at the same time count together what one of them would."""
        async for _, order in _each(world):
            goes_on = (await able(world, Stops).confirm_stop(order)).counts
            receipts = await asyncio.gather(*(_trying(world, order) for _ in range(4)))
            assert sum(sum(r.counts.values()) for r in receipts) == sum(goes_on.values())
            await _nothing_goes_on(world, order)

    @asks
    async def test_stop_in_any_case(self, world: World) -> None:
        """Addresses differ in case only by accident."""
        for address in (HELD, MIXED):
            asked = await world.add(address)
            other, own = _orders(world, *in_other_case(asked)), _orders(world, *asked)
            assert (await able(world, Stops).stop(other[0])).counts
            for order in other:
                await able(world, Stops).stop(order)
            for order in own:
                await _nothing_goes_on(world, order)

    @asks
    async def test_stop_of_the_unknown_touches_nobody(self, world: World) -> None:
        """Nothing of anybody who is held changes, and it is an answer."""
        await world.add(HELD)
        before = {thing for thing in await world.snapshot() if thing.whose == HELD}
        for order in _orders(world, email(UNKNOWN)):
            await able(world, Stops).stop(order)
            await _nothing_goes_on(world, order)
        assert before <= await world.snapshot()

    @pytest.mark.parametrize("how", [Break.RATE_LIMIT, Break.ERROR], ids=str)
    @asks
    async def test_stop_of_what_is_broken(self, world: World, how: Break) -> None:
        """What cannot be reached now is a matter of time."""
        (order, *_) = _orders(world, *await world.add(HELD))
        world.break_wire(how)
        await failing(able(world, Stops).stop(order), Retriable)
        await failing(able(world, Stops).confirm_stop(order), Retriable)
        world.mend_wire()
        await able(world, Stops).stop(order)
        await _nothing_goes_on(world, order)

    @asks
    async def test_stop_whose_answer_is_lost(self, world: World) -> None:
        """Tried again, it is done once."""
        (order, *_) = _orders(world, *await world.add(HELD))
        world.break_wire(Break.FAIL_AFTER, 1)
        await _trying(world, order)
        world.mend_wire()
        await _nothing_goes_on(world, order)

    @asks
    async def test_stop_by_a_stranger(self, world: World) -> None:
        """A credential that may do none of it is refused, and nothing changes."""
        (order, *_) = _orders(world, *await world.add(HELD))
        if world.stranger is None:
            pytest.skip("this system has no credentials")
        assert isinstance(world.stranger, Stops)
        before = await world.snapshot()
        await failing(world.stranger.stop(order), Permanent)
        assert not changed(before, await world.snapshot())


async def _each(world: World) -> AsyncIterator[tuple[str, StopOrder]]:
    """Each right by which something stops there, asked for by somebody of their own."""
    for right, address in zip(able(world, Stops).stops, (HELD, MIXED), strict=False):
        yield address, _order(world, right, await world.add(address))


def _orders(world: World, *identifiers: Identifier) -> list[StopOrder]:
    """One for each of the rights by which something stops there."""
    return [_order(world, right, identifiers) for right in able(world, Stops).stops]


def _order(world: World, right: Right, identifiers: tuple[Identifier, ...]) -> StopOrder:
    name = world.adapter.name
    return StopOrder(case_id=CASE, system=name, right=right, identifiers=identifiers, as_of=world.as_of)


async def _trying(world: World, order: StopOrder) -> Receipt:
    """As Temporal does: again after whatever is a matter of time."""
    return await trying(lambda: able(world, Stops).stop(order))


async def _nothing_goes_on(world: World, order: StopOrder) -> None:
    receipt = await able(world, Stops).confirm_stop(order)
    _check(receipt, order, "confirm_stop")
    assert receipt.counts == {}


def _check(receipt: Receipt, order: StopOrder, step: str) -> None:
    """A receipt says which step it is of, counts what there was, and has nothing of the person."""
    assert (receipt.system, receipt.step) == (order.system, step)
    assert all(count > 0 for count in receipt.counts.values())
    said = receipt.model_dump_json().casefold()
    assert not [i for i in order.identifiers if i.value.casefold() in said], "a person is named"
