"""What can be read of every kind: one by its id, and lists with their filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .change import existing
from .error import missing
from .listing import PAGING, page
from .parameters import Parameters, choice, list_of, moment, text
from .route import Action, Call, Route
from .store import Json
from .thing import shown


@dataclass(frozen=True)
class Kind:
    """A kind of object: where its list is, and by which parameters; a filter's path in the object may differ."""

    object: str
    path: str
    filters: Parameters = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)


_LASTING = ("active", "incomplete", "past_due", "paused", "trialing", "unpaid")
_ENDED = ("canceled", "incomplete_expired")
_STATES = choice("all", "ended", *_LASTING, *_ENDED)
_INVOICED = choice("draft", "open", "paid", "uncollectible", "void")
_OF: Parameters = {"customer": text}
_MADE: Parameters = {**_OF, "created": moment}
_CHARGED: Parameters = {"charge": text, "payment_intent": text, "created": moment}

_KINDS = (
    Kind("customer", "customers", {"email": text, "created": moment}),
    Kind("payment_method", "payment_methods", {**_OF, "type": text}),
    Kind("subscription", "subscriptions", {**_MADE, "status": _STATES, "collection_method": text}),
    Kind(
        "invoice",
        "invoices",
        {**_MADE, "status": _INVOICED, "collection_method": text, "subscription": text},
        {"subscription": "parent.subscription_details.subscription"},
    ),
    Kind("invoiceitem", "invoiceitems", {**_MADE, "invoice": text}),
    Kind("charge", "charges", {**_MADE, "payment_intent": text}),
    Kind("payment_intent", "payment_intents", _MADE),
    Kind("setup_intent", "setup_intents", {**_MADE, "payment_method": text}),
    Kind("balance_transaction", "balance_transactions", {"source": text, "type": text, "created": moment}),
    Kind("credit_note", "credit_notes", {**_MADE, "invoice": text}),
    Kind("dispute", "disputes", _CHARGED),
    Kind("checkout.session", "checkout/sessions", {**_MADE, "payment_intent": text, "subscription": text}),
    Kind(
        "invoice_payment",
        "invoice_payments",
        {"invoice": text, "status": choice("open", "paid", "canceled"), "created": moment},
    ),
    Kind("refund", "refunds", _CHARGED),
    Kind("event", "events", {"type": text, "types": list_of(text), "created": moment}),
    Kind("price", "prices", {"product": text, "created": moment}),
)
# lists below a customer
_OWN = (
    Kind("payment_method", "payment_methods", {"type": text}),
    Kind("tax_id", "tax_ids"),
    Kind("customer_balance_transaction", "balance_transactions", {"invoice": text, "created": moment}),
    Kind("subscription", "subscriptions", {"status": _STATES}),
)
# filters that are more than an equal field
_OTHER = ("status", "types", "created")


def _listed(kind: Kind) -> Action:
    def action(call: Call) -> Json:
        equal = [name for name in call.params if name in kind.filters and name not in _OTHER]
        where = {kind.paths.get(name, name): call.params[name] for name in equal}
        if call.ids:
            where["customer"] = call.id
        if "customer" in where:  # a deleted one has lists too
            existing(call.store, "customer", where["customer"], "id" if call.ids else "customer")
        things = [thing for thing in call.store.find(kind.object, where) if _is_listed(thing, call)]
        return page(call.store, call.url, things, call.params)

    return action


def _is_listed(thing: Json, call: Call) -> bool:
    """What an equal field does not say: deleted customers are not listed, nor ended subscriptions unless asked for."""
    if thing["object"] == "subscription":
        match call.params.get("status"):
            case None:
                return thing["status"] not in _ENDED
            case "ended":
                return thing["status"] in _ENDED
            case status:
                return status in ("all", thing["status"])
    if "status" in call.params and thing["status"] != call.params["status"]:
        return False
    return not thing.get("deleted") and thing.get("type") in call.params.get("types", [thing.get("type")])


def _one(object_: str) -> Action:
    return lambda call: shown(existing(call.store, object_, call.id))


def _own(object_: str) -> Action:
    def action(call: Call) -> Json:
        customer, id_ = call.ids
        existing(call.store, "customer", customer)
        thing = existing(call.store, object_, id_)
        if thing["customer"] != customer:
            raise missing(object_, id_)
        return shown(thing)

    return action


ROUTES = (
    *(Route("GET", kind.path, _listed(kind), {**kind.filters, **PAGING}) for kind in _KINDS),
    *(Route("GET", f"{kind.path}/{{}}", _one(kind.object)) for kind in _KINDS),
    *(Route("GET", f"customers/{{}}/{kind.path}", _listed(kind), {**kind.filters, **PAGING}) for kind in _OWN),
    *(Route("GET", f"customers/{{}}/{kind.path}/{{}}", _own(kind.object)) for kind in _OWN),
)
