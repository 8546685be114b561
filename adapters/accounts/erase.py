"""Erase the rows that a plan erases, by primary key and in small transactions, referring tables first."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from habeas.domain.order import StepOrder
from habeas.domain.port import Fence
from habeas.domain.processing import Category

from .held import HELD, Held, account_ids, portions
from .hold import account_id, item, notes
from .schema import account

BATCH = 500


async def erase_rows(
    writing: AsyncEngine, order: StepOrder, fence: Fence, processing: Mapping[str, Category]
) -> dict[str, int]:
    """Erase until nothing of the plan is left; returns what this attempt erased, by holding key."""
    counts: dict[str, int] = {}
    for held in reversed(HELD):
        erased = BATCH
        while erased == BATCH:  # fewer were all that were left
            batch = await _batch(writing, order, fence, processing, held)
            erased = sum(batch.values())
            for key, count in batch.items():
                counts[key] = counts.get(key, 0) + count
    await _forget_the_gone(writing, order, fence)
    return counts


async def _batch(
    writing: AsyncEngine, order: StepOrder, fence: Fence, processing: Mapping[str, Category], held: Held
) -> dict[str, int]:
    """One transaction: lock, ask the fence, erase. What was erased by key; empty when nothing is left."""
    async with writing.begin() as connection:
        doomed = await _locked(connection, order, processing, held)
        if doomed:
            await fence()
        for ids in doomed.values():
            await connection.execute(delete(held.table).where(held.id.in_(ids)))
            if held.table is account:
                await _forget(connection, order, ids)
    return {key: len(ids) for key, ids in doomed.items()}


async def _locked(
    connection: AsyncConnection, order: StepOrder, processing: Mapping[str, Category], held: Held
) -> dict[str, list[int]]:
    """The next rows of the table that the plan erases, judged anew: a plan never covers what has changed its fate."""
    doomed: dict[str, list[int]] = {}
    for portion in await portions(connection, account_ids(order.identifiers), processing, order.as_of):
        room = BATCH - sum(len(ids) for ids in doomed.values())
        if portion.held is held and room and order.erases(portion.key):
            query = select(held.id).where(portion.rows).order_by(held.id).limit(room).with_for_update()
            if ids := list(await connection.scalars(query)):
                doomed[portion.key] = ids
    return doomed


async def _forget(connection: AsyncConnection, order: StepOrder, ids: list[int]) -> None:
    for number in ids:
        await notes(connection, order).forget(item(number))


async def _forget_the_gone(writing: AsyncEngine, order: StepOrder, fence: Fence) -> None:
    """What is remembered of an account that somebody else has erased gives nothing back to anybody."""
    async with writing.begin() as connection:
        remembered = {account_id(name) for name in await notes(connection, order).remembered()}
        there = set(await connection.scalars(select(account.c.id).where(account.c.id.in_(remembered))))
        if gone := sorted(remembered - there):
            await fence()
            await _forget(connection, order, gone)
