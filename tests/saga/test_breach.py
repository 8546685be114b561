"""A breach: the links end at once, somebody is told, and 72 hours run until it is decided what is told (L-10)."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from habeas.client.breaches import Breaches
from habeas.domain.breach import BreachDecision, BreachState
from habeas.domain.case import CaseState
from habeas.domain.error import InvalidInput, NoSuchCase, NotNow
from habeas.domain.letter import LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.name import part_workflow_id
from habeas.domain.right import Right
from habeas.sandbox.people import BYSTANDERS

PERSON = BYSTANDERS[0]
NOTIFIED = BreachDecision(was_notified=True, why="notified in writing, file 7", by="dpo")


@pytest.fixture
async def ready(world):
    """A case whose copy can be fetched, and the breaches of the house."""
    case = await world.open(PERSON, Right.ACCESS)
    assert (await world.closed(case)).state is CaseState.READY
    return case, Breaches(world.habeas)


async def until(breaches, case, state):
    """Wait until the breach is in that state."""
    async with asyncio.timeout(60):
        while (status := await breaches.status(case)).state is not state:
            await asyncio.sleep(0.05)
    return status


async def passes(world, case, hours):
    """Time passes for the breach."""
    handle = world.temporal.get_workflow_handle(part_workflow_id(case, "breach"))
    await world.env.fast_forward(handle, timedelta(hours=hours))


async def letters(world, case):
    """How often the DPO was written to."""
    return sum(k.letter.kind is LetterKind.BREACH for k in await world.letter_papers.letters(case))


async def test_l_10_the_links_of_the_case_end_at_once(world, ready):
    """L-10: whoever has a link of the case gets nothing by it any more; a new one opens the page again."""
    case, breaches = ready
    later = datetime.now(UTC) + timedelta(days=400)
    tokens = [await world.register.issue_link(case, purpose, later) for purpose in LinkPurpose]
    await breaches.report(case, datetime.now(UTC), "dpo")
    await breaches.settle(case, NOTIFIED)
    await world.temporal.get_workflow_handle(part_workflow_id(case, "breach")).result()
    assert [await world.register.look_link(token) for token in tokens] == [None] * len(tokens)
    assert await world.register.look_link(await world.register.issue_link(case, LinkPurpose.PAGE, later))
    await world.replay(case, "breach")


async def test_l_10_seventy_two_hours_run_from_when_it_was_known(world, ready):
    """L-10: the DPO is told at once, reminded a day before, told that it is late; and it stays open until decided."""
    case, breaches = ready
    await breaches.report(case, datetime.now(UTC) - timedelta(hours=2), "support")
    status = await breaches.status(case)
    assert status.notify_by - status.aware_at == timedelta(hours=72)
    await passes(world, case, 47)
    assert (await breaches.status(case)).state is BreachState.OPEN
    assert await letters(world, case) == 2
    await passes(world, case, 24)
    await until(breaches, case, BreachState.LATE)
    done = await breaches.settle(case, NOTIFIED)
    assert (done.state, done.decided_by) == (BreachState.NOTIFIED, "dpo")
    assert await breaches.status(case) == done
    assert await letters(world, case) == 3
    await world.replay(case, "breach")


async def test_l_10_what_was_known_long_before(world, ready):
    """L-10: reported on the last day there is no reminder of it; when the hours are over, the DPO is told so."""
    case, breaches = ready
    await breaches.report(case, datetime.now(UTC) - timedelta(hours=60), "dpo")
    await passes(world, case, 11)
    assert ((await breaches.status(case)).state, await letters(world, case)) == (BreachState.OPEN, 1)
    await passes(world, case, 2)
    await until(breaches, case, BreachState.LATE)
    await breaches.settle(case, NOTIFIED)
    assert await letters(world, case) == 2
    await world.replay(case, "breach")


async def test_without_a_risk_the_reason_is_documented(world, ready):
    """What need not be notified says why (art. 33(5)); the breach is decided once, and another may follow."""
    case, breaches = ready
    await breaches.report(case, datetime.now(UTC), "dpo")
    with pytest.raises(NotNow, match="was reported"):
        await breaches.report(case, datetime.now(UTC), "dpo")
    reason = BreachDecision(was_notified=False, why="it was sealed to a key of the person's", by="dpo")
    assert (await breaches.settle(case, reason)).state is BreachState.NO_RISK
    with pytest.raises((NotNow, NoSuchCase)):
        await breaches.settle(case, NOTIFIED)
    await world.temporal.get_workflow_handle(part_workflow_id(case, "breach")).result()
    await breaches.report(case, datetime.now(UTC), "dpo")
    assert (await breaches.settle(case, NOTIFIED)).state is BreachState.NOTIFIED


async def test_what_is_no_breach(world, ready):
    """A moment that is still to come, and a case that there is none of."""
    case, breaches = ready
    with pytest.raises(InvalidInput, match="still to come"):
        await breaches.report(case, datetime.now(UTC) + timedelta(hours=1), "dpo")
    with pytest.raises(NoSuchCase):
        await breaches.status(case)
