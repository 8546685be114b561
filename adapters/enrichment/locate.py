"""Count what is held of a person in enrichment, and say what an erasure will leave. Reads only."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import Circumstance, Holding, Retention
from habeas.domain.order import Located, LocateOrder
from habeas.domain.processing import Category

from .address import address_hash
from .category import DISCLOSURES, PUBLIC, SUPPRESSION, SYSTEM, day_of, is_kept, rule_of, suppression_rule
from .find import find
from .pin import pins
from .recipient import Record, location_of, recipients, records
from .schema import suppression


async def located(
    connection: AsyncConnection, order: LocateOrder, processing: Mapping[str, Category], key: bytes
) -> Located:
    """Everything that is held under the order's addresses and account ids."""
    found = await find(connection, order)
    hashes = sorted(address_hash(address, key) for address in found.addresses)
    disclosures = await records(connection, hashes)
    erased = suppression_rule(processing).retention(day_of(order.as_of))
    holdings = (
        *_public(len(found.copies)),
        *_disclosures(disclosures, processing, order.as_of),
        *await _suppression(connection, hashes, erased, len(found.copies), len(disclosures)),
    )
    return Located(
        system=SYSTEM,
        holdings=holdings,
        # of whom nothing is held, nothing is pinned either, not even a hash
        pinned=pins((copy.id for copy in found.copies), hashes) if holdings else (),
        identifiers=found.identifiers,
        shared=found.shared,
        location=location_of(found.copies),
        disclosed=recipients(disclosures),
    )


def _public(count: int) -> list[Holding]:
    return [Holding(system=SYSTEM, category=PUBLIC, count=count)] if count else []


def _disclosures(disclosures: Sequence[Record], processing: Mapping[str, Category], as_of: datetime) -> list[Holding]:
    """Those that the rule keeps, until the newest of them has reached its end; and those that it keeps no longer."""
    rule = rule_of(processing, DISCLOSURES)
    kept = [d.at.date() for d in disclosures if is_kept(rule, d.at, as_of)]
    holdings = []
    if expired := len(disclosures) - len(kept):
        holdings.append(Holding(system=SYSTEM, category=DISCLOSURES, count=expired))
    if rule and kept:
        holdings.append(_retained(DISCLOSURES, rule.retention(max(kept)), len(kept)))
    return holdings


async def _suppression(
    connection: AsyncConnection, hashes: Sequence[str], erased: Retention, copies: int, disclosures: int
) -> list[Holding]:
    """The addresses that stay suppressed; `erased` is how it would be after an erasure, which need not have been yet.

    It comes with the erasure of copies. Who has disclosures alone was looked up too: there it is to be written for its
    own sake. What a case only holds is not counted.
    """
    columns = suppression.c.review_on, suppression.c.ground
    query = select(*columns).where(suppression.c.address_hash.in_(hashes), suppression.c.held_by.is_(None))
    lasting = [Retention(ground=ground, until=until) for until, ground in await connection.execute(query)]
    is_to_be_written = disclosures > 0 and not copies and len(lasting) < len(hashes)
    stays = [erased, *lasting] if is_to_be_written or (copies and hashes) else lasting
    if not stays:
        return []
    # an erasure puts off a review, and never brings one forward
    holding = _retained(SUPPRESSION, max(stays, key=lambda one: one.until), len(lasting))
    return [holding.model_copy(update={"is_to_be_written": is_to_be_written})]


def _retained(category: str, retention: Retention, count: int) -> Holding:
    kept = Circumstance.RETAINED
    return Holding(system=SYSTEM, category=category, circumstance=kept, retention=retention, count=count)
