"""Proves that the steps to come can be done and undone, and changes nothing."""

from dataclasses import dataclass
from uuid import uuid4

from habeas.domain.error import Refused, Unfit
from habeas.domain.order import StepOrder

from .believed import Json
from .card import has_tax_id
from .category import BANK, DETAILS, SUBSCRIPTION, SYSTEM, key
from .erase import check_parts
from .pinned import HOLD, Pinned
from .redact import Redacting
from .stripe_client import Stripe, is_running

_MOST_NOTES = 50  # docs.stripe.com/api/metadata
_CLOSED = ("won", "lost", "warning_closed", "prevented")


@dataclass(frozen=True)
class Proving:
    """One look at what could hinder a plan."""

    stripe: Stripe
    order: StepOrder
    redacting: Redacting

    async def prove(self) -> None:
        """Raises Unfit with the first reason found; it names kinds of things, never a value."""
        absent = f"habeas{uuid4().hex}"
        try:
            await self.stripe.try_writing(absent)
            if self.redacting.is_wanted and not await self.redacting.is_possible(absent):
                raise Unfit(SYSTEM, "records that no law keeps any more can only be redacted by Stripe, on request")
        except Refused as error:
            raise Unfit(SYSTEM, f"the key may not erase: {error.what}") from None
        async for customer in Pinned(self.stripe, self.order).own():
            await self._prove(customer)

    async def _prove(self, customer: Json) -> None:
        cards = await self.stripe.payment_methods(customer["id"])
        running = [s for s in await self.stripe.subscriptions(customer["id"]) if is_running(s)]
        try:
            check_parts(self.order, cards, running)
        except Refused as error:
            raise Unfit(SYSTEM, error.what) from None
        if self.order.erases(key(BANK)) and any(map(has_tax_id, cards)):
            raise Unfit(SYSTEM, "a card has a tax id, which can only be redacted by Stripe, on request")
        self._check_notes(DETAILS, customer, 1)
        for subscription in running:
            self._check_notes(SUBSCRIPTION, subscription, 2)
        if self.order.erases(key(DETAILS)) and await self._is_disputed(customer["id"]):
            raise Unfit(SYSTEM, "a payment is under a dispute, and erasing would lose it")

    def _check_notes(self, category: str, thing: Json, needed: int) -> None:
        """A hold needs room in the metadata, and nobody else's hold there."""
        case_id = thing["metadata"].get(HOLD)
        if not self.order.erases(key(category)) or case_id == self.order.case_id:
            return
        if case_id:
            raise Unfit(SYSTEM, "another case holds it")
        if len(thing["metadata"]) + needed > _MOST_NOTES:
            raise Unfit(SYSTEM, "the metadata has no room for the notes of a hold")

    async def _is_disputed(self, customer: str) -> bool:
        for charge in await self.stripe.charges(customer):
            if charge.get("disputed"):
                states = [d["status"] for d in await self.stripe.disputes(charge["id"])]
                if any(state not in _CLOSED for state in states):
                    return True
        return False
