"""A register that was restored from a copy older than its cases: what they know is told to it again."""

import pytest
from crossed import mainly
from sqlalchemy import delete, update

from habeas.domain.case import CaseState
from habeas.register.engine import register_engine
from habeas.register.table import approver, log_head, metadata
from habeas.sandbox.fault import How
from habeas.sandbox.people import MANY_SIDED as PERSON


@pytest.fixture
def remembered():
    """Keys are asked for at each turn: what the register has forgotten of them is noticed."""
    return 0.1


@pytest.mark.parametrize("moment", mainly("decide", "erase:accounts", besides=["hold:accounts", "close_case"]))
async def test_a_register_that_knows_nothing_of_the_case(world, tmp_path, moment):
    """Whatever it has forgotten, the case asks for a person, and ends on the side of the pivot that it was on."""
    forgets = "close_case" not in moment
    before = await world.state()
    world.moments.before[moment] = lambda: _restore(tmp_path)
    status = await world.approved(PERSON)
    if forgets:
        stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
        assert "there is no such case" in stuck.waits_for
        await world.habeas.retry(status.case_id, "support")
    done = await world.closed(status.case_id)
    assert done.state is (CaseState.NOTHING_CHANGED if moment == "hold:accounts" else CaseState.ERASED_WITH_OPEN_STEPS)
    if moment == "hold:accounts":
        assert await world.state() == before
    assert (await world.register.show(status.case_id)).state is done.state
    await world.replay(status.case_id, "erasure")


@pytest.mark.parametrize("moment", mainly("release:billing", besides=["release:accounts"]))
async def test_a_register_that_forgets_a_case_that_unwinds(world, tmp_path, moment):
    """It is told again that the plan unwinds, and what was held is given back."""
    before = await world.state()
    world.break_at("hold:billing", How.REFUSE)
    world.moments.before[moment] = lambda: _restore(tmp_path)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    world.switchboard.mend()
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


@pytest.mark.long
async def test_a_register_that_forgets_a_case_that_waits(world, tmp_path):
    """The case tells it again what it knows, and then its approval counts."""
    status = await world.planned(PERSON)
    await _restore(tmp_path)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert (await world.register.show(status.case_id)).state is done.state
    await world.replay(status.case_id, "erasure")


async def _restore(tmp_path):
    """A copy from before there were cases takes the place of what the register knows; it knows the approvers."""
    engine = register_engine(f"sqlite+aiosqlite:///{tmp_path / 'register.db'}")
    async with engine.begin() as connection:
        for table in (t for t in reversed(metadata.sorted_tables) if t not in (approver, log_head)):
            await connection.execute(delete(table))
        await connection.execute(update(log_head).values(size=0))
    await engine.dispose()
