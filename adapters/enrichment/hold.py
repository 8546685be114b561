"""Take a person's copies out of use for a case, bar new look-ups, and give it all back exactly as it was."""

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.hold import Holds
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from .category import PUBLIC_KEY, SUPPRESSION_KEY, SYSTEM
from .pin import copy_ids
from .schema import enrichment, suppression
from .suppression import Suppressing

_FLAG = "is_in_use"


async def take_out_of_use(connection: AsyncConnection, order: StepOrder, fence: Fence) -> dict[str, int]:
    """Hold the pinned copies and suppress their addresses; returns by key what was not held before."""
    suppressing = Suppressing.of(connection, order)
    if suppressing is None and not order.erases(PUBLIC_KEY):
        return {}
    holds = notes(connection, order)
    await holds.lock()
    copies = await _locked(connection, order) if order.erases(PUBLIC_KEY) else []
    await fence()
    remembered = await holds.remembered()
    fresh = [copy for copy in copies if item(copy.id) not in remembered]
    for copy in fresh:
        await holds.remember(item(copy.id), {_FLAG: copy.is_in_use})
        await connection.execute(update(enrichment).where(enrichment.c.id == copy.id).values({_FLAG: False}))
    return {PUBLIC_KEY: len(fresh), SUPPRESSION_KEY: await suppressing.hold() if suppressing else 0}


async def give_back(connection: AsyncConnection, order: StepOrder) -> dict[str, int]:
    """Restore what this case remembered, and suppress no longer what it alone did; returns by key what was held."""
    holds = notes(connection, order)
    await holds.lock()
    await _locked(connection, order)
    remembered = await holds.remembered()
    for name, was in remembered.items():
        await connection.execute(update(enrichment).where(enrichment.c.id == copy_id(name)).values(**was))
        await holds.forget(name)  # where nothing was held nothing is written: a system that refuses writes is left be
    mine = suppression.c.held_by == order.case_id
    held = list(await connection.scalars(select(suppression.c.address_hash).where(mine)))
    if held:
        await connection.execute(delete(suppression).where(mine))
    return {PUBLIC_KEY: len(remembered), SUPPRESSION_KEY: len(held)}


def notes(connection: AsyncConnection, order: StepOrder) -> Holds:
    """What this case remembers of enrichment."""
    return Holds(connection, order.case_id, SYSTEM)


def item(number: str) -> str:
    """The name by which a copy is remembered."""
    return f"enrichment/{number}"


def copy_id(name: str) -> str:
    """The copy that is remembered by a name."""
    return name.removeprefix("enrichment/")


async def _locked(connection: AsyncConnection, order: StepOrder) -> list[Row[str, bool]]:
    columns = enrichment.c.id, enrichment.c.is_in_use
    query = select(*columns).where(enrichment.c.id.in_(copy_ids(order.identifiers))).order_by(enrichment.c.id)
    return list(await connection.execute(query.with_for_update()))
