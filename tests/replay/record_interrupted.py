"""Records cases that waited, were lost or stopped: `make histories`. Each function is a shape, and names its files."""

import asyncio

from habeas.domain.case import CaseState
from habeas.domain.name import case_workflow_id
from habeas.domain.right import Right
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

E = CaseState


async def test_erasure_that_temporal_cancelled_too_late(at, world, record):
    status = await world.planned(PERSON)
    case = world.temporal.get_workflow_handle(case_workflow_id(status.case_id))
    world.moments.before["erase:accounts"] = case.cancel
    await at.approve(world, status)
    await at.ended(world, record, status.case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_duplicate(at, world, record):
    await world.planned(PERSON)
    await at.ended(world, record, await world.open(PERSON), E.NOTHING_CHANGED)


async def test_erasure_waited_for_an_export(at, world, record):
    export = await at.stuck_export(world)
    erasure = await world.open(PERSON)
    await at.waits(world, erasure, export)
    await world.habeas.retry(export, "support")
    await at.approve(world, await world.until(erasure, E.AWAITING_DECISION))
    await at.ended(world, record, erasure, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_export_waited_for_an_erasure(at, world, record):
    erasure = await at.stuck_after_the_pivot(world)
    export = await world.open(PERSON, Right.ACCESS)
    await at.waits(world, export, erasure)
    await world.habeas.retry(erasure, "support")
    await at.ended(world, record, export, E.READY, "export")


async def test_erasure_resumed_after_termination(at, world, cases, record):
    case_id, go = await at.lost_at(world, "erase:accounts", "", "/erasure")
    go.set()
    await at.resume(world, cases, case_id)
    await at.ended(world, record, case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_whose_part_was_adopted(at, world, cases, record):
    case_id, go = await at.lost_at(world, "erase:accounts", "")
    await at.resume(world, cases, case_id)
    async with asyncio.timeout(30):
        while (await world.habeas.status(case_id)).phase == "received":
            await asyncio.sleep(0.05)
    go.set()
    await at.ended(world, record, case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_reset_after_the_pivot(at, world, record):
    case_id = await at.stuck_after_the_pivot(world)
    await world.reset(case_id, before="preflight:accounts")
    await at.ended(world, record, case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")
