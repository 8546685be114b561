"""A recording that shows others is put to its controller, with the person's times; what it says is carried out."""

import asyncio

import pytest
from crossed import mainly

from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.letter import Letter, LetterKind
from habeas.domain.name import part_workflow_id
from habeas.domain.referral import ReferralState
from habeas.domain.update import Direction, Directive
from habeas.sandbox.people import OTHER_PANEL_SPEAKER
from habeas.sandbox.people import PANEL_SPEAKER as PERSON

NORDLYS = "customer/nordlys"


@pytest.fixture
def rules():
    """As in production: customers are waited for."""
    return {"controller_answers_within": 14 * 86_400}


def direction(directive):
    """An instruction of the customer's."""
    return Direction(controller=NORDLYS, directive=directive, recorded_by="nordlys, legal", reference="mail of today")


def shared(status):
    """What becomes of what shows others, by the plan."""
    return {item.disposition for item in status.items if item.circumstance is Circumstance.SHARED}


async def handed_over(world, case) -> Letter:
    """What the customer was written; the plan is there as soon as they are asked."""
    async with asyncio.timeout(30):
        while True:
            for one in await world.letter_papers.letters(case):
                if one.letter.kind is LetterKind.HAND_OVER:
                    return one.letter
            await asyncio.sleep(0.1)


async def objects(world) -> list:
    """The objects of the panel's recording, wherever they lie."""
    return [o for o in (await world.state())[1] if "/2/" in o[0]]


async def hand_over(world, case):
    """What came of the controller's part."""
    handle = world.temporal.get_workflow_handle(part_workflow_id(case, "hand-over/1"))
    return (await handle.result())["state"]


async def test_p_11_it_is_put_to_its_controller_with_the_persons_times(world):
    """P-11: also a customer with a standing instruction is asked: that is none about others, and names nobody else."""
    status = await world.planned(PERSON)
    assert shared(status) == {Disposition.REFER}
    assert [(r.controller, r.state) for r in status.referrals] == [(NORDLYS, ReferralState.ASKED)]
    letter = await handed_over(world, status.case_id)
    (shown,) = letter.shown
    assert shown.item == "event-2/recording-2"
    assert shown.times
    assert OTHER_PANEL_SPEAKER.last_name not in letter.model_dump_json()
    await world.habeas.cancel(status.case_id, "support")
    await world.closed(status.case_id)


async def test_l_45_it_is_erased_as_a_whole_when_its_controller_says_so(world):
    """L-45: the instruction is in the plan that is approved and in the log, it is carried out, and confirmed."""
    status = await world.planned(PERSON)
    case = status.case_id
    planned = await world.habeas.tell(case, direction(Directive.ERASE_SHARED))
    assert shared(planned) == {Disposition.ERASE}
    assert planned.plan_digest != status.plan_digest
    await world.habeas.approve(case, planned.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
    assert done.systems["recordings"].left == 0
    assert done.referrals[0].state is ReferralState.DONE
    assert await objects(world) == []
    assert "erase_shared" in [s.predicate.get("shared") for s in await world.said(case)]
    assert await hand_over(world, case) == "done"
    await world.replay(case, "erasure", "hand-over/1")


async def test_l_45_it_is_erased_after_our_own_part_was(world):
    """L-45: our part waits for nobody; the recording goes when its controller says so, and with it her row in it."""
    case = (await world.approved(PERSON)).case_id
    await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    assert await objects(world) != []
    await world.habeas.tell(case, direction(Directive.ERASE_SHARED))
    status = await world.until(case, CaseState.AWAITING_DECISION)
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.DONE
    assert await objects(world) == []
    assert await hand_over(world, case) == "done"
    await world.replay(case, "erasure", "hand-over/1")


@pytest.mark.parametrize("directive", mainly(Directive.ERASE, besides=[Directive.LEAVE]))
async def test_p_11_it_stays_when_its_controller_does_not_say_so(world, directive):
    """P-11: who erases what is the person's alone, or leaves it all, leaves what shows others as it is."""
    before = await objects(world)
    status = await world.planned(PERSON)
    planned = await world.habeas.tell(status.case_id, direction(directive))
    assert shared(planned) == {Disposition.REFER}
    await world.habeas.approve(status.case_id, planned.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert done.referrals[0].state is (ReferralState.DONE if directive is Directive.ERASE else ReferralState.LEFT)
    assert await objects(world) == before


@pytest.mark.long
async def test_an_instruction_that_comes_too_late_for_the_plan_comes_next(world):
    """Of a customer whose other data was erased by its standing instruction nothing is said to be done before it is."""
    status = await world.planned(PERSON)
    case = status.case_id

    async def instruct():
        await world.habeas.tell(case, direction(Directive.ERASE_SHARED))

    world.moments.before["record_approval"] = instruct
    await world.habeas.approve(case, status.plan_digest, "dpo")
    status = await world.until_so(case, lambda s: s.is_answered and s.state is CaseState.AWAITING_DECISION)
    assert status.referrals[0].state is ReferralState.INSTRUCTED
    assert await objects(world) != []
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.DONE
    assert await objects(world) == []
    await world.replay(case, "erasure", "hand-over/1")


@pytest.mark.long
async def test_of_a_customer_that_only_leaves_the_recording_the_case_comes_to_an_end(world):
    """Who says after our own part that what shows others stays, is not waited for again and again."""
    case = (await world.approved(PERSON)).case_id
    await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    before = await objects(world)
    await world.habeas.tell(case, direction(Directive.ERASE))
    status = await world.until(case, CaseState.AWAITING_DECISION)
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.DONE
    assert await objects(world) == before
