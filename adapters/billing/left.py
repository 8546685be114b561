"""Which records are left, for whoever confirms: own questions and own rules, apart from what located and redacted.

What a law keeps is left while it says whose it is; what was redacted is gone when nothing of it says so any more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category

from .believed import Json
from .stripe_client import Stripe

_REDACTED = "[redacted]"
_TOO_YOUNG = timedelta(days=90)
_WHOSE = {
    "charge": ("billing_details", "receipt_email", "description", "shipping", "metadata"),
    "checkout.session": ("customer_email", "customer_details", "client_reference_id", "metadata"),
    "invoice": (
        *("customer_name", "customer_email", "customer_phone", "customer_address", "customer_shipping"),
        *("description", "footer", "metadata"),
    ),
}


@dataclass(frozen=True)
class Left:
    """The records of one customer, by what a law says of them at the moment of the plan."""

    reading: Stripe
    order: StepOrder
    processing: Mapping[str, Category] = field(repr=False)

    async def of(self, customer: str) -> Counter[str]:
        """What is left, by holding key."""
        charges, counts = await self.reading.charges(customer), Counter[str]()
        for charge in charges:
            counts += self._counted("payment", charge, self._fate_of_payment(_attempts(charge, charges)))
        for invoice in await self.reading.invoices(customer):
            counts += self._counted("invoice", invoice, await self._fate_of_invoice(invoice, charges))
        for session in await self.reading.checkout_sessions(customer):
            counts += self._counted("payment", session, self._fate("payment", session["created"]))
        return counts

    async def _fate_of_invoice(self, invoice: Json, charges: list[Json]) -> Circumstance | None:
        """It stays with the payments that would go with it."""
        if fate := self._fate("invoice", invoice["created"]):
            return fate
        paid_by = await self.reading.paid_by(invoice["id"])
        paying = [c for c in charges if paid_by.intersection({c["id"], c.get("payment_intent")})]
        moments = [at for charge in paying for at in _attempts(charge, charges)]
        return self._fate_of_payment(moments) if moments else None

    def _fate_of_payment(self, moments: list[int]) -> Circumstance | None:
        """By its last attempt: a law keeps it, or Stripe does not redact it yet at the moment of the plan."""
        latest = max(moments)
        is_young = self.order.as_of < datetime.fromtimestamp(latest, UTC) + _TOO_YOUNG
        return self._fate("payment", latest) or (Circumstance.NOT_YET if is_young else None)

    def _counted(self, category: str, record: Json, fate: Circumstance | None) -> Counter[str]:
        said = list(_texts([record.get(name) for name in _WHOSE[record["object"]]]))
        is_kept = fate is Circumstance.RETAINED
        is_left = _REDACTED not in said or (not is_kept and any(text != _REDACTED for text in said))
        return Counter({holding_key(self.order.system, category, COMPANY, fate): int(is_left)})

    def _fate(self, category: str, created: int) -> Circumstance | None:
        known = self.processing.get(category)
        if known is None or known.retention is None:
            return None
        until = known.retention.until(datetime.fromtimestamp(created, UTC).date())
        return Circumstance.RETAINED if until >= self.order.as_of.astimezone(UTC).date() else None


def _attempts(charge: Json, charges: list[Json]) -> list[int]:
    """When each attempt at the same payment was, this one among them."""
    intent = charge.get("payment_intent")
    return [c["created"] for c in charges if c["id"] == charge["id"] or (intent and c.get("payment_intent") == intent)]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str) and value:
        yield value
