"""Take rows out of use for a case, and give them back exactly as they were."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, Update, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.hold import Holds
from habeas.domain.holding import holding_key
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence
from habeas.domain.record.table import Table

from . import pin
from .fate import Fate, Fates, controller_of, erased_for, touched
from .needed import is_needed
from .schema import Key
from .value import noted, restored, within


@dataclass(frozen=True)
class Hold:
    """What a case holds in a database; every call runs in the caller's transaction."""

    connection: AsyncConnection
    fates: Fates
    order: StepOrder

    async def take(self, fence: Fence) -> dict[str, int]:
        """Hold what the plan erases, remembering what was; how many rows were not held before, by holding key.

        A row that somebody has put back into use since an earlier attempt is taken out of it again.
        """
        if await is_needed(self.connection, self.fates.belonging):
            return {}
        found = [(name, row) for name in held_tables(self.fates, self.order) for row in await self._locked(name)]
        await fence()
        notes, counts = self._notes, Counter[str]()
        remembered = await self._remembered()
        for name, row in found:
            if (item := self._item(name, row)) not in remembered:
                await notes.remember(item, {column: noted(row[column]) for column in self._about(name).held})
                counts[self._counted(name, row)] += 1
            await self.connection.execute(self._update(name, self._key(name, row), self._about(name).held))
        return dict(counts)

    async def give_back(self) -> dict[str, int]:
        """Restore what this case remembers, and forget it; where nothing was held nothing is written.

        A note may have more in it than columns: those of before a system was a record do.
        """
        rows = {
            self._item(name, row): (name, row)
            for name in held_tables(self.fates, self.order)
            for row in await self._locked(name, is_erased=False)
        }
        notes, counts = self._notes, Counter[str]()
        for item, was in (await self._remembered()).items():
            if item in rows:
                name, row = rows[item]
                known = {c: v for c, v in was.items() if c in self.fates.belonging.schema.tables[name].columns}
                await self.connection.execute(self._update(name, self._key(name, row), known))
                counts[self._counted(name, row)] += 1
            await notes.forget(item)
        return dict(counts)

    async def forget(self, name: str, keys: list[Key]) -> None:
        """Forget what was held of rows that are erased."""
        for key in keys:
            await self._notes.forget(_named(name, key))

    async def end(self, fence: Fence) -> None:
        """What was held and is there after all is given back, and nothing is remembered any more."""
        if await self._remembered():
            await fence()
            await self.give_back()

    async def _remembered(self) -> dict[str, dict[str, object]]:
        """What this case remembers of rows of the record; of people's rows, of those that are pinned here."""
        people = {name for name, about in self._tables.items() if about.person}
        pinned = {_named(name, key) for name in people for key in self.fates.belonging.pins.get(name, ())}
        others = tuple(f"{name}/" for name in self._tables if name not in people)
        noted = (await self._notes.remembered()).items()
        return {item: was for item, was in noted if item in pinned or item.startswith(others)}

    async def _locked(self, name: str, *, is_erased: bool = True) -> list[RowMapping]:
        fate, about = self.fates.fate(name), self._about(name)
        columns = [fate.of.columns[column] for column in dict.fromkeys((*about.key, *about.held))]
        wanted = _doomed(fate, self.order) if is_erased else fate.mine
        key = [fate.of.columns[part] for part in about.key]
        query = select(*columns, *fate.labels).where(wanted).order_by(*key).with_for_update()
        return [*(await self.connection.execute(query)).mappings()]

    def _update(self, name: str, key: Key, values: Mapping[str, object]) -> Update:
        table = self.fates.belonging.schema.tables[name]
        fitting = {column: restored(table.columns[column].type, value) for column, value in values.items()}
        return update(table).where(within(self.fates.belonging.schema.key(name), [key])).values(fitting)

    def _counted(self, name: str, row: RowMapping) -> str:
        return holding_key(self.order.system, self._about(name).category, controller_of(row), None)

    def _item(self, name: str, row: RowMapping) -> str:
        return _named(name, self._key(name, row))

    def _key(self, name: str, row: RowMapping) -> Key:
        return tuple(row[part] for part in self._about(name).key)

    def _about(self, name: str) -> Table:
        return self._tables[name]

    @property
    def _tables(self) -> Mapping[str, Table]:
        return self.fates.belonging.schema.record.tables

    @property
    def _notes(self) -> Holds:
        return Holds(self.connection, self.order.case_id, self.order.system)


def held_tables(fates: Fates, order: StepOrder) -> Iterator[str]:
    """The tables whose rows are held, of those that the plan erases anything of."""
    tables = fates.belonging.schema.record.tables.items()
    return (name for name, about in sorted(tables) if about.held and touched(about, order))


def _doomed(fate: Fate, order: StepOrder) -> ColumnElement[bool]:
    """The rows of which anything is erased."""
    parts = (fate.is_erased(c, order) for c in fate.about.categories if erased_for(c, order))
    return or_(false(), *parts)


def _named(name: str, key: Key) -> str:
    return f"{name}/{pin.written(key)}"
