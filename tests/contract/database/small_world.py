"""A database with its record, and what a case does before it comes to a step."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime

import yaml
from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.findings import Findings
from habeas.domain.identifier import EMAIL, Identifier
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.plan import Keep
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Entry, Record
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.domain.receipt import Withheld
from habeas.domain.record.database import Database
from habeas.domain.request import Instruction
from habeas.domain.right import Right
from habeas.sandbox.rows import dump

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
SYSTEM = "shop"


async def open_fence() -> None:
    """A fence that lets everything pass."""


@dataclass(frozen=True)
class Place:
    """The ways to one empty database."""

    url_write: str
    url_read: str
    url_owner: str


@dataclass(frozen=True)
class World:
    """A database with its record, and what a case does before it comes to a step."""

    place: Place
    metadata: MetaData
    record: Database
    categories: Mapping[str, Category]
    system: DatabaseSystem
    writing: AsyncEngine
    reading: AsyncEngine
    now: datetime

    def recorded(self, **changes: object) -> "World":
        """The same database with something else in its record."""
        record = Database.model_validate({**self.record.model_dump(), **changes})
        return replace(self, record=record, system=DatabaseSystem(record, self.categories, self.writing, self.reading))

    def with_record(self, tables: str) -> "World":
        """The same database with another record of its tables."""
        return self.recorded(tables=yaml.safe_load(tables))

    async def locate(self, *given: str | Identifier, theirs: str = EMAIL) -> Located:
        identifiers = tuple(one if isinstance(one, Identifier) else Identifier(kind=theirs, value=one) for one in given)
        order = LocateOrder(case_id=CASE, system=SYSTEM, identifiers=identifiers, as_of=self.now)
        return await self.system.locate(order)

    async def counts(self, *given: str | Identifier) -> dict[str, int]:
        return counts(await self.locate(*given))

    async def order(
        self, *given: str | Identifier, keeps: Sequence[Keep] = (), instructions: Sequence[Instruction] = ()
    ) -> StepOrder:
        return self.planned(await self.locate(*given), keeps, instructions)

    def planned(
        self, found: Located, keeps: Sequence[Keep] = (), instructions: Sequence[Instruction] = ()
    ) -> StepOrder:
        """The order for what was found."""
        findings = Findings(
            identifiers=found.identifiers,
            holdings=found.holdings,
            pinned={SYSTEM: found.pinned},
            instructions=(*found.instructions, *instructions),
            as_of=self.now,
        )
        return StepOrder.of(CASE, plan_erasure(findings, {}, keeps), SYSTEM)

    async def exported(self, *given: str | Identifier) -> list[Entry]:
        return await self.handed_out(await self.locate(*given))

    async def handed_out(self, found: Located) -> list[Entry]:
        """Everything that is exported of what was found."""
        order = CollectOrder(case_id=CASE, system=SYSTEM, right=Right.ACCESS, as_of=self.now, identifiers=found.pinned)
        return [entry async for entry in self.system.export(order)]

    async def records(self, *given: str | Identifier) -> list[tuple[str, dict[str, object]]]:
        return [(e.category, dict(e.fields)) for e in await self.exported(*given) if isinstance(e, Record)]

    async def withheld(self, *given: str | Identifier) -> dict[str, str]:
        return {e.category: e.why for e in await self.exported(*given) if isinstance(e, Withheld)}

    async def erase(self, *given: str | Identifier, **more: Sequence[object]) -> dict[str, int]:
        """All steps of an erasure; what was erased, by holding key. What is left is what the plan leaves."""
        order = await self.order(*given, **more)
        await self.system.preflight(order)
        await self.system.hold(order, open_fence)
        receipt = await self.system.erase(order, open_fence)
        left = (await self.system.confirm(order)).counts
        assert left == {i.key: i.count for i in order.items if not i.disposition.takes and i.count}
        return {key.removeprefix("shop/"): count for key, count in receipt.counts.items()}

    async def rows(self) -> dict[str, list[tuple[object, ...]]]:
        return await dump(self.place.url_read)

    async def ids(self) -> dict[str, list[object]]:
        """The first column of each row, of the tables that have any."""
        return {name: [row[0] for row in rows] for name, rows in (await self.rows()).items() if rows}

    async def owner_says(self, *statements: object) -> None:
        engine = writing_engine(self.place.url_owner)
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement) if isinstance(statement, str) else statement)
        await engine.dispose()


def counts(found: Located) -> dict[str, int]:
    """How many rows there are of each holding, by its key without the system."""
    return {holding.key.removeprefix(f"{SYSTEM}/"): holding.count for holding in found.holdings}


async def opened(
    stack: AsyncExitStack,
    place: Place,
    metadata: MetaData,
    record: Database,
    rules: Mapping[str, RetentionRule],
    now: datetime,
) -> World:
    """The system over a database that is there."""
    writing, reading = writing_engine(place.url_write), reading_engine(place.url_read)
    for engine in (writing, reading):
        stack.push_async_callback(engine.dispose)
    categories = {name: described(name, rules.get(name)) for name in record.categories}
    system = DatabaseSystem(record, categories, writing, reading)
    return World(place, metadata, record, categories, system, writing, reading, now)


def described(name: str, rule: RetentionRule | None = None) -> Category:
    """A category of the record of processing."""
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER}
    basis = {"basis": Basis.CONTRACT, "origin": Origin.OBSERVED}
    return Category(name=name, system=SYSTEM, **words, **basis, retention=rule)
