"""Invoices, payments and checkout sessions: how long a law keeps each, and what goes with it when it is redacted.

Stripe's API deletes none of them. Whoever redacts an invoice redacts what it was paid by, and whoever redacts a payment
all attempts at it (docs.stripe.com/privacy/redaction): so each is kept for as long as anything is that goes with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from habeas.domain.holding import Circumstance, Holding, Retention
from habeas.domain.processing import Category

from .believed import Json
from .category import INVOICE, PAYMENT, SYSTEM, day, key
from .redaction import PLACEHOLDER
from .stripe_client import Stripe

AGE = timedelta(days=90)  # docs.stripe.com/privacy/deletion-requests
TOO_YOUNG = "Stripe redacts a payment 90 days after it was made, and not before"


@dataclass(frozen=True)
class Record:
    """One of them: what a job is made for (`root`, an id by its kind), the law that keeps it, and the payments in it.

    `names` are the ids by which a job of somebody else may be about it. One that `is_young` is kept by no law, and has
    in its place when Stripe can redact it.
    """

    category: str
    kind: str
    root: str
    retention: Retention | None
    payments: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    is_young: bool = False

    @property
    def circumstance(self) -> Circumstance | None:
        """What keeps it from being redacted now."""
        if self.is_young:
            return Circumstance.NOT_YET
        return Circumstance.RETAINED if self.retention else None

    @property
    def key(self) -> str:
        """The key of the holding that it belongs to."""
        return key(self.category, self.circumstance)


@dataclass(frozen=True)
class Records:
    """What Stripe has of customers, living or deleted, that is not redacted; ages are judged by `as_of`."""

    stripe: Stripe
    processing: Mapping[str, Category] = field(repr=False)
    as_of: datetime

    async def of(self, customer: str) -> list[Record]:
        """All of one customer."""
        charges = [c for c in await self.stripe.charges(customer) if not is_redacted(c)]
        moments = _moments(charges)
        found = [self._payment(charge, moments) for charge in charges]
        for invoice in await self.stripe.invoices(customer):
            if not is_redacted(invoice):
                found.append(await self._invoice(invoice, moments))
        for session in await self.stripe.checkout_sessions(customer):
            if not is_redacted(session):
                kept = self._kept(PAYMENT, session["created"])
                found.append(Record(PAYMENT, "checkout_sessions", session["id"], kept))
        return found

    def _payment(self, charge: Json, moments: Mapping[str, int]) -> Record:
        intent = charge.get("payment_intent")
        root = intent or charge["id"]
        kind = "payment_intents" if intent else "charges"
        names, kept = frozenset({root, charge["id"]}), self._kept(PAYMENT, moments[root])
        young = None if kept else self._young(moments[root])
        return Record(PAYMENT, kind, root, kept or young, names=names, is_young=young is not None)

    async def _invoice(self, invoice: Json, moments: Mapping[str, int]) -> Record:
        """What it was paid by is asked for only where no law keeps the invoice itself."""
        id_ = invoice["id"]
        if kept := self._kept(INVOICE, invoice["created"]):
            return Record(INVOICE, "invoices", id_, kept)
        payments = frozenset(moments).intersection(await self.stripe.paid_by(id_))
        if not payments:
            return Record(INVOICE, "invoices", id_, None)
        latest = max(moments[payment] for payment in payments)
        kept = self._kept(PAYMENT, latest)
        young = None if kept else self._young(latest)
        return Record(INVOICE, "invoices", id_, kept or young, payments, is_young=young is not None)

    def _kept(self, category: str, created: int) -> Retention | None:
        known = self.processing.get(category)
        if known is None or known.retention is None:
            return None
        until = known.retention.until(day(created))
        return Retention(ground=known.retention.ground, until=until) if until >= self._today else None

    def _young(self, created: int) -> Retention | None:
        """Until when a payment of that moment is too young, as whole days; None when it is not."""
        end = datetime.fromtimestamp(created, UTC) + AGE
        return Retention(ground=TOO_YOUNG, until=end.date() + timedelta(days=1)) if end > self.as_of else None

    @property
    def _today(self) -> date:
        return self.as_of.astimezone(UTC).date()


def holdings_of(records: Iterable[Record]) -> Iterator[Holding]:
    """The records as holdings: those that a law still keeps apart from the rest, until the last of them may go."""
    together: dict[tuple[str, Circumstance | None], list[Record]] = {}
    for record in records:
        together.setdefault((record.category, record.circumstance), []).append(record)
    for (category, circumstance), some in together.items():
        latest = max((r.retention for r in some if r.retention), key=lambda r: r.until, default=None)
        yield Holding(system=SYSTEM, category=category, circumstance=circumstance, retention=latest, count=len(some))


def is_redacted(thing: object) -> bool:
    """Whether anything in it reads as what Stripe has redacted does."""
    if isinstance(thing, Mapping):
        return any(map(is_redacted, thing.values()))
    return any(map(is_redacted, thing)) if isinstance(thing, list) else thing == PLACEHOLDER


def _moments(charges: Iterable[Json]) -> dict[str, int]:
    """When the last attempt at each payment was, in seconds since 1970; by its intent, and by the charge's own id."""
    moments: dict[str, int] = {}
    for charge in charges:
        for id_ in filter(None, (charge.get("payment_intent"), charge["id"])):
            moments[id_] = max(moments.get(id_, 0), charge["created"])
    return moments
