"""Count what is left of a person in enrichment, by a way of its own.

It shares no query with what locates or erases, so that a mistake there does not hide here too: the database counts,
and of the days from which a law keeps records it is told the first.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.identifier import ENRICHMENT_ID
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category

from . import schema


async def left(connection: AsyncConnection, order: StepOrder, processing: Mapping[str, Category]) -> dict[str, int]:
    """The number of rows under the order's pins, by holding key."""
    copies = [i.value for i in order.identifiers if i.kind == ENRICHMENT_ID]
    addresses = [i.value for i in order.identifiers if i.kind == "address_hash"]
    copy, sent, barred = schema.enrichment.c, schema.disclosure.c, schema.suppression.c
    disclosed = sent.subject_hash.in_(addresses)
    every = await _count(connection, schema.disclosure, disclosed)
    since = _kept_since(processing.get("disclosures"), order.as_of.astimezone(UTC).date())
    kept = await _count(connection, schema.disclosure, disclosed, sent.at >= since) if since else 0
    for_good = barred.address_hash.in_(addresses), barred.held_by.is_(None)
    retained = Circumstance.RETAINED
    return {
        _key("public information"): await _count(connection, schema.enrichment, copy.id.in_(copies)),
        _key("disclosures"): every - kept,
        _key("disclosures", retained): kept,
        _key("suppression", retained): await _count(connection, schema.suppression, *for_good),
    }


async def _count(connection: AsyncConnection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)


def _kept_since(category: Category | None, today: date) -> datetime | None:
    """The first moment whose records the law still keeps."""
    rule = category.retention if category else None
    return datetime.combine(rule.since(today), time.min, tzinfo=UTC) if rule else None


def _key(category: str, circumstance: Circumstance | None = None) -> str:
    return holding_key("enrichment", category, COMPANY, circumstance)
