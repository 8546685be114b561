"""What an adapter hands out of a person: all of it, nobody else's, and the same each time."""

import pytest

from habeas.domain.error import HabeasError, Permanent, Retriable
from habeas.domain.identifier import Identifier
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, Exports, File, Record
from habeas.domain.right import Right

from .asking import ALIKE, CASE, HELD, ODD, able, added, asks, changed, check_error, exported, locate
from .world import Break, World


class ExportsContract:
    """An export reads, and changes nothing. It goes by pins."""

    @asks
    async def test_export_of_nobody(self, world: World) -> None:
        """Without a pin nothing is handed out."""
        await world.add(HELD)
        assert await exported(world) == []

    @asks
    async def test_export_of_all_that_was_located(self, world: World) -> None:
        """Of each category that is held something is handed out, or it is said to be withheld; nothing changes."""
        located = await locate(world, *await world.add(HELD))
        before = await world.snapshot()
        entries = await exported(world, *located.pinned)
        assert {h.category for h in located.holdings if h.count} <= {entry.category for entry in entries}
        assert not changed(before, await world.snapshot())

    @asks
    async def test_export_of_nobody_alike(self, world: World) -> None:
        """Nothing that is handed out has an address of somebody alike."""
        located = await locate(world, *await world.add(HELD))
        for alike in ALIKE:
            await world.add(alike)
        said = repr(await _shown(await exported(world, *located.pinned)))
        assert not [alike for alike in ALIKE if alike in said]

    @asks
    async def test_export_odd_characters(self, world: World) -> None:
        """What is handed out is what is held, whatever is in it."""
        few = len(await exported(world, *(await locate(world, *await world.add(HELD))).pinned))
        for address in ODD:
            located = await locate(world, *await world.add(address))
            assert len(await exported(world, *located.pinned)) == few

    @asks
    async def test_export_many(self, world: World) -> None:
        """What is several pages is handed out to the last, and each thing once."""
        located = await locate(world, *await world.add(HELD, world.many))
        entries = await exported(world, *located.pinned)
        assert len(entries) >= world.many
        shown = [repr(one) for one in await _shown(entries)]
        assert len(shown) == len(set(shown))

    @asks
    async def test_export_twice(self, world: World) -> None:
        """A step that is tried again meets the same, in the same order."""
        located = await locate(world, *await world.add(HELD, 3))
        first, second = await exported(world, *located.pinned), await exported(world, *located.pinned)
        assert await _shown(first) == await _shown(second)

    @asks
    async def test_export_of_a_file_goes_on_where_it_broke_off(self, world: World) -> None:
        """The bytes from one of them on are the end of all bytes, where a file has a version."""
        located = await locate(world, *await world.add(HELD))
        for file in [e for e in await exported(world, *located.pinned) if isinstance(e, File) and e.version]:
            whole = await _bytes(file)
            for start in {0, 1, len(whole) // 2, max(len(whole) - 1, 0)}:
                assert await _bytes(file, start) == whole[start:]
            assert str(file.version) not in repr(file)

    @asks
    async def test_export_that_is_left(self, world: World) -> None:
        """One that is not heard to its end leaves nothing behind that the next would meet."""
        located = await locate(world, *await world.add(HELD, 3))
        for _ in range(25):
            entries = able(world, Exports).export(_order(world, located.pinned))
            await anext(entries)
            await entries.aclose()  # type: ignore[attr-defined]  # what a step does that is given up
        assert await exported(world, *located.pinned)

    @pytest.mark.parametrize("how", [Break.RATE_LIMIT, Break.ERROR], ids=str)
    @asks
    async def test_export_of_what_is_broken(self, world: World, how: Break) -> None:
        """That is a matter of time and says so; mended, all of it is handed out."""
        located = await locate(world, *await world.add(HELD))
        world.break_wire(how)
        await _failing(world, Retriable, located.pinned)
        world.mend_wire()
        assert await exported(world, *located.pinned)

    @asks
    async def test_export_by_a_stranger(self, world: World) -> None:
        """A credential that the system does not know gets nothing of anybody."""
        order = await added(world)
        if world.stranger is None:
            pytest.skip("this system has no credentials")
        world.adapter = world.stranger
        await _failing(world, Permanent, order.identifiers)


def _order(world: World, pinned: tuple[Identifier, ...]) -> CollectOrder:
    name = world.adapter.name
    return CollectOrder(case_id=CASE, system=name, right=Right.ACCESS, as_of=world.as_of, identifiers=pinned)


async def _failing(world: World, kind: type[HabeasError], pinned: tuple[Identifier, ...]) -> None:
    """Files break when their bytes are asked for."""
    with pytest.raises(kind) as caught:
        await _shown(await exported(world, *pinned))
    check_error(caught.value)


async def _shown(entries: list[Entry]) -> list[object]:
    return [await _one(entry) for entry in entries]


async def _one(entry: Entry) -> object:
    match entry:
        case Record():
            return entry.category, dict(entry.fields)
        case File():
            return entry.category, entry.name, await _bytes(entry)
        case _:
            return entry


async def _bytes(file: File, start: int = 0) -> bytes:
    return b"".join([chunk async for chunk in file.chunks(start)])
