"""What an adapter says of whom it has, and of whom it has not."""

import asyncio

import pytest

from habeas.domain.error import Permanent, Retriable
from habeas.domain.identifier import email
from habeas.domain.order import LocateOrder
from habeas.domain.port import Locates

from .asking import ALIKE, CASE, HELD, MIXED, ODD, UNKNOWN, able, asks, changed, failing, in_other_case, locate
from .world import Break, World


class LocatesContract:
    """Locating counts what is there and pins it by primary ids; it changes nothing and creates nothing."""

    @asks
    async def test_locate_says_for_whom_it_speaks(self, world: World) -> None:
        """An answer is of the adapter's own system: its name, its holdings, and the pins that it found."""
        located = await locate(world, *await world.add(HELD))
        name = world.adapter.name
        assert world.adapter.finds_by
        assert located.system == name
        assert {h.system for h in located.holdings} == {name}
        assert {i.found_in for i in (*located.pinned, *located.identifiers)} <= {name}
        assert HELD not in repr(located)

    @asks
    async def test_locate_of_the_unknown_is_an_answer(self, world: World) -> None:
        """Of whom nothing is held there is no holding and no pin, and nothing is created (L-14)."""
        await world.add(HELD)
        before = await world.snapshot()
        located = await locate(world, email(UNKNOWN))
        assert (located.holdings, located.pinned, located.identifiers) == ((), (), ())
        assert not changed(before, await world.snapshot())

    @asks
    async def test_locate_counts_and_pins_and_changes_nothing(self, world: World) -> None:
        """Whoever is held is counted, and pinned by what is no address; asked twice it is the same."""
        asked = await world.add(HELD)
        before = await world.snapshot()
        located = await locate(world, *asked)
        assert sum(h.count for h in located.holdings) > 0
        assert located.pinned
        assert HELD not in {i.value for i in located.pinned}
        assert await locate(world, *asked) == located
        assert not changed(before, await world.snapshot())

    @asks
    async def test_locate_in_any_case(self, world: World) -> None:
        """Addresses differ in case only by accident: asked for in capitals it is the same person."""
        asked = await world.add(HELD)
        found, again = await locate(world, *asked), await locate(world, *in_other_case(asked))
        assert (again.holdings, again.pinned) == (found.holdings, found.pinned)

    @asks
    async def test_locate_what_is_written_in_mixed_case(self, world: World) -> None:
        """An address that is stored in mixed case is found as it is written."""
        assert (await locate(world, *await world.add(MIXED))).pinned

    @asks
    async def test_locate_nobody_alike(self, world: World) -> None:
        """Whose address differs by a letter is somebody else, whatever is in it: each finds their own and no more."""
        addresses = (HELD, *ALIKE, *ODD)
        asked = [await world.add(address) for address in addresses]
        found = [await locate(world, *who) for who in asked]
        pins = [i.normalised() for located in found for i in located.pinned]
        assert all(located.pinned for located in found), "somebody was not found"
        assert len(pins) == len(set(pins)), "two people are pinned by the same"
        assert len({sum(h.count for h in located.holdings) for located in found}) == 1

    @asks
    async def test_locate_many(self, world: World) -> None:
        """What is several pages is counted to the last."""
        few = await locate(world, *await world.add(ALIKE[0]))
        many = await locate(world, *await world.add(HELD, world.many))
        assert sum(h.count for h in many.holdings) >= sum(h.count for h in few.holdings) + world.many - 1

    @asks
    async def test_locate_several_at_once(self, world: World) -> None:
        """Answers that are given side by side are not mixed up."""
        asked, other = await world.add(HELD), await world.add(ALIKE[0])
        first, second = await locate(world, *asked), await locate(world, *other)
        answers = await asyncio.gather(*(locate(world, *who) for who in (asked, other) * 4))
        assert answers == [first, second] * 4

    @asks
    async def test_locate_slowly(self, world: World) -> None:
        """A system that takes its time is waited for."""
        asked = await world.add(HELD)
        expected = await locate(world, *asked)
        world.break_wire(Break.TIMEOUT)
        locating = asyncio.create_task(locate(world, *asked))
        await asyncio.sleep(0.3)
        assert not locating.done()
        world.mend_wire()
        assert await locating == expected

    @pytest.mark.parametrize("how", [Break.RATE_LIMIT, Break.ERROR], ids=str)
    @asks
    async def test_locate_of_what_is_broken(self, world: World, how: Break) -> None:
        """That is a matter of time and says so, with nothing of the person; mended, all is as before."""
        asked = await world.add(HELD)
        expected = await locate(world, *asked)
        world.break_wire(how)
        await failing(locate(world, *asked), Retriable)
        world.mend_wire()
        assert await locate(world, *asked) == expected

    @asks
    async def test_locate_by_a_stranger(self, world: World) -> None:
        """A credential that the system does not know is refused, with a clear error and nothing of the person."""
        asked = await world.add(HELD)
        if world.stranger is None:
            pytest.skip("this system has no credentials")
        assert isinstance(world.stranger, Locates)
        order = LocateOrder(case_id=CASE, system=able(world, Locates).name, identifiers=asked, as_of=world.as_of)
        await failing(world.stranger.locate(order), Permanent)
