"""Systems without an API: the owner is asked, reminded and never skipped; nothing is held up for weeks, or claimed."""

from datetime import UTC, datetime

import pytest

from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.manual import Answer, Demand, DemandState, Found
from habeas.domain.name import question_workflow_id
from habeas.domain.outcome import Became
from habeas.domain.right import Right
from habeas.sandbox.fault import How
from habeas.sandbox.manual import write_with_manual_system
from habeas.sandbox.people import INSTRUCTED_PARTICIPANT as PERSON
from habeas.sandbox.people import UNKNOWN
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.folder import CaseFolder

ARCHIVE, DPO = "archive@webinars.example.com", "dpo@webinars.example.com"
LETTERS = (Found(category="correspondence", count=3),)
PDF = b"%PDF-1.7 a letter of hers"


@pytest.fixture
def processing_file(tmp_path):
    """The company has a paper archive."""
    return write_with_manual_system(tmp_path / "processing.yaml")


@pytest.fixture
def answers(cases, keys):
    """Where the owner's page keeps answers."""
    return AnswerPapers(CaseFolder(cases), keys)


async def asked(world, case, demand, state=DemandState.ASKED):
    """Wait until an owner was asked that, and it stands so."""

    def found(status):
        return [one for one in status.asked if (one.demand, one.state) == (demand, state)]

    return found(await world.until_so(case, found, 120))[-1]


async def answer(world, answers, case, one, found=(), is_done=True):
    """The owner answers, as its page has it."""
    said = Answer(
        number=one.number,
        system=one.system,
        demand=one.demand,
        is_done=is_done,
        by="Ada of the archive",
        reference="list 12",
        done_on=datetime.now(UTC).date(),
        at=datetime.now(UTC),
        found=found,
    )
    assert await answers.keep(case, said)
    await world.habeas.owner_answered(case, one.number)


async def planned(world, answers, found=LETTERS, person=PERSON):
    """An erasure with a plan that waits, of which the archive has answered what there is."""
    case = await world.open(person)
    await answer(world, answers, case, await asked(world, case, Demand.LOCATE), found)
    return await world.until(case, CaseState.AWAITING_DECISION)


async def pass_time(world, case, one):
    """All the time passes in which the owner was waited for."""
    question = world.temporal.get_workflow_handle(question_workflow_id(case, one.number))
    await world.env.fast_forward(question, None)


def archived(status, disposition):
    """The items of a plan in the archive that are treated so."""
    return [i for i in status.items if (i.system, i.disposition) == ("archive", disposition)]


async def kinds(world, case, addressee=Addressee.OWNER):
    """The kinds of the letters that were written to somebody."""
    kept = await world.letter_papers.letters(case)
    return sorted(one.letter.kind for one in kept if one.letter.addressee is addressee)


async def test_an_owner_that_answers_in_time(world, answers):
    """It says what there is, is told to hold it back, erases it, and says so: that is attested and nothing is open."""
    status = await planned(world, answers)
    case = status.case_id
    assert [(i.category, i.count) for i in archived(status, Disposition.ERASE)] == [("correspondence", 3)]
    await world.habeas.approve(case, status.plan_digest, "dpo")
    await answer(world, answers, case, await asked(world, case, Demand.ERASE))
    done = await world.closed(case)
    assert {(o.became, o.left) for o in done.outcomes if o.category == "correspondence"} == {(Became.ATTESTED, None)}
    assert done.systems["archive"].left is None
    assert not [step for step in done.open_steps if step.system == "archive"]
    assert [one.demand for one in done.asked] == [Demand.LOCATE, Demand.HOLD, Demand.ERASE]
    assert await kinds(world, case) == [LetterKind.OWNER_ASKED, LetterKind.OWNER_ASKED, LetterKind.OWNER_TOLD]
    assert (await world.letter(case, LetterKind.DONE)).attested == ("archive",)
    await world.replay(case, "erasure", *(f"question/{one.number}" for one in done.asked if one.demand.is_a_question))


async def test_the_mail_says_nothing_of_the_person(world, answers):
    """The owner's mail has a link and no address of the person's; the address is in the letter behind it."""
    status = await planned(world, answers)
    (mail,) = world.mails(ARCHIVE)
    assert PERSON.email not in mail.text
    assert "/o/" in mail.text
    letter = await world.letter(status.case_id, LetterKind.OWNER_ASKED)
    assert [i.value for i in letter.question.identifiers] == [PERSON.email]
    await world.habeas.cancel(status.case_id, "support")
    await world.closed(status.case_id)


@pytest.mark.long
async def test_an_owner_that_holds_nothing(world, answers):
    """It says so, is asked for nothing more, and no trace of it is in the plan."""
    status = await planned(world, answers, found=())
    assert not [item for item in status.items if item.system == "archive"]
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert [one.demand for one in done.asked] == [Demand.LOCATE]


async def test_what_a_law_keeps_stays_in_the_archive(world, answers):
    """The owner says of when the newest is: what a law keeps is not asked to be erased, and has its end date."""
    newest = datetime.now(UTC).date()
    found = (*LETTERS, Found(category="contract", count=2, newest=newest))
    status = await planned(world, answers, found)
    (kept,) = archived(status, Disposition.RETAIN)
    assert (kept.category, kept.until.year) == ("contract", newest.year + 10)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    one = await asked(world, status.case_id, Demand.ERASE)
    kept_letters = await world.letter_papers.letters(status.case_id)
    (letter,) = [k.letter for k in kept_letters if k.letter.question and k.letter.number == one.number]
    assert letter.question.categories == ("correspondence",)
    await answer(world, answers, status.case_id, one)
    done = await world.closed(status.case_id)
    assert {o.category: o.became for o in done.outcomes if o.system == "archive" and o.category != "backups"} == {
        "correspondence": Became.ATTESTED,
        "contract": Became.RETAINED,
    }


async def test_an_owner_that_never_says_what_there_is(world, answers):
    """It is reminded, the DPO is told, and the case goes on in time: what is missing is in plan and answer (L-08)."""
    case = await world.open(PERSON)
    await pass_time(world, case, await asked(world, case, Demand.LOCATE))
    status = await world.until(case, CaseState.AWAITING_DECISION)
    assert {i.circumstance for i in archived(status, Disposition.DECIDE)} == {Circumstance.UNANSWERED}
    assert any("archive" in alert for alert in status.alerts)
    assert await kinds(world, case) == [LetterKind.OWNER_ASKED, LetterKind.OWNER_REMINDER]
    assert LetterKind.OWNER_SILENT in await kinds(world, case, Addressee.DPO)
    assert all(PERSON.email not in mail.text for mail in world.mails(DPO))
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert {o.became for o in done.outcomes if o.category == "correspondence"} == {Became.UNDECIDED}
    assert [step for step in done.open_steps if step.system == "archive"]
    letter = await world.letter(case, LetterKind.DONE)
    assert (letter.unanswered, letter.attested) == (("archive",), ())


async def test_an_owner_that_never_says_that_it_erased(world, answers):
    """All others are erased and read back meanwhile; the case ends in time, and says that this is open."""
    status = await planned(world, answers)
    case = status.case_id
    await world.habeas.approve(case, status.plan_digest, "dpo")
    await pass_time(world, case, await asked(world, case, Demand.ERASE))
    done = await world.closed(case)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert {o.became for o in done.outcomes if o.category == "correspondence"} == {Became.UNDECIDED}
    assert {o.became for o in done.outcomes if o.system == "accounts" and o.category == "account"} <= {Became.ERASED}
    assert [one.state for one in done.asked if one.demand is Demand.ERASE] == [DemandState.SILENT]
    assert done.systems["archive"].erased == 0
    letter = await world.letter(case, LetterKind.DONE)
    assert {i.disposition for i in letter.items if i.system == "archive"} == {Disposition.DECIDE}


@pytest.mark.long
async def test_an_owner_that_says_it_cannot_is_not_waited_for(world, answers):
    """Its word ends the waiting; it is open, and the DPO is to look at it."""
    status = await planned(world, answers)
    case = status.case_id
    await world.habeas.approve(case, status.plan_digest, "dpo")
    await answer(world, answers, case, await asked(world, case, Demand.ERASE), is_done=False)
    done = await world.closed(case)
    assert [one.state for one in done.asked if one.demand is Demand.ERASE] == [DemandState.DECLINED]
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert any("cannot" in alert for alert in done.alerts)


@pytest.mark.long
async def test_where_nothing_else_is_held_and_the_owner_is_silent_nobody_is_told_that_nothing_is(world):
    """The person is told that a system did not answer, and not that nothing is held (GDPR art. 12(4))."""
    case = await world.open(UNKNOWN)
    await pass_time(world, case, await asked(world, case, Demand.LOCATE))
    done = await world.closed(case)
    assert done.state is CaseState.NOTHING_CHANGED
    assert [step.system for step in done.open_steps] == ["archive"]
    assert [n.kind for n in done.letters if n.addressee is Addressee.SUBJECT][-1] is LetterKind.UNANSWERED


async def test_unwinding_tells_the_owner_to_use_it_again(world, answers):
    """A cancel before the pivot gives everything back: the owner is told, and it stays to be confirmed that it does."""
    status = await planned(world, answers)
    case = status.case_id

    async def cancel():
        await world.habeas.cancel(case, "support")

    world.moments.after["locate:archive:again:1"] = cancel
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state is CaseState.NOTHING_CHANGED
    assert [one.demand for one in done.asked] == [Demand.LOCATE, Demand.HOLD, Demand.RELEASE]
    assert [step.system for step in done.open_steps] == ["archive"]
    assert len(world.mails(ARCHIVE)) == 3
    await world.replay(case, "erasure")


async def test_a_case_that_is_cancelled_waits_for_no_owner(world):
    """The question ends with the case: nobody is reminded of a case that is over."""
    case = await world.open(PERSON)
    one = await asked(world, case, Demand.LOCATE)
    await world.habeas.cancel(case, "support")
    assert (await world.closed(case)).state is CaseState.NOTHING_CHANGED
    await world.temporal.get_workflow_handle(question_workflow_id(case, one.number)).result()
    assert len(world.mails(ARCHIVE)) == 1


@pytest.mark.long
async def test_an_answer_that_comes_late_is_heard(world, answers):
    """While the plan waits the DPO learns of it, and a look makes the plan anew; the owner is not asked twice."""
    case = await world.open(PERSON)
    one = await asked(world, case, Demand.LOCATE)
    await pass_time(world, case, one)
    status = await world.until(case, CaseState.AWAITING_DECISION)
    await answer(world, answers, case, one, LETTERS)
    await world.until_so(case, lambda s: any("late" in alert for alert in s.alerts))
    await world.habeas.retry(case, "dpo")
    again = await world.until_so(case, lambda s: s.plan_digest != status.plan_digest, 120)
    assert [i.count for i in archived(again, Disposition.ERASE)] == [3]
    assert [o.demand for o in again.asked] == [Demand.LOCATE]
    await world.habeas.cancel(case, "support")
    await world.closed(case)


async def test_an_owner_gives_what_the_person_is_to_have(world, answers):
    """For a copy it is asked once, to find and to give; what it uploads is in the bundle."""
    case = await world.open(PERSON, Right.ACCESS)
    one = await asked(world, case, Demand.GIVE)
    await answers.given(one.number, "correspondence").keep(case, PDF)
    await answer(world, answers, case, one, (*LETTERS, Found(category="contract", count=1)))
    done = await world.closed(case)
    assert done.state is CaseState.READY
    bundle = await world.bundle(done)
    (name,) = [name for name in bundle.namelist() if "archive/files" in name]
    assert bundle.read(name) == PDF
    assert [(w.system, w.category) for w in done.withheld if w.system == "archive"] == [("archive", "contract")]


@pytest.mark.long
async def test_a_copy_says_which_owner_has_not_answered(world):
    """The person gets what there is in time; letter and bundle say what is missing."""
    case = await world.open(PERSON, Right.ACCESS)
    await pass_time(world, case, await asked(world, case, Demand.GIVE))
    done = await world.closed(case)
    assert done.state is CaseState.READY
    assert {w.category for w in done.withheld if w.system == "archive"} == {"correspondence", "contract"}
    assert (await world.letter(case, LetterKind.ANSWER)).unanswered == ("archive",)


async def test_a_case_that_is_reset_asks_nobody_twice(world, answers):
    """A question under way is found again, and so is an answer that was given meanwhile."""
    case = await world.open(PERSON)
    one = await asked(world, case, Demand.LOCATE)
    await world.reset(case, "locate:accounts:1", part=None)
    await answer(world, answers, case, one, LETTERS)
    status = await world.until(case, CaseState.AWAITING_DECISION)
    assert [i.count for i in archived(status, Disposition.ERASE)] == [3]
    assert len(world.mails(ARCHIVE)) == 1
    await world.habeas.cancel(case, "support")
    await world.closed(case)


@pytest.mark.long
async def test_an_owner_that_no_letter_reaches(world):
    """A mail server that is away holds no case up: it is shown at once, and what is missing stays open."""
    world.switchboard.break_("mail", How.REFUSE)
    case = await world.open(PERSON, Right.ACCESS)
    one = await asked(world, case, Demand.GIVE, DemandState.UNREACHED)
    await world.until_so(case, lambda s: any("was not sent" in alert and "archive" in alert for alert in s.alerts))
    world.switchboard.mend()
    await pass_time(world, case, one)
    done = await world.closed(case)
    assert done.state is CaseState.READY
    assert [one.state for one in done.asked] == [DemandState.SILENT]


async def test_a_cancel_while_the_owner_is_told_unwinds(world, answers):
    """It is not lost in the letter that is under way: the owner is told to use it again, and the pivot never comes."""
    status = await planned(world, answers)
    case = status.case_id

    async def cancel():
        await world.habeas.cancel(case, "support")

    world.moments.before["letter:owner_told-2"] = cancel
    await world.habeas.approve(case, status.plan_digest, "dpo")
    done = await world.closed(case)
    assert done.state is CaseState.NOTHING_CHANGED
    assert [one.demand for one in done.asked][-1] is Demand.RELEASE
    await world.replay(case, "erasure")
