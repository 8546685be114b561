"""What the company has at Stripe, seen past the server: another process may look while it runs."""

from pathlib import Path

from .store import Json, Store
from .thing import shown


def look(folder: Path) -> dict[str, list[Json]]:
    """Every object by kind and id; events, redaction jobs and idempotency keys are not part of it."""
    store = Store.open(folder / "stripe.db")
    try:
        return by_kind(store)
    finally:
        store.close()


def by_kind(store: Store) -> dict[str, list[Json]]:
    """Everything in a store, as it is answered."""
    found: dict[str, list[Json]] = {}
    for thing in store.everything():
        if not thing["object"].startswith(("event", "privacy.")):
            found.setdefault(thing["object"], []).append(shown(thing))
    return found
