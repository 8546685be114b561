"""A preflight proves that a plan can be carried out and taken back, and changes nothing."""

from datetime import date, timedelta

import pytest

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access, opened
from habeas.domain.error import Unfit
from habeas.domain.plan import Keep


async def test_fit(world):
    """A plan that can be done is fit, and nothing has changed."""
    order, before = await world.order(), world.things()
    assert (await world.billing.preflight(order)).step == "preflight"
    assert world.things() == before


async def test_key_that_may_only_read(world):
    """A key that may not write is found out, without the key or a text of Stripe's in the message."""
    order = await world.order()
    async with opened(Access(world.server.reading_key, world.server.endpoint)) as reading:
        with pytest.raises(Unfit, match=r"the key may not erase: Stripe refused \(403") as unfit:
            await Billing(reading, reading, {}).preflight(order)
    assert "rk_" not in str(unfit.value)


@pytest.mark.parametrize(("status", "is_unfit"), [("needs_response", True), ("under_review", True), ("won", False)])
async def test_dispute(world, status, is_unfit):
    """A customer whose payment is under a dispute is not erased; one whose dispute is closed is."""
    charge = {"object": "charge", "id": "ch_d", "customer": "cus_ada", "disputed": True}
    await world.server.seed([charge, {"object": "dispute", "id": "du_1", "charge": "ch_d", "status": status}])
    order = await world.order()
    if is_unfit:
        with pytest.raises(Unfit, match="dispute"):
            await world.billing.preflight(order)
    else:
        await world.billing.preflight(order)


async def test_hold_of_another_case(world, passes):
    """What another case holds cannot be held."""
    order = await world.order()
    await world.billing.hold(order.model_copy(update={"case_id": "01890a5d-ac96-774b-bcce-b302099a8058"}), passes)
    with pytest.raises(Unfit, match="another case"):
        await world.billing.preflight(order)


async def test_no_room_for_notes(world):
    """Where metadata is full, a hold could not be noted."""
    full = {f"note_{n}": "x" for n in range(49)}
    await world.server.seed(
        [{"object": "subscription", "id": "sub_full", "customer": "cus_ada", "status": "active", "metadata": full}]
    )
    with pytest.raises(Unfit, match="no room"):
        await world.billing.preflight(await world.order())


async def test_what_goes_with_a_customer(world):
    """A plan that keeps the cards of a customer whom it deletes cannot be done."""
    keep = Keep(holding="billing/bank/company", ground="a legal claim", until=date(2030, 1, 1), by="the DPO")
    with pytest.raises(Unfit, match="goes with it"):
        await world.billing.preflight(await world.order(keeps=(keep,)))


async def test_tax_id_of_a_card(world):
    """A card with a tax id, which Stripe does not let be emptied, is found out while all can be taken back."""
    owner = {"email": "ada@example.org", "tax_id": "000"}
    await world.server.seed(
        [{"object": "payment_method", "id": "pm_tax", "customer": "cus_ada", "billing_details": owner}]
    )
    with pytest.raises(Unfit, match="tax id"):
        await world.billing.preflight(await world.order())


async def test_records_that_stripe_keeps(world):
    """A plan that erases old invoices needs redaction; without it they can stay by somebody's decision alone."""
    old = int((world.as_of - timedelta(days=4100)).timestamp())
    await world.server.seed([{"object": "invoice", "id": "in_old", "customer": "cus_ada", "created": old}])
    await world.billing.preflight(await world.order())
    world.server.script.has_previews = False
    with pytest.raises(Unfit, match="redacted"):
        await world.billing.preflight(await world.order())
    keep = Keep(holding="billing/invoice/company", ground="a legal claim", until=date(2030, 1, 1), by="the DPO")
    await world.billing.preflight(await world.order(keeps=(keep,)))
