"""Whose a card is, as the card itself says: what stays at Stripe when it is taken off its customer, and what can go.

A payment method that was detached can be read by its id for ever, and never be changed again
(docs.stripe.com/api/payment_methods/detach): its owner is cleared before.
"""

from collections.abc import Mapping

from .believed import Json

_OWNER = ("address", "email", "name", "phone")


def clearing(card: Json) -> Json:
    """The changes that leave nobody's name on it; empty when there is none."""
    owner = card.get("billing_details") or {}
    details = {name: "" for name in _OWNER if _says_anything(owner.get(name))}
    notes = {"metadata": ""} if card.get("metadata") else {}
    return {**({"billing_details": details} if details else {}), **notes}


def has_tax_id(card: Json) -> bool:
    """Whether a tax id is on it, the one thing of its owner that Stripe does not let be emptied."""
    return bool((card.get("billing_details") or {}).get("tax_id"))


def _says_anything(value: object) -> bool:
    return any(value.values()) if isinstance(value, Mapping) else bool(value)
