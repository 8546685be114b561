"""Count what is left of the people that a plan pinned, by a way of its own.

It shares no condition with what locates or erases, so that a mistake there does not hide here too: it follows the ties
by their values, from the pinned keys on, and judges the rows one by one.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from sqlalchemy import RowMapping, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.mariadb import equal, folds
from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category
from habeas.domain.record.table import Table, Tie
from habeas.domain.stop import StopOrder

from .leftover import day_of, present
from .schema import Key, Schema

_AT_ONCE = 500


@dataclass(frozen=True)
class _Seen:
    """What a row that others hang on was found to be: whether it is the person's, leads to others, and whose it is."""

    is_mine: bool
    is_others: bool
    controller: str | None
    values: RowMapping


@dataclass
class Confirming:
    """One look at what is left; `pins` are the pinned keys by table of people.

    While rows come over `connection`, what they hang on is asked over `asking`: the same, or beside it where a
    database gives one answer at a time.
    """

    connection: AsyncConnection
    asking: AsyncConnection
    schema: Schema
    order: StepOrder | StopOrder
    categories: Mapping[str, Category]
    pins: Mapping[str, Sequence[Key]]
    _seen: dict[tuple[str, Key], list[_Seen]] = field(default_factory=dict)
    _names: dict[tuple[str, Key], str | None] = field(default_factory=dict)

    async def left(self) -> dict[str, int]:
        """The number of rows that are there, by holding key."""
        rest = Circumstance.SOLE_OWNER if await self._is_needed() else None
        counts: Counter[str] = Counter()
        for name in self.schema.record.outward:
            async for row in self._mine(name):
                for category in present(self.schema.record.tables[name], row):
                    counts[await self._key(name, row, category, rest)] += 1
        return dict(counts)

    async def ours(self, name: str) -> AsyncIterator[RowMapping]:
        """The person's rows of a table that are nobody else's too, and no customer's."""
        about = self.schema.record.tables[name]
        async for row in self._mine(name):
            targets = await self._targets(name, row)
            if not self._leads_away(name, row, targets) and await self._controller(about, row, targets) is None:
                yield row

    async def _key(self, name: str, row: RowMapping, category: str, rest: Circumstance | None) -> str:
        about, targets = self.schema.record.tables[name], await self._targets(name, row)
        controller = await self._controller(about, row, targets)
        fate = Circumstance.RETAINED if self._is_kept(category, _date(about, row, targets)) else rest
        if self._leads_away(name, row, targets):
            fate = Circumstance.SHARED
        return holding_key(self.order.system, category, f"customer/{controller}" if controller else COMPANY, fate)

    def _is_kept(self, category: str, value: object) -> bool:
        known = self.categories.get(category)
        rule, day = known.retention if known else None, day_of(value)
        return rule is not None and day is not None and rule.until(day) >= self.order.as_of.astimezone(UTC).date()

    # whose a row is

    async def _mine(self, name: str) -> AsyncIterator[RowMapping]:
        """The person's rows of a table, each once; those by a second tie are passed over if the first found them."""
        about = self.schema.record.tables[name]
        if about.person:
            async for row in self._rows(name, about.key, [*self.pins.get(name, ())]):
                yield row
            return
        for number, tie in enumerate(about.ties):
            async for row in self._tied(name, tie):
                if not [t for t in about.ties[:number] if await self._leads_here(t, row)]:
                    yield row

    async def _tied(self, name: str, tie: Tie) -> AsyncIterator[RowMapping]:
        if self.schema.record.is_straight(tie):
            wanted = self._pinned(tie)
        else:
            wanted = [_of(row, [*tie.by.values()]) async for row in self._mine(tie.table)]
        async for row in self._rows(name, [*tie.by], [key for key in wanted if None not in key]):
            yield row

    async def _leads_here(self, tie: Tie, row: RowMapping) -> bool:
        own = _of(row, [*tie.by])
        if self.schema.record.is_straight(tie):
            return own in self._pinned(tie)
        return any(seen.is_mine for seen in await self._target(tie, own))

    def _leads_away(self, name: str, row: RowMapping, targets: Mapping[int, list[_Seen]]) -> bool:
        """Whether a tie of the row leads to somebody else; a key that nobody here has is somebody else's."""
        for number, tie in enumerate(self.schema.record.tables[name].ties):
            own = _of(row, [*tie.by])
            if self.schema.record.is_straight(tie):
                if None not in own and own not in self._pinned(tie):
                    return True
            elif any(seen.is_others for seen in targets[number]):
                return True
        return False

    async def _targets(self, name: str, row: RowMapping) -> dict[int, list[_Seen]]:
        """What the rows are that a row is tied to, by the place of the tie."""
        ties = self.schema.record.tables[name].ties
        return {n: await self._target(tie, _of(row, [*tie.by])) for n, tie in enumerate(ties)}

    async def _target(self, tie: Tie, own: Key) -> list[_Seen]:
        about, place = self.schema.record.tables[tie.table], (f"{tie.table} {[*tie.by.values()]}", own)
        if None in own or not self._matters(tie):
            return []
        if place not in self._seen:
            if len(self._seen) > _AT_ONCE:
                self._seen.clear()
            rows = [row async for row in self._rows(tie.table, [*tie.by.values()], [own], self.asking)]
            self._seen[place] = [await self._look(tie.table, about, row) for row in rows]
        return self._seen[place]

    def _matters(self, tie: Tie) -> bool:
        """Whether the row at the end of a tie says more than the tie does: leads on, names a customer, bears a date."""
        about, record = self.schema.record.tables[tie.table], self.schema.record
        dates = any(t.dated and t.dated.startswith(f"{tie.table}.") for t in record.tables.values())
        return bool(about.ties or about.controller or dates or not record.is_straight(tie))

    async def _look(self, name: str, about: Table, row: RowMapping) -> _Seen:
        targets = await self._targets(name, row)
        away = self._leads_away(name, row, targets)
        if about.person:
            is_mine = _of(row, about.key) in self.pins.get(name, ())
            away = away or not is_mine
        else:
            is_mine = bool([tie for tie in about.ties if await self._leads_here(tie, row)])
        return _Seen(is_mine, away, await self._controller(about, row, targets), row)

    async def _controller(self, about: Table, row: RowMapping, targets: Mapping[int, list[_Seen]]) -> str | None:
        """The customer that the row names, or else the first row of those it is tied to."""
        if (named := await self._named(about, row)) is not None:
            return str(named)
        for number in range(len(about.ties)):
            if found := sorted(seen.controller for seen in targets[number] if seen.controller is not None):
                return found[0]
        return None

    async def _named(self, about: Table, row: RowMapping) -> object:
        """What a row says itself of whose it is, or the row of another table that it refers to."""
        if (over := about.over) is None:
            return row[about.naming[0]] if about.naming else None
        place = (f"{over.table} {[*over.by.values()]} {over.column}", _of(row, [*over.by]))
        if None in place[1]:
            return None
        if place not in self._names:
            if len(self._names) > _AT_ONCE:
                self._names.clear()
            target = self.schema.tables[over.table]
            there = [equal(target.columns[c], part) for c, part in zip(over.by.values(), place[1], strict=True)]
            found = await self.asking.scalars(select(target.columns[over.column]).where(*there))
            self._names[place] = min((str(name) for name in found if name is not None), default=None)
        return self._names[place]

    def _pinned(self, tie: Tie) -> list[Key]:
        key = self.schema.record.tables[tie.table].key
        return [tuple(dict(zip(key, pin, strict=True))[c] for c in tie.by.values()) for pin in self.pins[tie.table]]

    async def _is_needed(self) -> bool:
        """Whether this person's rows are all that something has of what it needs one of."""
        for name, about in self.schema.record.tables.items():
            if (needed := about.needed) is None:
                continue
            places = {row[needed.by] async for row in self._mine(name) if _is_among(row, needed.among)} - {None}
            others: defaultdict[object, bool] = defaultdict(bool)
            async for row in self._rows(name, [needed.by], [(place,) for place in sorted(places, key=repr)]):
                if _is_among(row, needed.among):
                    others[row[needed.by]] |= (await self._look(name, about, row)).is_others
            if any(not others[place] for place in places):
                return True
        return False

    # reading

    async def _rows(
        self, name: str, columns: Sequence[str], wanted: Sequence[Key], over: AsyncConnection | None = None
    ) -> AsyncIterator[RowMapping]:
        """The rows whose columns together are one of the keys."""
        table, several = self.schema.tables[name], [*dict.fromkeys(wanted)]
        used = [table.columns[column] for column in self.schema.record.tables[name].columns]
        for start in range(0, len(several), _AT_ONCE):
            some = several[start : start + _AT_ONCE]
            own = [table.columns[column] for column in columns]
            are = tuple_(*own).in_(some) if len(own) > 1 else own[0].in_([key[0] for key in some])
            query = select(*used).where(are).order_by(*self.schema.key(name))
            written = {_written(key) for key in some} if any(map(folds, own)) else None
            async with (over or self.connection).stream(query.execution_options(yield_per=_AT_ONCE)) as rows:
                async for row in rows.mappings():
                    if written is None or _written(_of(row, columns)) in written:
                        yield row


def _written(key: Key) -> tuple[str, ...]:
    """The texts of a key: MariaDB may find others that it takes for the same."""
    return tuple(part for part in key if isinstance(part, str))


def _of(row: RowMapping, columns: Sequence[str]) -> Key:
    return tuple(row[column] for column in columns)


def _is_among(row: RowMapping, among: Mapping[str, object]) -> bool:
    return all(row[column] == value for column, value in among.items())


def _date(about: Table, row: RowMapping, targets: Mapping[int, list[_Seen]]) -> object:
    if not about.dated or "." not in about.dated:
        return row[about.dated] if about.dated else None
    other, column = about.dated.split(".", 1)
    number = next(n for n, tie in enumerate(about.ties) if tie.table == other)
    found = [seen.values[column] for seen in targets[number]]
    return max((one for one in found if one is not None), default=None)
