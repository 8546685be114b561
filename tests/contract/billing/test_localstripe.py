"""The adapter over a Stripe server that is not ours, as far as localstripe goes.

It cannot search, pause a subscription, or remember a deleted customer; it ignores idempotency keys, keeps a note that
is unset as an empty one, and puts a card's new billing details in place of the old ones where Stripe changes single
fields. What it does have must do with the adapter as our own server does.
"""

import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access, opened
from habeas.domain.error import Refused
from habeas.domain.findings import Findings
from habeas.domain.identifier import STRIPE_PAYMENT_METHOD, email, values
from habeas.domain.order import CollectOrder, LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.right import Right

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2030, "cvc": "123"}
AS_OF = datetime.now(UTC)


@pytest.fixture(scope="module")
async def endpoint():
    """Localstripe, on loopback alone."""
    script = Path(__file__).with_name("run_localstripe.py")
    process = await create_subprocess_exec(sys.executable, script, stdin=PIPE, stdout=PIPE)
    port = int(await process.stdout.readline())
    yield f"http://127.0.0.1:{port}"
    process.stdin.close()
    await process.wait()


@pytest.fixture
async def stripe(endpoint):
    async with opened(Access("sk_test_localstripe", endpoint)) as client:
        yield client


@pytest.fixture
async def billing(stripe):
    return Billing(stripe, stripe, {})


async def made(stripe, address, **more):
    """The id of a customer with a card."""
    v1 = stripe.client.v1
    customer = (await v1.customers.create_async({"email": address, "name": "Somebody", **more})).id
    card = await v1.payment_methods.create_async({"type": "card", "card": CARD, "billing_details": {"email": address}})
    await v1.payment_methods.attach_async(card.id, {"customer": customer})
    return customer


async def ordered(billing, address):
    located = await billing.locate(
        LocateOrder(case_id=CASE, system="billing", identifiers=(email(address),), as_of=AS_OF)
    )
    found = {"identifiers": located.identifiers, "holdings": located.holdings, "pinned": {"billing": located.pinned}}
    return located, StepOrder.of(CASE, plan_erasure(Findings(as_of=AS_OF, **found), {}), "billing")


async def test_erasure(stripe, billing, passes):
    """A customer is located by address, marked, released and erased with its card; another one stays as it was."""
    await made(stripe, "eva@example.org")
    bystander = await made(stripe, "finn@example.org")
    before = await stripe.customer(bystander)
    located, order = await ordered(billing, "eva@example.org")
    assert {h.category: h.count for h in located.holdings} == {"billing details": 1, "bank": 1}
    assert (await billing.hold(order, passes)).counts == {"billing/billing details/company": 1}
    assert (await billing.hold(order, passes)).counts == {}
    assert (await billing.release(order)).counts == {"billing/billing details/company": 1}
    counts = (await billing.erase(order, passes)).counts
    assert counts == {"billing/billing details/company": 1, "billing/bank/company": 1}
    assert await stripe.customers_with("eva@example.org") == []
    assert await stripe.customer(bystander) == before
    assert len(await stripe.payment_methods(bystander)) == 1
    (card,) = values(order.identifiers, STRIPE_PAYMENT_METHOD)
    left = await stripe.payment_method(card)
    assert (left["customer"], left["card"]["last4"], left["billing_details"]) == (None, "4242", {"email": ""})


async def test_organisation(stripe, billing, passes):
    """An organisation's customer loses the person's contact fields, and keeps its name and its card."""
    firm = await made(stripe, "gro@example.org", phone="+47 555", metadata={"kind": "organisation"})
    _, order = await ordered(billing, "gro@example.org")
    assert (await billing.confirm(order)).counts == {"billing/billing contact/company": 1}
    assert (await billing.erase(order, passes)).counts == {"billing/billing contact/company": 1}
    left = await stripe.customer(firm)
    assert (left["name"], left["email"] or None, left["phone"] or None) == ("Somebody", None, None)
    assert len(await stripe.payment_methods(firm)) == 1
    assert (await billing.confirm(order)).counts == {}


async def test_export(stripe, billing):
    """What is exported of a card is the same as of ours."""
    await made(stripe, "hal@example.org")
    located, _ = await ordered(billing, "hal@example.org")
    order = CollectOrder(case_id=CASE, system="billing", right=Right.ACCESS, as_of=AS_OF, identifiers=located.pinned)
    _, card, _ = [entry async for entry in billing.export(order)]
    assert (card.fields["brand"], card.fields["last_four_digits"], card.fields["expires"]) == (
        "visa",
        "4242",
        "12/2030",
    )


async def test_forgotten_customer(stripe, billing, passes):
    """Where a deleted customer is answered without Stripe's code for it, nothing is taken for erased."""
    await made(stripe, "ida@example.org")
    _, order = await ordered(billing, "ida@example.org")
    await billing.erase(order, passes)
    with pytest.raises(Refused, match="404"):
        await billing.confirm(order)
