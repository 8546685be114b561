"""Records cases that are open: `make histories`. Each function is a shape, and names its files."""

import asyncio

from habeas.domain.case import CaseState
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

STUCK = CaseState.NEEDS_ATTENTION


async def test_open_awaiting_decision(world, record):
    await record((await world.planned(PERSON)).case_id)


async def test_open_stuck_while_it_looks(world, record):
    world.switchboard.break_("accounts", How.RATE_LIMIT)
    case_id = await world.open(PERSON)
    await world.until(case_id, STUCK)
    await record(case_id)


async def test_open_export_stuck(at, world, record):
    await record(await at.stuck_export(world), "export")


async def test_open_stuck_after_the_pivot(at, world, record):
    await record(await at.stuck_after_the_pivot(world), "erasure")


async def test_open_stuck_while_it_unwinds(world, record):
    world.break_at("hold:recordings", How.REFUSE)
    world.break_at("release:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, STUCK)
    await record(status.case_id, "erasure")


async def test_open_waiting_for_a_turn(at, world, record):
    export = await at.stuck_export(world)
    erasure = await world.open(PERSON)
    await at.waits(world, erasure, export)
    await record(erasure)


async def test_open_holding(world, record):
    there, go = asyncio.Event(), asyncio.Event()

    async def stay():
        there.set()
        await go.wait()

    world.moments.before["hold:billing"] = stay
    status = await world.approved(PERSON)
    await asyncio.wait_for(there.wait(), 60)
    await record(status.case_id, "erasure")
    go.set()
    await world.closed(status.case_id)
