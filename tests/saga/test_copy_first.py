"""A copy first, then the erasure (L-43); and a case that somebody has put on hold."""

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.letter import LetterKind
from habeas.domain.right import Right
from habeas.domain.update import Resumption, Standstill
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT
from habeas.sandbox.people import SOLO_SPEAKER as PERSON


async def test_l_43_the_copy_is_there_and_announced_before_anything_is_decided(world):
    """L-43: access runs first; the bundle can still be had when all of it is erased."""
    case = await world.open(PERSON, copy_first=Right.ACCESS)
    status = await world.until(case, CaseState.AWAITING_DECISION)
    assert [n.kind for n in status.letters] == [LetterKind.RECEIPT, LetterKind.ANSWER]
    assert status.letters[-1].is_sent
    assert not status.is_answered
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
    assert (await world.bundle(done)).namelist()
    await world.replay(case, "export", "erasure")


async def test_l_43_without_a_copy_nothing_is_erased(world):
    """L-43: where the copy cannot be made, the case ends and everything is as it was."""
    before = await world.state()
    world.break_at("collect:accounts", How.RATE_LIMIT)
    case = await world.open(HOST_AND_PARTICIPANT, copy_first=Right.ACCESS)
    await world.until(case, CaseState.NEEDS_ATTENTION, seconds=150)
    await world.habeas.cancel(case, "support")
    assert (await world.closed(case)).state is CaseState.NOTHING_CHANGED
    world.switchboard.mend()
    assert await world.state() == before


async def test_what_stands_still_is_not_carried_out(world):
    """Nothing goes on before the pivot until somebody says so."""
    status = await world.planned(PERSON)
    case = status.case_id
    await world.habeas.tell(case, Standstill(reason="a court has asked", by="dpo"))
    with pytest.raises(NotNow, match="stands still"):
        await world.habeas.approve(case, status.plan_digest, "dpo")
    with pytest.raises(NotNow, match="already"):
        await world.habeas.tell(case, Standstill(reason="a court has asked", by="dpo"))
    await world.habeas.tell(case, Resumption(by="dpo"))
    with pytest.raises(NotNow, match="does not stand still"):
        await world.habeas.tell(case, Resumption(by="dpo"))
    await world.habeas.approve(case, status.plan_digest, "dpo")
    assert (await world.closed(case)).stands_still is None
