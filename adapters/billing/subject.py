"""Which customers are a person's own, which are an organisation's, and what of the person is there (P-17).

A customer names its owner's account in the metadata `account_id`. It is an organisation's as soon as anything says so,
whether or not it was ever marked as one: a `kind` that is no person's, tax ids, a business name, a tax status of
businesses, or contacts (`contacts`, account ids with commas between them; `contact_email:ID` and the like), be it one
alone. Whatever is in doubt is never deleted or paused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from habeas.domain.identifier import ACCOUNT_ID, EMAIL, STRIPE_CUSTOMER, STRIPE_ORGANISATION, Identifier, values

from .believed import Json

ORGANISATION = "organisation"
_OF_A_PERSON = ("person", "individual")
_OF_BUSINESSES = ("exempt", "reverse")  # of `tax_exempt` (docs.stripe.com/api/customers/object)
_MAIN_CONTACT = ("email", "phone", "shipping", "individual_name")
_OF_CONTACTS = ("contact_email", "contact_name", "contact_phone")
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")


@dataclass(frozen=True)
class Subject:
    """What tells the person apart: account ids, and addresses in lower case."""

    accounts: frozenset[str] = field(repr=False)
    addresses: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, identifiers: tuple[Identifier, ...]) -> Self:
        """The person with these identifiers."""
        return cls(frozenset(account_ids(identifiers)), frozenset(map(folded, values(identifiers, EMAIL))))

    def owns(self, customer: Json) -> bool:
        """Whether a customer names an account of the person's as its owner."""
        return owner(customer) in self.accounts

    def clearing(self, organisation: Json) -> Json:
        """The changes that take the person's contact fields from an organisation; empty when there are none.

        Its name is the person's where it is that of the individual: then the business name takes its place.
        """
        changes: Json = {}
        if folded(organisation.get("email") or "") in self.addresses:
            changes = {name: "" for name in _MAIN_CONTACT if organisation.get(name)}
            if "individual_name" in changes and organisation.get("name") == organisation["individual_name"]:
                changes["name"] = organisation.get("business_name") or ""
        theirs = {note for account in self.accounts for note in contact_notes(account)}
        notes = {note: "" for note in organisation["metadata"] if note in theirs}
        if self.accounts & set(contacts(organisation)):
            notes["contacts"] = ",".join(c for c in contacts(organisation) if c not in self.accounts)
        return {**changes, "metadata": notes} if notes else changes


def is_organisation(customer: Json) -> bool:
    """Whether anything says that a customer is an organisation's."""
    tax_ids = (customer.get("tax_ids") or {}).get("data")
    is_business = customer.get("business_name") or customer.get("tax_exempt") in _OF_BUSINESSES
    return any((is_marked(customer), tax_ids, is_business, contacts(customer), noted(customer)))


def is_marked(customer: Json) -> bool:
    """Whether it says so by its `kind`."""
    kind = customer["metadata"].get("kind")
    return bool(kind) and folded(kind) not in _OF_A_PERSON


def contacts(customer: Json) -> list[str]:
    """The account ids that a customer names as its contacts."""
    return [c.strip() for c in customer["metadata"].get("contacts", "").split(",") if c.strip()]


def noted(customer: Json) -> set[str]:
    """The account ids of those whom a customer's notes describe as a contact."""
    named = (note.partition(":") for note in customer["metadata"])
    return {account for name, _, account in named if name in _OF_CONTACTS and account}


def contact_notes(account: str) -> list[str]:
    """The notes that describe this account as a contact."""
    return [f"{name}:{account}" for name in _OF_CONTACTS]


def owner(customer: Json) -> str | None:
    """The account id that a customer names as its owner."""
    account: str | None = customer["metadata"].get("account_id")
    return account


def folded(address: str) -> str:
    """An address as it is compared: people write their own in any case."""
    return address.strip().casefold()


def account_ids(identifiers: tuple[Identifier, ...]) -> list[str]:
    """The account ids among identifiers that can be one: what a person typed may be anything."""
    return _possible(values(identifiers, ACCOUNT_ID))


def customer_ids(identifiers: tuple[Identifier, ...]) -> list[str]:
    """The ids of Stripe customers among identifiers, likewise; an organisation's too."""
    return [*own_ids(identifiers), *_possible(values(identifiers, STRIPE_ORGANISATION))]


def own_ids(identifiers: tuple[Identifier, ...]) -> list[str]:
    """Those that were the person's own when they were found, also where nothing says so any more."""
    return _possible(values(identifiers, STRIPE_CUSTOMER))


def _possible(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if _ID.fullmatch(text)]
