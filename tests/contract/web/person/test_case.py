"""The page of a case: what it says, what may be done there, and that it is one case's alone."""

import re

import pytest

from habeas.console.web.limit import Limit
from habeas.console.web.person.office import Limits
from habeas.domain.case import CaseState
from habeas.domain.identity import Doubt, Rung
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.update import Cancellation, Reply

SECRET = "planted words of one person alone"


async def test_letters_whole_and_newest_first(served):
    """Each letter of the person's is there in full, below the page's own headings; nobody else's is."""
    case_id = await served.case()
    await served.write(case_id, LetterKind.RECEIPT)
    await served.write(case_id, LetterKind.CLARIFICATION, words=SECRET)
    await served.write(case_id, LetterKind.ESCALATION, addressee=Addressee.DPO, words="for the DPO alone")
    text = await (await served.visitor(case_id)).text("/case")
    assert text.count('<div class="letter">') == 2
    assert text.index(SECRET) < text.index("We have received your request")
    assert "for the DPO alone" not in text
    assert (text.count("<h1"), "<h3>We have received your request</h3>" in text) == (1, True)


async def test_l_13_an_agent_reads_no_letter_that_was_kept_from_them(served):
    """L-13: whose mandate does not cover the answer sees that it was asked for, and not what the answer is."""
    case_id = await served.case()
    await served.write(case_id, LetterKind.RECEIPT, addressee=Addressee.AGENT)
    await served.write(case_id, LetterKind.CLARIFICATION, words=SECRET)
    text = await (await served.visitor(case_id, LinkPurpose.AGENT)).text("/case")
    assert "We have received your request" in text
    assert SECRET not in text
    own = await (await served.visitor(case_id)).text("/case")
    assert SECRET in own


async def test_letters_are_read_in_the_language_of_the_page(served):
    """Whoever chooses another language reads the letters in it too."""
    case_id = await served.case()
    await served.write(case_id)
    browser = await served.visitor(case_id)
    await browser.get("/language/fr?next=/case")
    text = await browser.text("/case")
    assert ("We have received your request" in text, "Votre demande" in text) == (False, True)


async def test_another_case(served):
    """A session of one case reads nothing of another, and tells it nothing."""
    mine, other = await served.case(), await served.case(asks_for="evidence", has_open_question=True)
    await served.write(other, LetterKind.CLARIFICATION, words=SECRET)
    browser = await served.visitor(mine)
    for path in ("/case", "/case/withdraw"):
        text = await browser.text(path, params={"case": other})
        assert SECRET not in text
    fields = await browser.fields("/case/withdraw")
    await browser.post("/case/reply", {**fields, "reply": "x", "case": other, "case_id": other})
    await browser.post("/case/withdraw", {**fields, "case": other, "case_id": other})
    assert {told for told, _ in served.cases.told} == {mine}


async def test_a_controller_is_not_the_person(served):
    """A controller's session opens no page of the person's, and the person's none of a controller's."""
    case_id = await served.case()
    browser = await served.visitor(case_id)
    assert (await browser.get("/controller")).status == 403
    assert (await browser.send("/case/withdraw", "/controller", directive="erase")).status == 403


@pytest.mark.parametrize("stage", Stage)
async def test_each_stage_has_its_words(served, stage):
    """Every stage of an open case is said, with its dates and one current step."""
    if stage is Stage.CLOSED:
        return
    case_id = await served.case(stage=stage, state=stage.value, asks_for=None)
    text = await (await served.visitor(case_id)).text("/case")
    assert "You have our answer by 3 December 2026 at the latest." in text
    assert text.count('aria-current="step"') == 1


@pytest.mark.parametrize("state", [state for state in CaseState if not state.is_open])
async def test_each_outcome_has_its_words(served, state):
    """Every outcome is said, without a date that still runs, and nothing can be taken back."""
    case_id = await served.case(stage=Stage.CLOSED, state=state, asks_for=None)
    text = await (await served.visitor(case_id)).text("/case")
    assert ("It is closed" in text, "at the latest" in text, "/case/withdraw" in text) == (True, False, False)


async def test_two_dates(served):
    """Where pauses move the date both are shown; while one goes on it says what is waited for."""
    case_id = await served.case()
    clock = served.cases.statuses[case_id].clock
    later = clock.due.replace(day=20)
    browser = await served.visitor(case_id)
    served.cases.change(case_id, clock=clock.model_copy(update={"due_with_pauses": later}))
    text = await browser.text("/case")
    assert ("3 December 2026" in text, "20 December 2026" in text) == (True, True)
    served.cases.change(case_id, clock=clock.model_copy(update={"due_with_pauses": None}))
    assert "Now we wait for you" in await browser.text("/case")


async def test_a_question(served):
    """An open question is shown with a form; its answer reaches the case once, however often it is sent."""
    case_id = await served.case(has_open_question=True)
    served.cases.said[case_id] = ("an older one", "an answer", SECRET)
    browser = await served.visitor(case_id)
    assert SECRET in await browser.text("/case")
    answer = await browser.send("/case", "/case/reply", reply=" the answer ")
    assert answer.headers["Location"] == "/case?done=reply"
    assert served.cases.told == [(case_id, Reply(text="the answer"))]


async def test_an_answer_that_is_none(served):
    """Nothing, or too much, is not sent; what was typed is kept."""
    case_id = await served.case(has_open_question=True)
    served.cases.said[case_id] = ("?",)
    browser = await served.visitor(case_id)
    for reply in ("", "x" * 4001):
        answer = await browser.send("/case", "/case/reply", reply=reply)
        text = await answer.text()
        assert (answer.status, 'href="#reply"' in text, f">{reply}</textarea>" in text) == (400, True, True)
    assert served.cases.told == []


async def test_an_answer_to_nothing(served):
    """Without a question there is no form, and what is sent all the same is refused in one line."""
    case_id = await served.case()
    browser = await served.visitor(case_id)
    assert 'action="/case/reply"' not in await browser.text("/case")
    assert (await browser.send("/case/withdraw", "/case/reply", reply="x")).status == 409


async def test_taking_it_back(served):
    """First what that means, then the button; what the case refuses is one clear line."""
    case_id = await served.case()
    browser = await served.visitor(case_id)
    assert "everything stays as it was" in await browser.text("/case/withdraw")
    assert served.cases.told == []
    assert (await browser.send("/case/withdraw")).headers["Location"] == "/case?done=withdrawn"
    assert served.cases.told == [(case_id, Cancellation(by="the person's page"))]


async def test_too_late_to_take_it_back(served):
    """While data is being erased, or when it is over, the page says so and has no button."""
    case_id = await served.case(stage=Stage.CARRYING_OUT, state=CaseState.CARRYING_OUT, phase="erase", asks_for=None)
    browser = await served.visitor(case_id)
    assert "That is not possible any more" in await browser.text("/case/withdraw")
    served.cases.change(case_id, stage=Stage.CLOSED, state=CaseState.ERASED)
    fields = await browser.fields("/case/withdraw")
    once = {"once": "x"}
    assert (await browser.post("/case/withdraw", {**fields, **once})).status == 409


@pytest.mark.parametrize(
    ("country", "names"),
    [("NO", ["Datatilsynet", "CNIL"]), ("FR", ["CNIL"]), (None, ["Datatilsynet", "CNIL"])],
)
async def test_where_to_complain(served, country, names):
    """The person's own authority and the leading one, or all of them, and the court, on the page."""
    case_id = await served.case()
    await served.write(case_id, country=country)
    text = await (await served.visitor(case_id)).text("/case")
    section = text[text.index('<section aria-labelledby="complaint">') :]
    assert [name in section for name in ("Datatilsynet", "CNIL")] == [n in names for n in ("Datatilsynet", "CNIL")]
    assert "GDPR art. 79" in section


@pytest.mark.parametrize("path", ["/", "/lost", "/asked", "/sign-in", "/p/x", "/c/x"])
async def test_where_to_complain_as_a_stranger(browser, path):
    """It stands on every page, also before anybody has asked."""
    text = await browser.text(path)
    assert ["Datatilsynet" in text, "CNIL" in text, "GDPR art. 79" in text] == [True] * 3


async def test_who_must_show_more(served):
    """What is asked for is said: the link, a sign-in, or evidence, and nothing more than that."""
    case_id = await served.case(doubt=Doubt.NOT_SIGNED_IN)
    browser = await served.visitor(case_id)
    for rung, words in ((Rung.LINK, "Open the link"), (Rung.SESSION, "Sign in to your"), (Rung.EVIDENCE, "Cover what")):
        served.cases.change(case_id, asks_for=rung)
        text = await browser.text("/case")
        assert [one in text for one in ("Open the link", "Sign in to your", "Cover what")].count(True) == 1
        assert words in text


async def test_after_temporal_has_forgotten_it(served):
    """A closed case is shown as the register has it; its letters are there until it is shredded."""
    case_id = await served.case(right=Right.ERASURE)
    await served.write(case_id)
    browser = await served.visitor(case_id)
    status = served.cases.statuses.pop(case_id)
    closed = status.model_copy(update={"state": CaseState.ERASED, "stage": Stage.CLOSED})
    await served.closed(closed)
    text = await browser.text("/case")
    assert ("It is closed: your data is erased." in text, "We have received your request" in text) == (True, True)
    await served.keys.destroy(case_id)
    text = await browser.text("/case")
    assert ("It is closed" in text, "There is no letter yet." in text) == (True, True)


async def test_how_often_a_case_is_told(serve):
    """One page does not flood its case."""
    served = await serve(Limits(cases=Limit(2, 60)))
    browser = await served.visitor(await served.case())
    said = [(await browser.send("/case/withdraw", "/case/reply", reply="x")).status for _ in range(3)]
    assert said == [409, 409, 429]


async def test_nothing_personal_around_it(served):
    """No address of the door, title, cookie or line of the audit has anything of the person in it."""
    case_id = await served.case(has_open_question=True)
    served.cases.said[case_id] = (SECRET,)
    await served.write(case_id)
    browser = await served.visitor(case_id)
    text = await browser.text("/case")
    await browser.send("/case", "/case/reply", reply=SECRET)
    around = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', text) + re.findall("<title>(.*)</title>", text))
    around += " ".join(f"{one.key}={one.value}" for one in browser.client.cookie_jar) + served.audit.read_text()
    assert ("canary" in around, SECRET in around) == (False, False)
