"""Erase what a plan erases, by primary key and in small transactions, referring tables first.

Which rows these are is asked anew in each transaction, with their locks held: a plan never covers what has changed its
fate since. Rows that stay are emptied in what is erased of them.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Label, RowMapping, Select, and_, bindparam, delete, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from habeas.domain.error import Refused
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence
from habeas.domain.record.anonymised import Method

from .content import can_be_emptied, values_of
from .fate import Fate, Fates, erased_for, touched
from .hold import Hold, held_tables
from .needed import is_needed
from .schema import Key
from .value import after, fitting, within

BATCH = 500
Act = Callable[[AsyncConnection, Sequence[RowMapping]], Awaitable[Counter[str]]]
"""What is done with the rows of a batch; what was erased, by holding key."""


@dataclass(frozen=True)
class Erasing:
    """One attempt to erase."""

    writing: AsyncEngine
    fates: Fates
    order: StepOrder
    fence: Fence

    async def erase(self) -> dict[str, int]:
        """Erase until nothing of the plan is left; returns what this attempt erased, by holding key.

        Raises Refused where a row must stay for another category, and its values cannot be emptied.
        """
        schema, counts = self.fates.belonging.schema, Counter[str]()
        names = [name for name in schema.sequence() if touched(schema.record.tables[name], self.order)]
        for name in names:
            if schema.record.tables[name].unlinks:
                await self._unlink(name)
        for name in names:
            counts += await self._erase_table(name)
        if any(held_tables(self.fates, self.order)):
            async with self.writing.begin() as connection:
                await Hold(connection, self.fates, self.order).end(self.fence)
        return dict(counts)

    async def _unlink(self, name: str) -> Counter[str]:
        """Rows that are about to go no longer refer to others, nor to each other."""
        fate, table = self.fates.fate(name), self.fates.belonging.schema.tables[name]
        is_linked = or_(*(table.columns[link].is_not(None) for link in fate.about.unlinks))

        async def unlink(connection: AsyncConnection, rows: Sequence[RowMapping]) -> Counter[str]:
            these = self._among(name, self._keys(name, rows))
            await connection.execute(update(table).where(these).values(dict.fromkeys(fate.about.unlinks)))
            return Counter()

        return await self._in_batches(name, and_(fate.goes(self.order), is_linked), unlink)

    async def _erase_table(self, name: str) -> Counter[str]:
        """Rows that go, then what is emptied of those that stay."""
        about, counts = self.fates.belonging.schema.record.tables[name], Counter[str]()
        if not about.stays:
            counts += await self._delete(name)
        if about.stays or len(about.categories) > 1:
            counts += await self._empty_rows(name)
        return counts

    async def _delete(self, name: str) -> Counter[str]:
        fate, table = self.fates.fate(name), self.fates.belonging.schema.tables[name]

        async def take(connection: AsyncConnection, rows: Sequence[RowMapping]) -> Counter[str]:
            keys = self._keys(name, rows)
            await connection.execute(delete(table).where(self._among(name, keys)))
            await self._forget(connection, name, keys)
            return Counter(part.key(self.order.system) for row in rows for part in fate.parts(row, None))

        return await self._in_batches(name, fate.goes(self.order), take)

    async def _empty_rows(self, name: str) -> Counter[str]:
        fate = self.fates.fate(name)
        erased = [category for category in fate.about.categories if erased_for(category, self.order)]
        conditions = {category: fate.is_erased(category, self.order) for category in erased}
        labels = [condition.label(f"habeas_erased_{n}") for n, condition in enumerate(conditions.values())]

        async def empty(connection: AsyncConnection, rows: Sequence[RowMapping]) -> Counter[str]:
            counts = Counter[str]()
            for number, category in enumerate(erased):
                these = [row for row in rows if row[f"habeas_erased_{number}"]]
                await self._empty(connection, name, category, self._keys(name, these))
                counts.update(part.key(self.order.system) for row in these for part in _of(fate, row, category))
            await self._forget(connection, name, self._keys(name, rows))
            return counts

        return await self._in_batches(name, or_(false(), *conditions.values()), empty, labels)

    async def _empty(self, connection: AsyncConnection, name: str, category: str, keys: Sequence[Key]) -> None:
        """Write results of the methods instead of the values; the random ones row by row, the others at once."""
        about, table = self.fates.belonging.schema.record.tables[name], self.fates.belonging.schema.tables[name]
        if not keys:
            return
        if not can_be_emptied(about, category):
            raise Refused(self.order.system, f"rows of {name} stay for what else they hold, and cannot be emptied")
        columns = values_of(about, category)
        methods = {n: column.emptied for n, column in columns.items() if column.emptied}
        random = [n for n, method in methods.items() if method is Method.UNIQUE]
        alike = {n: fitting(table.columns[n].type, m.result()) for n, m in methods.items() if n not in random}
        if alike:
            await connection.execute(update(table).where(self._among(name, keys)).values(alike))
        if random:
            key = self.fates.belonging.schema.key(name)
            one = and_(*(column == bindparam(f"habeas_{n}") for n, column in enumerate(key)))
            each = [{**_numbered(k), **{n: Method.UNIQUE.result() for n in random}} for k in keys]
            await connection.execute(update(table).where(one).values({n: bindparam(n) for n in random}), each)

    async def _in_batches(
        self, name: str, wanted: ColumnElement[bool], act: Act, labels: Sequence[Label[Any]] = ()
    ) -> Counter[str]:
        """Act on the rows of a table in the order of their key; what all of it has erased."""
        key, counts, last = self.fates.belonging.schema.key(name), Counter[str](), None
        query = select(*key, *self.fates.fate(name).labels, *labels).where(wanted).order_by(*key).limit(BATCH)
        while True:
            rows, erased = await self._batch(query.where(after(key, last)).with_for_update(), act)
            counts += erased
            if len(rows) < BATCH:
                return counts
            last = self._keys(name, rows)[-1]

    async def _batch(self, query: Select[*tuple[Any, ...]], act: Act) -> tuple[Sequence[RowMapping], Counter[str]]:
        """One transaction: lock, ask the fence, act. Nothing, where something has come to need what this person has."""
        async with self.writing.begin() as connection:
            if await is_needed(connection, self.fates.belonging):
                return [], Counter()
            rows = (await connection.execute(query)).mappings().all()
            if not rows:
                return rows, Counter()
            await self.fence()
            return rows, await act(connection, rows)

    async def _forget(self, connection: AsyncConnection, name: str, keys: list[Key]) -> None:
        if self.fates.belonging.schema.record.tables[name].held:
            await Hold(connection, self.fates, self.order).forget(name, keys)

    def _keys(self, name: str, rows: Sequence[RowMapping]) -> list[Key]:
        parts = self.fates.belonging.schema.record.tables[name].key
        return [tuple(row[part] for part in parts) for row in rows]

    def _among(self, name: str, keys: Sequence[Key]) -> ColumnElement[bool]:
        return within(self.fates.belonging.schema.key(name), [*keys])


def _numbered(key: Key) -> dict[str, object]:
    return {f"habeas_{number}": part for number, part in enumerate(key)}


def _of(fate: Fate, row: RowMapping, category: str) -> Iterator[Any]:
    return (part for part in fate.parts(row, None) if part.category == category)
