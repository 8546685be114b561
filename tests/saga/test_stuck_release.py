"""A release that itself fails for hours, whatever cancels come meanwhile: in the end everything is given back."""

from datetime import timedelta

import pytest

from habeas.domain.case import CaseState
from habeas.domain.name import case_workflow_id
from habeas.domain.update import Attestation
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

HOURS = 6


@pytest.fixture
def rules():
    """It is tried again every ten minutes: each try takes real time."""
    return {"next_try": 600}


@pytest.mark.long
async def test_a_release_that_fails_for_hours(world):
    """It is tried again and again, cancels change nothing, and when the system is back it holds nothing any more."""
    before = await world.state()
    status = await _stuck(world)
    for handle in (world.temporal.get_workflow_handle(case_workflow_id(status.case_id)), world.part(status.case_id)):
        await handle.cancel()
        await handle.cancel()
    await world.env.fast_forward(world.part(status.case_id), timedelta(hours=HOURS))
    stuck = await world.habeas.status(status.case_id)
    assert stuck.state is CaseState.NEEDS_ATTENTION
    assert "accounts: release" in stuck.waits_for
    assert world.moments.seen.count("release:accounts:3") > 0
    assert await world.state() != before
    world.switchboard.mend()
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


async def test_a_release_done_by_hand(world):
    """A person may take the hold back by hand and say so: the others are given back, and it is to be confirmed."""
    status = await _stuck(world)
    await world.habeas.attest(status.case_id, Attestation(system="accounts", what="took the hold back", by="dpo"))
    done = await world.closed(status.case_id)
    assert done.state is CaseState.NOTHING_CHANGED
    assert [step.what for step in done.open_steps] == ["done by hand, as attested: confirm that nothing is held"]
    state = (await world.state()).rows
    assert {row[0] for row in state["suppression"] if row[-1]} == set()
    await world.replay(status.case_id, "erasure")


async def _stuck(world):
    """An erasure that was cancelled when all was held, and whose release of accounts fails."""

    async def cancel():
        await world.habeas.cancel(status.case_id, "support")

    world.moments.before["locate:billing:again:1"] = cancel
    world.break_at("release:accounts", How.RATE_LIMIT)
    status = await world.planned(PERSON)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    return await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=100)
