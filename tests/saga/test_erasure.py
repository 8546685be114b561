"""An erasure that goes well, and whom it leaves alone."""

from habeas.domain.case import CaseState
from habeas.domain.decision import Decision
from habeas.sandbox.people import HOST_AND_PARTICIPANT, UNKNOWN


async def test_everything_as_planned(world):
    """What the plan erases is gone, what it leaves is there, and the counts say so."""
    status = await world.approved(HOST_AND_PARTICIPANT)
    done = await world.closed(status.case_id)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    for counts in done.systems.values():
        assert counts.found == counts.erased + counts.retained + counts.referred + counts.undecided
        assert counts.left == counts.retained + counts.referred + counts.undecided
    assert await world.decision(done) is Decision.PIVOTED
    await world.replay(done.case_id, "erasure")


async def test_nobody(world):
    """A person whom no system knows is an answer, and nothing is created anywhere."""
    before = await world.state()
    status = await world.closed(await world.open(UNKNOWN))
    assert status.state is CaseState.NO_DATA
    assert await world.state() == before
    await world.replay(status.case_id)
