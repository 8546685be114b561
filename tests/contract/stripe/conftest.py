"""A Stripe server of the sandbox for each test, and clients that are not ours: the official one, and plain HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import stripe

from habeas.sandbox.fault import Switchboard
from habeas.sandbox.stripe.server import StripeServer

PRICE = {"object": "price", "id": "price_seat", "unit_amount": 1900}


@asynccontextmanager
async def connected(key: str, endpoint: str) -> AsyncIterator[stripe.StripeClient]:
    """The official client, which repeats nothing by itself."""
    http = stripe.AIOHTTPClient()
    yield stripe.StripeClient(key, base_addresses={"api": endpoint}, http_client=http, max_network_retries=0)
    await http.close_async()


@dataclass(frozen=True)
class World:
    """A server, how to break it, and the official client with a key that may write."""

    server: StripeServer
    switchboard: Switchboard
    client: stripe.StripeClient
    http: aiohttp.ClientSession

    @property
    def v1(self):
        """The client's services."""
        return self.client.v1

    async def customer(self, email: str = "freja@example.org", **more) -> str:
        """The id of a new customer."""
        return (await self.v1.customers.create_async({"email": email, **more})).id

    async def card(self, customer: str) -> str:
        """The id of a card that is put to a customer."""
        given = {"type": "card", "card": {"token": "tok_visa"}, "billing_details": {"email": "freja@example.org"}}
        method = await self.v1.payment_methods.create_async(given)
        return (await self.v1.payment_methods.attach_async(method.id, {"customer": customer})).id

    async def subscription(self, customer: str) -> str:
        """The id of a new subscription."""
        given = {"customer": customer, "items": [{"price": PRICE["id"]}]}
        return (await self.v1.subscriptions.create_async(given)).id

    async def post(self, path: str, key: str | None = None, **form: str) -> tuple[int, dict, dict]:
        """Status, body and headers of one POST without the official client."""
        headers = {"Authorization": f"Bearer {self.server.writing_key}"} | ({"Idempotency-Key": key} if key else {})
        async with self.http.post(self.server.endpoint + path, data=form, headers=headers) as answer:
            return answer.status, await answer.json(), dict(answer.headers)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Everything fresh; one price is there, as a subscription needs one."""
    switchboard = Switchboard(tmp_path / "faults.json")
    server = await StripeServer.start(tmp_path / "stripe", switchboard)
    await server.seed([PRICE])
    async with connected(server.writing_key, server.endpoint) as client, aiohttp.ClientSession() as http:
        yield World(server, switchboard, client, http)
    await server.stop()
