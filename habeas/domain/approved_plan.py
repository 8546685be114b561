"""A plan that was approved, and what is seen later: a fresh look, and systems that have not said that they erased."""

from collections.abc import Collection

from .disposition import Disposition
from .holding import Circumstance
from .justification import Justification
from .manual import UNANSWERED
from .plan import Plan, PlanItem, pins


def beyond(approved: Plan, fresh: Plan) -> tuple[str, ...]:
    """What a fresh look shows that was not approved: new kinds of data, controllers, locks or identifiers.

    Growth in number is none of these, and neither is data that has gone.
    """
    agreed = {i.key: (i.disposition, i.ground) for i in approved.items}
    news = [i.key for i in fresh.items if agreed.get(i.key) != (i.disposition, i.ground)]
    pinned = {system: pins(ids) for system, ids in approved.identifiers.items()}
    for system, ids in fresh.identifiers.items():
        if any(pin not in pinned.get(system, []) for pin in pins(ids)):
            news.append(f"{system}: a new identifier")
    return tuple(news)


def recounted(approved: Plan, fresh: Plan) -> Plan:
    """The approved plan with the counts of a fresh look.

    What is to be erased never counts less than before: an erasure that runs a second time finds less of it.
    """
    counts = {i.key: i.count for i in fresh.items}
    items = tuple(i.model_copy(update={"count": _recount(i, counts.get(i.key, 0))}) for i in approved.items)
    return approved.model_copy(update={"items": items})


def left_open(items: tuple[PlanItem, ...], systems: Collection[str]) -> tuple[PlanItem, ...]:
    """The items of a plan that was carried out, where these systems have not said that they erased theirs.

    What nobody has said is open: it is never counted as done.
    """
    news: dict[str, object] = {
        "disposition": Disposition.DECIDE,
        "circumstance": Circumstance.UNANSWERED,
        "why": UNANSWERED,
    }
    news |= {"erased_on": None, "justification": Justification.IMPOSSIBLE}
    return tuple(
        i.model_copy(update=news) if i.system in systems and i.disposition is Disposition.ERASE else i for i in items
    )


def _recount(item: PlanItem, count: int) -> int:
    return max(item.count, count) if item.disposition.takes else count
