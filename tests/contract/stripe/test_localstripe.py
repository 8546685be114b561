"""A Stripe server that is not ours, localstripe: where it does as ours does, and the known differences.

Each difference says what localstripe does, and what Stripe and our server do instead.
"""

import asyncio
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import stripe
from aiohttp import web

KEY = "sk_test_localstripe"
CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
PERSON = {"email": "freja@example.org", "name": "Freja", "metadata": {"account": "7"}}


@pytest.fixture(scope="session")
def left_over() -> Iterator[None]:
    """The one fixed file in which it keeps its state is removed."""
    yield
    Path("/tmp/localstripe.pickle").unlink(missing_ok=True)


@pytest.fixture(scope="session")
async def endpoint(left_over: None) -> AsyncIterator[str]:
    """Its application, on loopback alone."""
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # how it declares its routes
        from localstripe.server import app

    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def theirs(endpoint: str) -> AsyncIterator[stripe.StripeClient]:
    """The official client of localstripe."""
    http = stripe.AIOHTTPClient()
    yield stripe.StripeClient(KEY, base_addresses={"api": endpoint}, http_client=http, max_network_retries=0)
    await http.close_async()


@pytest.fixture
def ours(world) -> stripe.StripeClient:
    """The official client of our server."""
    return world.client


@pytest.fixture(params=["theirs", "ours"])
async def either(request, theirs, ours) -> stripe.StripeClient:
    """One and the other."""
    return {"theirs": theirs, "ours": ours}[request.param]


async def card(client: stripe.StripeClient, customer: str) -> str:
    """The id of a card that was made with a number and put to a customer."""
    billing = {"email": "freja@example.org"}
    made = await client.v1.payment_methods.create_async({"type": "card", "card": CARD, "billing_details": billing})
    return (await client.v1.payment_methods.attach_async(made.id, {"customer": customer})).id


async def deleted(client: stripe.StripeClient) -> tuple[str, str]:
    """The ids of a customer that was deleted, and of the card it had."""
    customer = (await client.v1.customers.create_async(PERSON)).id
    method = await card(client, customer)
    await client.v1.customers.delete_async(customer)
    return customer, method


async def test_alike_customers(either):
    """Both keep a customer, change it, unset a field, and answer its deletion alike."""
    customer = await either.v1.customers.create_async(PERSON)
    changed = await either.v1.customers.update_async(customer.id, {"name": "", "metadata": {"tier": "gold"}})
    assert not changed.name
    assert changed.metadata.to_dict() == {"account": "7", "tier": "gold"}
    gone = await either.v1.customers.delete_async(customer.id)
    assert (gone.id, gone.object, gone.deleted) == (customer.id, "customer", True)


async def test_alike_cards(either):
    """Both put a card to a customer, list it by its customer, and take it off."""
    customer = (await either.v1.customers.create_async(PERSON)).id
    method = await card(either, customer)
    listed = await either.v1.payment_methods.list_async({"customer": customer, "type": "card"})
    assert [(each.id, each.card.last4, each.customer) for each in listed.data] == [(method, "4242", customer)]
    detached = await either.v1.payment_methods.detach_async(method)
    assert (detached.customer, detached.billing_details.email) == (None, "freja@example.org")


async def test_alike_pages(either):
    """Both page through customers, newest first, and know no customer of an id that was never given."""
    made = [(await either.v1.customers.create_async(PERSON)).id for _ in range(5)]
    pages = await either.v1.customers.list_async({"limit": 2})
    ids = [customer.id async for customer in pages.auto_paging_iter()]
    assert set(made) <= set(ids)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await either.v1.customers.retrieve_async("cus_none")
    assert refused.value.http_status == 404


async def test_idempotency_key(theirs, ours):
    """Localstripe ignores an idempotency key and makes two customers; ours makes one."""
    options = {"idempotency_key": "k1"}
    for client, count in ((theirs, 2), (ours, 1)):
        assert len({(await client.v1.customers.create_async(PERSON, options)).id for _ in range(2)}) == count


async def test_deleted_customer(theirs, ours):
    """Localstripe has forgotten a deleted customer; ours answers that it was deleted."""
    forgotten, _ = await deleted(theirs)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await theirs.v1.customers.retrieve_async(forgotten)
    assert refused.value.http_status == 404
    remembered, _ = await deleted(ours)
    assert (await ours.v1.customers.retrieve_async(remembered)).deleted


@pytest.mark.parametrize("service", ["invoices", "charges", "subscriptions"])
async def test_lists_by_a_deleted_customer(theirs, ours, service):
    """Localstripe lists nothing by a deleted customer but an error; ours lists what is left."""
    forgotten, _ = await deleted(theirs)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await getattr(theirs.v1, service).list_async({"customer": forgotten})
    assert refused.value.http_status == 404
    remembered, _ = await deleted(ours)
    assert (await getattr(ours.v1, service).list_async({"customer": remembered})).data == []


async def test_card_of_a_deleted_customer(theirs, ours):
    """Localstripe leaves a deleted customer's card attached, with its address; ours has no such card any more."""
    customer, method = await deleted(theirs)
    left = await theirs.v1.payment_methods.retrieve_async(method)
    assert (left.customer, left.billing_details.email) == (customer, "freja@example.org")
    _, method = await deleted(ours)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await ours.v1.payment_methods.retrieve_async(method)
    assert refused.value.code == "resource_missing"


async def test_owner_of_a_card(theirs, ours):
    """Localstripe puts new billing details in place of the old, also on a detached card; ours changes single fields."""
    for client in (theirs, ours):
        method = await card(client, (await client.v1.customers.create_async(PERSON)).id)
        changed = await client.v1.payment_methods.update_async(method, {"billing_details": {"name": "Freja"}})
        kept = None if client is theirs else "freja@example.org"
        assert changed.billing_details.to_dict().get("email") == kept
        await client.v1.payment_methods.detach_async(method)
        late = client.v1.payment_methods.update_async(method, {"billing_details": {"name": ""}})
        if client is theirs:
            assert (await late).billing_details.name == ""
        else:
            with pytest.raises(stripe.InvalidRequestError):
                await late


@pytest.mark.parametrize(
    ("service", "given"),
    [("payment_intents", {}), ("setup_intents", {}), ("customers", {"email": "a@example.org", "created": {"gt": 1}})],
)
async def test_filters(theirs, ours, service, given):
    """Localstripe does not know these filters of these lists; ours does."""
    for client in (theirs, ours):
        customer = (await client.v1.customers.create_async(PERSON)).id
        call = getattr(client.v1, service).list_async(given or {"customer": customer})
        if client is ours:
            assert (await call).data == []
        else:
            with pytest.raises(stripe.InvalidRequestError) as refused:
                await call
            assert refused.value.http_status == 400


async def test_missing_routes(theirs, ours):
    """Localstripe has no search, credit notes, disputes, nor cards below a customer; ours has."""
    for client in (theirs, ours):
        customer = (await client.v1.customers.create_async(PERSON)).id
        calls = [
            client.v1.customers.search_async({"query": "email:'nobody@example.org'"}),
            client.v1.credit_notes.list_async({"customer": customer}),
            client.v1.disputes.list_async(),
            client.v1.customers.payment_methods.list_async(customer),
        ]
        for call in calls:
            if client is ours:
                assert (await call).data == []
            else:
                with pytest.raises(stripe.StripeError) as refused:
                    await call
                assert refused.value.http_status == 404


async def test_key_that_only_reads(world, endpoint):
    """Localstripe refuses restricted keys, and takes any secret one; ours lets its own restricted key read."""
    key = world.server.reading_key
    theirs = stripe.StripeClient(key, base_addresses={"api": endpoint})
    ours = stripe.StripeClient(key, base_addresses={"api": world.server.endpoint})
    with pytest.raises(stripe.AuthenticationError):
        await asyncio.to_thread(theirs.v1.customers.list)
    assert (await asyncio.to_thread(ours.v1.customers.list)).data == []
