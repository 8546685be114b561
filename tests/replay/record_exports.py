"""Records exports and confirmations: `make histories`. Each function is a shape, and names its files."""

from functools import partial

from habeas.domain.case import CaseState
from habeas.domain.right import Right
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import UNKNOWN

E = CaseState


async def test_export_ready(at, world, record):
    await at.ended(world, record, await world.open(PERSON, Right.ACCESS), E.READY, "export")


async def test_export_cancelled(at, world, record):
    case_id = await at.cancelled_at(world, "collect:billing", partial(world.open, PERSON, Right.PORTABILITY))
    await at.ended(world, record, case_id, E.NOTHING_CHANGED, "export")


async def test_export_no_data(at, world, record):
    await at.ended(world, record, await world.open(UNKNOWN, Right.ACCESS), E.NO_DATA)


async def test_export_of_a_shared_identifier(at, world, record):
    await at.ended(world, record, await at.by_the_familys_address(world, Right.ACCESS), E.READY, "export")


async def test_export_stuck_then_retried(at, world, record):
    case_id = await at.stuck_export(world)
    await world.habeas.retry(case_id, "support")
    await at.ended(world, record, case_id, E.READY, "export")


async def test_confirmation(at, world, record):
    await at.ended(world, record, await world.open(PERSON, Right.CONFIRMATION), E.LOCATED)
