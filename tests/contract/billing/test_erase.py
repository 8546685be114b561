"""An erasure takes what the plan erases and nothing beyond it, and is confirmed by other code."""

from datetime import date

import pytest

from habeas.domain.error import Barred, Refused
from habeas.domain.identifier import STRIPE_CUSTOMER, Identifier
from habeas.domain.plan import Keep

ERASED = {
    "billing/billing details/company": 2,
    "billing/bank/company": 2,
    "billing/subscription/company": 2,
    "billing/billing contact/company": 1,
}
KEPT = {"billing/invoice/company/retained": 2, "billing/payment/company/retained": 2}


@pytest.mark.parametrize("is_held", [True, False])
async def test_erase(world, passes, is_held):
    """Cards, customers, subscriptions and contact fields go, held before or not; what a law keeps stays."""
    order, before = await world.order(), world.other_things()
    assert (await world.billing.confirm(order)).counts == ERASED | KEPT
    if is_held:
        await world.billing.hold(order, passes)
    assert (await world.billing.erase(order, passes)).counts == ERASED
    assert (await world.billing.confirm(order)).counts == KEPT
    assert world.other_things() == before
    gone = world.thing("sub_ada")
    assert (gone["status"], gone["metadata"]) == ("canceled", {})


async def test_whose_a_card_was(world, passes):
    """A card that is off its customer says its kind and last digits, and nothing of whose it was."""
    await world.write(
        "POST", "payment_methods/pm_ada", {"billing_details[address][city]": "Oslo", "metadata[of]": "Ada"}
    )
    before = world.thing("pm_ada")
    await world.billing.erase(await world.order(), passes)
    after = world.thing("pm_ada")
    assert before["billing_details"]["address"]["city"] == "Oslo"
    address = dict.fromkeys(before["billing_details"]["address"])
    nobody = {**dict.fromkeys(before["billing_details"]), "address": address}
    assert after == {**before, "customer": None, "billing_details": nobody, "metadata": {}}


async def test_a_card_that_was_detached_with_its_owner(world, passes):
    """A card that went off its customer before its owner could be cleared is counted as left."""
    order = await world.order()
    await world.write("POST", "payment_methods/pm_ada/detach")
    await world.billing.erase(order, passes)
    assert (await world.billing.confirm(order)).counts == KEPT | {"billing/bank/company": 1}


async def test_twice(world, passes):
    """A second erasure, also after all is gone, changes nothing and says so."""
    order = await world.order()
    await world.billing.erase(order, passes)
    after = world.things()
    assert (await world.billing.erase(order, passes)).counts == {}
    assert world.things() == after


async def test_organisation(world, passes):
    """Of an organisation only this person's contact fields go; its name, its other contact and the rest stay."""
    before = world.thing("cus_org")
    await world.billing.erase(await world.order(), passes)
    after = world.thing("cus_org")
    assert after["metadata"] == {"kind": "organisation", "contacts": "22", "contact_email:22": "ben@example.org"}
    assert [after[name] for name in ("email", "phone", "shipping")] == [None, None, None]
    changed = ("email", "phone", "shipping", "metadata")
    assert {**before, **dict.fromkeys(changed)} == {**after, **dict.fromkeys(changed)}


async def test_other_contact(world, passes):
    """When the other contact is erased, the organisation keeps the first one's address."""
    ben = (Identifier(kind="account_id", value="22"), Identifier(kind="email", value="ben@example.org"))
    order = await world.order(*ben)
    await world.billing.erase(order, passes)
    left = world.thing("cus_org")
    assert (left["email"], left["metadata"]["contacts"]) == ("ada@example.org", "21")
    assert not any("22" in note for note in left["metadata"])
    assert "billing/billing contact/company" not in (await world.billing.confirm(order)).counts


@pytest.mark.parametrize("writes", range(7))
async def test_barred(world, gate, passes, writes):
    """The fence is asked before each write, and an erasure that was stopped on its way is completed later."""
    order, before = await world.order(), world.things()
    with pytest.raises(Barred):
        await world.billing.erase(order, gate(writes))
    assert (world.things() == before) is (writes == 0)
    await world.billing.erase(order, passes)
    assert (await world.billing.confirm(order)).counts == KEPT


async def test_what_is_left_is_located(world, passes):
    """A second look finds a deleted customer by its id, with the records that a law keeps, and pins nothing new."""
    order = await world.order()
    await world.billing.erase(order, passes)
    ids = [i for i in order.identifiers if i.kind == STRIPE_CUSTOMER]
    located = await world.locate(*world.identifiers, *ids)
    assert {h.key: h.count for h in located.holdings} == KEPT
    assert {i.value for i in located.pinned} == {"cus_ada", "cus_ada_guest"}


async def test_the_plan_keeps_what_goes_with_a_customer(world, passes):
    """A customer is not deleted while the plan keeps its cards."""
    keep = Keep(holding="billing/bank/company", ground="a legal claim", until=date(2030, 1, 1), by="the DPO")
    order, before = await world.order(keeps=(keep,)), world.things()
    with pytest.raises(Refused, match="goes with it"):
        await world.billing.erase(order, passes)
    assert {**world.things(), "cus_org": None} == {**before, "cus_org": None}


async def test_only_the_subscription(world, passes):
    """Where the plan keeps the customer, its subscriptions alone end."""
    keep = Keep(holding="billing/billing details/company", ground="a claim", until=date(2030, 1, 1), by="the DPO")
    order = await world.order(keeps=(keep,))
    counts = (await world.billing.erase(order, passes)).counts
    assert counts["billing/subscription/company"] == 2
    assert "billing/billing details/company" not in counts
    left = (await world.billing.confirm(order)).counts
    assert left == KEPT | {"billing/billing details/company": 2}


async def test_confirm_counts_what_came_back(world, passes):
    """A contact field that is set again after the erasure is counted as left."""
    order = await world.order()
    await world.billing.erase(order, passes)
    await world.write("POST", "customers/cus_org", {"metadata[contact_name:21]": "Ada"})
    assert (await world.billing.confirm(order)).counts["billing/billing contact/company"] == 1
