"""Customers: made, changed and deleted. Deleting takes what Stripe takes with it, and leaves what it leaves."""

import secrets

from .change import add, change, living, tell
from .error import missing
from .parameters import choice, email, hash_of, integer, list_of, metadata, or_unset, text
from .payment_methods import ADDRESS, attached
from .route import Call, Route
from .search import search
from .store import Json
from .subscriptions import end
from .thing import shown

_SHIPPING = hash_of({"address": ADDRESS, "name": text, "phone": or_unset(text)})
_INVOICING = hash_of({"default_payment_method": or_unset(text), "footer": or_unset(text)})
_FIELDS = {
    **dict.fromkeys(("name", "phone", "description", "business_name", "individual_name"), or_unset(text)),
    **{"email": or_unset(email), "address": or_unset(ADDRESS), "shipping": or_unset(_SHIPPING), "metadata": metadata},
    **{"balance": integer, "invoice_prefix": text, "next_invoice_sequence": integer, "invoice_settings": _INVOICING},
    **{"preferred_locales": list_of(text), "tax_exempt": or_unset(choice("none", "exempt", "reverse"))},
}


def _create(call: Call) -> Json:
    given = {"invoice_prefix": secrets.token_hex(4).upper(), **call.params}
    method = given.pop("payment_method", None)
    customer = add(call.store, "customer", given, "customer.created")
    if method:
        attached(call.store, method, customer["id"], "payment_method")
    return customer


def _update(call: Call) -> Json:
    customer = living(call.store, "customer", call.id)
    default = call.params.get("invoice_settings", {}).get("default_payment_method")
    if default and (call.store.get(default, "payment_method") or {}).get("customer") != call.id:
        raise missing("payment_method", default, "invoice_settings[default_payment_method]")
    return change(call.store, customer, call.params, "customer.updated")


def _delete(call: Call) -> Json:
    """Cards and tax ids go, subscriptions end, open invoices are not collected any more; the rest is bookkeeping.

    Stripe says that cards are removed and subscriptions cancelled (docs.stripe.com/api/customers/delete). That the
    payment methods are not found afterwards, and the tax ids neither, is how we read it.
    """
    store, customer = call.store, living(call.store, "customer", call.id)
    for subscription in store.find("subscription", {"customer": call.id}):
        end(store, subscription)
    for invoice in store.find("invoice", {"customer": call.id}):
        if invoice["status"] in ("draft", "open"):
            change(store, invoice, {"auto_advance": False})
    for object_ in ("payment_method", "tax_id"):
        for thing in store.find(object_, {"customer": call.id}):
            store.remove(thing["id"])
    deleted = store.put({"id": call.id, "object": "customer", "deleted": True, "created": customer["created"]})
    tell(store, "customer.deleted", customer)
    return shown(deleted)


def _search(call: Call) -> Json:
    return search(call.store, call.params)


ROUTES = (
    Route("POST", "customers", _create, {**_FIELDS, "payment_method": text}),
    Route("GET", "customers/search", _search, {"query": text, "limit": integer, "page": text}, ("query",)),
    Route("POST", "customers/{}", _update, _FIELDS),
    Route("DELETE", "customers/{}", _delete),
)
