"""A case and its dates: on time, extended, paused, late; and never silent (L-01 to L-08)."""

from datetime import UTC, datetime, timedelta

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.update import Attestation, Clarification, Extension, Reply
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

DPO = "dpo@webinars.example.com"
MORE = Extension(justification=Justification.COMPLEXITY, words="There are many recordings.", by="dpo")


async def test_l_01_the_time_counts_from_receipt_and_not_from_the_opening(world):
    """L-01: a request that lay a week in the post has a week less."""
    received = datetime.now(UTC) - timedelta(days=7)
    status = await world.until(await world.open(PERSON, received_at=received), CaseState.AWAITING_DECISION)
    assert status.received_at == received
    assert timedelta(days=19) < status.clock.due_at - datetime.now(UTC) < timedelta(days=30)


async def test_a_case_on_time(world):
    """The person is told that it came and what was done; the DPO hears of no date."""
    status = await world.planned(PERSON)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert kinds(done) == [LetterKind.RECEIPT, LetterKind.DONE]
    assert all(note.is_sent for note in done.letters)
    assert done.is_answered
    assert (len(world.mails(PERSON.email)), len(world.mails(DPO))) == (2, 0)
    await world.replay(status.case_id, "erasure")


async def test_l_08_silence_is_impossible(world):
    """L-08: somebody is told, then it must be decided, and before the day ends the person is told why."""
    status = await world.planned(PERSON)
    case, clock = status.case_id, status.clock
    await world.later(case, days=(clock.escalate_at - datetime.now(UTC)).days + 1)
    status = await world.until_so(case, lambda s: LetterKind.ESCALATION in kinds(s))
    assert "the answer is due soon" in status.alerts
    assert not status.must_be_decided
    await world.later(case, days=7)
    status = await world.until_so(case, lambda s: LetterKind.UNANSWERED in kinds(s))
    assert status.must_be_decided
    assert status.state is CaseState.AWAITING_DECISION
    assert len(world.mails(DPO)) == 2
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert [k for k in kinds(done) if k not in (LetterKind.ESCALATION, LetterKind.DECISION)] == [
        LetterKind.RECEIPT,
        LetterKind.UNANSWERED,
        LetterKind.DONE,
    ]
    await world.replay(case, "erasure")


async def test_l_05_an_extension_is_told_before_the_date_and_given_once(world):
    """L-05: the person has the reason and the new date; the old alarms do not ring any more."""
    status = await world.planned(PERSON)
    case, first = status.case_id, status.clock.due
    status = await world.habeas.tell(case, MORE)
    assert status.clock.is_extended
    assert status.clock.first_due == first < status.due
    assert (await world.register.show(case)).due == status.due
    assert len(world.mails(PERSON.email)) == 2
    with pytest.raises(NotNow, match="extended already"):
        await world.habeas.tell(case, MORE)
    await world.later(case, days=35)
    status = await world.habeas.status(case)
    assert not status.must_be_decided
    assert LetterKind.UNANSWERED not in kinds(status)
    await world.habeas.cancel(case, "support")
    await world.closed(case)
    await world.replay(case)


async def test_l_05_without_a_notice_there_is_no_more_time(world):
    """L-05: a notice that no mail server takes is none, and the date stays."""
    status = await world.planned(PERSON)
    world.switchboard.break_("mail", How.REFUSE)
    with pytest.raises(NotNow, match="without that there is no more time"):
        await world.habeas.tell(status.case_id, MORE)
    after = await world.habeas.status(status.case_id)
    assert (after.due, after.clock.is_extended) == (status.due, False)
    assert (await world.register.show(status.case_id)).due == status.due


async def test_l_05_after_the_date_there_is_no_more_time(world):
    """L-05: never after the due date."""
    status = await world.planned(PERSON)
    await world.later(status.case_id, days=40)
    with pytest.raises(NotNow, match="the date has passed"):
        await world.habeas.tell(status.case_id, MORE)


async def test_l_06_a_question_pauses_one_of_two_dates(world):
    """L-06: until the answer there is no second date; then it is later by what was waited, and the first one stays."""
    status = await world.planned(PERSON)
    case, due = status.case_id, status.due
    status = await world.habeas.tell(case, Clarification(question="Which of the two accounts?", by="support"))
    assert (status.due, status.clock.due_with_pauses, status.has_open_question) == (due, None, True)
    await world.later(case, days=4)
    status = await world.habeas.tell(case, Reply(text="Both of them."))
    assert (status.due, status.has_open_question) == (due, False)
    assert status.clock.due_with_pauses >= due + timedelta(days=4)
    assert await world.habeas.conversation(case) == ("Which of the two accounts?", "Both of them.")
    with pytest.raises(NotNow, match="no question"):
        await world.habeas.tell(case, Reply(text="And more."))


async def test_l_07_an_erasure_is_late_before_its_answer_is(world):
    """L-07: without undue delay is not within a month."""
    status = await world.planned(PERSON)
    days = (status.clock.erase_by - datetime.now(UTC)).days + 1
    await world.later(status.case_id, days=days)
    status = await world.until_so(status.case_id, lambda s: any("undue delay" in alert for alert in s.alerts))
    assert not status.must_be_decided


@pytest.mark.parametrize("rules", [{"backups_kept": timedelta(days=90)}], ids=["90 days"])
async def test_l_42_until_when_backups_may_hold_it(world):
    """L-42: the case and the letter say until when a backup may hold what was erased; it counts from the erasure."""
    done = await world.closed((await world.approved(PERSON)).case_id)
    letter = await world.letter(done.case_id, LetterKind.DONE)
    assert letter.backups_until == done.backups_until
    assert abs(done.backups_until - letter.at - timedelta(days=90)) < timedelta(minutes=1)


async def test_an_answer_that_no_mail_server_takes_waits_for_a_person(world):
    """Who is not told is not answered: somebody tells them otherwise, and says so."""
    world.moments.before["package"] = lambda: _break(world)
    case = await world.open(PERSON, Right.ACCESS)
    status = await world.until(case, CaseState.NEEDS_ATTENTION)
    assert status.stage is Stage.ANSWERING
    assert "mail" in status.waits_for
    await world.habeas.attest(case, Attestation(system="mail", what="told by post", by="dpo"))
    done = await world.closed(case)
    assert done.state is CaseState.READY
    assert done.letters[-1].is_sent is False
    await world.replay(case, "export")


def kinds(status):
    """The kinds of the letters that were written, in order."""
    return [note.kind for note in status.letters]


async def _break(world):
    world.switchboard.break_("mail", How.REFUSE)
