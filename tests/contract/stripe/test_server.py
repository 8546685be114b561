"""The server itself: its keys, its state, what is put into it and read out of it."""

import asyncio
import stat
import sys

import pytest
import stripe

from habeas.sandbox.stripe.server import StripeServer
from habeas.sandbox.stripe.shapes import SHAPES
from habeas.sandbox.stripe.thing import complete

CLASSES = {
    **{"customer": stripe.Customer, "payment_method": stripe.PaymentMethod, "subscription": stripe.Subscription},
    **{"subscription_item": stripe.SubscriptionItem, "price": stripe.Price, "invoice": stripe.Invoice},
    **{"line_item": stripe.InvoiceLineItem, "invoiceitem": stripe.InvoiceItem, "charge": stripe.Charge},
    **{"payment_intent": stripe.PaymentIntent, "setup_intent": stripe.SetupIntent, "tax_id": stripe.TaxId},
    **{"customer_balance_transaction": stripe.CustomerBalanceTransaction, "credit_note": stripe.CreditNote},
    **{"balance_transaction": stripe.BalanceTransaction, "dispute": stripe.Dispute, "refund": stripe.Refund},
    **{"event": stripe.Event, "checkout.session": stripe.checkout.Session, "invoice_payment": stripe.InvoicePayment},
}
# a server in a process of its own, that says where it is
ALONE = """
import asyncio, sys
from pathlib import Path
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.stripe.server import StripeServer
async def main():
    folder = Path(sys.argv[1])
    server = await StripeServer.start(folder, Switchboard(folder / "faults.json"))
    print(server.port, flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.parametrize("kind", [kind for kind in SHAPES if not kind.startswith("privacy.")])  # see tests/foreign
def test_shape(kind):
    """Every object has the fields that the official client declares as always there, and none that it does not know."""
    declared = CLASSES[kind].__annotations__
    always = {name for name, type_ in declared.items() if "Optional" not in str(type_)} - {"OBJECT_NAME"}
    made = set(complete(kind, {}))
    assert always <= made <= set(declared)


async def test_the_official_client_without_async(world):
    """The official client reads and writes by its blocking way as by its async one."""
    client = stripe.StripeClient(
        world.server.writing_key, base_addresses={"api": world.server.endpoint}, max_network_retries=0
    )
    made = await asyncio.to_thread(client.v1.customers.create, {"email": "a@example.org"})
    assert (await world.v1.customers.retrieve_async(made.id)).email == "a@example.org"


async def test_keys_are_ours_alone(world, tmp_path):
    """The keys lie in a file that nobody else may read, and are no part of what is shown of the server."""
    assert stat.S_IMODE((tmp_path / "stripe/keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "stripe/stripe.db").stat().st_mode) == 0o600
    assert world.server.writing_key.startswith("sk_test_")
    assert world.server.reading_key.startswith("rk_test_")
    assert world.server.writing_key not in repr(world.server)


async def test_a_wrong_key(world):
    """A key that is not the company's is answered with 401, and its text is not repeated."""
    client = stripe.StripeClient("sk_test_somebody_elses", base_addresses={"api": world.server.endpoint})
    with pytest.raises(stripe.AuthenticationError) as refused:
        await asyncio.to_thread(client.v1.customers.list)
    assert refused.value.http_status == 401
    assert "somebody_elses" not in str(refused.value)


async def test_a_key_that_only_reads(world):
    """The restricted key reads everything, and each of its writes is answered with 403 and changes nothing."""
    customer = await world.customer()
    before = world.server.dump()
    client = stripe.StripeClient(world.server.reading_key, base_addresses={"api": world.server.endpoint})
    assert (await asyncio.to_thread(client.v1.customers.retrieve, customer)).id == customer
    for write in (client.v1.customers.update, client.v1.customers.delete):
        with pytest.raises(stripe.PermissionError):
            await asyncio.to_thread(write, customer)
    assert world.server.dump() == before


async def test_no_such_url(world):
    """A path that Stripe does not have, or this server has not, is answered with 404 in Stripe's shape."""
    status, body, headers = await world.post("/v1/customer")
    assert (status, body["error"]["type"]) == (404, "invalid_request_error")
    assert headers["Request-Id"].startswith("req_")


async def test_seed(world):
    """Seeding completes what is given, puts nothing in twice, and brings nothing back that was deleted."""
    seed = [
        {"object": "customer", "id": "cus_1", "email": "a@example.org", "created": 1},
        {"object": "charge", "id": "ch_1", "customer": "cus_1", "billing_details": {"email": "a@example.org"}},
        {"object": "subscription", "id": "sub_1", "customer": "cus_1", "items": {"data": [{"id": "si_1"}]}},
    ]
    await world.server.seed(seed)
    charge = await world.v1.charges.retrieve_async("ch_1")
    assert (charge.billing_details.email, charge.billing_details.address.city) == ("a@example.org", None)
    subscription = await world.v1.subscriptions.retrieve_async("sub_1")
    assert subscription["items"].data[0].subscription == "sub_1"
    await world.v1.customers.delete_async("cus_1")
    after = world.server.dump()
    await world.server.seed(seed)
    assert world.server.dump() == after


async def test_dump(world):
    """The dump has everything by kind and id, is the same while nothing changes, and leaves events out."""
    customer = await world.customer()
    assert world.server.dump() == world.server.dump()
    assert set(world.server.dump()) == {"customer", "price"}
    await world.v1.customers.update_async(customer, {"name": "Freja"})
    assert [held["name"] for held in world.server.dump()["customer"]] == ["Freja"]


async def test_restart(world, tmp_path):
    """A server that is started again on its folder has the same keys, the same data and the same answers."""
    _, made, _ = await world.post("/v1/customers", "k1", email="a@example.org")
    before = world.server.dump()
    again = await StripeServer.start(tmp_path / "stripe", world.switchboard)
    try:
        assert again.writing_key == world.server.writing_key
        assert again.dump() == before
        headers = {"Authorization": f"Bearer {again.writing_key}", "Idempotency-Key": "k1"}
        url = f"{again.endpoint}/v1/customers"
        async with world.http.post(url, data={"email": "a@example.org"}, headers=headers) as answer:
            assert (await answer.json())["id"] == made["id"]
    finally:
        await again.stop()


async def test_killed(world, tmp_path):
    """What was answered is there after the server's process was killed."""
    folder = tmp_path / "alone"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", ALONE, folder, stdout=asyncio.subprocess.PIPE)
    port = int(await process.stdout.readline())
    key = (folder / "keys.json").read_text().split('"')[3]
    client = stripe.StripeClient(key, base_addresses={"api": f"http://127.0.0.1:{port}"})
    made = await asyncio.to_thread(client.v1.customers.create, {"email": "a@example.org"})
    process.kill()
    await process.wait()
    again = await StripeServer.start(folder, world.switchboard)
    assert [held["id"] for held in again.dump()["customer"]] == [made.id]
    await again.stop()
