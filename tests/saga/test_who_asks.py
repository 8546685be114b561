"""Who asks: nothing is done before that is known, and nobody is asked for more than the doubt needs (L-11 to L-16)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.identifier import email
from habeas.domain.identity import Doubt, Identity, Mandate, Representation, Rung
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.right import Right
from habeas.domain.update import IdentityQuestion, IdentityRejected, Refusal, Verification
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import SOLO_SPEAKER, UNKNOWN

BY_LINK = Verification(rung=Rung.LINK, how="a one-time link to the address", by="the person's page")
SEEN = Verification(rung=Rung.EVIDENCE, how="an identity card was looked at", by="dpo")


def kinds(status):
    """The kinds of the letters that were written, in order."""
    return [note.kind for note in status.letters]


async def asked(world, person, right=Right.ACCESS, **more):
    """A case of somebody who has not shown yet who they are; the mail that asks for it has come."""
    case = await world.open(person, right, identity=None, **more)
    await world.until_so(case, lambda s: LetterKind.IDENTITY in kinds(s))
    return case


async def opened_link(world, address):
    """Open a one-time link that was sent to the address; the case that it is of."""
    for number in range(len(world.mails(address))):
        if case := await world.register.use_link(world.token(address, number), LinkPurpose.IDENTITY):
            return case
    return None


async def test_l_11_a_link_to_the_address_is_enough(world):
    """L-11: who receives the mail that is sent to the address on file is the person; no system is asked before."""
    case = await asked(world, PERSON)
    assert not [one for one in world.moments.seen if one.startswith("locate")]
    with pytest.raises(NotNow, match="nobody has opened the link"):
        await world.habeas.tell(case, BY_LINK)
    assert await opened_link(world, PERSON.email) == case
    await world.habeas.tell(case, BY_LINK)
    done = await world.closed(case)
    assert (done.state, done.verified_how) == (CaseState.READY, BY_LINK.how)
    assert (await world.register.show(case)).verified_by == BY_LINK.by
    await world.replay(case, "export")


async def test_l_14_somebody_we_do_not_know_learns_that_nothing_is_held(world):
    """L-14: the mails are the same as for somebody we know, and no system has a record of it."""
    before = await world.state()
    case = await asked(world, UNKNOWN)
    assert await opened_link(world, UNKNOWN.email) == case
    await world.habeas.tell(case, BY_LINK)
    done = await world.closed(case)
    assert done.state is CaseState.NO_DATA
    assert await world.state() == before
    known = await asked(world, PERSON)
    first, second = world.mails(UNKNOWN.email)[:2], world.mails(PERSON.email)[:2]
    words = [[(m.message["Subject"], m.text.split("http")[0]) for m in mails] for mails in (first, second)]
    assert words[0] == words[1]
    await world.habeas.cancel(known, "support")


async def test_l_15_who_does_not_show_who_they_are_is_told_so_in_time(world):
    """L-15: nothing was done, the person is told why before the date, and how to go on."""
    case = await asked(world, PERSON, Right.ERASURE)
    before = await world.state()
    await world.later(case, days=40)
    done = await world.closed(case)
    assert done.state is CaseState.NOT_IDENTIFIED
    assert kinds(done)[-1] is LetterKind.NOT_IDENTIFIED
    assert done.letters[-1].is_sent
    assert await world.state() == before
    await world.replay(case)


async def test_l_15_what_was_shown_may_not_be_enough(world):
    """L-15: the DPO says so, with a reason, and the person is told."""
    case = await asked(world, PERSON)
    await world.habeas.tell(case, IdentityRejected(reason="the card is of somebody else", by="dpo"))
    assert (await world.closed(case)).state is CaseState.NOT_IDENTIFIED


async def test_l_11_a_doubt_that_comes_up_later_is_dispelled_first(world):
    """L-11: the plan is gone until it is known who asks; nobody is asked for more than the doubt needs."""
    status = await world.planned(PERSON)
    case = status.case_id
    with pytest.raises(NotNow, match="more than this doubt needs"):
        await world.habeas.tell(case, IdentityQuestion(doubt=Doubt.NOT_SIGNED_IN, rung=Rung.EVIDENCE, by="dpo"))
    await world.habeas.tell(case, IdentityQuestion(doubt=Doubt.CONTRADICTION, rung=Rung.EVIDENCE, by="dpo"))
    await world.until(case, CaseState.IDENTITY)
    with pytest.raises(NotNow, match="before it is known who asks"):
        await world.habeas.approve(case, status.plan_digest, "dpo")
    assert (await world.register.show(case)).verified_how is None
    with pytest.raises(NotNow, match="less than what was asked for"):
        await world.habeas.tell(case, BY_LINK)
    await world.habeas.tell(case, SEEN)
    status = await world.until(case, CaseState.AWAITING_DECISION)
    await world.habeas.approve(case, status.plan_digest, "dpo")
    assert (await world.closed(case)).verified_by == "dpo"
    await world.replay(case, "erasure")


async def test_l_16_a_stranger_hinders_nobody_and_learns_of_no_other_case(world):
    """L-16: nobody is claimed before it is known who asks; then a second case of the person points to the first."""
    stranger = await asked(world, PERSON, Right.ERASURE)
    real = await world.planned(PERSON)
    assert real.duplicate_of is None
    assert (await world.habeas.status(stranger)).duplicate_of is None
    assert await opened_link(world, PERSON.email) == stranger
    await world.habeas.tell(stranger, BY_LINK)
    done = await world.closed(stranger)
    assert (done.state, done.duplicate_of) == (CaseState.NOTHING_CHANGED, real.case_id)


def mandate(**changes):
    """A mandate for a copy."""
    fields = {
        "representation": Representation.AGENT,
        "rights": (Right.ACCESS,),
        "begins": date(2020, 1, 1),
        "ends": date(2099, 1, 1),
        "may_receive_answer": False,
        "verified": Identity(how="the mandate was read", by="dpo"),
        **changes,
    }
    return Mandate.model_validate(fields)


async def test_l_13_an_agent_asks_for_what_the_mandate_says(world):
    """L-13: outside its object nothing is done, and that is told."""
    case = await world.open(PERSON, Right.ERASURE, mandate=mandate(), reply_to=email("agent@example.org"))
    done = await world.closed(case)
    assert done.state is CaseState.REFUSED
    assert "other requests" in done.reason
    assert kinds(done)[-1] is LetterKind.REFUSAL


@pytest.mark.parametrize(("may", "gets"), [(True, "agent@example.org"), (False, SOLO_SPEAKER.email)])
async def test_l_13_the_answer_goes_to_an_agent_only_where_the_mandate_says_so(world, may, gets):
    """L-13: otherwise it goes to the person, and the agent hears that it came."""
    agent = email("agent@example.org")
    case = await world.open(SOLO_SPEAKER, Right.ACCESS, mandate=mandate(may_receive_answer=may), reply_to=agent)
    done = await world.closed(case)
    assert done.state is CaseState.READY
    receipt, answer = [m.to for m in world.letters.letters()]
    assert receipt == ("agent@example.org",)
    assert answer == (gets,)


async def test_a_strangers_own_address_gets_no_link(world):
    """Who names somebody else's address and their own to reply to gets nothing before they have shown who they are."""
    case = await asked(world, PERSON, reply_to=email("stranger@example.org"))
    assert world.mails("stranger@example.org") == []
    assert await opened_link(world, PERSON.email) == case


async def test_l_17_a_refusal_before_anybody_knows_who_asks(world):
    """L-17: a refusal needs a code; as unfounded it needs what shows it; the person is told why."""
    case = await asked(world, PERSON)
    with pytest.raises(NotNow, match="needs a code"):
        await world.habeas.refuse(case, Refusal(reason="no reason", by="dpo"))
    unfounded = {"reason": "the tenth this week", "by": "dpo", "justification": Justification.EXCESSIVE}
    with pytest.raises(NotNow, match="has to show it"):
        await world.habeas.refuse(case, Refusal(**unfounded))
    await world.habeas.refuse(case, Refusal(**unfounded, evidence="list of the ten, in the case's folder"))
    done = await world.closed(case)
    assert done.state is CaseState.REFUSED
    assert kinds(done)[-1] is LetterKind.REFUSAL
    await world.replay(case)


async def test_l_06_a_question_of_who_asks_pauses_the_other_date(world):
    """L-06: asked at once, until the link was opened."""
    case = await asked(world, PERSON, Right.ERASURE)
    status = await world.habeas.status(case)
    assert status.clock.due_with_pauses is None
    await world.later(case, days=5)
    await opened_link(world, PERSON.email)
    await world.habeas.tell(case, BY_LINK)
    status = await world.until(case, CaseState.AWAITING_DECISION)
    assert status.clock.due_with_pauses >= status.due + timedelta(days=5)
    assert status.received_at <= datetime.now(UTC)
