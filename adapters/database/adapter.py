"""A database as a system: each ability opens its connection, and lets out only domain errors."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.receipt import receipt_of
from adapters.sql import mariadb
from adapters.sql.error import classified
from habeas.domain.error import Refused
from habeas.domain.identifier import Identifier
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence
from habeas.domain.processing import Category
from habeas.domain.receipt import Receipt
from habeas.domain.record.database import Database
from habeas.domain.right import Right
from habeas.domain.stop import StopOrder

from .belonging import Belonging
from .confirm import Confirming
from .erase import Erasing
from .export import entries
from .fate import Fates
from .going_on import GoingOn
from .hold import Hold, held_tables
from .locate import located
from .people import Pins, find, pinned
from .preflight import check, prove
from .schema import Schema, reflected
from .stop import Stopping

_SQLITE_LARGEST = 2**63 - 1  # whatever a column says


class DatabaseSystem:
    """Locates, exports, holds and erases what the record of one database says that it holds of people."""

    def __init__(
        self, record: Database, categories: Mapping[str, Category], writing: AsyncEngine, reading: AsyncEngine
    ) -> None:
        """`categories`: those of the system by name; their retention rules say which rows a law keeps.

        Raises ValueError when a retention rule covers rows that bear no date.
        """
        for about in record.tables.values():
            for name in about.categories:
                if about.dated is None and name in categories and categories[name].retention is not None:
                    raise ValueError(f"{record.system}: rows of {name} bear no date, and its retention needs one")
        self._record, self._categories = record, categories
        self._writing, self._reading = writing, reading
        self._schema: Schema | None = None

    @property
    def name(self) -> str:
        """The system's name."""
        return self._record.system

    @property
    def needs_identifiers_of(self) -> tuple[str, ...]:
        """The systems whose identifiers find people here."""
        return self._record.needs

    @property
    def finds_by(self) -> tuple[str, ...]:
        """The kinds of identifiers by which it looks."""
        return self._record.kinds

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held under the given identifiers. Raises Retriable or Refused.

        The last look before the pivot is refused where the database is no longer as the record says.
        """
        async with classified(self.name), self._reading.connect() as connection:
            schema = await (self._as_recorded if order.is_last else self._known)(connection)
            return await located(connection, schema, order, self._categories, _largest(connection))

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream every row of the pinned people, and say what is withheld. Raises Retriable or Refused."""
        async with classified(self.name), self._reading.connect() as connection:
            fates = self._fates(connection, await self._known(connection), order.identifiers, order.as_of)
            async for entry in entries(connection, fates):
                yield entry

    async def preflight(self, order: StepOrder) -> Receipt:
        """Prove that hold and erasure can be done. Raises Unfit with the reason; Retriable or Refused."""
        async with classified(self.name), self._writing.connect() as connection:
            self._schema = await reflected(connection, self._record)
            check(self._schema)
            await prove(connection, self._fates(connection, self._schema, order.identifiers, order.as_of), order)
        return receipt_of(self.name, "preflight")

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Take rows that the plan erases out of use. Raises Retriable, Refused, or Barred from the fence.

        Where the database is no longer as the record says, it is refused, and nothing is taken out of use.
        """
        counts: dict[str, int] = {}
        async with classified(self.name, writes=True), self._writing.begin() as connection:
            fates = self._fates(connection, await self._as_recorded(connection), order.identifiers, order.as_of)
            if any(held_tables(fates, order)):
                counts = await Hold(connection, fates, order).take(fence)
        return receipt_of(self.name, "hold", counts)

    async def release(self, order: StepOrder) -> Receipt:
        """Give back what this case took out of use. Raises Retriable or Refused."""
        counts: dict[str, int] = {}
        async with classified(self.name, writes=True), self._writing.begin() as connection:
            fates = self._fates(connection, await self._there(connection), order.identifiers, order.as_of)
            if any(held_tables(fates, order)):
                counts = await Hold(connection, fates, order).give_back()
        return receipt_of(self.name, "release", counts)

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase what the plan erases. Raises Retriable, Refused, or Barred from the fence.

        Where the database is no longer as the record says, it is refused before anything is lost.
        """
        async with classified(self.name, writes=True):
            async with self._writing.connect() as connection:
                schema = await self._as_recorded(connection)
                fates = self._fates(connection, schema, order.identifiers, order.as_of)
            counts = await Erasing(self._writing, fates, order, fence).erase()
        return receipt_of(self.name, "erase", counts)

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left, with the credential that can only read. Raises Retriable or Refused."""
        async with classified(self.name), self._reading.connect() as connection, self._beside(connection) as asking:
            schema = await self._there(connection)
            pins = pinned(schema, order.identifiers, _largest(connection))
            left = await Confirming(connection, asking, schema, order, self._categories, pins).left()
        return receipt_of(self.name, "confirm", left)

    @property
    def stops(self) -> tuple[Right, ...]:
        """The rights that act at once by which something stops here."""
        return self._record.stops

    async def stop(self, order: StopOrder) -> Receipt:
        """Write what the record says where something stops, of whoever bears the identifiers. Twice is once.

        Raises Retriable or Refused.
        """
        async with classified(self.name, writes=True), self._writing.begin() as connection:
            schema = await self._there(connection)
            counts = await Stopping(connection, schema, order, await _bearing(connection, schema, order)).stop()
        return receipt_of(self.name, "stop", counts)

    async def confirm_stop(self, order: StopOrder) -> Receipt:
        """Count what goes on all the same, with the credential that can only read. Raises Retriable or Refused."""
        async with classified(self.name), self._reading.connect() as connection, self._beside(connection) as asking:
            schema = await self._there(connection)
            looking = Confirming(connection, asking, schema, order, {}, await _bearing(connection, schema, order))
            counts = await GoingOn(looking, order).counts()
        return receipt_of(self.name, "confirm_stop", counts)

    @asynccontextmanager
    async def _beside(self, connection: AsyncConnection) -> AsyncIterator[AsyncConnection]:
        """What may be asked while an answer still comes: MariaDB gives one at a time over a connection."""
        if connection.dialect.name != mariadb.NAME:
            yield connection
            return
        async with self._reading.connect() as beside:
            yield beside

    async def _known(self, connection: AsyncConnection) -> Schema:
        """The tables as they were when they were last looked at; for who only reads of them. Raises as `_there`."""
        return self._schema or await self._there(connection)

    async def _there(self, connection: AsyncConnection) -> Schema:
        """The tables as they are. Raises Refused where one that the record names, or a column, is missing."""
        schema = await reflected(connection, self._record)
        self._must_not_differ(schema.missing())
        self._schema = schema
        return schema

    async def _as_recorded(self, connection: AsyncConnection) -> Schema:
        """The tables as they are. Raises Refused with every difference from the record: columns that are new, too."""
        schema = await self._there(connection)
        self._must_not_differ(schema.complaints())
        return schema

    def _must_not_differ(self, differences: Iterable[str]) -> None:
        if told := "; ".join(differences):
            raise Refused(self.name, f"{told}: this step changed nothing; mend the database or its record")

    def _fates(
        self, connection: AsyncConnection, schema: Schema, identifiers: tuple[Identifier, ...], as_of: datetime
    ) -> Fates:
        pins = pinned(schema, identifiers, _largest(connection))
        return Fates(Belonging(schema, pins), self._categories, as_of)


async def _bearing(connection: AsyncConnection, schema: Schema, order: StopOrder) -> Pins:
    """The keys of whoever bears the identifiers of an order, by table of people."""
    pins = pinned(schema, order.identifiers, _largest(connection))
    return (await find(connection, schema, order.identifiers, pins)).pins


def _largest(connection: AsyncConnection) -> int | None:
    return _SQLITE_LARGEST if connection.dialect.name == "sqlite" else None
