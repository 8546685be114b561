"""End a use of people's data at once, as the record says: values in their rows, or a row that says so (L-09).

The people's own rows are locked first: of two attempts side by side the second finds what the first has written.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, insert, not_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import COMPANY, holding_key
from habeas.domain.record.stop import NOW, Stop
from habeas.domain.stop import StopOrder

from .belonging import Belonging
from .people import Pins
from .schema import Key, Schema
from .value import fitting, moment, within


@dataclass(frozen=True)
class Stopping:
    """One attempt, in the caller's transaction; `pins` are the keys of who bears the order's identifiers, by table."""

    connection: AsyncConnection
    schema: Schema
    order: StopOrder
    pins: Pins

    async def stop(self) -> dict[str, int]:
        """Write what is not written yet; how many rows that were, by holding key."""
        counts: Counter[str] = Counter()
        pins = {name: await self._locked(name, keys) for name, keys in self.pins.items()}
        for name, stop in stops_of(self.schema, self.order):
            written = await (self._add(name, stop, pins) if stop.adds else self._set(name, stop, pins))
            counts[counted(self.schema, name)] += written
        return dict(counts)

    async def _locked(self, name: str, keys: list[Key]) -> list[Key]:
        """Those of the keys that have a row, which nobody else changes until the transaction ends."""
        key = self.schema.key(name)
        rows = await self.connection.execute(select(*key).where(within(key, keys)).order_by(*key).with_for_update())
        return [tuple(row) for row in rows]

    async def _set(self, name: str, stop: Stop, pins: Pins) -> int:
        table = self.schema.tables[name]
        goes_on = and_(self._ours(name, table, pins), self._concerned(table, stop), not_(_has_stopped(table, stop)))
        return (await self.connection.execute(update(table).where(goes_on).values(self._written(name, stop)))).rowcount

    async def _add(self, name: str, stop: Stop, pins: Pins) -> int:
        """A row for each of the people who has none."""
        table, (tie,) = self.schema.tables[name], self.schema.record.tables[name].ties
        own = {theirs: column for column, theirs in tie.by.items()}
        added = 0
        for key in pins[tie.table]:
            tied = {own[part]: value for part, value in zip(self.schema.record.tables[tie.table].key, key, strict=True)}
            is_tied = and_(*(table.columns[column] == value for column, value in tied.items()))
            if not await self.connection.scalar(select(exists().where(is_tied, _has_stopped(table, stop)))):
                await self.connection.execute(insert(table).values({**tied, **self._written(name, stop)}))
                added += 1
        return added

    def _ours(self, name: str, of: FromClause, pins: Pins) -> ColumnElement[bool]:
        """The rows of these people that are nobody else's too, and no customer's."""
        belonging = Belonging(self.schema, pins)
        shared, controller = belonging.shared(name, of), belonging.controller(name, of)
        return and_(
            belonging.mine(name, of),
            true() if shared is None else not_(shared),
            true() if controller is None else controller.is_(None),
        )

    def _concerned(self, of: FromClause, stop: Stop) -> ColumnElement[bool]:
        return of.columns[stop.by].in_(self.order.purposes) if stop.by and self.order.purposes else true()

    def _written(self, name: str, stop: Stop) -> dict[str, object]:
        types = {column: self.schema.tables[name].columns[column].type for column in stop.values}
        return {
            column: moment(types[column], self.order.as_of) if value == NOW else fitting(types[column], value)
            for column, value in stop.values.items()
        }


def stops_of(schema: Schema, order: StopOrder) -> Iterator[tuple[str, Stop]]:
    """The tables in which something stops by the order, those first that others are tied to."""
    for name in schema.record.outward:
        for right, stop in schema.record.tables[name].each_stop():
            if right is order.right and (stop.purpose is None or order.concerns(stop.purpose)):
                yield name, stop


def counted(schema: Schema, name: str) -> str:
    """The key by which a table's rows are counted."""
    return holding_key(schema.record.system, schema.record.tables[name].category, COMPANY, None)


def _has_stopped(of: FromClause, stop: Stop) -> ColumnElement[bool]:
    """Whether a row says that it has; never null itself."""
    return and_(*(_is(of.columns[name], value) for name, value in stop.values.items()))


def _is(column: ColumnElement[Any], value: object) -> ColumnElement[bool]:
    return column.is_not(None) if value == NOW else column.is_not_distinct_from(fitting(column.type, value))
