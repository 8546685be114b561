"""What keeps an object from being redacted, and what `fix` does then (docs.stripe.com/privacy/deletion-requests)."""

from collections.abc import Callable, Mapping

from .change import change
from .store import Json, Store
from .subscriptions import end
from .thing import SPENT, now

AGE = 90 * 24 * 3600  # seconds: transactions can only be redacted after 90 days
CLOSED = ("won", "lost", "warning_closed", "prevented")  # of a dispute
_ENDED = ("canceled", "incomplete_expired")
_USED = ("succeeded", "canceled")


def hindrance(thing: Json, ahead: int = 0) -> str | None:
    """Why its own state does not let it be redacted; None: it does. `ahead`: by so many seconds it is later."""
    match thing["object"]:
        case "charge" if now() + ahead < thing["created"] + AGE:
            return "Charges can only be redacted 90 days after they were created."
        case "payment_method" if thing["customer"]:
            return "This PaymentMethod is attached to a Customer. Detach it first."
        case "payment_intent" | "setup_intent" if thing["status"] not in _USED:
            return "This object is not used. Cancel it first."
        case "subscription" if thing["status"] not in _ENDED:
            return "This Subscription runs. Cancel it first."
        case "invoice" if thing["status"] in ("draft", "open"):
            return "This Invoice is not closed. Void or delete it first."
        case "dispute" if thing["status"] not in CLOSED:
            return "This Dispute is open."
    return None


def fix(store: Store, thing: Json) -> None:
    """Do what can be done about it: what is neither used nor owed ends; drafts, disputes and young charges stay."""
    if thing["object"] in _FIXES and not (thing["object"] == "invoice" and thing["status"] == "draft"):
        _FIXES[thing["object"]](store, thing)


def _detach(store: Store, method: Json) -> None:
    change(store, method, {"customer": None, SPENT: True}, "payment_method.detached")


def _cancel(store: Store, intent: Json) -> None:
    change(store, intent, {"status": "canceled"}, f"{intent['object']}.canceled")


def _void(store: Store, invoice: Json) -> None:
    change(store, invoice, {"status": "void", "status_transitions": {"voided_at": now()}}, "invoice.voided")


_FIXES: Mapping[str, Callable[[Store, Json], object]] = {
    "payment_method": _detach,
    "payment_intent": _cancel,
    "setup_intent": _cancel,
    "subscription": end,
    "invoice": _void,
}
