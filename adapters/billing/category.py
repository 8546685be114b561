"""The categories of this system, and how their holdings are named.

The company is the controller of all of it. What locates, holds and erases judges by this module; confirming does not.
"""

from datetime import UTC, date, datetime

from habeas.domain.holding import COMPANY, Circumstance, holding_key

SYSTEM = "billing"

BANK = "bank"
DETAILS = "billing details"
SUBSCRIPTION = "subscription"
INVOICE = "invoice"
PAYMENT = "payment"
CONTACT = "billing contact"

KEPT_BY_STRIPE = (INVOICE, PAYMENT)
"""What Stripe's API cannot delete, and only its redaction jobs take whose it was from."""


def key(category: str, circumstance: Circumstance | None = None) -> str:
    """The key of a holding."""
    return holding_key(SYSTEM, category, COMPANY, circumstance)


def day(seconds: int) -> date:
    """The day in UTC of a moment as Stripe counts it, in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date()
