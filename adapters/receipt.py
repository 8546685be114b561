"""What every adapter answers to a step."""

from collections.abc import Mapping
from datetime import UTC, datetime

from habeas.domain.receipt import Receipt


def receipt_of(system: str, step: str, counts: Mapping[str, int] | None = None) -> Receipt:
    """The receipt of a step that was done now; `counts` is by holding key, and what counts nothing is left out."""
    done = {key: count for key, count in (counts or {}).items() if count}
    return Receipt(system=system, step=step, at=datetime.now(UTC), counts=done)
