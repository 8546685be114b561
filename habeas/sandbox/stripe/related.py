"""What is redacted together: an object, and what hangs on it (docs.stripe.com/privacy/redaction).

Stripe names the kinds and not the way from one to the other: that an invoice leads to its payments, and a payment to
none of its invoices, is how we read it.
"""

from collections.abc import Iterator, Mapping

from .store import Json, Store

_BELOW: Mapping[str, tuple[tuple[str, str], ...]] = {
    "customer": tuple(
        (kind, "customer")
        for kind in (
            *("payment_method", "subscription", "invoice", "invoiceitem", "charge", "payment_intent", "setup_intent"),
            *("tax_id", "customer_balance_transaction", "credit_note", "checkout.session"),
        )
    ),
    "invoice": (("invoiceitem", "invoice"), ("credit_note", "invoice"), ("invoice_payment", "invoice")),
    "checkout.session": (),
    "payment_intent": (("charge", "payment_intent"),),
    "charge": (("dispute", "charge"), ("refund", "charge")),
}
_NAMED: Mapping[str, tuple[str, ...]] = {"invoice_payment": ("payment.payment_intent", "payment.charge")}


def related(store: Store, root: Json) -> dict[str, Json]:
    """The object and all that goes with it, by id, in the order in which it is reached."""
    found: dict[str, Json] = {}
    waiting = [root]
    while waiting:
        thing = waiting.pop(0)
        if thing["id"] not in found:
            found[thing["id"]] = thing
            waiting.extend(_next(store, thing))
    return found


def _next(store: Store, thing: Json) -> Iterator[Json]:
    for kind, field in _BELOW.get(thing["object"], ()):
        yield from store.find(kind, {field: thing["id"]})
    for path in _NAMED.get(thing["object"], ()):
        hash_, _, field = path.partition(".")
        named = store.get(thing[hash_].get(field) or "")
        if named is not None:
            yield named
