"""The customers that a plan pinned, as they are now, and what all writes of a step share."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from habeas.domain.order import StepOrder

from .believed import Json
from .intent import Intent
from .stripe_client import Stripe
from .subject import Subject, customer_ids, is_organisation

HOLD, WAS = "habeas_hold", "habeas_was"
"""The notes of a hold in Stripe's metadata: the case, and what a subscription's `pause_collection` was (ADR 6)."""


@dataclass(frozen=True)
class Pinned:
    """What one order pinned."""

    stripe: Stripe
    order: StepOrder

    @property
    def ids(self) -> list[str]:
        """The ids of the customers."""
        return customer_ids(self.order.identifiers)

    @property
    def subject(self) -> Subject:
        """The person."""
        return Subject.of(self.order.identifiers)

    def intent(self, step: str) -> Intent:
        """What the writes of a step are for."""
        return Intent(self.order.case_id, self.order.digest, step)

    async def living(self) -> AsyncIterator[Json]:
        """Those that are not deleted, organisations among them."""
        for id_ in self.ids:
            customer = await self.stripe.customer(id_)
            if customer is not None and not customer.get("deleted"):
                yield customer

    async def own(self) -> AsyncIterator[Json]:
        """Those of them that are the person's own."""
        async for customer in self.living():
            if not is_organisation(customer):
                yield customer
