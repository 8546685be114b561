"""What ends what is still open: what has to be done by hand before Stripe redacts it. And tax ids, put in and out."""

from .change import change, existing, living, tell
from .eligible import CLOSED
from .error import Refused, missing
from .parameters import choice, text
from .route import Call, Route
from .store import Json
from .thing import complete, shown

_REASON = choice("abandoned", "duplicate", "fraudulent", "requested_by_customer")
_OVER = {"payment_intent": ("succeeded", "canceled"), "setup_intent": ("succeeded", "canceled"), "dispute": CLOSED}


def _cancel_payment(call: Call) -> Json:
    return change(call.store, _open(call, "payment_intent"), {"status": "canceled"}, "payment_intent.canceled")


def _cancel_setup(call: Call) -> Json:
    return change(call.store, _open(call, "setup_intent"), {"status": "canceled"}, "setup_intent.canceled")


def _close(call: Call) -> Json:
    """The dispute is accepted, which loses it (docs.stripe.com/api/disputes/close)."""
    return change(call.store, _open(call, "dispute"), {"status": "lost"}, "charge.dispute.closed")


def _open(call: Call, object_: str) -> Json:
    thing = existing(call.store, object_, call.id)
    if thing["status"] in _OVER[object_]:
        raise Refused(400, f"This {object_} is {thing['status']}: there is nothing to end.", code="invalid_state")
    return thing


def _add_tax_id(call: Call) -> Json:
    customer = living(call.store, "customer", call.id)["id"]
    owner = {"type": "customer", "customer": customer}
    tax_id = call.store.put(complete("tax_id", {**call.params, "customer": customer, "owner": owner}))
    tell(call.store, "customer.tax_id.created", tax_id)
    return shown(tax_id)


def _remove_tax_id(call: Call) -> Json:
    customer, id_ = call.ids
    if existing(call.store, "tax_id", id_)["customer"] != customer:
        raise missing("tax_id", id_)
    call.store.remove(id_)
    return {"id": id_, "object": "tax_id", "deleted": True}


ROUTES = (
    Route("POST", "payment_intents/{}/cancel", _cancel_payment, {"cancellation_reason": _REASON}),
    Route("POST", "setup_intents/{}/cancel", _cancel_setup, {"cancellation_reason": _REASON}),
    Route("POST", "disputes/{}/close", _close),
    Route("POST", "customers/{}/tax_ids", _add_tax_id, {"type": text, "value": text}, ("type", "value")),
    Route("DELETE", "customers/{}/tax_ids/{}", _remove_tax_id),
)
