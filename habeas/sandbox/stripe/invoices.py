"""Invoices and their items: drafted, finalized and voided. No money moves."""

from typing import Any

from .change import add, change, existing, living
from .error import Refused
from .parameters import boolean, choice, integer, metadata, text
from .route import Call, Route
from .store import Json
from .thing import complete, now

_DAY = 24 * 3600
_FIELDS = {
    **{"customer": text, "auto_advance": boolean, "currency": text, "description": text, "footer": text},
    **{"collection_method": choice("charge_automatically", "send_invoice"), "days_until_due": integer},
    **{"metadata": metadata},
}
_ITEM = {
    **dict.fromkeys(("customer", "currency", "description", "invoice"), text),
    **{"amount": integer, "metadata": metadata},
}
_AMOUNTS = ("amount_due", "amount_remaining", "subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax")


def _create(call: Call) -> Json:
    """A draft, with what is known of the customer now: it stays on the invoice when the customer goes."""
    customer = living(call.store, "customer", call.params["customer"], "customer")
    given = dict(call.params)
    if (days := given.pop("days_until_due", None)) is not None:
        given["due_date"] = now() + days * _DAY
    copied = {f"customer_{field}": customer[field] for field in ("address", "email", "name", "phone", "shipping")}
    return add(call.store, "invoice", {**copied, **given}, "invoice.created")


def _finalize(call: Call) -> Json:
    """The invoice, numbered and open; one over nothing is paid already."""
    invoice = _in_state(call, "draft")
    customer, at = existing(call.store, "customer", invoice["customer"]), now()
    if not customer.get("deleted"):
        sequence = customer["next_invoice_sequence"]
        invoice["number"] = f"{customer['invoice_prefix']}-{sequence:04}"
        change(call.store, customer, {"next_invoice_sequence": sequence + 1})
    status = "open" if invoice["amount_due"] else "paid"
    paid = {"paid_at": at} if status == "paid" else {}
    final = {"status": status, "effective_at": at, "status_transitions": {"finalized_at": at, **paid}}
    return change(call.store, invoice, final, "invoice.finalized")


def _void(call: Call) -> Json:
    invoice = _in_state(call, "open", "uncollectible")
    return change(call.store, invoice, {"status": "void", "status_transitions": {"voided_at": now()}}, "invoice.voided")


def _in_state(call: Call, *states: str) -> Json:
    invoice = existing(call.store, "invoice", call.id)
    if invoice["status"] not in states:
        raise Refused(400, f"This invoice is {invoice['status']}; it must be {' or '.join(states)}.")
    return invoice


def _create_item(call: Call) -> Json:
    """An item, on a draft when one is named, or pending."""
    living(call.store, "customer", call.params["customer"], "customer")
    item = add(call.store, "invoiceitem", {**call.params, "net_amount": call.params["amount"]}, "invoiceitem.created")
    if on := call.params.get("invoice"):
        _put_on(call, existing(call.store, "invoice", on, "invoice"), item)
    return item


def _put_on(call: Call, invoice: Json, item: Json) -> None:
    if invoice["status"] != "draft":
        raise Refused(400, "The invoice can't be edited any more.", code="invoice_not_editable", param="invoice")
    amount = item["amount"]
    of = {"invoice": invoice["id"], "description": item["description"]}
    invoice["lines"]["data"].append(complete("line_item", {**of, "amount": amount, "subtotal": amount}))
    sums: dict[str, Any] = {name: invoice[name] + amount for name in _AMOUNTS}
    change(call.store, invoice, sums, "invoice.updated")


ROUTES = (
    Route("POST", "invoices", _create, _FIELDS, ("customer",)),
    Route("POST", "invoices/{}/finalize", _finalize, {"auto_advance": boolean}),
    Route("POST", "invoices/{}/void", _void),
    Route("POST", "invoiceitems", _create_item, _ITEM, ("customer", "amount", "currency")),
)
