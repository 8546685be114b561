"""An identifier that leads to several people: nothing is counted, handed out or erased by it before a decision."""

from dataclasses import replace

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.right import Right
from habeas.domain.update import Link
from habeas.sandbox.people import FAMILY, SHARES_AN_ADDRESS

BY_THE_FAMILYS_ADDRESS = replace(SHARES_AN_ADDRESS, email=FAMILY)


async def doubtful(world):
    """An erasure asked for by an address of two people, and the reference of that address."""
    status = await world.planned(BY_THE_FAMILYS_ADDRESS)
    (reference,) = (one.reference for one in status.reached if one.is_shared)
    return status, reference


async def test_it_asks_the_dpo_before_anything_else(world):
    """The plan says that an identifier is in doubt and how it was reached, and cannot be approved."""
    status, reference = await doubtful(world)
    assert [(i.category, i.circumstance, i.count) for i in status.items] == [("identifier", "several_people", 0)]
    assert FAMILY not in status.model_dump_json()
    assert (await world.habeas.identifiers(status.case_id))[reference].value == FAMILY
    with pytest.raises(NotNow, match="a decision comes first: billing/identifier"):
        await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    with pytest.raises(NotNow, match="no identifier of that reference"):
        await world.habeas.link(status.case_id, Link(reference="email-9", is_theirs=True, by="dpo"))
    await world.habeas.cancel(status.case_id, "support")
    await world.closed(status.case_id)
    await world.replay(status.case_id)


async def test_not_theirs_nothing_is_found_by_it(world):
    """Decided not to be the person's, the address leads nowhere, and nothing is touched."""
    before = await world.state()
    status, reference = await doubtful(world)
    again = await world.habeas.link(status.case_id, Link(reference=reference, is_theirs=False, by="dpo"))
    assert again.items == ()
    await world.habeas.approve(status.case_id, again.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.NO_DATA
    assert await world.state() == before
    await world.replay(status.case_id)


async def test_theirs_what_it_leads_to_is_erased(world):
    """Decided to be the person's, it leads on to two accounts, and only the one that is hers too is erased."""
    status, reference = await doubtful(world)
    again = await world.habeas.link(status.case_id, Link(reference=reference, is_theirs=True, by="dpo"))
    known = await world.habeas.identifiers(status.case_id)
    in_doubt = {one.reference: known[one.reference].value for one in again.reached if one.is_shared}
    assert sorted(in_doubt.values()) == ["11", "12"]
    (hers,) = (name for name, value in in_doubt.items() if value == "11")
    again = await world.habeas.link(status.case_id, Link(reference=hers, is_theirs=True, by="dpo"))
    (his,) = (one.reference for one in again.reached if one.is_shared)
    again = await world.habeas.link(status.case_id, Link(reference=his, is_theirs=False, by="dpo"))
    assert not any(one.is_shared for one in again.reached)
    before = [thing for kind in world.stripe.dump().values() for thing in kind if "lars" in thing["id"]]
    await world.habeas.approve(status.case_id, again.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert all(done.systems[system].erased > 0 for system in ("accounts", "billing"))
    assert [thing for kind in world.stripe.dump().values() for thing in kind if "lars" in thing["id"]] == before
    await world.replay(status.case_id, "erasure")


async def test_an_export_says_that_something_is_withheld(world):
    """Nothing that such an address alone leads to is handed out, and the answer says so."""
    done = await world.closed(await world.open(BY_THE_FAMILYS_ADDRESS, Right.ACCESS))
    assert done.state is CaseState.READY
    assert done.exported == {}
    assert [(w.system, "more than one person" in w.why) for w in done.withheld] == [("billing", True)]
    await world.replay(done.case_id, "export")


async def test_by_her_own_address_nobody_is_in_doubt(world):
    """Who asks by an address of her own gets what is hers, and her brother's stays as it is."""
    his = [thing for kind in world.stripe.dump().values() for thing in kind if "lars" in thing["id"]]
    status = await world.approved(SHARES_AN_ADDRESS)
    done = await world.closed(status.case_id)
    assert done.systems["billing"].erased > 0
    assert [thing for kind in world.stripe.dump().values() for thing in kind if "lars" in thing["id"]] == his
    await world.replay(status.case_id, "erasure")
