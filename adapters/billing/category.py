"""The categories of this system, how their holdings are named, and which records a law keeps.

The company is the controller of all of it. What locates, holds and erases judges by this module; confirming does not.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from habeas.domain.holding import COMPANY, Circumstance, Holding, holding_key
from habeas.domain.processing import Category

SYSTEM = "billing"

BANK = "bank"
DETAILS = "billing details"
SUBSCRIPTION = "subscription"
INVOICE = "invoice"
PAYMENT = "payment"
CONTACT = "billing contact"

KEPT_BY_STRIPE = (INVOICE, PAYMENT)
"""What Stripe's API cannot delete."""


def key(category: str, circumstance: Circumstance | None = None) -> str:
    """The key of a holding."""
    return holding_key(SYSTEM, category, COMPANY, circumstance)


def day(seconds: int) -> date:
    """The day in UTC of a moment as Stripe counts it, in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date()


def holdings_of_records(
    category: str, days: Iterable[date], processing: Mapping[str, Category], as_of: datetime
) -> list[Holding]:
    """The records of these days as holdings: those that the category's law still keeps apart from the rest."""
    known = processing.get(category)
    rule, today = known.retention if known else None, as_of.astimezone(UTC).date()
    every = list(days)
    kept = [d for d in every if rule is not None and rule.until(d) >= today]
    found = [Holding(system=SYSTEM, category=category, count=len(every) - len(kept))]
    if rule is not None and kept:
        retention = rule.retention(max(kept))
        circumstance = Circumstance.RETAINED
        found.append(
            Holding(system=SYSTEM, category=category, circumstance=circumstance, retention=retention, count=len(kept))
        )
    return [holding for holding in found if holding.count]
