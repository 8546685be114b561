"""A hold takes subscriptions and customers out of use, and a release gives back exactly what was."""

from datetime import date

import pytest

from habeas.domain.error import Barred, Refused
from habeas.domain.plan import Keep

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
OTHER_CASE = "01890a5d-ac96-774b-bcce-b302099a8058"
HELD = {"billing/billing details/company": 2, "billing/subscription/company": 2}


async def test_hold(world, passes):
    """Running subscriptions are paused with a note of what was, and customers are marked; twice is once."""
    order, before = await world.order(), world.other_things()
    assert (await world.billing.hold(order, passes)).counts == HELD
    held = world.things()
    paused = held["sub_ada_guest"]
    assert paused["pause_collection"] == {"behavior": "keep_as_draft", "resumes_at": None}
    assert paused["metadata"].keys() == {"habeas_hold", "habeas_was"}
    assert held["cus_ada"]["metadata"]["habeas_hold"] == CASE
    assert (await world.billing.hold(order, passes)).counts == {}
    assert world.things() == held
    assert world.other_things() == before
    assert passes.asked == 4


async def test_release(world, passes):
    """Everything is as it was in every field, a subscription that was paused before too; twice is once."""
    order, before = await world.order(), world.things()
    await world.billing.hold(order, passes)
    assert (await world.billing.release(order)).counts == HELD
    assert world.things() == before
    assert (await world.billing.release(order)).counts == {}
    assert world.things() == before


@pytest.mark.parametrize("writes", range(4))
async def test_partial_hold(world, gate, writes):
    """A hold that was barred on its way is released from wherever it came to."""
    order, before = await world.order(), world.things()
    with pytest.raises(Barred):
        await world.billing.hold(order, gate(writes))
    assert sum((await world.billing.release(order)).counts.values()) == writes
    assert world.things() == before


async def test_pause_that_would_have_ended(world, passes):
    """A former pause that would have ended during the hold is not begun again."""
    over = {"behavior": "void", "resumes_at": 1_700_000_000}
    given = {"object": "subscription", "id": "sub_3", "customer": "cus_ada", "status": "active"}
    await world.server.seed([{**given, "pause_collection": over}])
    order = await world.order()
    await world.billing.hold(order, passes)
    await world.billing.release(order)
    assert world.thing("sub_3")["pause_collection"] is None


async def test_hold_of_another_case(world, passes):
    """What another case holds is neither taken over nor given back."""
    order = await world.order()
    other = order.model_copy(update={"case_id": OTHER_CASE})
    await world.billing.hold(other, passes)
    held = world.things()
    with pytest.raises(Refused, match="another case"):
        await world.billing.hold(order, passes)
    assert (await world.billing.release(order)).counts == {}
    assert world.things() == held


async def test_ended_meanwhile(world, passes):
    """Of a subscription that ended during the hold, the notes go."""
    order = await world.order()
    await world.billing.hold(order, passes)
    await world.write("DELETE", "subscriptions/sub_ada")
    await world.billing.release(order)
    ended = world.thing("sub_ada")
    assert (ended["status"], ended["metadata"]) == ("canceled", {})


async def test_only_what_the_plan_erases(world, passes):
    """What a plan keeps is not held."""
    keep = Keep(holding="billing", ground="a legal claim", until=date(2030, 1, 1), by="the DPO")
    order, before = await world.order(keeps=(keep,)), world.things()
    assert (await world.billing.hold(order, passes)).counts == {}
    assert world.things() == before


async def test_held_again(world, restarted, passes):
    """What was held, released and is held again is held, though Stripe first gives its former answers again."""
    order, before = await world.order(), world.things()
    await world.billing.hold(order, passes)
    held = world.things()
    await world.billing.release(order)
    errors = await restarted.trying(lambda: restarted.billing.hold(order, passes))
    assert all(error.is_retriable for error in errors)
    assert world.things() == held
    await restarted.trying(lambda: restarted.billing.release(order))
    assert world.things() == before
