"""Stripe through its official client: it knows Stripe's objects and nothing of Habeas' cases.

Objects are answered as plain mappings, as the API shows them. Nothing is tried twice here.
"""

import logging
import os
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import aiohttp
import stripe

from habeas.domain.error import InvalidInput, OutcomeUnknown

from .believed import Json, asked_for, must_be_list, must_be_of
from .category import SYSTEM
from .error import answered, is_missing, is_recorded
from .intent import Intent, Keys

Send = Callable[[stripe.RequestOptions], Awaitable[Any]]

SECONDS = 10
_MOST = 100  # that a page may have
_ENDED = ("canceled", "incomplete_expired")


@dataclass(frozen=True)
class Access:
    """The way to one Stripe account by one key, and how long an answer is waited for; no endpoint is Stripe's own."""

    key: str = field(repr=False)
    endpoint: str | None = None
    seconds: float = SECONDS


@dataclass(frozen=True)
class Stripe:
    """One Stripe account through one key. Every method raises Retriable or Refused, and nothing else."""

    client: stripe.StripeClient = field(repr=False)
    _keys: Keys = field(default_factory=Keys, repr=False)

    async def customer(self, id_: str) -> Json | None:
        """The customer, with its tax ids; of a deleted one only `deleted`; None when there never was one."""
        async with answered():
            try:
                found = await self.client.v1.customers.retrieve_async(id_, {"expand": ["tax_ids"]})
            except stripe.InvalidRequestError as error:
                if is_missing(error):
                    return None
                raise
            return asked_for(found, id_)

    async def customers_with(self, address: str) -> list[Json]:
        """Those with this e-mail address, exactly as it is written (docs.stripe.com/api/customers/list)."""
        return await _every(self.client.v1.customers.list_async, email=address, expand=["data.tax_ids"])

    async def customers_noted(self, notes: Mapping[str, str | None]) -> list[Json]:
        """Those whose metadata has one of these notes, with this value or with any (None).

        New notes are found after a minute; up to ten can be asked for (docs.stripe.com/search).
        """
        query = " OR ".join(
            f"-metadata['{name}']:null" if value is None else f"metadata['{name}']:'{value}'"
            for name, value in notes.items()
        )
        return await _every(self.client.v1.customers.search_async, query=query, expand=["data.tax_ids"])

    async def subscriptions(self, customer: str) -> list[Json]:
        """All of a customer, those that have ended too."""
        return await _every(self.client.v1.subscriptions.list_async, customer=customer, status="all")

    async def payment_methods(self, customer: str) -> list[Json]:
        """Those that are attached to a customer."""
        return await _every(self.client.v1.payment_methods.list_async, customer=customer)

    async def own_payment_methods(self, customer: str) -> list[Json]:
        """The same by the customer's own list, for whoever must not ask as the others do."""
        return await _every(partial(self.client.v1.customers.payment_methods.list_async, customer))

    async def payment_method(self, id_: str) -> Json | None:
        """One by its id, detached or not; None when there is none any more (docs.stripe.com/api/payment_methods)."""
        async with answered():
            try:
                return asked_for(await self.client.v1.payment_methods.retrieve_async(id_), id_)
            except stripe.InvalidRequestError as error:
                if is_missing(error):
                    return None
                raise

    async def invoices(self, customer: str) -> list[Json]:
        """All of a customer, also of a deleted one."""
        return await _every(self.client.v1.invoices.list_async, customer=customer)

    async def charges(self, customer: str) -> list[Json]:
        """All of a customer, also of a deleted one."""
        return await _every(self.client.v1.charges.list_async, customer=customer)

    async def paid_by(self, invoice: str) -> frozenset[str]:
        """The ids of the charges and payment intents that paid an invoice (docs.stripe.com/api/invoice-payment)."""
        payments = [p["payment"] for p in await _every(self.client.v1.invoice_payments.list_async, invoice=invoice)]
        return frozenset(filter(None, (p.get(name) for p in payments for name in ("charge", "payment_intent"))))

    async def credit_notes(self, customer: str) -> list[Json]:
        """All of a customer, also of a deleted one."""
        return await _every(self.client.v1.credit_notes.list_async, customer=customer)

    async def checkout_sessions(self, customer: str) -> list[Json]:
        """All of a customer, also of a deleted one."""
        return await _every(self.client.v1.checkout.sessions.list_async, customer=customer)

    async def disputes(self, charge: str) -> list[Json]:
        """Those about one charge."""
        return await _every(self.client.v1.disputes.list_async, charge=charge)

    async def update_customer(self, intent: Intent, id_: str, changes: Json) -> None:
        """Change these fields; an empty string unsets one."""
        params = cast(Any, changes)
        await self.post(intent, id_, changes, lambda o: self.client.v1.customers.update_async(id_, params, o))

    async def update_subscription(self, intent: Intent, id_: str, changes: Json) -> None:
        """Change these fields; an empty string unsets one."""
        params = cast(Any, changes)
        await self.post(intent, id_, changes, lambda o: self.client.v1.subscriptions.update_async(id_, params, o))

    async def update_payment_method(self, intent: Intent, id_: str, changes: Json) -> None:
        """Change these fields of one that is attached; an empty string unsets one."""
        params = cast(Any, changes)
        await self.post(intent, id_, changes, lambda o: self.client.v1.payment_methods.update_async(id_, params, o))

    async def detach(self, intent: Intent, id_: str) -> None:
        """Take a payment method off its customer, for good."""
        await self.post(intent, id_, {}, lambda o: self.client.v1.payment_methods.detach_async(id_, None, o))

    async def cancel(self, id_: str) -> None:
        """End a subscription at once."""
        async with answered(writes=True):
            await self.client.v1.subscriptions.cancel_async(id_)

    async def delete_customer(self, id_: str) -> bool:
        """Delete a customer, and with it cards and running subscriptions; whether it was there."""
        async with answered(writes=True):
            try:
                said = asked_for(await self.client.v1.customers.delete_async(id_), id_)
            except stripe.InvalidRequestError as error:
                if is_missing(error):
                    return False
                raise
        if not said.get("deleted"):
            raise OutcomeUnknown(SYSTEM, "Stripe does not say that it deleted the customer")
        return True

    async def try_writing(self, absent: str) -> None:
        """Ask for the writes of all steps on objects that do not exist; raises Refused for a key that may not."""
        v1 = self.client.v1
        tries: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: v1.customers.update_async(f"cus_{absent}"),
            lambda: v1.subscriptions.update_async(f"sub_{absent}"),
            lambda: v1.payment_methods.update_async(f"pm_{absent}"),
            lambda: v1.payment_methods.detach_async(f"pm_{absent}"),
        )
        for one in tries:
            await self.try_one(one)

    async def try_one(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask for a write on an object that does not exist; raises Refused for a key that may not."""
        async with answered():
            try:
                await ask()
            except stripe.InvalidRequestError as error:
                if not is_missing(error):
                    raise

    async def post(self, intent: Intent, id_: str, changes: Json, send: Send) -> None:
        """Send under the intent's key. A stored answer, good or bad, shows nothing of now: it burns the key.

        Raises OutcomeUnknown for a stored success: whoever asks again reads first, and then has another key.
        """
        digest = intent.digest_of(id_, changes)
        async with answered(writes=True):
            try:
                answer = await send({"idempotency_key": self._keys.current(digest)})
            except stripe.StripeError as error:
                if is_recorded(error):
                    self._keys.burn(digest)
                raise
        headers = answer.headers if isinstance(answer, stripe.StripeResponse) else answer.last_response.headers
        if headers.get("Idempotent-Replayed") == "true":
            self._keys.burn(digest)
            raise OutcomeUnknown(SYSTEM, "the answer is that of an earlier request")


def is_running(subscription: Json) -> bool:
    """Whether a subscription has not ended."""
    return subscription["status"] not in _ENDED


@asynccontextmanager
async def opened(access: Access) -> AsyncIterator[Stripe]:
    """The account, while its client is open. Raises InvalidInput when the client was told to print what it asks."""
    _silence()
    async with _session() as session:
        timeout = aiohttp.ClientTimeout(total=access.seconds)
        client = stripe.StripeClient(
            access.key,
            base_addresses={"api": access.endpoint} if access.endpoint else None,
            http_client=stripe.AIOHTTPClient(timeout=timeout, session=session),
            max_network_retries=0,
        )
        yield Stripe(client)


def _session() -> aiohttp.ClientSession:
    """Trusts whom Stripe's client trusts; without aiohttp's own second try of DELETE, for which it has no switch."""
    trusted = ssl.create_default_context(cafile=stripe.ca_bundle_path)
    session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted))
    session._retry_connection = False
    return session


async def _every(ask: Callable[[Any], Awaitable[Any]], **filters: object) -> list[Json]:
    """Every object of a list, page by page."""
    async with answered():
        page = await ask({"limit": _MOST, **filters})
        must_be_list(page)
        found = [thing.to_dict() async for thing in page.auto_paging_iter()]
    must_be_of(filters.get("customer"), found)
    return found


def _silence() -> None:
    """Stripe's client logs every URL, and an address that is searched for is in it."""
    logging.getLogger("stripe").addFilter(_nothing)
    if stripe.log or os.environ.get("STRIPE_LOG"):
        raise InvalidInput("STRIPE_LOG must not be set: what it prints has addresses in it")


def _nothing(_record: logging.LogRecord) -> bool:
    return False
