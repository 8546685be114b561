"""What belongs to other controllers: handed over, carried out on their instruction, and nothing across (L-45, L-46)."""

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.name import part_workflow_id
from habeas.domain.referral import ReferralState
from habeas.domain.stage import Stage
from habeas.domain.update import Direction, Directive, Refusal
from habeas.sandbox.people import UNINSTRUCTED_PARTICIPANT as PERSON

STEIN = "customer/stein"
ADDRESS = "privacy@stein.example.com"


@pytest.fixture
def rules():
    """As in production: customers are waited for."""
    return {"controller_answers_within": 14 * 86_400}


def direction(directive=Directive.ERASE, controller=STEIN):
    """An instruction of a customer's."""
    return Direction(controller=controller, directive=directive, recorded_by="stein, legal", reference="mail of today")


def kinds(status):
    """The kinds of the letters that were written to the person, in order."""
    return [note.kind for note in status.letters]


async def hand_over(world, case):
    """What came of the controller's part."""
    handle = world.temporal.get_workflow_handle(part_workflow_id(case, "hand-over/1"))
    return (await handle.result())["state"]


async def test_l_45_it_is_handed_over_at_once_and_the_person_is_told_to_whom(world):
    """L-45: the customer is written to before anything is decided, and can instruct until then: it is one plan."""
    status = await world.planned(PERSON)
    case = status.case_id
    (referral,) = status.referrals
    assert (referral.controller, referral.state) == (STEIN, ReferralState.ASKED)
    assert any(item.disposition is Disposition.REFER for item in status.items)
    await world.until_so(case, lambda s: LetterKind.REFERRED in kinds(s))
    assert len(world.mails(ADDRESS)) == 1
    planned = await world.habeas.tell(case, direction())
    assert planned.plan_digest != status.plan_digest
    assert not any(item.disposition is Disposition.REFER for item in planned.items)
    await world.habeas.approve(case, planned.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
    assert done.referrals[0].state is ReferralState.DONE
    assert await hand_over(world, case) == "done"
    assert len(world.mails(ADDRESS)) == 2
    await world.replay(case, "erasure", "hand-over/1")


async def test_l_45_an_instruction_that_comes_after_our_own_part_is_carried_out(world):
    """L-45: our own part waits for nobody; the case then waits, and erases what the customer says."""
    status = await world.approved(PERSON)
    case = status.case_id
    status = await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    assert status.is_answered
    before = await world.state()
    await world.habeas.tell(case, direction())
    status = await world.until(case, CaseState.AWAITING_DECISION)
    erased = {item.controller for item in status.items if item.disposition is Disposition.ERASE}
    assert erased == {STEIN}
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
    assert kinds(done).count(LetterKind.DONE) == 2
    assert await world.state() != before
    assert await hand_over(world, case) == "done"
    await world.replay(case, "erasure", "hand-over/1")


async def test_l_45_a_customer_that_says_nothing_is_reminded_and_then_not_waited_for(world):
    """L-45: its data is as it was, and the case ends."""
    case = (await world.approved(PERSON)).case_id
    await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    part = world.temporal.get_workflow_handle(part_workflow_id(case, "hand-over/1"))
    await world.env.fast_forward(part, None)
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.SILENT
    assert len(world.mails(ADDRESS)) == 2


async def test_l_45_a_customer_that_answers_the_person_itself(world):
    """L-45: nothing of its data is touched, and nobody waits."""
    case = (await world.planned(PERSON)).case_id
    status = await world.habeas.tell(case, direction(Directive.LEAVE))
    assert status.referrals[0].state is ReferralState.LEFT
    assert any(item.disposition is Disposition.REFER for item in status.items)
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.stage is Stage.CLOSED
    assert await hand_over(world, case) == "left"


@pytest.mark.parametrize("controller", ["company", "customer/nordlys", "customer/havn"])
async def test_l_46_who_was_not_asked_does_not_instruct(world, controller):
    """L-46: a customer says nothing about ours, nor about another customer's."""
    case = (await world.planned(PERSON)).case_id
    with pytest.raises(NotNow, match="nothing was referred to a controller of that name"):
        await world.habeas.tell(case, direction(controller=controller))
    await world.habeas.cancel(case, "support")
    await world.closed(case)


async def test_waiting_for_a_customer_can_be_ended(world):
    """Who cancels then ends the waiting: what was erased stays so."""
    case = (await world.approved(PERSON)).case_id
    await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    await world.habeas.cancel(case, "dpo")
    done = await world.closed(case)
    assert done.state in (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS, CaseState.ALL_RETAINED)
    assert await hand_over(world, case) in ("silent", "asked")


async def test_an_instruction_that_is_refused_in_the_end_is_not_tried_for_ever(world):
    """The DPO may refuse the plan that it makes: the case ends, and a person is to look at it."""
    case = (await world.approved(PERSON)).case_id
    await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    await world.habeas.tell(case, direction())
    await world.until(case, CaseState.AWAITING_DECISION)
    claim = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)
    await world.habeas.refuse(case, claim)
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.NOT_DONE
    assert any("was not carried out" in alert for alert in done.alerts)


async def test_a_cancel_of_temporals_own_ends_the_waiting(world):
    """As ours does, and the case closes with what was done."""
    case = (await world.approved(PERSON)).case_id
    await world.until(case, CaseState.WAITING_FOR_CONTROLLER)
    await world.case(case).cancel()
    assert (await world.closed(case)).stage is Stage.CLOSED


async def test_l_45_an_instruction_that_comes_while_ours_is_erased_is_carried_out_next(world):
    """L-45: it is not in the plan that was approved: nobody is told that it was done before it is."""
    status = await world.planned(PERSON)
    case = status.case_id

    async def instruct():
        await world.habeas.tell(case, direction())

    world.moments.before["record_approval"] = instruct
    await world.habeas.approve(case, status.plan_digest, "dpo")
    status = await world.until_so(case, lambda s: s.is_answered and s.state is CaseState.AWAITING_DECISION)
    assert status.referrals[0].state is ReferralState.INSTRUCTED
    assert {i.controller for i in status.items if i.disposition is Disposition.ERASE} == {STEIN}
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.DONE
    assert await hand_over(world, case) == "done"
    await world.replay(case, "erasure", "hand-over/1")
