"""What an adapter proves before anything is changed."""

import pytest

from habeas.domain.error import Permanent, Retriable
from habeas.domain.port import Preflights

from .asking import able, added, asks, changed, check_receipt, failing
from .world import Break, World


class PreflightsContract:
    """A preflight changes nothing, and says no where a later step could not be done."""

    @asks
    async def test_preflight_changes_nothing(self, world: World) -> None:
        """Where all can be done it says so, as often as it is asked."""
        order = await added(world)
        before = await world.snapshot()
        for _ in range(2):
            check_receipt(await able(world, Preflights).preflight(order), order, "preflight")
        assert not changed(before, await world.snapshot())

    @asks
    async def test_preflight_many(self, world: World) -> None:
        """So it is for what is several pages."""
        order = await added(world, things=world.many)
        check_receipt(await able(world, Preflights).preflight(order), order, "preflight")

    @pytest.mark.parametrize("how", [Break.RATE_LIMIT, Break.ERROR], ids=str)
    @asks
    async def test_preflight_of_what_is_broken(self, world: World, how: Break) -> None:
        """What cannot be asked now is no reason to say no for good."""
        order = await added(world)
        world.break_wire(how)
        await failing(able(world, Preflights).preflight(order), Retriable)
        world.mend_wire()
        await able(world, Preflights).preflight(order)

    @asks
    async def test_preflight_by_a_stranger(self, world: World) -> None:
        """A credential that may do none of it is found out here, and not after the pivot."""
        order = await added(world)
        if world.stranger is None:
            pytest.skip("this system has no credentials")
        assert isinstance(world.stranger, Preflights)
        await failing(world.stranger.preflight(order), Permanent)
