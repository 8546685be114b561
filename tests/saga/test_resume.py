"""A case that Temporal has lost is rebuilt from the register and its papers, and goes on where it was."""

import asyncio

import pytest
from crossed import crossed, mainly

from habeas.domain.case import CaseState
from habeas.domain.decision import Decision
from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.domain.right import Right
from habeas.sandbox.people import MANY_SIDED as PERSON
from habeas.vault.folder import CaseFolder
from habeas.vault.papers import PROOF, CasePapers


@pytest.mark.parametrize("moment", mainly("hold:accounts", "erase:accounts", besides=["decide", "confirm:accounts"]))
async def test_terminated_and_resumed(world, cases, moment):
    """Case and part are terminated at any moment of an erasure; resumed, all of it is erased, once."""
    lost = await _lose(world, moment)
    done = await _resumed(world, cases, lost)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert done.approved_by == "dpo"
    assert await world.decision(done) is Decision.PIVOTED
    await world.replay(lost, "erasure")


@pytest.mark.parametrize("moment", mainly("hold:accounts", besides=["locate:accounts:again:1"]))
async def test_resumed_only_to_be_cancelled(world, cases, moment):
    """A case that was lost before the pivot and is cancelled when it goes on leaves everything as it was."""
    before = await world.state()
    lost = await _lose(world, moment)
    await _resume(world, cases, lost)
    world.moments.before["preflight:billing"] = lambda: world.habeas.cancel(lost, "support")
    done = await world.closed(lost)
    assert done.state is CaseState.NOTHING_CHANGED
    assert await world.state() == before


@pytest.mark.long
async def test_a_hold_of_the_lost_run_may_still_land(world, cases):
    """Its answer was lost with the run: it is released once more when nothing can land any longer."""
    before = await world.state()
    lost = await _lose(world, "locate:accounts:again:1")
    world.moments.before["locate:billing:again:1"] = lambda: world.habeas.cancel(lost, "support")
    done = await _resumed(world, cases, lost)
    assert done.state is CaseState.NOTHING_CHANGED
    assert {f"release:{system}:late" for system in ("accounts", "recordings", "billing")} <= set(world.moments.seen)
    assert await world.state() == before
    await world.replay(lost, "erasure")


@pytest.mark.long
@pytest.mark.parametrize(
    ("moment", "way"), crossed(["locate:accounts:again:1", "erase:accounts"], ["update", "temporal"])
)
async def test_cancelled_before_it_knows_what_was_approved(world, cases, moment, way):
    """A cancel that comes while a resumed case is being opened takes back what it can, and nothing after the pivot."""
    before = await world.state()
    lost = await _lose(world, moment)

    async def cancel():
        if way == "update":
            await world.habeas.cancel(lost, "support")
        else:
            await world.temporal.get_workflow_handle(case_workflow_id(lost)).cancel()

    world.moments.before["open_case"] = cancel
    done = await _resumed(world, cases, lost)
    if moment == "erase:accounts":
        assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
        assert await world.decision(done) is Decision.PIVOTED
    else:
        assert done.state is CaseState.NOTHING_CHANGED
        assert await world.state() == before
    await world.replay(lost, "erasure")


async def test_lost_before_its_decision(world, cases):
    """A case that nobody had decided on begins anew: it looks again, and waits for the DPO again."""
    status = await world.planned(PERSON)
    await _terminate(world, status.case_id)
    await _resume(world, cases, status.case_id)
    again = await world.until(status.case_id, CaseState.AWAITING_DECISION)
    assert again.plan_digest == status.plan_digest
    await world.habeas.approve(status.case_id, again.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS


async def test_an_export_that_was_lost(world, cases):
    """An export is collected anew, and there is a bundle."""
    lost = await _lose(world, "package", Right.ACCESS, "export")
    done = await _resumed(world, cases, lost)
    assert done.state is CaseState.READY
    with await world.bundle(done) as bundle:
        assert bundle.testzip() is None
    assert sorted(file.name for file in (cases / lost).iterdir()) == ["bundle", "letters", PROOF, "staged"]


async def test_a_part_under_way_is_adopted(world, cases):
    """Where only the case was lost, its part goes on, and the case that is resumed waits for it and ends with it."""
    ready, go = asyncio.Event(), asyncio.Event()

    async def wait():
        ready.set()
        await go.wait()

    world.moments.before["erase:accounts"] = wait
    status = await world.approved(PERSON)
    await ready.wait()
    run = (await world.part(status.case_id).describe()).run_id
    await world.temporal.get_workflow_handle(case_workflow_id(status.case_id)).terminate()
    await _resume(world, cases, status.case_id)
    while (await world.habeas.status(status.case_id)).phase == "received":
        await asyncio.sleep(0.05)
    go.set()
    done = await world.closed(status.case_id)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert (await world.part(status.case_id).describe()).run_id == run
    await world.replay(status.case_id, "erasure")


async def _lose(world, moment, right=Right.ERASURE, part="erasure"):
    """A case whose workflows are both terminated in the middle of this step."""
    there = asyncio.Event()

    async def stay():
        there.set()
        await asyncio.Event().wait()

    world.moments.before[moment] = stay
    if right is Right.ERASURE:
        case_id = (await world.approved(PERSON)).case_id
    else:
        case_id = await world.open(PERSON, right)
    await asyncio.wait_for(there.wait(), 60)
    await _terminate(world, case_id, part)
    return case_id


async def _terminate(world, case_id, *parts):
    for workflow_id in (case_workflow_id(case_id), *(part_workflow_id(case_id, part) for part in parts)):
        await world.temporal.get_workflow_handle(workflow_id).terminate()


async def _resume(world, cases, case_id):
    request = await CasePapers(CaseFolder(cases), world.habeas.keys).request(case_id)
    assert request is not None
    with world.env.with_time_skipping_disabled():
        assert await world.habeas.resume(request)


async def _resumed(world, cases, case_id):
    await _resume(world, cases, case_id)
    return await world.closed(case_id)
