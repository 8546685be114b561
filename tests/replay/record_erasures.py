"""Records erasures that have ended: `make histories`. Each function is a shape, and names its files."""

import asyncio
from datetime import UTC, date, datetime
from functools import partial

from habeas.domain.case import CaseState
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.justification import Justification
from habeas.domain.plan import Keep
from habeas.domain.request import Instruction, Intake
from habeas.domain.right import Right
from habeas.domain.update import Attestation, Link, Refusal
from habeas.sandbox.fault import How
from habeas.sandbox.people import BYSTANDERS, FAMILY, SHARES_AN_ADDRESS, SOLE_OWNER, UNKNOWN
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

CLAIM = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)

E = CaseState


async def test_erased(at, world, record):
    intake = Intake(
        identifiers=(email(BYSTANDERS[1].email),),
        received_at=datetime.now(UTC),
        identity=Identity(how="logged in", by="support"),
        instructions=(Instruction(controller="customer/stein", recorded_by="support"),),
    )
    with world.env.with_time_skipping_disabled():
        case_id = await world.habeas.open(Right.ERASURE, intake)
    await at.approve(world, await world.until(case_id, E.AWAITING_DECISION))
    await at.ended(world, record, case_id, E.ERASED, "erasure")


async def test_erased_with_open_steps(at, world, record):
    await at.ended(world, record, (await world.approved(PERSON)).case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_of_a_signed_approval(at, world, record):
    status = await world.planned(PERSON)
    await at.refused(world, status, "auditor")
    await at.approve(world, status)
    await at.ended(world, record, status.case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_all_retained(at, world, record):
    status = await world.planned(SOLE_OWNER)
    keep = Keep(holding="accounts", ground="a claim in court", until=date(2099, 1, 31), by="dpo")
    await at.approve(world, await world.habeas.keep(status.case_id, keep))
    await at.ended(world, record, status.case_id, E.ALL_RETAINED)


async def test_erasure_refused(at, world, record):
    status = await world.planned(PERSON)
    await world.habeas.refuse(status.case_id, CLAIM)
    await at.ended(world, record, status.case_id, E.REFUSED)


async def test_erasure_no_data(at, world, record):
    await at.ended(world, record, await world.open(UNKNOWN), E.NO_DATA)


async def test_erasure_unwound_after_a_failure(at, world, record):
    world.break_at("hold:billing", How.REFUSE)
    await at.ended(world, record, (await world.approved(PERSON)).case_id, E.NOTHING_CHANGED, "erasure")


async def test_erasure_unwound_after_a_cancel(at, world, record):
    status = await world.planned(PERSON)
    case_id = await at.cancelled_at(world, "hold:recordings", partial(at.approve, world, status))
    await at.ended(world, record, case_id, E.NOTHING_CHANGED, "erasure")


async def test_erasure_unwound_after_a_hold_of_two_attempts(at, world, record):
    world.break_at("hold:accounts", How.FAIL_AFTER, times=1)
    status = await world.planned(PERSON)
    case_id = await at.cancelled_at(world, "locate:recordings:again:1", partial(at.approve, world, status))
    await at.ended(world, record, case_id, E.NOTHING_CHANGED, "erasure")


async def test_erasure_cancelled_before_its_decision(at, world, record):
    status = await world.planned(PERSON)
    await world.habeas.cancel(status.case_id, "support")
    await at.ended(world, record, status.case_id, E.NOTHING_CHANGED)


async def test_erasure_beyond_then_approved_again(at, world, record):
    world.moments.before["hold:accounts"] = partial(world.add_participation, PERSON, event=4)
    status = await world.approved(PERSON)
    await at.approve(world, await world.until(status.case_id, E.AWAITING_DECISION))
    await at.ended(world, record, status.case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_with_a_kept_holding(at, world, record):
    status = await world.planned(PERSON)
    copies = "enrichment/public information/company"
    keep = Keep(holding=copies, ground="a claim in court", until=date(2099, 1, 31), by="dpo")
    await at.approve(world, await world.habeas.keep(status.case_id, keep))
    await at.ended(world, record, status.case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_with_a_linked_identifier(at, world, record):
    status = await world.until(await at.by_the_familys_address(world, Right.ERASURE), E.AWAITING_DECISION)
    hers = SHARES_AN_ADDRESS.account.id
    while doubtful := [one.reference for one in status.reached if one.is_shared]:
        known = await world.habeas.identifiers(status.case_id)
        is_theirs = known[doubtful[0]].value in (FAMILY, str(hers))
        link = Link(reference=doubtful[0], is_theirs=is_theirs, by="dpo")
        status = await world.habeas.link(status.case_id, link)
    await at.approve(world, status)
    await at.ended(world, record, status.case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_looked_at_again(at, world, record):
    status = await world.planned(PERSON)
    await world.habeas.retry(status.case_id, "support")
    async with asyncio.timeout(30):
        while "locate:accounts:1:look1" not in world.moments.seen:
            await asyncio.sleep(0.05)
        while await world.habeas.status(status.case_id) != status:
            await asyncio.sleep(0.05)
    await at.approve(world, status)
    await at.ended(world, record, status.case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_stuck_then_retried(at, world, record):
    case_id = await at.stuck_after_the_pivot(world)
    await world.habeas.retry(case_id, "support")
    await at.ended(world, record, case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")


async def test_erasure_attested(at, world, record):
    case_id = await at.stuck_after_the_pivot(world)
    await world.habeas.attest(case_id, Attestation(system="accounts", what="deleted by hand", by="dpo"))
    await at.ended(world, record, case_id, E.ERASED_WITH_OPEN_STEPS, "erasure")
