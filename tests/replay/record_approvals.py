"""Records erasures that two people have to approve: `make histories`. Each function is a shape, and names its files."""

import pytest

from habeas.domain.case import CaseState
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON


@pytest.fixture
def rules():
    """Four eyes."""
    return {"approvals_needed": 2}


async def test_erasure_of_two_approvals(at, world, record):
    status = await world.planned(PERSON)
    await at.approve(world, status)
    await at.refused(world, status, "dpo")
    await world.habeas.approve(status.case_id, status.plan_digest, "another dpo")
    await at.ended(world, record, status.case_id, CaseState.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_open_awaiting_a_second_approval(at, world, record):
    status = await world.planned(PERSON)
    await at.approve(world, status)
    await record(status.case_id)
