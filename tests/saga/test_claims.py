"""One open case per person and right; an erasure and an export of one person take turns."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import update

from adapters.sql.engine import writing_engine
from habeas.domain.case import CaseState
from habeas.domain.right import Right
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import SOLO_SPEAKER, TWO_WRITINGS
from habeas.sandbox.recordings import participant

DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
SHOUTED = replace(PERSON, email=PERSON.email.upper())


async def stuck_export(world):
    """An export of the person that needs a person; the systems are whole again."""
    world.break_at("collect:accounts", How.RATE_LIMIT)
    case_id = await world.open(PERSON, Right.ACCESS)
    await world.until(case_id, CaseState.NEEDS_ATTENTION)
    world.switchboard.mend()
    return case_id


async def stuck_erasure(world):
    """An erasure of the person that is stuck after the pivot; nothing can be written to accounts."""
    world.break_at("erase:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    return await world.until(status.case_id, CaseState.NEEDS_ATTENTION)


async def confirmation(world):
    """A confirmation of the person, which never waits."""
    done = await world.closed(await world.open(PERSON, Right.CONFIRMATION))
    assert done.state is CaseState.LOCATED
    return done.case_id


async def waits_for(world, case_id, first):
    """Wait until the case says that it waits for the first one."""
    async with asyncio.timeout(20):
        while f"case {first} " not in ((await world.habeas.status(case_id)).waits_for or ""):
            await asyncio.sleep(0.05)


async def ids(world):
    """The cases that the register has."""
    return {row.case_id for row in await world.register.list()}


async def test_the_running_case_is_the_answer(world, cases):
    """The same address in another case leads to the running case; of the second one nothing is kept anywhere."""
    status = await world.planned(PERSON)
    for person in (PERSON, SHOUTED):
        second = await world.closed(await world.open(person))
        assert (second.state, second.duplicate_of) == (CaseState.NOTHING_CHANGED, status.case_id)
        assert status.case_id in second.reason
        assert not [file for file in (cases / second.case_id).rglob("*") if file.is_file() and file.stat().st_size]
        await world.replay(second.case_id)
    assert await ids(world) == {status.case_id}
    assert await world.habeas.status(status.case_id) == status
    await world.replay(status.case_id)


async def test_two_requests_at_once(world):
    """Of two requests that come at the same moment one becomes the case, and the other leads to it."""
    first, second = await asyncio.gather(world.open(PERSON), world.open(SHOUTED))
    async with asyncio.timeout(20):
        while len(await ids(world)) == 0:
            await asyncio.sleep(0.05)
    (winner,) = await ids(world)
    (other,) = {first, second} - {winner}
    assert (await world.closed(other)).duplicate_of == winner
    await world.until(winner, CaseState.AWAITING_DECISION)
    assert await ids(world) == {winner}
    await world.replay(winner)
    await world.replay(other)


async def test_either_writing(world):
    """A person with two writings of an address is one person, by whichever they ask."""
    stored = replace(TWO_WRITINGS, email=TWO_WRITINGS.account.email)
    assert stored.email != TWO_WRITINGS.email
    found = []
    for asked, other in ((stored, TWO_WRITINGS), (TWO_WRITINGS, stored)):
        status = await world.planned(asked)
        assert (await world.closed(await world.open(other))).duplicate_of == status.case_id
        await world.habeas.cancel(status.case_id, "support")
        await world.closed(status.case_id)
        await world.replay(status.case_id)
        found.append(status.holdings)
    assert found[0] == found[1]
    assert {system for system, held in found[0].items() if held} == {"accounts", "recordings", "billing", "enrichment"}


async def test_reached_by_another_address(world):
    """Whoever turns out to be the person of a running case, once located, is led to it."""
    engine = writing_engine(world.url)
    async with engine.begin() as connection:
        mine = participant.c.id == PERSON.participations[0].id
        await connection.execute(update(participant).where(mine).values(email="lund@work.example"))
    await engine.dispose()
    status = await world.planned(PERSON)
    second = await world.closed(await world.open(replace(PERSON, email="lund@work.example")))
    assert second.duplicate_of == status.case_id
    assert await world.habeas.status(status.case_id) == status
    for case_id in (second.case_id, status.case_id):
        await world.replay(case_id)


async def test_after_the_end_another_may_come(world):
    """A case that is closed holds nobody: the next of the same right is a case of its own."""
    first = await world.planned(PERSON)
    await world.habeas.cancel(first.case_id, "support")
    await world.closed(first.case_id)
    second = await world.approved(SHOUTED)
    done = await world.closed(second.case_id)
    assert (done.state in DONE, done.duplicate_of) == (True, None)
    assert await ids(world) == {first.case_id, second.case_id}
    third = await world.planned(PERSON)  # what a law keeps of the person is still there to be found
    assert third.duplicate_of is None
    await world.habeas.cancel(third.case_id, "support")
    await world.closed(third.case_id)
    await world.replay(second.case_id, "erasure")
    for case_id in (first.case_id, third.case_id):
        await world.replay(case_id)


@pytest.mark.parametrize(("ending", "state"), [("cancel", CaseState.NOTHING_CHANGED), ("retry", CaseState.READY)])
async def test_an_erasure_waits_for_an_open_export(world, ending, state):
    """It says for which case, and goes on by itself when that has ended; nobody else waits, and no confirmation."""
    export = await stuck_export(world)
    erasure = await world.open(PERSON)
    await waits_for(world, erasure, export)
    confirmed, another = await confirmation(world), await world.planned(SOLO_SPEAKER)
    assert another.waits_for.startswith("the DPO")
    await waits_for(world, erasure, export)
    await getattr(world.habeas, ending)(export, "support")
    assert (await world.closed(export)).state is state
    assert (await world.until(erasure, CaseState.AWAITING_DECISION)).waits_for.startswith("the DPO")
    await world.replay(export, "export")
    for case_id in (erasure, confirmed, another.case_id):
        await world.replay(case_id)


@pytest.mark.long
async def test_an_approved_erasure_waits_before_it_holds(world):
    """An export that comes before the holds goes first, although the erasure was there before it."""
    status, before = await world.planned(PERSON), await world.state()
    export = await stuck_export(world)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    await waits_for(world, status.case_id, export)
    assert await world.state() == before
    await world.habeas.retry(export, "support")
    assert (await world.closed(export)).state is CaseState.READY
    assert (await world.closed(status.case_id)).state in DONE
    await world.replay(status.case_id, "erasure")
    await world.replay(export, "export")


@pytest.mark.long
async def test_a_case_that_waits_can_be_cancelled(world):
    """Whoever waits for another case need not: a cancel ends the wait, and the other goes on."""
    export = await stuck_export(world)
    erasure = await world.open(PERSON)
    await waits_for(world, erasure, export)
    await world.habeas.cancel(erasure, "support")
    assert (await world.closed(erasure)).state is CaseState.NOTHING_CHANGED
    assert (await world.habeas.status(export)).state is CaseState.NEEDS_ATTENTION
    await world.replay(erasure)
    await world.replay(export, "export")


@pytest.mark.long
async def test_an_export_waits_for_an_erasure_under_way(world):
    """An export that comes after the holds waits for the end of the erasure, and gives what there is then."""
    erasure = await stuck_erasure(world)
    export = await world.open(PERSON, Right.ACCESS)
    await waits_for(world, export, erasure.case_id)
    await world.replay(await confirmation(world))
    world.switchboard.mend()
    await world.habeas.retry(erasure.case_id, "support")
    left = (await world.closed(erasure.case_id)).systems
    done = await world.closed(export)
    assert done.state is CaseState.READY
    # no address leads to the invoices of a customer that Stripe has deleted
    assert {system: counts.left for system, counts in left.items() if system != "billing"} == {
        system: sum(c.count for c in found) for system, found in done.holdings.items() if system != "billing"
    }
    await world.replay(erasure.case_id, "erasure")
    await world.replay(export, "export")
