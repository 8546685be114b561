"""None of it: whatever happens before the pivot, the company is as it was, row by row and version by version."""

import asyncio
from contextlib import suppress

import pytest
from crossed import crossed, mainly

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.decision import Decision
from habeas.domain.error import Barred
from habeas.domain.justification import Justification
from habeas.domain.update import Refusal
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import SOLO_SPEAKER

CLAIM = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)

SYSTEMS = ["accounts", "recordings", "billing", "enrichment"]


@pytest.mark.parametrize("system", SYSTEMS)
async def test_a_system_refuses_while_being_held(world, system):
    """A refusal by any one system gives every other one back."""
    before = await world.state()
    world.break_at(f"hold:{system}", How.REFUSE)
    status = await world.approved(PERSON)
    done = await world.closed(status.case_id)
    assert done.state is CaseState.NOTHING_CHANGED
    assert system in (done.reason or "")
    assert await world.state() == before
    await world.replay(done.case_id, "erasure")


@pytest.mark.parametrize("system", mainly("recordings", besides=["accounts", "billing", "enrichment"]))
async def test_an_outage_outlasts_the_reversible_limit(world, system):
    """A system that stays away is waited for up to the limit; then all is given back, when it is there again too."""
    before = await world.state()
    world.break_at(f"hold:{system}", How.TIMEOUT)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert await world.decision(status) is Decision.UNWINDING
    world.switchboard.mend()
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


async def test_cancel_while_waiting_for_a_decision(world):
    """A cancel before the decision ends the case, and nothing was touched."""
    before = await world.state()
    status = await world.planned(PERSON)
    await world.habeas.cancel(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id)


@pytest.mark.parametrize(
    ("moment", "how"),
    crossed(
        ["preflight:accounts", "hold:accounts", "hold:recordings", "hold:billing", "locate:recordings:again:1"],
        ["update", "temporal", "temporal on the part", "both"],
    ),
)
async def test_cancel_while_it_is_being_held(world, moment, how):
    """A cancel at any moment before the pivot, by whichever way, gives everything back."""
    before = await world.state()

    async def act():
        case = world.temporal.get_workflow_handle(f"habeas/{status.case_id}")
        if how in ("temporal", "both"):
            await case.cancel()
        if how == "temporal on the part":
            await world.part(status.case_id).cancel()
        if how in ("update", "both"):
            await world.habeas.cancel(status.case_id, "support")

    world.moments.before[moment] = act
    status = await world.planned(PERSON)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


async def test_refusal_by_the_dpo(world):
    """A refusal names its reason, and changes nothing."""
    before = await world.state()
    status = await world.planned(PERSON)
    await world.habeas.refuse(status.case_id, CLAIM)
    done = await world.closed(status.case_id)
    assert (done.state, done.reason) == (CaseState.REFUSED, "a claim is pending")
    assert await world.state() == before
    await world.replay(status.case_id)


async def test_a_hold_that_lands_after_its_release(world):
    """A hold that was given up and comes late is barred by the register, whichever of its attempts it is."""
    before, released, late = await world.state(), asyncio.Event(), asyncio.Event()

    async def wait_for_the_release():
        world.moments.before["hold:recordings"] = wait_for_the_release  # the next attempt hears nothing either
        while not released.is_set():
            with suppress(asyncio.CancelledError):
                await released.wait()
        late.set()

    world.moments.before["hold:recordings"] = wait_for_the_release
    try:
        status = await world.approved(SOLO_SPEAKER)
        done = await world.closed(status.case_id, seconds=150)
    finally:
        released.set()  # a worker ends only when its steps have
    assert done.state is CaseState.NOTHING_CHANGED
    await late.wait()
    with pytest.raises(Barred):
        await world.register.may_hold(status.case_id, status.plan_digest, "recordings")
    await asyncio.sleep(1)
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


@pytest.mark.long
async def test_a_reset_to_before_the_hold_and_a_cancel(world):
    """A run that was reset is unwound too, although the new one held nothing."""
    before = await world.state()
    status = await world.planned(PERSON)
    resets = asyncio.Event()

    async def hang():
        resets.set()
        await asyncio.sleep(60)

    world.moments.before["locate:recordings:again:1"] = hang
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    await resets.wait()
    assert await world.state() != before
    world.moments.before["preflight:accounts"] = lambda: _cancel(world, status.case_id)
    await world.reset(status.case_id, before="preflight:accounts")
    assert (await world.closed(status.case_id, seconds=150)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


async def _cancel(world, case_id):
    await world.habeas.cancel(case_id, "support")


async def test_new_data_returns_to_the_dpo(world):
    """What a second look finds beyond the approved plan is not erased: the DPO gets a new plan, and may approve it."""
    world.moments.before["hold:accounts"] = lambda: world.add_participation(PERSON, event=4)
    status = await world.approved(PERSON)
    again = await world.until(status.case_id, CaseState.AWAITING_DECISION)
    assert again.plan_digest != status.plan_digest
    assert "does not name" in again.reason
    assert (await world.state())[0]["habeas_hold"] == []
    with pytest.raises(NotNow, match="digest"):
        await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    await world.habeas.approve(status.case_id, again.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(status.case_id, "erasure")
