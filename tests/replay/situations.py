"""Situations that cases get into, for the recorders: each is brought about in a world, and told apart by its case."""

import asyncio
from datetime import UTC, datetime

import pytest
from temporalio import activity

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.name import case_workflow_id
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.sandbox.fault import How
from habeas.sandbox.people import FAMILY
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.vault.folder import CaseFolder
from habeas.vault.papers import CasePapers

E = CaseState


async def ended(world, record, case_id, state, *parts):
    """The case ends in this state, and its histories are written."""
    done = await world.closed(case_id)
    assert done.state is state
    await record(case_id, *parts)


async def stuck_after_the_pivot(world):
    """An erasure that is stuck; the systems are whole again."""
    world.break_at("erase:accounts", How.REFUSE)
    case_id = (await world.approved(PERSON)).case_id
    await world.until(case_id, E.NEEDS_ATTENTION)
    world.switchboard.mend()
    return case_id


async def stuck_export(world):
    """An export that is stuck; the systems are whole again."""
    world.break_at("collect:accounts", How.RATE_LIMIT)
    case_id = await world.open(PERSON, Right.ACCESS)
    await world.until(case_id, E.NEEDS_ATTENTION)
    world.switchboard.mend()
    return case_id


async def waits(world, case_id, first):
    """Wait until a case says that another one goes first."""
    async with asyncio.timeout(30):
        while f"case {first} " not in ((await world.habeas.status(case_id)).waits_for or ""):
            await asyncio.sleep(0.05)


async def by_the_familys_address(world, right):
    """A case of who asks by an address of two people."""
    identity = Identity(how="a letter", by="support")
    intake = Intake(identifiers=(email(FAMILY),), received_at=datetime.now(UTC), identity=identity)
    with world.env.with_time_skipping_disabled():
        return await world.habeas.open(right, intake)


async def cancelled_at(world, moment, opens):
    """A case that is cancelled at the moment when this step begins."""
    asked = asyncio.Event()

    async def cancel():
        _, case_id, *_ = activity.info().workflow_id.split("/")
        await world.habeas.cancel(case_id, "support")
        asked.set()

    world.moments.before[moment] = cancel
    case_id = await opens()
    await asyncio.wait_for(asked.wait(), 60)
    return case_id


async def approve(world, status):
    """Approve what the case has to show; its id."""
    return (await world.habeas.approve(status.case_id, status.plan_digest, "dpo")).case_id


async def refused(world, status, by):
    """An approval that the register refuses."""
    with pytest.raises(NotNow):
        await world.habeas.approve(status.case_id, status.plan_digest, by)


async def lost_at(world, moment, *workflows):
    """An erasure of which these workflows were terminated when this step began, and what lets the step go on."""
    there, go = asyncio.Event(), asyncio.Event()

    async def stay():
        there.set()
        await go.wait()

    world.moments.before[moment] = stay
    case_id = (await world.approved(PERSON)).case_id
    await asyncio.wait_for(there.wait(), 60)
    for name in workflows:
        await world.temporal.get_workflow_handle(f"{case_workflow_id(case_id)}{name}").terminate()
    return case_id, go


async def resume(world, cases, case_id):
    """Begin a lost case anew."""
    request = await CasePapers(CaseFolder(cases), world.habeas.keys).request(case_id)
    with world.env.with_time_skipping_disabled():
        assert await world.habeas.resume(request)
