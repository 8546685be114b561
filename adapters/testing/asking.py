"""How the kit asks: as a case does, step by step; and what it looks for in every answer and every error."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

import pytest

from habeas.domain.disposition import Disposition
from habeas.domain.error import Barred, HabeasError, Retriable
from habeas.domain.findings import Findings
from habeas.domain.identifier import EMAIL, Identifier, email
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.plan import Keep
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Entry, Exports, Locates
from habeas.domain.receipt import Receipt
from habeas.domain.right import Right

from .world import OURS, Opens, Snapshot, Thing, World

A = TypeVar("A")

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
HELD, UNKNOWN = "tova.lind@example.net", "nobody.here@example.net"
ALIKE = ("tova.linde@example.net", "atova.lind@example.net", "tova_lind@example.net", "tova.lind@example.com")
MIXED = "Tuva.Lind@Example.Net"
ODD = (
    "o'neill@example.net",
    "a+b&c=d?e#f/g@example.net",
    "50%_off*@example.net",
    "{{7*7}}${x}`y`@example.net",
    "x--y/*z*/@example.net",
    "åse.ærø@exämple.net",
    "ÅSE.ÆRØ@example.net",
)
_SECONDS = 120


def asks(question: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Make a question about a world a test: the world is opened for it, on a loop that nobody else has."""

    @wraps(question)
    def test(self: object, opens: Opens, **given: object) -> None:
        async def ask() -> None:
            async with asyncio.timeout(_SECONDS), opens() as world:
                await question(self, world, **given)

        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            runner.run(ask())

    asked = signature(question)
    named = [p.replace(name="opens") if p.name == "world" else p for p in asked.parameters.values()]
    test.__signature__ = asked.replace(parameters=named)  # type: ignore[attr-defined]  # pytest's list of fixtures
    return test


def able(world: World, ability: type[A]) -> A:
    """The world's adapter, which has to have the ability."""
    assert isinstance(world.adapter, ability), f"{world.adapter.name} cannot do this: {ability.__name__}"
    return world.adapter


class Gate:
    """A fence that lets so many writes by and bars the rest, as the register does when a case has been released."""

    def __init__(self, lets_by: int = 1_000_000) -> None:
        """`lets_by`: how many."""
        self.left = lets_by

    async def __call__(self) -> None:
        """Raises Barred."""
        self.left -= 1
        if self.left < 0:
            raise Barred("register", "too late")


async def locate(world: World, *identifiers: Identifier) -> Located:
    """What the adapter has under these identifiers."""
    order = LocateOrder(case_id=CASE, system=world.adapter.name, identifiers=identifiers, as_of=world.as_of)
    return await able(world, Locates).locate(order)


async def planned(world: World, *identifiers: Identifier, keeps: tuple[Keep, ...] = ()) -> StepOrder:
    """What an approved plan orders of the adapter: all is erased that no law keeps."""
    located = await locate(world, *identifiers)
    findings = Findings(
        as_of=world.as_of,
        identifiers=located.identifiers,
        holdings=located.holdings,
        instructions=located.instructions,
        pinned={located.system: located.pinned},
    )
    return StepOrder.of(CASE, plan_erasure(findings, {}, keeps), world.adapter.name)


async def added(world: World, address: str = HELD, things: int = 1) -> StepOrder:
    """Somebody is added, and this is what a plan orders for them; something is to be erased."""
    order = await planned(world, *await world.add(address, things))
    assert any(i.disposition is Disposition.ERASE for i in order.items), "nothing of theirs would be erased"
    return order


async def exported(world: World, *pinned: Identifier) -> list[Entry]:
    """All that is handed out under these pins."""
    name = world.adapter.name
    order = CollectOrder(case_id=CASE, system=name, right=Right.ACCESS, as_of=world.as_of, identifiers=pinned)
    return [entry async for entry in able(world, Exports).export(order)]


def others(snapshot: Snapshot, address: str) -> set[Thing]:
    """What is somebody else's, or nobody's."""
    return {thing for thing in snapshot if thing.whose not in (address, OURS)}


def theirs(snapshot: Snapshot, address: str) -> set[Thing]:
    """What is somebody's own, but for what an erasure may leave."""
    return {thing for thing in snapshot if thing.whose == address and not thing.stays}


def noted(snapshot: Snapshot) -> set[Thing]:
    """What the adapter noted for a hold."""
    return {thing for thing in snapshot if thing.whose == OURS}


def changed(before: Snapshot, after: Snapshot) -> str:
    """Nothing, or what is different, in short."""
    gone, new = before - after, after - before
    return "".join([*(f"\n  - {thing}"[:300] for thing in gone), *(f"\n  + {thing}"[:300] for thing in new)])


def leaves(order: StepOrder) -> dict[str, int]:
    """How much the plan leaves, by holding key."""
    return {i.key: i.count for i in order.items if i.disposition is not Disposition.ERASE and i.count}


def check_receipt(receipt: Receipt, order: StepOrder, step: str, address: str = HELD) -> None:
    """A receipt says which step it is of, counts what the plan names, and has nothing of the person."""
    assert (receipt.system, receipt.step) == (order.system, step)
    assert set(receipt.counts) <= {i.key for i in order.items}
    assert all(count > 0 for count in receipt.counts.values())
    _check_silent(receipt.model_dump_json(), address)


def check_error(error: HabeasError, address: str = HELD) -> None:
    """An error names the system and a status; neither its text nor what it hangs on has anything of the person."""
    assert error.system
    assert error.what
    _check_silent(f"{error} {error!r} {error.args}", address)
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__


async def failing(work: Awaitable[object], *kinds: type[HabeasError], address: str = HELD) -> HabeasError:
    """The error with which a step ends, which must be of one of these kinds, and silent."""
    with pytest.raises(HabeasError) as caught:
        await work
    assert isinstance(caught.value, kinds), f"{type(caught.value).__name__} is none of {[k.__name__ for k in kinds]}"
    check_error(caught.value, address)
    return caught.value


async def trying(step: Callable[[], Awaitable[Receipt]], attempts: int = 25) -> Receipt:
    """Do a step until it is done, as Temporal does: again after whatever is a matter of time."""
    for _ in range(attempts):
        try:
            return await step()
        except Retriable as error:
            check_error(error)
    raise AssertionError(f"not done after {attempts} attempts")


def in_other_case(identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """The same, with addresses in capitals."""
    return tuple(email(i.value.upper()) if i.kind == EMAIL else i for i in identifiers)


def _check_silent(said: str, address: str) -> None:
    for word in (address, address.partition("@")[0]):
        assert word.casefold() not in said.casefold(), "a person is named"
