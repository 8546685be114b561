"""What enrichment holds, by category (`policy/processing.yaml`), and what of it a law keeps."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.processing import Category, RetentionRule

SYSTEM = "enrichment"
PUBLIC = "public information"
DISCLOSURES = "disclosures"
SUPPRESSION = "suppression"


def key_of(category: str, circumstance: Circumstance | None = None) -> str:
    """The key of a holding; the company is the controller of all of them (P-16)."""
    return holding_key(SYSTEM, category, COMPANY, circumstance)


PUBLIC_KEY = key_of(PUBLIC)
EXPIRED_KEY = key_of(DISCLOSURES)
KEPT_KEY = key_of(DISCLOSURES, Circumstance.RETAINED)
SUPPRESSION_KEY = key_of(SUPPRESSION, Circumstance.RETAINED)


def rule_of(processing: Mapping[str, Category], category: str) -> RetentionRule | None:
    """The law that keeps a category, if there is one."""
    described = processing.get(category)
    return described.retention if described else None


def suppression_rule(processing: Mapping[str, Category]) -> RetentionRule:
    """For how long an address stays suppressed. Raises ValueError without one: nothing is kept with no end (L-36)."""
    rule = rule_of(processing, SUPPRESSION)
    if rule is None:
        raise ValueError(f"{SYSTEM}: {SUPPRESSION} has no retention, and nothing may be kept without an end")
    return rule


def is_kept(rule: RetentionRule | None, at: datetime, as_of: datetime) -> bool:
    """Whether the law still keeps a record of that moment on the day of `as_of`."""
    return rule is not None and rule.until(at.date()) >= day_of(as_of)


def day_of(moment: datetime) -> date:
    """The day in UTC, by which ages are judged."""
    return moment.astimezone(UTC).date()
