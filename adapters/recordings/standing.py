"""What keeps something from being erased like the rest."""

from collections.abc import Iterable
from dataclasses import dataclass

from habeas.domain.holding import Circumstance, Retention


@dataclass(frozen=True)
class Standing:
    """What keeps something from being erased like the rest: nothing, other people, or a lock."""

    circumstance: Circumstance | None = None
    retention: Retention | None = None


def together(standings: Iterable[Standing]) -> Standing:
    """Several of one circumstance: the longest counts, and one without an end has none for all."""
    several = list(standings)
    retentions = [s.retention for s in several if s.retention]
    circumstance = several[0].circumstance if several else None
    if not retentions or len(retentions) < len(several):
        return Standing(circumstance)
    ground = ", ".join(sorted({r.ground for r in retentions}))
    return Standing(circumstance, Retention(ground=ground, until=max(r.until for r in retentions)))
