"""What a plan finds, leaves and leaves to be done, counted by system."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from .case import Category, OpenStep, SystemCounts
from .disclosure import Disclosed, Location
from .disposition import Disposition
from .holding import Holding
from .plan import Plan, PlanItem


def by_category(systems: Iterable[str], holdings: Iterable[Holding]) -> dict[str, tuple[Category, ...]]:
    """How much each system holds of each category, over all controllers and circumstances."""
    counts: dict[str, Counter[str]] = {system: Counter() for system in systems}
    for holding in holdings:
        if holding.count:  # what an erasure will leave behind is not held yet
            counts[holding.system][holding.category] += holding.count
    return {
        system: tuple(Category(category=category, count=count) for category, count in sorted(found.items()))
        for system, found in counts.items()
    }


def planned(plan: Plan) -> dict[str, SystemCounts]:
    """The counts by system of a plan of which nothing is done: all that was found is left."""
    counts = tally(plan, {item.key: item.count for item in plan.items})
    nothing = {"erased": 0, "anonymised": 0}
    return {system: one.model_copy(update={**nothing, "left": one.found}) for system, one in counts.items()}


def tally(plan: Plan, left: dict[str, int], attested: frozenset[str] = frozenset()) -> dict[str, SystemCounts]:
    """The counts by system, from what the plan found and what was read back as left, by holding key.

    Of an attested system nothing was read back.
    """
    return {
        system: _counts([i for i in plan.items if i.system == system], None if system in attested else left)
        for system in sorted({i.system for i in plan.items})
    }


def open_steps(plan: Plan, due: date) -> tuple[OpenStep, ...]:
    """What a carried-out plan leaves to be done: later erasures, hand-offs, decisions, notices (GDPR art. 19)."""
    steps = (_open_step(item, due) for item in plan.items)
    return (
        *filter(None, steps),
        *(step for item in plan.items for step in _others(item, due)),
        *(_notice(one, plan.location, due) for one in plan.disclosed),
    )


def later_steps(plan: Plan, due: date) -> tuple[OpenStep, ...]:
    """Those of them that are done by themselves when their day comes."""
    return tuple(filter(None, (_open_step(item, due) for item in plan.items if item.is_later)))


def _counts(items: list[PlanItem], left: dict[str, int] | None) -> SystemCounts:
    """What stays is counted as it was read back, since it may have grown; what is erased, as it was found.

    What can only be erased later stays until then.
    """

    def total(disposition: Disposition) -> int:
        stays = not disposition.takes and left is not None
        return sum((left or {}).get(i.key, 0) if stays else i.count for i in items if _now(i) is disposition)

    parts = {d: total(d) for d in Disposition}
    return SystemCounts(
        found=sum(parts.values()),
        erased=parts[Disposition.ERASE],
        anonymised=parts[Disposition.ANONYMISE],
        retained=parts[Disposition.RETAIN],
        referred=parts[Disposition.REFER],
        undecided=parts[Disposition.DECIDE],
        left=None if left is None else sum(left.get(i.key, 0) for i in items),
    )


def _now(item: PlanItem) -> Disposition:
    return Disposition.RETAIN if item.is_later else item.disposition


def _notice(disclosed: Disclosed, location: Location, due: date) -> OpenStep:
    """Who got the data is told of the erasure; where the policy bars telling them, somebody decides how."""
    told = f"tell {disclosed.recipient} ({disclosed.country}), who got {disclosed.what}: {disclosed.notice}"
    if location.bars(disclosed):
        where = location.country or "an unknown country"
        told = f"decide how {disclosed.recipient} is told: nothing goes to its US entity of a person in {where}"
    return OpenStep(system=disclosed.system, what=told, due=due)


def _others(item: PlanItem, due: date) -> Iterator[OpenStep]:
    """Other controllers of what was erased: the one that has it jointly with us, and whoever has public copies."""
    if not item.disposition.takes:
        return
    if item.is_joint:
        told = f"tell {item.controller}, its controller jointly with us, that {item.category} was erased"
        yield OpenStep(system=item.system, what=f"{told} (GDPR art. 26)", due=due)
    if item.was_public:
        told = f"take reasonable steps to tell other controllers that {item.category} was erased: it was public"
        yield OpenStep(system=item.system, what=f"{told} (GDPR art. 17(2))", due=due)


def _open_step(item: PlanItem, due: date) -> OpenStep | None:
    match item.disposition:
        case Disposition.RETAIN:
            what = f"erase {item.category} when its ground ends: {item.ground}"
            return OpenStep(system=item.system, what=what, due=item.until or due)
        case Disposition.ERASE if item.is_later:
            return OpenStep(system=item.system, what=f"erase {item.category}: {item.ground}", due=item.until or due)
        case Disposition.REFER:
            return OpenStep(system=item.system, what=f"refer {item.category} to {item.controller}", due=due)
        case Disposition.DECIDE:
            return OpenStep(system=item.system, what=f"decide on {item.category}: {item.why}", due=due)
        case _:
            return None
