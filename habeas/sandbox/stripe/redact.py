"""What an object is after its redaction: `[redacted]` where it said whose it is, for good (docs.stripe.com/privacy).

Its metadata is gone, and its events say no more than it does. What it is worth, and when that was, stays.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .store import Json, Store
from .thing import REDACTED

PLACEHOLDER = "[redacted]"

_OF_A_PERSON: Mapping[str, str] = {
    "customer": "name email phone description business_name individual_name address shipping",
    "payment_method": "billing_details",
    "subscription": "description",
    "invoice": "customer_name customer_email customer_phone customer_address customer_shipping description footer",
    "invoiceitem": "description",
    "charge": "billing_details receipt_email description shipping",
    "payment_intent": "receipt_email description shipping",
    "setup_intent": "description",
    "tax_id": "value",
    "customer_balance_transaction": "description",
    "credit_note": "memo",
    "dispute": "evidence",
    "refund": "reason",
    "checkout.session": "customer_email customer_details client_reference_id",
}
_HASHES = ("address", "shipping", "customer_address", "customer_shipping", "customer_details")


def redact(store: Store, things: Iterable[Json]) -> None:
    """Take out of each of them what is a person's, and out of its events."""
    for thing in things:
        store.put(_blank(thing) | {REDACTED: True})
        for event in store.find("event", {"data.object.id": thing["id"]}):
            data = {name: _blank({**value, "object": thing["object"]}) for name, value in event["data"].items()}
            store.put({**event, "data": data})


def _blank(thing: Json) -> Json:
    fields = _OF_A_PERSON.get(thing["object"], "").split()
    blank = {name: _blanked(name, thing[name]) for name in fields if name in thing}
    return {**thing, **blank, **({"metadata": {}} if "metadata" in thing else {})}


def _blanked(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _blanked(key, inner) for key, inner in value.items()}
    return None if value is None and name in _HASHES else PLACEHOLDER
