"""Prove that a person's copies can be held and erased, without changing anything."""

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import ColumnElement, Table, inspect, select, table, tuple_
from sqlalchemy import column as a_column
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.credential import ON_ROWS, check_rights, may_read
from adapters.sql.hold import hold_table
from adapters.sql.reference import Reference, references
from habeas.domain.error import Unfit
from habeas.domain.order import StepOrder

from .category import EXPIRED_KEY, PUBLIC_KEY, SYSTEM
from .pin import copy_ids, hashes
from .schema import disclosure, enrichment, suppression

Doomed: TypeAlias = Mapping[Table, ColumnElement[bool]]
"""The tables from which something goes, with the condition that picks it."""

_ON_LIST = ("SELECT", "INSERT", "UPDATE", "DELETE")


async def prove(connection: AsyncConnection, order: StepOrder) -> None:
    """Check the tables, the credential, and what refers to the rows.

    Raises Unfit with the reason; it names tables, never values.
    """
    there = set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
    if missing := sorted({hold_table.name, suppression.name} - there):
        raise Unfit(SYSTEM, f"the table {missing[0]} is missing")
    doomed = _doomed(order)
    rights = {(one.name, right) for one in doomed for right in ON_ROWS}
    await check_rights(connection, SYSTEM, rights | {(suppression.name, right) for right in _ON_LIST})
    targets = {one.name for one in doomed}
    for reference in await connection.run_sync(lambda sync: list(references(sync, targets))):
        await _check_reference(connection, reference, doomed)


def _doomed(order: StepOrder) -> Doomed:
    """What is judged by its age is taken for doomed here: a reference to it is in the way sooner or later."""
    picked = {
        PUBLIC_KEY: (enrichment, enrichment.c.id.in_(copy_ids(order.identifiers))),
        EXPIRED_KEY: (disclosure, disclosure.c.subject_hash.in_(hashes(order.identifiers))),
    }
    return dict(rows for key, rows in picked.items() if order.erases(key))


async def _check_reference(connection: AsyncConnection, reference: Reference, doomed: Doomed) -> None:
    where = f"the table {reference.table} refers to {reference.referred}"
    if not await may_read(connection, reference):
        raise Unfit(SYSTEM, f"{where}, and the credential may not read it")
    target, rows = next((one, rows) for one, rows in doomed.items() if one.name == reference.referred)
    referring = table(reference.table, *(a_column(name) for name in reference.columns), schema=reference.schema)
    theirs = select(*(target.c[name] for name in reference.referred_columns)).where(rows)
    refers = tuple_(*(referring.c[name] for name in reference.columns)).in_(theirs)
    if (await connection.execute(select(referring).where(refers).limit(1))).first():
        raise Unfit(SYSTEM, f"{where}, and has rows that stay")
