"""Customers, and what becomes of everything that hangs on one when it is deleted."""

import pytest
import stripe

GONE = {"payment_method", "tax_id"}
OF_A_CUSTOMER = [
    {"object": "charge", "id": "ch_1", "billing_details": {"email": "freja@example.org"}, "payment_method": "pm_1"},
    {"object": "invoice", "id": "in_1", "customer_email": "freja@example.org", "status": "open", "auto_advance": True},
    {"object": "payment_method", "id": "pm_1", "card": {"last4": "1881"}},
    *({"object": kind, "id": f"{kind}_1"} for kind in ("payment_intent", "setup_intent", "credit_note", "invoiceitem")),
    *({"object": kind, "id": f"{kind}_1"} for kind in ("tax_id", "customer_balance_transaction")),
]
OTHERS = [
    {"object": "dispute", "id": "du_1", "charge": "ch_1"},
    {"object": "refund", "id": "re_1", "charge": "ch_1"},
    {"object": "balance_transaction", "id": "txn_1", "source": "ch_1"},
]


async def test_create_and_update(world):
    """What was given is read back; an empty string unsets a field or a note, and the rest stays."""
    customer = await world.customer(phone="+47 555 10000", address={"city": "Oslo"}, metadata={"a": "1", "b": "2"})
    changed = await world.v1.customers.update_async(customer, {"phone": "", "metadata": {"a": ""}})
    assert (changed.phone, changed.address.city, changed.metadata.to_dict()) == (None, "Oslo", {"b": "2"})
    changed = await world.v1.customers.update_async(customer, {"address": "", "metadata": ""})
    assert (changed.address, changed.metadata.to_dict()) == (None, {})


async def test_events(world):
    """Each write is told of in an event, with what was there before."""
    customer = await world.customer()
    await world.v1.customers.update_async(customer, {"name": "Freja"})
    await world.v1.customers.delete_async(customer)
    types = [event.type for event in (await world.v1.events.list_async()).data]
    assert types == ["customer.deleted", "customer.updated", "customer.created"]
    updated = (await world.v1.events.list_async({"types": ["customer.updated"]})).data[0]
    assert updated.data.previous_attributes.to_dict() == {"name": None}


@pytest.fixture
async def deleted(world):
    """A customer with one of everything, and a subscription, that was deleted."""
    customer = await world.customer()
    await world.server.seed([{**thing, "customer": customer} for thing in OF_A_CUSTOMER])
    await world.server.seed(OTHERS)
    await world.subscription(customer)
    before = world.server.dump()
    answer = await world.v1.customers.delete_async(customer)
    assert answer.to_dict() == {"id": customer, "object": "customer", "deleted": True}
    return customer, before


async def test_deleted_customer_is_remembered(world, deleted):
    """A deleted customer is answered as deleted, and cannot be changed, charged or deleted again."""
    customer, _ = deleted
    read = await world.v1.customers.retrieve_async(customer)
    assert read.to_dict() == {"id": customer, "object": "customer", "deleted": True}
    writes = [
        lambda: world.v1.customers.update_async(customer, {"name": "Freja"}),
        lambda: world.v1.customers.delete_async(customer),
        lambda: world.subscription(customer),
        lambda: world.card(customer),
    ]
    for write in writes:
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await write()
        assert refused.value.code == "resource_missing"


async def test_what_goes_with_a_customer(world, deleted):
    """Cards and tax ids are gone, the subscription has ended, and nothing is collected any more."""
    customer, before = deleted
    after = world.server.dump()
    assert set(before) - set(after) == GONE
    assert [held["status"] for held in after["subscription"]] == ["canceled"]
    assert [held["auto_advance"] for held in after["invoice"]] == [False]
    assert (await world.v1.payment_methods.list_async({"customer": customer})).data == []
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.payment_methods.retrieve_async("pm_1")


async def test_what_a_customer_leaves(world, deleted):
    """Everything else is as it was: the address on the charge and on the invoice, the card's last digits."""
    customer, before = deleted
    after = world.server.dump()
    changed = GONE | {"customer", "subscription", "invoice"}
    same = set(before) - changed
    assert {kind: after[kind] for kind in same} == {kind: before[kind] for kind in same}
    (charge,) = (await world.v1.charges.list_async({"customer": customer})).data
    assert (charge.billing_details.email, charge.payment_method_details.card.last4) == ("freja@example.org", "4242")
    (invoice,) = (await world.v1.invoices.list_async({"customer": customer})).data
    assert invoice.customer_email == "freja@example.org"


async def test_lists_by_a_deleted_customer(world, deleted):
    """Every list by a customer answers after it was deleted."""
    customer, _ = deleted
    v1, own = world.v1, world.v1.customers
    for service in (v1.charges, v1.invoices, v1.invoice_items, v1.payment_intents, v1.setup_intents, v1.credit_notes):
        assert len((await service.list_async({"customer": customer})).data) == 1
    assert (await v1.subscriptions.list_async({"customer": customer})).data == []
    assert len((await v1.subscriptions.list_async({"customer": customer, "status": "all"})).data) == 1
    for service, count in ((own.tax_ids, 0), (own.payment_methods, 0), (own.balance_transactions, 1)):
        assert len((await service.list_async(customer)).data) == count


async def test_lists_by_a_charge(world, deleted):
    """Disputes, refunds and the balance are listed by the charge."""
    for service in (world.v1.disputes, world.v1.refunds):
        assert len((await service.list_async({"charge": "ch_1"})).data) == 1
        assert (await service.list_async({"charge": "ch_2"})).data == []
    assert len((await world.v1.balance_transactions.list_async({"source": "ch_1"})).data) == 1
