"""What is read back by itself: everybody in random databases, before one of them is erased and after."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import Phase, given, settings
from random_question import Question, questions
from random_world import HOUR, patient, planned, random_world, sqlite_file
from small_world import Place, World, open_fence

from habeas.domain.error import Refused, Unfit
from habeas.domain.order import StepOrder

NEEDED = "/sole_owner"


@pytest.mark.long
@pytest.mark.timeout(HOUR)
@settings(patient, max_examples=200, phases=[Phase.generate], database=None, report_multiple_bugs=False)
@given(questions())
def test_what_is_read_back_is_what_the_plans_leave(question):
    """Of the person as their plan has it, and of everybody else all that there was; nothing but `confirm` is asked."""
    with sqlite_file() as place:
        asyncio.run(confirmed(place, question))


async def confirmed(place: Place, question: Question) -> None:
    """Plan for everybody, erase the one who is asked about, and read back what there is of all."""
    async with random_world(place, question.made) as world:
        people = [question.people[0], *question.made.addresses]
        order, *others = [planned(world, await world.locate(address), question) for address in people]
        for one in (order, *others):
            assert await _left(world, one) == {item.key: item.count for item in one.items}
        if await _is_erased(world, order):
            assert await _left(world, order) == {i.key: i.count for i in order.items if not i.disposition.takes}
            await _untouched(world, [one for one in others if _are_apart(one, order)])


async def _left(world: World, order: StepOrder) -> dict[str, int]:
    return (await world.system.confirm(order)).counts


async def _is_erased(world: World, order: StepOrder) -> bool:
    """Whether all steps were taken; what an adapter refuses is for others to judge."""
    try:
        await world.system.preflight(order)
        await world.system.hold(order, open_fence)
        await world.system.erase(order, open_fence)
    except (Unfit, Refused):
        return False
    return True


def _are_apart(one: StepOrder, other: StepOrder) -> bool:
    """Whether no row of people is pinned for both: they are not one person by another address."""
    return {*one.identifiers}.isdisjoint(other.identifiers)


async def _untouched(world: World, orders: Sequence[StepOrder]) -> None:
    for order in orders:
        assert _regardless(await _left(world, order)) == _regardless({i.key: i.count for i in order.items})


def _regardless(counts: Mapping[str, int]) -> Counter[str]:
    """Whether something needs what they have: of two owners the other is the last once one has gone."""
    found = Counter[str]()
    for key, count in counts.items():
        found[key.removesuffix(NEEDED)] += count
    return found
