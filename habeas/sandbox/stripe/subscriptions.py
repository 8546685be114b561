"""Subscriptions: made, changed, paused and cancelled. Nothing is billed: invoices come from the seed or by hand."""

from typing import Any

from .change import add, change, existing, living
from .error import Refused, missing
from .parameters import boolean, choice, hash_of, integer, list_of, metadata, or_unset, text
from .route import Call, Route
from .store import Json, Store
from .thing import now, shown

_ENDED = ("canceled", "incomplete_expired")
_OF_THE_ENDED = {"metadata", "cancellation_details"}
_MONTH = 30 * 24 * 3600
_BEHAVIOR = choice("keep_as_draft", "mark_uncollectible", "void")
_PAUSE = hash_of({"behavior": _BEHAVIOR, "resumes_at": or_unset(integer)}, ("behavior",))
_ITEM = hash_of({"price": text, "quantity": integer, "metadata": metadata}, ("price",))
_DETAILS = hash_of({"comment": or_unset(text), "feedback": or_unset(text)})
_FIELDS = {
    **{"description": or_unset(text), "default_payment_method": or_unset(text), "days_until_due": integer},
    **{"cancel_at_period_end": boolean, "collection_method": choice("charge_automatically", "send_invoice")},
    **{"metadata": metadata},
}


def end(store: Store, subscription: Json, details: dict[str, Any] | None = None) -> Json:
    """The subscription, cancelled at once unless it has ended before."""
    if subscription["status"] in _ENDED:
        return shown(subscription)
    at = now()
    ended = {"status": "canceled", "canceled_at": at, "ended_at": at, "cancel_at_period_end": False}
    reason = {"reason": "cancellation_requested", **(details or {})}
    return change(store, subscription, {**ended, "cancellation_details": reason}, "customer.subscription.deleted")


def _create(call: Call) -> Json:
    store, given = call.store, dict(call.params)
    living(store, "customer", given["customer"], "customer")
    if method := given.get("default_payment_method"):
        existing(store, "payment_method", method, "default_payment_method")
    given["items"] = {"data": [_item(store, item) for item in given["items"]]}
    return add(store, "subscription", given, "customer.subscription.created")


def _item(store: Store, given: dict[str, Any]) -> Json:
    at = now()
    period = {"current_period_start": at, "current_period_end": at + _MONTH}
    return {**given, **period, "price": existing(store, "price", given["price"], "items[0][price]")}


def _update(call: Call) -> Json:
    subscription = existing(call.store, "subscription", call.id)
    if subscription["status"] in _ENDED and not set(call.params) <= _OF_THE_ENDED:
        raise Refused(400, "A canceled subscription can only update its cancellation_details and metadata.")
    given = dict(call.params)
    if given.get("pause_collection"):  # the pause is set anew, not added to
        given["pause_collection"] = {"resumes_at": None, **given["pause_collection"]}
    return change(call.store, subscription, given, "customer.subscription.updated")


def _cancel(call: Call) -> Json:
    """A subscription that has ended is missing to whoever would cancel it again, though it can be read."""
    subscription = existing(call.store, "subscription", call.id)
    if subscription["status"] in _ENDED:
        raise missing("subscription", call.id)
    return end(call.store, subscription, call.params.get("cancellation_details"))


_CREATED = {**_FIELDS, "customer": text, "items": list_of(_ITEM)}
_CHANGED = {**_FIELDS, "pause_collection": or_unset(_PAUSE), "cancellation_details": _DETAILS}
_CANCELLED = {"cancellation_details": _DETAILS, "invoice_now": boolean, "prorate": boolean}

ROUTES = (
    Route("POST", "subscriptions", _create, _CREATED, ("customer", "items")),
    Route("POST", "subscriptions/{}", _update, _CHANGED),
    Route("DELETE", "subscriptions/{}", _cancel, _CANCELLED),
)
