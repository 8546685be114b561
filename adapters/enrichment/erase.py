"""Erase the rows that a plan erases, by primary key and in small transactions; what is suppressed comes first."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from habeas.domain.order import StepOrder
from habeas.domain.port import Fence
from habeas.domain.processing import Category

from .category import DISCLOSURES, EXPIRED_KEY, PUBLIC_KEY, is_kept, rule_of
from .hold import item, notes
from .pin import copy_ids, hashes
from .schema import disclosure, enrichment
from .suppression import Suppressing

BATCH = 500


async def erase_rows(
    writing: AsyncEngine, order: StepOrder, fence: Fence, processing: Mapping[str, Category]
) -> dict[str, int]:
    """Erase until nothing of the plan is left; returns what this attempt erased, by holding key."""
    await _suppress(writing, order, fence)
    copies = await _erase_copies(writing, order, fence) if order.erases(PUBLIC_KEY) else 0
    expired = await _erase_expired(writing, order, fence, processing) if order.erases(EXPIRED_KEY) else 0
    await _forget_the_gone(writing, order, fence)
    return {PUBLIC_KEY: copies, EXPIRED_KEY: expired}


async def _suppress(writing: AsyncEngine, order: StepOrder, fence: Fence) -> None:
    """First of all, so that no look-up brings back what is being erased."""
    async with writing.begin() as connection:
        suppressing = Suppressing.of(connection, order)
        if suppressing and not await suppressing.is_lasting():
            await fence()
            await suppressing.make_lasting()


async def _erase_copies(writing: AsyncEngine, order: StepOrder, fence: Fence) -> int:
    count = 0
    while batch := await _copies(writing, order, fence):
        count += batch
    return count


async def _copies(writing: AsyncEngine, order: StepOrder, fence: Fence) -> int:
    """One transaction: lock, ask the fence, erase with what is remembered of them. How many were erased."""
    async with writing.begin() as connection:
        pinned = enrichment.c.id.in_(copy_ids(order.identifiers))
        query = select(enrichment.c.id).where(pinned).order_by(enrichment.c.id).limit(BATCH).with_for_update()
        if ids := list(await connection.scalars(query)):
            await fence()
            await connection.execute(delete(enrichment).where(enrichment.c.id.in_(ids)))
            for number in ids:
                await notes(connection, order).forget(item(number))
    return len(ids)


async def _erase_expired(
    writing: AsyncEngine, order: StepOrder, fence: Fence, processing: Mapping[str, Category]
) -> int:
    count = 0
    while batch := await _expired(writing, order, fence, processing):
        count += batch
    return count


async def _expired(writing: AsyncEngine, order: StepOrder, fence: Fence, processing: Mapping[str, Category]) -> int:
    """One transaction; each record is judged anew, by the plan's moment."""
    async with writing.begin() as connection:
        ids = await _no_longer_kept(connection, order, processing)
        if ids:
            await fence()
            await connection.execute(delete(disclosure).where(disclosure.c.id.in_(ids)))
    return len(ids)


async def _no_longer_kept(
    connection: AsyncConnection, order: StepOrder, processing: Mapping[str, Category]
) -> list[str]:
    rule = rule_of(processing, DISCLOSURES)
    theirs = disclosure.c.subject_hash.in_(hashes(order.identifiers))
    query = select(disclosure.c.id, disclosure.c.at).where(theirs).order_by(disclosure.c.at, disclosure.c.id)
    # the oldest come first: what is beyond a batch is looked at when these are gone
    oldest = await connection.execute(query.limit(BATCH).with_for_update())
    return [row.id for row in oldest if not is_kept(rule, row.at, order.as_of)]


async def _forget_the_gone(writing: AsyncEngine, order: StepOrder, fence: Fence) -> None:
    """What is remembered of a copy that somebody else has erased gives nothing back to anybody."""
    async with writing.begin() as connection:
        remembered = await notes(connection, order).remembered()
        there = select(enrichment.c.id).where(enrichment.c.id.in_(copy_ids(order.identifiers)))
        kept = {item(number) for number in await connection.scalars(there)}
        if gone := sorted(remembered.keys() - kept):
            await fence()
            for name in gone:
                await notes(connection, order).forget(name)
