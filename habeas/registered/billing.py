"""Billing: the company's Stripe account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access
from adapters.billing.stripe_client import opened as stripe_opened
from habeas.registration import Registration, Surroundings
from habeas.settings import BillingSettings


@asynccontextmanager
async def opened(surroundings: Surroundings) -> AsyncIterator[Billing]:
    """The adapter, by two keys."""
    settings = BillingSettings.given(surroundings.environment)
    async with (
        stripe_opened(Access(settings.writing_key, settings.endpoint)) as writing,
        stripe_opened(Access(settings.reading_key, settings.endpoint)) as reading,
    ):
        yield Billing(writing, reading, surroundings.processing)


# what Stripe takes of each of its endpoints (docs.stripe.com/rate-limits); a step asks one several times, so that this
# is the most that makes sense, and what Stripe then says about coming back is heeded
PER_SECOND = 25

registration = Registration.of(Billing, opened, PER_SECOND)
