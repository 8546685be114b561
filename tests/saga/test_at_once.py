"""Two people, or a case and its part, say the same to a case at once: it hears both, and goes on.

Of two steps of one id that run at a time Temporal takes none: a case that asks for that stands still for ever.
"""

import asyncio

from habeas.domain.case import CaseState
from habeas.domain.part import PartReport
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

AWAY = PartReport(phase="hold", stuck={"accounts": "it does not answer"}, pending=("accounts",))
THERE = PartReport(phase="hold", pending=("accounts",))


async def a_moment():
    """So long that what is said at once comes meanwhile."""
    await asyncio.sleep(1)


async def test_two_cancels_at_once(world):
    """Both are told that it unwinds."""
    before, answers = await world.state(), []

    async def cancel():
        both = (world.habeas.cancel(status.case_id, by) for by in ("support", "dpo"))
        answers.extend(await asyncio.gather(*both))

    world.moments.before |= {"locate:accounts:again:1": cancel, "decide:cancel": a_moment}
    status = await world.planned(PERSON)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert len(answers) == 2
    assert await world.state() == before
    await world.replay(status.case_id, "erasure")


async def test_two_retries_at_once(world):
    """It is tried again, and all of it is erased."""
    world.break_at("erase:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    world.switchboard.mend()
    world.moments.before["restore"] = a_moment
    await asyncio.gather(*(world.habeas.retry(status.case_id, by) for by in ("support", "dpo")))
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(status.case_id, "erasure")


async def test_reports_that_come_at_once(world):
    """As they do to a case that was reset: the register has what the last one says."""
    status = await world.planned(PERSON)
    world.moments.before["note:needs_attention"] = a_moment
    for report in (AWAY, THERE, AWAY, THERE, AWAY):
        await world.case(status.case_id).signal("report", report)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    await asyncio.sleep(1.5)
    assert (await world.register.show(status.case_id)).state is CaseState.NEEDS_ATTENTION
    await world.case(status.case_id).signal("report", THERE)
    await world.until(status.case_id, CaseState.AWAITING_DECISION)
    await world.habeas.cancel(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    await world.replay(status.case_id)
