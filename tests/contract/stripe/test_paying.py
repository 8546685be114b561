"""Payment methods, subscriptions and invoices, by the official client."""

import pytest
import stripe


async def test_attach_and_detach(world):
    """A card that is taken off its customer keeps its details and can never be put to one again."""
    customer, other = await world.customer(), await world.customer()
    card = await world.card(customer)
    default = {"invoice_settings": {"default_payment_method": card}}
    await world.v1.customers.update_async(customer, default)
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.payment_methods.attach_async(card, {"customer": other})
    detached = await world.v1.payment_methods.detach_async(card)
    assert (detached.customer, detached.card.last4) == (None, "4242")
    assert detached.billing_details.email == "freja@example.org"
    assert (await world.v1.customers.retrieve_async(customer)).invoice_settings.default_payment_method is None
    assert (await world.v1.customers.payment_methods.list_async(customer)).data == []
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.payment_methods.attach_async(card, {"customer": customer})
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.payment_methods.detach_async(card)
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.customers.update_async(other, default)


async def test_an_owner_is_cleared(world):
    """Of whose a card is, fields are emptied one by one while it is put to a customer, and none any more afterwards."""
    card = await world.card(await world.customer())
    named = {"name": "Freja", "address": {"city": "Oslo", "country": "NO"}}
    await world.v1.payment_methods.update_async(card, {"billing_details": named})
    empty = {"billing_details": {"email": "", "address": ""}, "metadata": ""}
    owner = (await world.v1.payment_methods.update_async(card, empty)).billing_details
    assert (owner.name, owner.email, set(owner.address.to_dict().values())) == ("Freja", None, {None})
    await world.v1.payment_methods.detach_async(card)
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.payment_methods.update_async(card, {"billing_details": {"name": ""}})


async def test_a_card_is_its_last_digits(world):
    """Of a card's number only the last four digits are kept, anywhere."""
    card = {"number": "5555555555554444", "exp_month": 3, "exp_year": 2031, "cvc": "987"}
    made = await world.v1.payment_methods.create_async({"type": "card", "card": card})
    assert (made.card.last4, made.card.exp_year) == ("4444", 2031)
    assert card["number"] not in str(world.server.dump())


async def test_own_payment_methods(world):
    """A customer's card is read below the customer, and below no other."""
    customer, other = await world.customer(), await world.customer()
    card = await world.card(customer)
    assert (await world.v1.customers.payment_methods.retrieve_async(customer, card)).id == card
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.customers.payment_methods.retrieve_async(other, card)
    assert refused.value.http_status == 404


@pytest.mark.parametrize("behavior", ["keep_as_draft", "mark_uncollectible", "void"])
async def test_pause(world, behavior):
    """Collection is paused and goes on, and nothing else of the subscription has changed by it."""
    await world.subscription(await world.customer())
    before = world.server.dump()
    (id_,) = [held["id"] for held in before["subscription"]]
    pause = {"behavior": behavior, "resumes_at": 2_000_000_000}
    paused = await world.v1.subscriptions.update_async(id_, {"pause_collection": pause, "metadata": {"held": "yes"}})
    assert (paused.pause_collection.to_dict(), paused.status) == (pause, "active")
    paused = await world.v1.subscriptions.update_async(id_, {"pause_collection": {"behavior": behavior}})
    assert paused.pause_collection.resumes_at is None
    await world.v1.subscriptions.update_async(id_, {"pause_collection": "", "metadata": {"held": ""}})
    assert world.server.dump() == before


async def test_cancel(world):
    """A subscription that was cancelled can be read and noted on, not paused, and not cancelled again."""
    customer = await world.customer()
    id_ = await world.subscription(customer)
    cancelled = await world.v1.subscriptions.cancel_async(id_)
    assert cancelled.status == "canceled"
    assert cancelled.ended_at == cancelled.canceled_at
    assert (await world.v1.subscriptions.list_async({"customer": customer})).data == []
    assert len((await world.v1.subscriptions.list_async({"customer": customer, "status": "canceled"})).data) == 1
    await world.v1.subscriptions.update_async(id_, {"metadata": {"why": "asked"}})
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.subscriptions.update_async(id_, {"pause_collection": {"behavior": "void"}})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.subscriptions.cancel_async(id_)
    assert refused.value.http_status == 404


async def test_a_subscription_needs_a_price(world):
    """A price that does not exist is an error."""
    given = {"customer": await world.customer(), "items": [{"price": "price_none"}]}
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.subscriptions.create_async(given)
    assert refused.value.code == "resource_missing"


async def test_invoice(world):
    """A draft has what is known of its customer, gets its items, is numbered when final, and voided at most once."""
    customer = await world.customer(name="Freja")
    draft = await world.v1.invoices.create_async({"customer": customer, "days_until_due": 14})
    item = {"customer": customer, "invoice": draft.id, "amount": 1900, "currency": "eur", "description": "A seat"}
    await world.v1.invoice_items.create_async(item)
    final = await world.v1.invoices.finalize_invoice_async(draft.id)
    assert (final.status, final.amount_due, final.customer_name) == ("open", 1900, "Freja")
    assert [line.description for line in final.lines.data] == ["A seat"]
    assert final.number.endswith("-0001")
    voided = await world.v1.invoices.void_invoice_async(draft.id)
    assert voided.status_transitions.voided_at
    for again in (world.v1.invoices.void_invoice_async, world.v1.invoices.finalize_invoice_async):
        with pytest.raises(stripe.InvalidRequestError):
            await again(draft.id)
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.invoice_items.create_async(item)


async def test_an_invoice_over_nothing(world):
    """An invoice over nothing is paid when it is final, so that it cannot be voided."""
    draft = await world.v1.invoices.create_async({"customer": await world.customer()})
    assert (await world.v1.invoices.finalize_invoice_async(draft.id)).status == "paid"
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.invoices.void_invoice_async(draft.id)
