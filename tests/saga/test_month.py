"""A vendor that is away for a month: the case waits, costs little meanwhile, and ends."""

from datetime import timedelta

import pytest

from habeas.domain.case import CaseState
from habeas.domain.name import case_workflow_id
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

DAYS = 31
EVENTS_A_DAY = 15  # of case and part together; Temporal warns at 10,240 of one history, and ends it at 51,200


@pytest.fixture
def rules() -> dict[str, object]:
    """As in production: it tries again once a day."""
    return {"next_try": 86_400}


@pytest.mark.long
async def test_a_vendor_that_is_away_for_a_month(world):
    """After the pivot it is tried once a day, histories stay small, and when it is back all of it is erased."""
    world.break_at("erase:billing", How.RATE_LIMIT)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    before = await _events(world, status.case_id)
    await world.env.fast_forward(world.part(status.case_id), timedelta(days=DAYS))
    waited = await _events(world, status.case_id) - before
    assert world.moments.seen.count("erase:billing:10") > 1
    assert waited < DAYS * EVENTS_A_DAY
    world.switchboard.mend()
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(status.case_id, "erasure")


async def _events(world, case_id):
    case = world.temporal.get_workflow_handle(case_workflow_id(case_id))
    return sum([len((await one.fetch_history()).events) for one in (case, world.part(case_id))])
