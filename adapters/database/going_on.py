"""Read back what goes on although it was to stop, by a way of its own: the rows are judged one by one (L-09)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from habeas.domain.record.stop import NOW, Stop
from habeas.domain.stop import StopOrder

from .confirm import Confirming
from .stop import counted, stops_of


@dataclass(frozen=True)
class GoingOn:
    """One look at whoever bears the order's identifiers."""

    looking: Confirming
    order: StopOrder

    async def counts(self) -> dict[str, int]:
        """How many rows do not say that it has stopped, and people of whom no row says so, by holding key."""
        counts: Counter[str] = Counter()
        for name, stop in stops_of(self.looking.schema, self.order):
            left = await (self._without_a_row(name, stop) if stop.adds else self._unchanged(name, stop))
            counts[counted(self.looking.schema, name)] += left
        return dict(counts)

    async def _unchanged(self, name: str, stop: Stop) -> int:
        rows = [row async for row in self.looking.ours(name)]
        meant = [row for row in rows if stop.by is None or self.order.concerns(row[stop.by])]
        return len([row for row in meant if not _says_so(row, stop)])

    async def _without_a_row(self, name: str, stop: Stop) -> int:
        (tie,) = self.looking.schema.record.tables[name].ties
        people = {tuple(row[c] for c in tie.by.values()) async for row in self.looking.ours(tie.table)}
        said = [row async for row in self.looking.ours(name) if _says_so(row, stop)]
        return len(people - {tuple(row[c] for c in tie.by) for row in said})


def _says_so(row: RowMapping, stop: Stop) -> bool:
    return all(row[name] is not None if value == NOW else _is(row[name], value) for name, value in stop.values.items())


def _is(found: Any, wanted: object) -> bool:
    return found == wanted or (isinstance(found, date) and found.isoformat() == wanted)
