"""Finds the customers of a person, and tells apart what is theirs, an organisation's, and in doubt. Reads only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from habeas.domain.identifier import ACCOUNT_ID, EMAIL, Identifier
from habeas.domain.order import LocateOrder

from .believed import Json
from .category import SYSTEM
from .stripe_client import Stripe
from .subject import ORGANISATION, Subject, account_ids, contact_notes, customer_ids, folded, is_organisation, owner

Customers = dict[str, Json]


@dataclass(frozen=True)
class Found:
    """The person's own customers, organisations with contact fields of theirs, and identifiers in doubt.

    `subject` is the person without the addresses that are in doubt.
    """

    subject: Subject
    own: list[Json] = field(repr=False)
    organisations: list[Json] = field(repr=False)
    shared: tuple[Identifier, ...] = ()


async def find(reading: Stripe, order: LocateOrder) -> Found:
    """Everything that Stripe has under the order's identifiers."""
    sorting = _Sorting(Subject.of(order.identifiers), frozenset(i.normalised() for i in order.theirs))
    for id_ in customer_ids(order.identifiers):
        if customer := await reading.customer(id_):
            sorting.linked(customer)
    accounts = account_ids(order.identifiers)
    for account in accounts:
        own = {"account_id": account, **dict.fromkeys(contact_notes(account))}
        for customer in await reading.customers_noted(own):
            sorting.linked(customer)
    # a search finds whole values only, and the contacts are several in one: whoever has any is looked at
    for customer in await reading.customers_noted({"kind": ORGANISATION, "contacts": None}) if accounts else ():
        if is_organisation(customer):
            sorting.linked(customer)
    for written in _by_address(order.identifiers):
        sorting.under(written, await _under(reading, written))
    return sorting.found()


@dataclass(frozen=True)
class _Sorting:
    subject: Subject
    theirs: frozenset[str] = field(repr=False)
    own: Customers = field(default_factory=dict, repr=False)
    organisations: Customers = field(default_factory=dict, repr=False)
    shared: list[Identifier] = field(default_factory=list)

    def linked(self, customer: Json) -> None:
        """One that was reached by its id, by the person's account, or as an organisation."""
        is_apart = not customer.get("deleted") and is_organisation(customer)
        (self.organisations if is_apart else self.own)[customer["id"]] = customer

    def under(self, written: list[Identifier], customers: Customers) -> None:
        """Those under one address, in any of its writings.

        The address alone makes one the person's only when nothing there speaks for somebody else: no other account,
        and no second customer that names none. When somebody has decided that the address is the person's, it is the
        other accounts that are in doubt.
        """
        for customer in customers.values():
            if is_organisation(customer) or self.subject.owns(customer):
                self.linked(customer)
        rest = {id_: c for id_, c in customers.items() if id_ not in self.own | self.organisations}
        unnamed = {id_: c for id_, c in rest.items() if not owner(c)}
        if written[0].normalised() in self.theirs:
            self.shared.extend(_accounts(c for c in rest.values() if owner(c)))
        elif rest != unnamed or len(unnamed) > 1:
            self.shared.extend(written)
            return
        self.own.update(unnamed)

    def found(self) -> Found:
        """What came of it."""
        doubtful = {folded(i.value) for i in self.shared if i.kind == EMAIL}
        subject = Subject(self.subject.accounts, self.subject.addresses - doubtful)
        organisations = [c for c in self.organisations.values() if subject.clearing(c)]
        return Found(subject, list(self.own.values()), organisations, tuple(self.shared))


def _accounts(customers: Iterable[Json]) -> list[Identifier]:
    named = sorted({str(owner(c)) for c in customers})
    return [Identifier(kind=ACCOUNT_ID, value=account, found_in=SYSTEM) for account in named]


def _by_address(identifiers: tuple[Identifier, ...]) -> list[list[Identifier]]:
    """The addresses, all writings of one together."""
    addresses = sorted((i for i in identifiers if i.kind == EMAIL), key=Identifier.normalised)
    return [list(group) for _, group in groupby(addresses, key=Identifier.normalised)]


async def _under(reading: Stripe, written: list[Identifier]) -> Customers:
    """Stripe finds an address only as it is written there: asked for as given, and in lower case."""
    given = [i.value.strip() for i in written]
    found: Customers = {}
    for address in dict.fromkeys([*given, *(g.lower() for g in given)]):
        found |= {c["id"]: c for c in await reading.customers_with(address)}
    return found
