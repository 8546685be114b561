"""Prove that accounts can be held and erased, without changing anything."""

from collections.abc import Mapping, Sequence

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.credential import ON_ROWS, check_rights, may_read
from adapters.sql.hold import hold_table
from adapters.sql.reference import references
from habeas.domain.error import Unfit
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category

from .held import SYSTEM, Portion, account_ids, portions
from .reference import blocking


async def prove(connection: AsyncConnection, order: StepOrder, processing: Mapping[str, Category]) -> None:
    """Check the table of holds, the credential, and what refers to the rows.

    Raises Unfit with the reason; it names tables, never values.
    """
    if not await connection.run_sync(lambda sync: inspect(sync).has_table(hold_table.name)):
        raise Unfit(SYSTEM, f"the table {hold_table.name} is missing")
    mine = await portions(connection, account_ids(order.identifiers), processing, order.as_of)
    doomed = [portion for portion in mine if order.erases(portion.key)]
    await check_rights(connection, SYSTEM, {(p.held.table.name, right) for p in doomed for right in ON_ROWS})
    await _check_references(connection, doomed)


async def _check_references(connection: AsyncConnection, doomed: Sequence[Portion]) -> None:
    targets = {portion.held.table.name for portion in doomed}
    for reference in await connection.run_sync(lambda sync: list(references(sync, targets))):
        where = f"the table {reference.table}"
        if not await may_read(connection, reference):
            raise Unfit(SYSTEM, f"{where} refers to {reference.referred}, and the credential may not read it")
        if await connection.scalar(blocking(reference, doomed)):
            raise Unfit(SYSTEM, f"{where} has rows that stay and refer to rows of {reference.referred}")
