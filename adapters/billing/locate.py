"""Counts what is held of a person, by category, and says what pins it. Reads only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from habeas.domain.holding import Holding
from habeas.domain.identifier import (
    ACCOUNT_ID,
    EMAIL,
    STRIPE_CUSTOMER,
    STRIPE_ORGANISATION,
    STRIPE_PAYMENT_METHOD,
    Identifier,
)
from habeas.domain.order import Located, LocateOrder
from habeas.domain.processing import Category

from .believed import Json
from .category import BANK, CONTACT, DETAILS, SUBSCRIPTION, SYSTEM
from .find import Found, find
from .record import Records, holdings_of
from .stripe_client import Stripe, is_running
from .subject import contacts, folded, noted, owner


@dataclass(frozen=True)
class Locating:
    """One look for a person."""

    reading: Stripe
    order: LocateOrder
    processing: Mapping[str, Category] = field(repr=False)

    async def located(self) -> Located:
        """What Stripe has of the person."""
        found = await find(self.reading, self.order)
        reading = Records(self.reading, self.processing, self.order.as_of)
        records = {c["id"]: await reading.of(c["id"]) for c in found.own}
        living = [c for c in found.own if not c.get("deleted")]
        cards = [card for c in living for card in await self.reading.payment_methods(c["id"])]
        # of a deleted customer only its records are left, if there are any
        own = [c for c in found.own if c in living or records[c["id"]]]
        return Located(
            system=SYSTEM,
            holdings=(
                *await self._living(living, cards, found),
                *holdings_of(record for of_one in records.values() for record in of_one),
            ),
            # a card is read back by its own id: once it is off its customer, nothing else leads to it
            pinned=(*_pinned(own, found), *_ids(cards, STRIPE_PAYMENT_METHOD)),
            identifiers=(*_ids(own), *_accounts({owner(c) for c in living})),
            shared=found.shared,
        )

    async def _living(self, living: list[Json], cards: list[Json], found: Found) -> list[Holding]:
        counts = Counter({DETAILS: len(living), BANK: len(cards), CONTACT: len(found.organisations)})
        for customer in living:
            counts[SUBSCRIPTION] += sum(map(is_running, await self.reading.subscriptions(customer["id"])))
        return [Holding(system=SYSTEM, category=name, count=count) for name, count in counts.items() if count]


def _pinned(own: list[Json], found: Found) -> tuple[Identifier, ...]:
    """The customers, and what tells the person's fields from those of others at an organisation."""
    mentioned = {owner(c) for c in own if not c.get("deleted")}
    mentioned |= {account for c in found.organisations for account in (*contacts(c), *noted(c))}
    addresses = {c["email"] for c in found.organisations if c.get("email")}
    theirs = sorted(a for a in addresses if folded(a) in found.subject.addresses)
    return (
        *_ids(own),
        *_ids(found.organisations, STRIPE_ORGANISATION),
        *_accounts(mentioned & found.subject.accounts),
        *(Identifier(kind=EMAIL, value=address, found_in=SYSTEM) for address in theirs),
    )


def _ids(things: Iterable[Json], kind: str = STRIPE_CUSTOMER) -> list[Identifier]:
    return [Identifier(kind=kind, value=thing["id"], found_in=SYSTEM) for thing in things]


def _accounts(accounts: set[str | None]) -> list[Identifier]:
    return [Identifier(kind=ACCOUNT_ID, value=a, found_in=SYSTEM) for a in sorted(a for a in accounts if a)]
