"""What a person is shown of what was invoiced and paid, as `shown` says: plain names, and nothing that is a secret."""

from collections.abc import Iterable

from .believed import Json
from .shown import Fields, address, moment

_OF_EVIDENCE = ("customer_name", "customer_email_address", "customer_purchase_ip", "billing_address")
_TOLD = ("product_description", "uncategorized_text", "customer_communication")


def invoice(thing: Json) -> Fields:
    """An invoice, with what it says of the person."""
    return {
        "customer": thing["customer"],
        "number": thing.get("number"),
        "date": moment(thing["created"]),
        "status": thing.get("status"),
        "total": thing.get("total"),
        "currency": thing.get("currency"),
        **{name: thing.get(f"customer_{name}") for name in ("name", "email", "phone")},
        "address": address(thing.get("customer_address")),
        "tax_ids": _tax_ids(thing.get("customer_tax_ids")),
        "for": [line.get("description") for line in (thing.get("lines") or {}).get("data", ())],
    }


def charge(thing: Json) -> Fields:
    """A payment, and by what it was paid."""
    billing, by = thing.get("billing_details") or {}, thing.get("payment_method_details") or {}
    own = by.get(by.get("type")) or {}
    return {
        "customer": thing["customer"],
        "date": moment(thing["created"]),
        **{name: thing.get(name) for name in ("status", "amount", "amount_refunded", "currency", "description")},
        "kind": by.get("type"),
        "brand": own.get("brand"),
        "last_four_digits": own.get("last4"),
        **{name: billing.get(name) for name in ("name", "email", "phone")},
        "address": address(billing.get("address")),
        "receipt_sent_to": thing.get("receipt_email"),
    }


def credit_note(thing: Json) -> Fields:
    """What was taken back of an invoice."""
    return {
        "customer": thing["customer"],
        "credit_note": thing.get("number"),
        "invoice": thing.get("invoice"),
        "date": moment(thing["created"]),
        **{name: thing.get(name) for name in ("status", "total", "currency", "reason", "memo")},
    }


def dispute(thing: Json) -> Fields:
    """That a payment was contested, and what was told to the bank about the person; files are named by their ids."""
    evidence = thing.get("evidence") or {}
    return {
        "dispute": thing["id"],
        "payment": thing["charge"],
        "date": moment(thing["created"]),
        **{name: thing.get(name) for name in ("status", "amount", "currency", "reason")},
        **{name: evidence.get(name) for name in (*_OF_EVIDENCE, *_TOLD) if evidence.get(name)},
    }


def checkout_session(thing: Json) -> Fields:
    """An order as it was placed, with what was typed there."""
    typed = thing.get("customer_details") or {}
    return {
        "customer": thing["customer"],
        "order": thing["id"],
        "date": moment(thing["created"]),
        "status": thing.get("status"),
        "amount": thing.get("amount_total"),
        "currency": thing.get("currency"),
        **{name: typed.get(name) for name in ("name", "email", "phone")},
        "address": address(typed.get("address")),
        "tax_ids": _tax_ids(typed.get("tax_ids")),
    }


def _tax_ids(given: Iterable[Json] | None) -> list[str]:
    return [str(one["value"]) for one in given or () if one.get("value")]
