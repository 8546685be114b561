"""Payment methods: made, put to a customer, and taken off, after which they can never be used again."""

from typing import Any

from .change import add, change, existing, living
from .error import Refused, bad_parameter
from .parameters import UNSET, choice, email, hash_of, integer, metadata, or_unset, text
from .route import Call, Route
from .store import Json, Store
from .thing import SPENT

_OF_ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")
ADDRESS = hash_of(dict.fromkeys(_OF_ADDRESS, or_unset(text)))
_BILLING = hash_of(
    {"address": or_unset(ADDRESS), "email": or_unset(email), **dict.fromkeys(("name", "phone"), or_unset(text))}
)
_CARD = hash_of({"number": text, "token": text, "exp_month": integer, "exp_year": integer, "cvc": text})
# the last digits behind Stripe's test tokens (docs.stripe.com/testing)
_TOKENS = {"tok_visa": ("visa", "4242"), "tok_mastercard": ("mastercard", "4444"), "tok_amex": ("amex", "8431")}


def attached(store: Store, id_: str, customer: str, param: str = "id") -> Json:
    """The payment method, put to this customer. Raises Refused when either is missing, or it cannot be attached."""
    living(store, "customer", customer, "customer")
    method = existing(store, "payment_method", id_, param)
    if method.get(SPENT):
        message = "This PaymentMethod was detached from a Customer, and may not be used again."
        raise Refused(400, message, code="payment_method_unexpected_state")
    if method["customer"] not in (None, customer):
        raise Refused(400, "The payment method you provided has already been attached to a customer.")
    return change(store, method, {"customer": customer}, "payment_method.attached")


def _create(call: Call) -> Json:
    return add(call.store, "payment_method", {**call.params, "card": _card(call.params.get("card", {}))})


def _card(given: dict[str, Any]) -> Json:
    """What is kept of a card: never its number."""
    if "token" in given:
        if given["token"] not in _TOKENS:
            raise bad_parameter("card[token]", "resource_missing", "No such token")
        brand, last4 = _TOKENS[given["token"]]
        return {"brand": brand, "display_brand": brand, "last4": last4}
    if not {"number", "exp_month", "exp_year"} <= set(given):
        raise bad_parameter("card", "parameter_missing", "Missing required param: card.")
    return {"last4": given["number"][-4:], "exp_month": given["exp_month"], "exp_year": given["exp_year"]}


def _update(call: Call) -> Json:
    method = existing(call.store, "payment_method", call.id)
    if method["customer"] is None:
        raise Refused(400, "You must save this PaymentMethod to a customer before you can update it.")
    given = dict(call.params)
    if "address" in (owner := given.get("billing_details", {})) and owner["address"] is UNSET:
        given["billing_details"] = {**owner, "address": dict.fromkeys(_OF_ADDRESS)}  # it is shown with every field
    return change(call.store, method, given, "payment_method.updated")


def _detach(call: Call) -> Json:
    store, method = call.store, existing(call.store, "payment_method", call.id)
    if method["customer"] is None:
        message = "The payment method you provided is not attached to a customer so detachment is impossible."
        raise Refused(400, message)
    customer = living(store, "customer", method["customer"])
    if customer["invoice_settings"]["default_payment_method"] == call.id:
        change(store, customer, {"invoice_settings": {"default_payment_method": None}}, "customer.updated")
    return change(store, method, {"customer": None, SPENT: True}, "payment_method.detached")


def _attach(call: Call) -> Json:
    return attached(call.store, call.id, call.params["customer"])


_CHANGED = {"billing_details": _BILLING, "metadata": metadata}
_CREATED = {**_CHANGED, "type": choice("card"), "card": _CARD}

ROUTES = (
    Route("POST", "payment_methods", _create, _CREATED, ("type",)),
    Route("POST", "payment_methods/{}", _update, _CHANGED),
    Route("POST", "payment_methods/{}/attach", _attach, {"customer": text}, ("customer",)),
    Route("POST", "payment_methods/{}/detach", _detach),
)
