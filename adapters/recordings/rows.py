"""The half of this system that is a record: participants and what hangs on them. Whoever carries it out is handed in.

The record knows no files. That a participant stays with the recordings that stay is therefore said here, in the words
in which steps are asked for anyway: a step is asked for once for all participants of one standing, as if the plan said
of participants nothing but what it says of those; and what is answered of them is of that standing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from habeas.domain.holding import Circumstance, Holding
from habeas.domain.identifier import PARTICIPANT_ID, Identifier
from habeas.domain.order import LocateOrder, StepOrder
from habeas.domain.plan import PlanItem
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights

from .category import PARTICIPANT, SYSTEM
from .standing import Standing, together


class Rows(Locates, Exports, Preflights, Holds, Erases, Protocol):
    """Whoever carries out the record of this system's database, under its name."""


def among(identifiers: tuple[Identifier, ...], ids: Collection[int]) -> tuple[Identifier, ...]:
    """The pins of these participants."""
    texts = {str(id_) for id_ in ids}
    return tuple(i for i in identifiers if i.kind == PARTICIPANT_ID and i.value in texts)


def order_for(order: StepOrder, ids: Collection[int], circumstance: Circumstance | None) -> StepOrder:
    """The order for these participants: what it says of those in their circumstance, it says of all of them."""
    items = (i for i in order.items if i.category != PARTICIPANT or i.circumstance is circumstance)
    return order.model_copy(
        update={"identifiers": among(order.identifiers, ids), "items": tuple(map(_without_circumstance, items))}
    )


def order_for_left(order: StepOrder, ids: Collection[int]) -> StepOrder:
    """The order for participants that appear in no recording any more, and that it erases only with one.

    An attempt that broke off may have erased the recording and not yet them.
    """
    people = [i for i in order.items if i.category == PARTICIPANT]
    alone = {i.controller for i in people if i.circumstance is None}
    items = [i for i in people if i.circumstance is Circumstance.SHARED and i.controller not in alone]
    return order.model_copy(
        update={"identifiers": among(order.identifiers, ids), "items": tuple(map(_without_circumstance, items))}
    )


def order_without_people(order: StepOrder) -> StepOrder:
    """The order for what hangs on participants, and not for them."""
    return order.model_copy(update={"items": tuple(i for i in order.items if i.category != PARTICIPANT)})


def order_for_all(order: StepOrder) -> StepOrder:
    """The order for every participant, in whatever circumstance it erases any: for what was held of them."""
    return order.model_copy(update={"items": tuple(map(_without_circumstance, order.items))})


def counted(counts: Mapping[str, int], circumstance: Circumstance | None) -> Counter[str]:
    """What was counted of participants, as that of their circumstance."""
    return Counter({_in(key, circumstance): count for key, count in counts.items()})


def given_back(counts: Mapping[str, int], order: StepOrder) -> Counter[str]:
    """What was given back of participants, by the keys under which the order has had them held."""
    taken = [i for i in order.items if i.category == PARTICIPANT and i.disposition.takes]
    names = {_without_circumstance(i).key: i.key for i in sorted(taken, key=lambda i: i.circumstance is None)}
    return Counter({names.get(key, key): count for key, count in counts.items()})


async def holdings(
    rows: Rows, order: LocateOrder, pinned: tuple[Identifier, ...], groups: Mapping[Standing, Collection[int]]
) -> tuple[Holding, ...]:
    """What is held of these participants, those of each standing apart."""
    found: list[Holding] = []
    for standing, ids in groups.items():
        of_these = order.model_copy(update={"identifiers": among(pinned, ids)})
        found += [_standing(h, standing) for h in (await rows.locate(of_these)).holdings]
    return tuple(found)


def merged(several: Iterable[Holding]) -> tuple[Holding, ...]:
    """One for each kind of data: numbers added up, and kept as long as the longest of them."""
    kinds: dict[str, list[Holding]] = {}
    for one in several:
        kinds.setdefault(one.key, []).append(one)
    return tuple(_one(kinds[name]) for name in sorted(kinds))


def _one(several: list[Holding]) -> Holding:
    standing = together(Standing(h.circumstance, h.retention) for h in several)
    return several[0].model_copy(update={"retention": standing.retention, "count": sum(h.count for h in several)})


def _standing(holding: Holding, standing: Standing) -> Holding:
    if holding.category != PARTICIPANT or standing.circumstance is None:
        return holding
    return holding.model_copy(update={"circumstance": standing.circumstance, "retention": standing.retention})


def _without_circumstance(item: PlanItem) -> PlanItem:
    return item.model_copy(update={"circumstance": None}) if item.category == PARTICIPANT else item


def _in(key: str, circumstance: Circumstance | None) -> str:
    if circumstance is None or not key.startswith(f"{SYSTEM}/{PARTICIPANT}/"):
        return key
    return f"{key.removesuffix(f'/{Circumstance.RETAINED}')}/{circumstance}"
