"""Counts what is left, apart from everything that located and erased: own questions, with the key that can only read.

It starts from the pinned ids, and knows by itself what makes an organisation and what is the person's there.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from habeas.domain.holding import COMPANY, holding_key
from habeas.domain.identifier import (
    ACCOUNT_ID,
    EMAIL,
    STRIPE_CUSTOMER,
    STRIPE_ORGANISATION,
    STRIPE_PAYMENT_METHOD,
)
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category

from .believed import Json
from .left import Left
from .stripe_client import Stripe

_OF_A_CONTACT = re.compile(r"contact_(email|name|phone):.")


@dataclass(frozen=True)
class Confirming:
    """One look at what is left of the data that a plan pinned."""

    reading: Stripe
    order: StepOrder
    processing: Mapping[str, Category] = field(repr=False)

    async def left(self) -> Counter[str]:
        """What is left, by holding key."""
        counts: Counter[str] = Counter()
        for identifier in self.order.identifiers:
            if identifier.kind == STRIPE_CUSTOMER:
                customer = await self.reading.customer(identifier.value)
                counts += await self._of(customer) if customer else Counter()
            elif identifier.kind == STRIPE_ORGANISATION:
                counts[self._key("billing contact")] += await self._is_contact_of(identifier.value)
            elif identifier.kind == STRIPE_PAYMENT_METHOD:
                counts[self._key("bank")] += await self._is_left_behind(identifier.value)
        return +counts

    async def _is_contact_of(self, organisation: str) -> bool:
        customer = await self.reading.customer(organisation)
        return customer is not None and not customer.get("deleted") and self._is_contact(customer)

    async def _is_left_behind(self, card: str) -> bool:
        """Whether a card that is off its customer still says whose it is; one that is not counts with its customer."""
        found = await self.reading.payment_method(card)
        if found is None or found["customer"]:
            return False
        told = dict(found.get("billing_details") or {})
        place = told.pop("address", None) or {}
        return any([*told.values(), *place.values(), found.get("metadata")])

    async def _of(self, customer: Json) -> Counter[str]:
        if not customer.get("deleted") and self._has_others(customer):
            return Counter({self._key("billing contact"): int(self._is_contact(customer))})
        id_ = customer["id"]
        counts = Counter({self._key("subscription"): await self._running(id_)})
        if not customer.get("deleted"):
            counts[self._key("billing details")] = 1
            counts[self._key("bank")] = len(await self.reading.own_payment_methods(id_))
        return counts + await Left(self.reading, self.order, self.processing).of(id_)

    async def _running(self, id_: str) -> int:
        states = [s["status"] for s in await self.reading.subscriptions(id_)]
        return len(states) - states.count("canceled") - states.count("incomplete_expired")

    @staticmethod
    def _has_others(customer: Json) -> bool:
        """Whether it is an organisation's."""
        notes = customer["metadata"]
        is_taxed = bool(customer["tax_ids"]["data"]) if customer.get("tax_ids") else False
        is_business = bool(customer.get("business_name")) or customer.get("tax_exempt") not in (None, "none")
        is_somebody = notes.get("kind", "").strip().lower() in ("", "person", "individual")
        has_contacts = bool(notes.get("contacts", "").strip(" ,")) or any(map(_OF_A_CONTACT.match, notes))
        return is_taxed or is_business or has_contacts or not is_somebody

    def _is_contact(self, organisation: Json) -> bool:
        """Whether anything that is left there points to the person."""
        addresses = {address.casefold() for address in self._values(EMAIL)}
        if str(organisation["email"]).casefold() in addresses:
            return True
        notes, accounts = organisation["metadata"], self._values(ACCOUNT_ID)
        keys = {f"contact_{what}:{account}" for what in ("email", "name", "phone") for account in accounts}
        named = {c.strip() for c in notes.get("contacts", "").split(",")}
        return bool(named & accounts) or bool(keys & set(notes))

    def _key(self, category: str) -> str:
        return holding_key(self.order.system, category, COMPANY, None)

    def _values(self, kind: str) -> set[str]:
        return {i.value for i in self.order.identifiers if i.kind == kind}
