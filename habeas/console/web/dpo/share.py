"""A plan as tables: what would be erased, what stays, what is another's, what is undecided; and how many by system."""

from collections.abc import Iterable
from dataclasses import dataclass

from habeas.domain.disposition import Disposition
from habeas.domain.plan import PlanItem

ORDER = (
    Disposition.DECIDE,
    Disposition.ERASE,
    Disposition.ANONYMISE,
    Disposition.RETAIN,
    Disposition.REFER,
)


@dataclass(frozen=True)
class Share:
    """How many records and files of one system a plan treats how."""

    system: str
    counts: dict[Disposition, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


def by_disposition(items: Iterable[PlanItem]) -> dict[Disposition, tuple[PlanItem, ...]]:
    """The items of each disposition that there is, undecided ones first."""
    all_of_it = tuple(items)
    tables = {one: tuple(i for i in all_of_it if i.disposition is one) for one in ORDER}
    return {one: found for one, found in tables.items() if found}


def shares(items: Iterable[PlanItem]) -> tuple[Share, ...]:
    """By system, in the order of names."""
    all_of_it = tuple(items)
    return tuple(
        Share(
            system, {one: _count(i for i in all_of_it if i.system == system and i.disposition is one) for one in ORDER}
        )
        for system in sorted({i.system for i in all_of_it})
    )


def totals(items: Iterable[PlanItem]) -> dict[Disposition, int]:
    """Over all systems."""
    all_of_it = tuple(items)
    return {one: _count(i for i in all_of_it if i.disposition is one) for one in ORDER}


def _count(items: Iterable[PlanItem]) -> int:
    return sum(item.count for item in items)
