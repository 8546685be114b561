"""Erases what a plan erases, by pinned ids: cards, then the customer with its subscriptions; contact fields elsewhere.

What Stripe keeps of a deleted customer are its invoices and charges; of a card, what tells its kind and last digits.
"""

from collections import Counter
from dataclasses import dataclass, field

from habeas.domain.error import Refused
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from .believed import Json
from .card import clearing
from .category import BANK, CONTACT, DETAILS, SUBSCRIPTION, SYSTEM, key
from .pinned import HOLD, WAS, Pinned
from .stripe_client import Stripe, is_running
from .subject import ORGANISATION, is_marked, is_organisation

WITH_IT = "the plan erases a customer and keeps what goes with it"


@dataclass(frozen=True)
class Erasing:
    """One attempt. Raises Refused when the plan keeps what goes with a customer that it erases."""

    stripe: Stripe
    order: StepOrder
    fence: Fence = field(repr=False)

    async def erase(self) -> Counter[str]:
        """Erase what is there still; what this attempt erased, by holding key."""
        pinned, counts = Pinned(self.stripe, self.order), Counter[str]()
        async for customer in pinned.living():
            if is_organisation(customer):
                counts += await self._clear(pinned, customer)
            else:
                counts += await self._erase(pinned, customer["id"])
        return counts

    async def _clear(self, pinned: Pinned, organisation: Json) -> Counter[str]:
        changes = pinned.subject.clearing(organisation)
        if not changes or not self.order.erases(key(CONTACT)):
            return Counter()
        if not is_marked(organisation):  # its only contact may be what told it from a person's: now it says so itself
            changes = {**changes, "metadata": {**changes.get("metadata", {}), "kind": ORGANISATION}}
        await self.fence()
        await self.stripe.update_customer(pinned.intent("erase"), organisation["id"], changes)
        return Counter({key(CONTACT): 1})

    async def _erase(self, pinned: Pinned, id_: str) -> Counter[str]:
        cards = await self.stripe.payment_methods(id_)
        subscriptions = await self.stripe.subscriptions(id_)
        running = [s for s in subscriptions if is_running(s)]
        check_parts(self.order, cards, running)
        counts = await self._detach(pinned, cards)
        await self._forget(pinned, subscriptions)
        if self.order.erases(key(DETAILS)):
            await self.fence()
            if await self.stripe.delete_customer(id_):
                counts += Counter({key(DETAILS): 1, key(SUBSCRIPTION): len(running)})
        elif self.order.erases(key(SUBSCRIPTION)):
            counts += await self._cancel(running)
        return counts

    async def _detach(self, pinned: Pinned, cards: list[Json]) -> Counter[str]:
        doomed = cards if self.order.erases(key(BANK)) else []
        for card in doomed:
            if changes := clearing(card):
                await self.fence()
                await self.stripe.update_payment_method(pinned.intent("erase"), card["id"], changes)
            await self.fence()
            await self.stripe.detach(pinned.intent("erase"), card["id"])
        return Counter({key(BANK): len(doomed)})

    async def _forget(self, pinned: Pinned, subscriptions: list[Json]) -> None:
        """Drop this case's notes, as an ended subscription keeps them; it stays paused until it ends."""
        for subscription in subscriptions:
            if subscription["metadata"].get(HOLD) == self.order.case_id:
                await self.fence()
                notes = {"metadata": {HOLD: "", WAS: ""}}
                await self.stripe.update_subscription(pinned.intent("erase"), subscription["id"], notes)

    async def _cancel(self, running: list[Json]) -> Counter[str]:
        for subscription in running:
            await self.fence()
            await self.stripe.cancel(subscription["id"])
        return Counter({key(SUBSCRIPTION): len(running)})


def check_parts(order: StepOrder, cards: list[Json], running: list[Json]) -> None:
    """Raises Refused when deleting the customer would take cards or subscriptions that the plan does not erase."""
    parts = [category for category, things in ((BANK, cards), (SUBSCRIPTION, running)) if things]
    if order.erases(key(DETAILS)) and not all(order.erases(key(category)) for category in parts):
        raise Refused(SYSTEM, WITH_IT)
