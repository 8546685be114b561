"""The kit sees: it finds each mistake, nothing where there is none, and what confirms finds it too."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from accounts_system import Accounts
from accounts_world import accounts_world
from mistake import ERASING, OTHERS, Mutant, forgets_a_version
from recordings_system import recordings
from recordings_world import recordings_world

from adapters.testing import Contract, Opens, World
from adapters.testing.asking import ALIKE, HELD, MIXED, Gate, added, leaves
from habeas.domain.order import StepOrder

MUTANTS = {**ERASING, **OTHERS}
WHOM = {"ignores case": MIXED, "erases the neighbour": HELD}


@pytest.fixture
def opening(request, sqlite_platform, tmp_path, now) -> Callable[[object], Opens]:
    """Makes worlds with an adapter made so."""

    def opening(makes: object) -> Opens:
        if makes in (forgets_a_version, recordings):
            seaweed = request.getfixturevalue("seaweed")
            return partial(recordings_world, sqlite_platform, seaweed, tmp_path, now, makes)
        return partial(accounts_world, sqlite_platform, tmp_path, now, makes)

    return opening


def ask(mutant: Mutant, opens: Opens) -> None:
    """The question that is to find the mistake."""
    getattr(Contract(), mutant.question)(opens, **mutant.given)


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_a_mistake_is_found(opening, mutant):
    """By the question that is about it."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        ask(mutant, opening(mutant.makes))


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_without_the_mistake_nothing_is_found(opening, mutant):
    """The same question has nothing to say of the real adapter."""
    ask(mutant, opening(recordings if mutant.makes is forgets_a_version else Accounts))


@pytest.mark.parametrize("name", ERASING)
def test_what_confirms_finds_it_too(opening, name):
    """The adapter's own other way says that less or more is left than the plan leaves, of whoever it concerns."""
    opens = opening(ERASING[name].makes)
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        assert runner.run(_differences(opens, WHOM.get(name, HELD)))


async def _differences(opens: Opens, address: str) -> list[str]:
    """Whose data is not as the plans have it, once the first is erased and the neighbour is not."""
    async with opens() as world:
        order, other = await added(world, address, world.many), await added(world, ALIKE[0])
        assert not await _is_different(world, other, {i.key: i.count for i in other.items})
        await world.adapter.erase(order, Gate())
        erased = await _is_different(world, order, leaves(order))
        untouched = await _is_different(world, other, {i.key: i.count for i in other.items})
        return [name for name, is_so in (("theirs", erased), ("the neighbour's", untouched)) if is_so]


async def _is_different(world: World, order: StepOrder, expected: dict[str, int]) -> bool:
    return (await world.adapter.confirm(order)).counts != expected
