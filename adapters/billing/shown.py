"""What a person is shown of each kind of object: plain names, and nothing that is a secret.

Each function names what it shows; what it does not name (fingerprints, client secrets, links that open without a login)
never leaves by accident. Amounts are in the currency's smallest unit, as Stripe counts them.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from .believed import Json
from .pinned import HOLD, WAS
from .subject import Subject

Fields = Mapping[str, object]

_OF_ADDRESS = ("line1", "line2", "postal_code", "city", "state", "country")


def customer(thing: Json) -> Fields:
    """The person's own customer."""
    return {
        "customer": thing["id"],
        "since": moment(thing["created"]),
        **{name: thing.get(name) for name in ("name", "email", "phone", "description", "currency", "balance")},
        "address": address(thing.get("address")),
        **_delivery(thing),
        "languages": thing.get("preferred_locales"),
        "notes": {note: text for note, text in thing["metadata"].items() if note not in (HOLD, WAS)},
    }


def payment_method(thing: Json) -> Fields:
    """A card or account, by what tells the person which one it is."""
    billing, kind = thing.get("billing_details") or {}, thing["type"]
    own = thing.get(kind) or {}
    expiry = f"{own['exp_month']:02}/{own['exp_year']}" if own.get("exp_year") else None
    return {
        "customer": thing["customer"],
        "kind": kind,
        "brand": own.get("brand"),
        "last_four_digits": own.get("last4"),
        "expires": expiry,
        "country": own.get("country"),
        **{name: billing.get(name) for name in ("name", "email", "phone")},
        "address": address(billing.get("address")),
    }


def subscription(thing: Json) -> Fields:
    """A subscription, ended or not, with what is subscribed to."""
    return {
        "customer": thing["customer"],
        "subscription": thing["id"],
        "status": thing["status"],
        "since": moment(thing.get("start_date")),
        "ended": moment(thing.get("ended_at")),
        "items": [_price(item.get("price") or {}) for item in (thing.get("items") or {}).get("data", ())],
    }


def contact(organisation: Json, subject: Subject) -> Fields:
    """What an organisation has of the person as its contact, and nothing else of it."""
    clearing = subject.clearing(organisation)
    notes = clearing.pop("metadata", {})
    shown = {name: organisation[name] for name in clearing if name != "shipping"}
    delivery = _delivery(organisation) if "shipping" in clearing else {}
    theirs = {note.partition(":")[0]: organisation["metadata"][note] for note in notes if note != "contacts"}
    name = organisation.get("business_name") or organisation.get("name")
    return {"organisation": name, **shown, **delivery, **theirs}


def _delivery(thing: Json) -> Fields:
    shipping = thing.get("shipping") or {}
    own = {f"delivery_{name}": shipping.get(name) for name in ("name", "phone")}
    return {**own, "delivery_address": address(shipping.get("address"))}


def _price(price: Json) -> Fields:
    named = {name: price.get(name) for name in ("nickname", "product", "currency")}
    return {**named, "amount": price.get("unit_amount"), "every": (price.get("recurring") or {}).get("interval")}


def address(parts: Json | None) -> str | None:
    """An address on one line."""
    return ", ".join(str(parts[p]) for p in _OF_ADDRESS if parts.get(p)) or None if parts else None


def moment(seconds: Any) -> str | None:
    """A moment as ISO 8601, in UTC; None where there is none."""
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None
