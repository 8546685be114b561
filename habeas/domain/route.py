"""How a system is found its way to: after which others it is asked, and by which identifiers."""

from collections.abc import Collection, Mapping

from .error import InvalidInput
from .manual import Owner
from .model import Message
from .name import TAKEN
from .right import Right


class Route(Message):
    """`needs`: the systems whose identifiers find this one's data; `finds_by`: the kinds of identifiers it looks by.

    `is_manual`: its owner is asked once, when all others have said what they know; no other system waits for it.
    `stops`: by which of the rights that act at once something stops there. `has_consent`: we hold something there that
    rests on consent.
    """

    needs: tuple[str, ...] = ()
    finds_by: tuple[str, ...]
    is_manual: bool = False
    stops: tuple[Right, ...] = ()
    has_consent: bool = False


Routes = Mapping[str, Route]
"""Every system by name, with the way to it."""


def with_owners(routes: Routes, owners: tuple[Owner, ...]) -> Routes:
    """The systems with those that have no API: their owners are asked when all others have said what they know.

    Raises InvalidInput for one that has the name of another system, or of a part of the house.
    """
    if taken := [o.system for o in owners if o.system in routes or o.system in TAKEN]:
        raise InvalidInput(f"manual_systems.{taken[0]}: another system is called so, or a part of the house")
    needs = tuple(routes)
    return {**routes, **{o.system: Route(needs=needs, finds_by=o.finds_by, is_manual=True) for o in owners}}


def with_consent(routes: Routes, systems: Collection[str]) -> Routes:
    """The systems, with it said of which that something of ours rests on consent there."""
    return {name: route.model_copy(update={"has_consent": name in systems}) for name, route in routes.items()}
