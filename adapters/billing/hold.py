"""Takes the person's own customers out of use, and gives them back exactly as they were.

A subscription is paused in the same update that notes what was, so that a lost answer loses nothing. Meanwhile nothing
is collected: invoices that fall due are drafts (docs.stripe.com/billing/subscriptions/pause-payment).
"""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from habeas.domain.error import Refused
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from .believed import Json
from .category import DETAILS, SUBSCRIPTION, SYSTEM, key
from .pinned import HOLD, WAS, Pinned
from .stripe_client import Stripe, is_running

_PAUSED = {"behavior": "keep_as_draft"}


@dataclass(frozen=True)
class Pausing:
    """One attempt to hold what the plan erases. Raises Refused for what another case holds."""

    stripe: Stripe
    order: StepOrder
    fence: Fence = field(repr=False)

    async def hold(self) -> Counter[str]:
        """Hold what is not held yet; what this attempt held, by holding key."""
        pinned, counts = Pinned(self.stripe, self.order), Counter[str]()
        intent = pinned.intent("hold")
        async for customer in pinned.own():
            if self._is_to_be_held(DETAILS, customer):
                await self.fence()
                note = {"metadata": {HOLD: self.order.case_id}}
                await self.stripe.update_customer(intent, customer["id"], note)
                counts[key(DETAILS)] += 1
            for subscription in filter(is_running, await self.stripe.subscriptions(customer["id"])):
                if self._is_to_be_held(SUBSCRIPTION, subscription):
                    notes = {HOLD: self.order.case_id, WAS: _remembered(subscription)}
                    await self.fence()
                    change = {"pause_collection": _PAUSED, "metadata": notes}
                    await self.stripe.update_subscription(intent, subscription["id"], change)
                    counts[key(SUBSCRIPTION)] += 1
        return counts

    def _is_to_be_held(self, category: str, thing: Json) -> bool:
        if not self.order.erases(key(category)):
            return False
        case_id = thing["metadata"].get(HOLD)
        if case_id and case_id != self.order.case_id:
            raise Refused(SYSTEM, "another case holds it")
        return not case_id


@dataclass(frozen=True)
class Releasing:
    """One attempt to give back what this case's hold took."""

    stripe: Stripe
    order: StepOrder

    async def release(self) -> Counter[str]:
        """Give it back, wherever this case's note is; what this attempt gave back, by holding key."""
        pinned, counts = Pinned(self.stripe, self.order), Counter[str]()
        intent = pinned.intent("release")
        async for customer in pinned.living():
            for subscription in await self.stripe.subscriptions(customer["id"]):
                if self._is_ours(subscription):
                    await self.stripe.update_subscription(intent, subscription["id"], _restored(subscription))
                    counts[key(SUBSCRIPTION)] += 1
            if self._is_ours(customer):
                await self.stripe.update_customer(intent, customer["id"], {"metadata": {HOLD: ""}})
                counts[key(DETAILS)] += 1
        return counts

    def _is_ours(self, thing: Json) -> bool:
        return bool(thing["metadata"].get(HOLD) == self.order.case_id)


def _remembered(subscription: Json) -> str:
    """What the pause was, as JSON; it has two fields (docs.stripe.com/api/subscriptions/object)."""
    was = subscription.get("pause_collection")
    return json.dumps(was and {name: was.get(name) for name in ("behavior", "resumes_at")})


def _restored(subscription: Json) -> Json:
    """The change that takes back a hold; of a subscription that has ended only the notes can be changed."""
    notes = {"metadata": {HOLD: "", WAS: ""}}
    if not is_running(subscription):
        return notes
    return {"pause_collection": _pause(subscription["metadata"].get(WAS, "null")), **notes}


def _pause(remembered: str) -> Any:
    """The pause to be set, or the empty string for none: a pause that has ended meanwhile stays ended."""
    was = json.loads(remembered)
    if was is None or (was["resumes_at"] is not None and was["resumes_at"] <= time.time()):
        return ""
    return {name: value for name, value in was.items() if value is not None}
