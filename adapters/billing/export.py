"""Streams what Stripe holds of the pinned customers. Reads only; of an organisation only the person's own fields."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from habeas.domain.identifier import Identifier
from habeas.domain.port import Entry, Record
from habeas.domain.receipt import Withheld

from . import shown, voucher
from .believed import Json
from .category import BANK, CONTACT, DETAILS, INVOICE, PAYMENT, SUBSCRIPTION, SYSTEM
from .stripe_client import Stripe
from .subject import Subject, customer_ids, is_organisation

_CARD = (
    "the full number of a card or account is a secret: Stripe keeps it and shows it to nobody, us included; "
    "brand, last four digits and expiry are what we hold"
)


@dataclass(frozen=True)
class Collecting:
    """One export, of these identifiers."""

    reading: Stripe
    identifiers: tuple[Identifier, ...] = field(repr=False)

    async def entries(self) -> AsyncIterator[Entry]:
        """The records of each customer, and what is withheld of them."""
        has_cards = False
        for id_ in customer_ids(self.identifiers):
            async for record in self._of(id_):
                has_cards |= record.category == BANK
                yield record
        if has_cards:
            yield Withheld(system=SYSTEM, category=BANK, why=_CARD)

    async def _of(self, id_: str) -> AsyncIterator[Record]:
        customer = await self.reading.customer(id_)
        if customer is None:
            return
        is_living = not customer.get("deleted")
        subject = Subject.of(self.identifiers)
        if is_living and is_organisation(customer):
            if subject.clearing(customer):
                yield Record(CONTACT, shown.contact(customer, subject))
            return
        if is_living:
            yield Record(DETAILS, shown.customer(customer))
            for record in _records(BANK, shown.payment_method, await self.reading.payment_methods(id_)):
                yield record
        for record in [
            *_records(SUBSCRIPTION, shown.subscription, await self.reading.subscriptions(id_)),
            *_records(INVOICE, voucher.invoice, await self.reading.invoices(id_)),
            *_records(INVOICE, voucher.credit_note, await self.reading.credit_notes(id_)),
            *await self._payments(id_),
        ]:
            yield record

    async def _payments(self, id_: str) -> list[Record]:
        """Payments, what became of those that were contested, and orders."""
        charges = await self.reading.charges(id_)
        contested = [charge["id"] for charge in charges if charge.get("disputed")]
        disputes = [dispute for charge in contested for dispute in await self.reading.disputes(charge)]
        sessions = await self.reading.checkout_sessions(id_)
        return [
            *_records(PAYMENT, voucher.charge, charges),
            *_records(PAYMENT, voucher.dispute, disputes),
            *_records(PAYMENT, voucher.checkout_session, sessions),
        ]


def _records(category: str, show: Callable[[Json], shown.Fields], things: list[Json]) -> list[Record]:
    return [Record(category, show(thing)) for thing in things]
