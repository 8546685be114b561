"""Nobody is looked up: no step of a case asks Clearbit, and the company's own job leaves alone whom a case binds."""

import pytest

from habeas.domain.case import CaseState
from habeas.domain.disclosure import Location
from habeas.domain.letter import LetterKind
from habeas.domain.right import Right
from habeas.sandbox.clearbit.enricher import opened
from habeas.sandbox.clearbit.entity import Access
from habeas.sandbox.clearbit.meaning import Outcome
from habeas.sandbox.people import HOST_AND_PARTICIPANT, INSTRUCTED_PARTICIPANT, MANY_SIDED, PANEL_SPEAKER


@pytest.fixture
async def look_up(world, enrichment_key):
    """Has the company's job look up somebody whom it may; answers with what became of it."""
    async with opened(world.url, enrichment_key, Access(world.clearbit.endpoint, world.clearbit.key)) as job:

        async def one():
            where = Location(country="US", how="the address on her invoices")
            person = HOST_AND_PARTICIPANT
            return (await job.look_up(person.email, person.account.id, where)).outcome

        yield one


async def test_an_export(world, look_up):
    """Clearbit hears of a look-up, and nothing of a whole export, which bars no look-up after it."""
    assert await look_up() is Outcome.STORED
    (told,) = world.clearbit.log
    assert told.path == "/v2/people/find"
    done = await world.closed(await world.open(HOST_AND_PARTICIPANT, Right.ACCESS))
    assert done.state is CaseState.READY
    assert world.clearbit.log == (told,)
    assert await look_up() is Outcome.STORED
    assert len(world.clearbit.log) == 2


async def test_an_erasure(world, look_up):
    """Clearbit hears nothing of a whole erasure; the person is looked up before, and not while held or afterwards."""
    assert await look_up() is Outcome.STORED
    told, held = world.clearbit.log, []

    async def try_it():
        held.append(await look_up())

    world.moments.after["hold:enrichment"] = try_it
    done = await world.closed((await world.approved(HOST_AND_PARTICIPANT)).case_id)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert [*held, await look_up()] == [Outcome.SUPPRESSED] * 2
    assert len(told) == 1
    assert world.clearbit.log == told


async def test_an_erasure_that_is_taken_back(world, look_up):
    """Who was held and is released may be looked up again, and no step of unwinding asks Clearbit."""

    async def cancel():
        assert await look_up() is Outcome.SUPPRESSED
        await world.habeas.cancel(status.case_id, "support")

    status = await world.planned(HOST_AND_PARTICIPANT)
    world.moments.after["hold:enrichment"] = cancel
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert world.clearbit.log == ()
    assert await look_up() is Outcome.STORED


@pytest.mark.parametrize(
    ("person", "is_told"),
    [(HOST_AND_PARTICIPANT, True), (PANEL_SPEAKER, False), (MANY_SIDED, False), (INSTRUCTED_PARTICIPANT, False)],
    ids=["US", "EU", "EEA", "unknown"],
)
async def test_l_39_who_is_to_be_told(world, person, is_told):
    """L-39: the US entity is told of the erasure of whom the policy lets it hear of; else somebody decides how."""
    done = await world.closed((await world.approved(person)).case_id)
    steps = [step.what for step in done.open_steps if "APIHub" in step.what]
    assert [step.startswith("tell APIHub, Inc. (US)") for step in steps] == [is_told]
    assert [step.startswith("decide how APIHub, Inc. is told") for step in steps] == [not is_told]
    letter = await world.letter(done.case_id, LetterKind.DONE)
    assert letter.told == (("APIHub, Inc.",) if is_told else ())
    assert world.clearbit.log == ()
