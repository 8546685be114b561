"""An objection bars look-ups of the addresses at once; what is held already is for an erasure, and stays."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.identifier import EMAIL, values
from habeas.domain.processing import Category
from habeas.domain.stop import StopOrder

from .address import address_hash
from .category import SUPPRESSION_KEY, day_of, suppression_rule
from .schema import suppression
from .suppression import Suppressing


async def suppress(
    connection: AsyncConnection, order: StopOrder, processing: Mapping[str, Category], key: bytes
) -> dict[str, int]:
    """Suppress every address for good; how many were not before, by holding key."""
    stays = suppression_rule(processing).retention(day_of(order.as_of))
    suppressing = Suppressing(connection, order.case_id, _hashes(order, key), stays)
    return {SUPPRESSION_KEY: await suppressing.make_lasting()}


async def going_on(connection: AsyncConnection, order: StopOrder, key: bytes) -> dict[str, int]:
    """How many of the addresses nothing bars for good."""
    hashes = _hashes(order, key)
    barred = suppression.c.address_hash.in_(hashes), suppression.c.held_by.is_(None)
    found = await connection.scalar(select(func.count()).select_from(suppression).where(*barred))
    return {SUPPRESSION_KEY: len(hashes) - (found or 0)}


def _hashes(order: StopOrder, key: bytes) -> list[str]:
    return sorted({address_hash(address, key) for address in values(order.identifiers, EMAIL)})
