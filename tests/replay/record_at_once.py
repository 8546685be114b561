"""Records what acts at once: `make histories`. Each function is a shape, and names its files."""

import pytest

from habeas.domain.case import CaseState
from habeas.domain.identity import Rung
from habeas.domain.link import LinkPurpose
from habeas.domain.right import Right
from habeas.domain.update import Verification
from habeas.sandbox.fault import How
from habeas.sandbox.people import ONLY_A_READER as PERSON

E = CaseState


@pytest.fixture
def databases():
    return ("accounts", "marketing")


async def test_objection_by_a_mailed_link(at, world, record):
    case_id = await world.open(PERSON, Right.OBJECTION, identity=None)
    await world.until_so(case_id, lambda status: bool(status.letters))
    assert await world.register.use_link(world.token(PERSON.email), LinkPurpose.IDENTITY) == case_id
    await world.habeas.tell(case_id, Verification(rung=Rung.LINK, how="a link", by="the person's page"))
    await at.ended(world, record, case_id, E.STOPPED)


async def test_withdrawal_stuck_then_retried(at, world, record):
    world.break_at("stop:marketing", How.REFUSE)
    case_id = await world.open(PERSON, Right.WITHDRAWAL, purposes=("newsletter",))
    await world.until(case_id, E.NEEDS_ATTENTION)
    world.switchboard.mend()
    await world.habeas.retry(case_id, "dpo")
    await at.ended(world, record, case_id, E.STOPPED)
