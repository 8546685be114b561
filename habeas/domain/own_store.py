"""What a case leaves in our own house: a store like any other, which its certificate names (L-57)."""

from datetime import UTC

from pydantic import AwareDatetime

from .justification import Justification
from .outcome import Became, Outcome
from .sweep import Periods

OURS = "habeas"
CASE = "case"  # messages and files, sealed under the case's own keys
EVIDENCE = "evidence"  # statements, and what two people open together
KEYS_DESTROYED = Outcome(system=OURS, category=CASE, became=Became.INACCESSIBLE)
"""What becomes of a case when it is shredded: its evidence stays."""


def kept_by_us(closed_at: AwareDatetime, periods: Periods, *, has_bundle: bool) -> tuple[Outcome, ...]:
    """What we keep of a case that has closed, on which ground, and until when: the day from which a sweep takes it."""
    shredded = closed_at + (periods.bundle_kept if has_bundle else periods.shred_after)
    forgotten = closed_at + periods.evidence_kept
    return (
        _kept(CASE, "GDPR art. 5(2), 12(3)", Justification.LEGAL_OBLIGATION, shredded),
        _kept(EVIDENCE, "GDPR art. 5(2), 17(3)(e)", Justification.LEGAL_CLAIM, forgotten),
    )


def _kept(category: str, ground: str, exception: Justification, until: AwareDatetime) -> Outcome:
    common = {"system": OURS, "category": category, "became": Became.RETAINED}
    return Outcome.model_validate(
        {**common, "ground": ground, "exception": exception, "until": until.astimezone(UTC).date()}
    )
