"""Prove that what a plan erases can be held and erased here, without changing anything."""

from collections.abc import Iterator

from sqlalchemy import Select, inspect, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.credential import ON_ROWS, check_rights, may_read
from adapters.sql.hold import hold_table
from adapters.sql.reference import references
from habeas.domain.error import Unfit
from habeas.domain.order import StepOrder

from .content import can_be_emptied, values_of
from .fate import Fates, erased_for, touched
from .hold import held_tables
from .reference import blocking, ties
from .schema import Schema


def check(schema: Schema) -> None:
    """Raises Unfit with every difference between the record and the database; it names tables and columns."""
    if problems := [*schema.complaints()]:
        raise Unfit(schema.record.system, "; ".join(problems))


async def prove(connection: AsyncConnection, fates: Fates, order: StepOrder) -> None:
    """Check the table of holds, the credential, what refers to the rows, and what must be emptied.

    Raises Unfit with the reason; it names tables, never values.
    """
    system, record = order.system, fates.belonging.schema.record
    holds = any(held_tables(fates, order))
    if holds and not await connection.run_sync(lambda sync: inspect(sync).has_table(hold_table.name)):
        raise Unfit(system, f"the table {hold_table.name} is missing")
    targets = {name for name, about in record.tables.items() if touched(about, order)}
    ways = {(about.over.table, "SELECT") for n, about in record.tables.items() if n in targets and about.over}
    rows = {(name, right) for name in targets for right in ON_ROWS}
    await check_rights(connection, system, rows | ways, holds=holds)
    await _check_references(connection, fates, order, targets)
    for name in sorted(targets):
        await _check_emptied(connection, fates, order, name)


async def _check_references(connection: AsyncConnection, fates: Fates, order: StepOrder, targets: set[str]) -> None:
    keys = await connection.run_sync(lambda sync: list(references(sync, targets)))
    record, over = fates.belonging.schema.record, [*ties(fates, targets)]
    for reference in [*(k for k in keys if not (k.schema is None and record.is_beside(k.table))), *over]:
        where = f"the table {reference.table}"
        if not await may_read(connection, reference):
            raise Unfit(order.system, f"{where} refers to {reference.referred}, and the credential may not read it")
        if await connection.scalar(blocking(reference, fates, order, is_tie=reference in over)):
            raise Unfit(order.system, f"{where} has rows that stay and refer to rows of {reference.referred}")


async def _check_emptied(connection: AsyncConnection, fates: Fates, order: StepOrder, name: str) -> None:
    """What is erased of a row that stays for another category must be such that it can be emptied."""
    about = fates.belonging.schema.record.tables[name]
    if about.unlinked and await connection.scalar(_half_unlinked(fates, order, name)):
        raise Unfit(order.system, f"rows of {name} would lose their ties, and stay for what else they hold")
    for category, query in _staying(fates, order, name):
        if not can_be_emptied(about, category) and await connection.scalar(query):
            kept = [n for n, column in values_of(about, category).items() if not column.emptied]
            what = f"rows of {name} stay for what else they hold, and {category} in them cannot be emptied"
            raise Unfit(order.system, f"{what}: {', '.join(kept) or 'that they are there'}")


def _half_unlinked(fates: Fates, order: StepOrder, name: str) -> Select[int]:
    """Asks for a row that would be nobody's any more while something of it is kept."""
    fate = fates.fate(name)
    keeps = fate.is_erased(fate.about.category, order), ~fate.is_all_erased(order)
    return select(literal(1)).select_from(fate.of).where(*keeps).limit(1)


def _staying(fates: Fates, order: StepOrder, name: str) -> Iterator[tuple[str, Select[int]]]:
    fate = fates.fate(name)
    for category in fate.about.categories if len(fate.about.categories) > 1 else ():
        if erased_for(category, order):
            stays = fate.is_erased(category, order), ~fate.goes(order)
            yield category, select(literal(1)).select_from(fate.of).where(*stays).limit(1)
