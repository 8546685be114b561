"""The page of whoever has a system without an API: one demand, who the person is, an answer, and nothing else."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from habeas.console.web.person.language.book import WORDS
from habeas.console.web.person.owner_form import Outcome
from habeas.domain.case import CaseState
from habeas.domain.identifier import email
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.manual import Demand, Found, Question
from habeas.domain.stage import Stage
from habeas.vault.evidence import LARGEST, MOST

PERSON = "maja.canary@example.org"
TODAY = datetime.now(UTC).date().isoformat()
SAID = {"outcome": "some", "done_on": TODAY, "by": "Ada, archive", "shown": "list 12", "count-correspondence": "3"}
ERASED = {"outcome": "erased", "done_on": TODAY, "by": "Ada, archive", "shown": "list 12"}
PDF = b"%PDF-1.7 a scan"


def question(demand):
    return Question(
        system="archive",
        role="the archive",
        demand=demand,
        identifiers=(email(PERSON),),
        categories=("correspondence", "contract"),
    )


async def asked(served, demand=Demand.LOCATE, number=1, **changes):
    """A case of which an owner was asked that."""
    open_ = {"stage": Stage.PLANNING, "state": CaseState.PLANNING, "asks_for": None, "right": "erasure"}
    case_id = await served.case(**{**open_, **changes})
    kind = LetterKind.OWNER_ASKED if demand.is_a_question else LetterKind.OWNER_TOLD
    until = datetime.now(UTC) + timedelta(days=10)
    await served.write(case_id, kind, number, Addressee.OWNER, question=question(demand), until=until)
    await served.write(case_id)
    return case_id


async def owner(served, case_id, number=1):
    """A browser that came by the owner's link."""
    return await served.visitor(case_id, LinkPurpose.OWNER, letter=number)


async def test_what_is_asked_and_of_whom(served):
    """The page says what is wanted, by what the person is known and by when; and nothing of the person's own page."""
    case_id = await asked(served)
    text = await (await owner(served, case_id)).text("/owner")
    for shown in ("Paper archive", "the archive", PERSON, "Letters between you and us", "Contracts that you signed"):
        assert shown in text
    assert "We have received your request" not in text
    assert (text.count("<h1"), text.count('<div class="letter"')) == (1, 1)


@pytest.mark.parametrize("language", Language)
async def test_it_is_well_built_in_every_language(served, language):
    """Each field has a label, each description is there, and no word is missing."""
    browser = await owner(served, await asked(served, Demand.GIVE))
    text = unescape(await browser.text("/owner", headers={"Accept-Language": language}))
    words = WORDS[language].owner
    assert all(said in text for said in (words.title, words.what, words.submit, words.send_file))
    assert "None" not in text


async def test_no_address_is_in_the_link_or_the_mail(served):
    """Who reads the mail and not the page learns nothing of the person."""
    await asked(served)
    (first, _) = served.letterbox.letters()
    assert "/o/" in first.text
    assert PERSON not in first.text


async def test_an_answer(served):
    """It is kept sealed with who says so, and the case looks at it."""
    case_id = await asked(served)
    browser = await owner(served, case_id)
    answer = await browser.send("/owner", **{**SAID, "count-contract": "2", "newest-contract": "2024-05-17"})
    assert answer.headers["Location"] == "/owner?done=answered"
    assert served.cases.told == [(case_id, 1)]
    kept = await served.office.answers.answer(case_id, 1)
    assert (kept.is_done, kept.by, kept.reference, kept.done_on.isoformat()) == (True, "Ada, archive", "list 12", TODAY)
    assert [(f.category, f.count) for f in kept.found] == [("correspondence", 3), ("contract", 2)]
    assert kept.found[1].newest.isoformat() == "2024-05-17"
    sealed = (served.folder / case_id / "answers" / "1.sealed").read_bytes()
    assert b"Ada" not in sealed


async def test_nothing_is_an_answer(served):
    """That there is nothing is said, and is no silence."""
    case_id = await asked(served)
    await (await owner(served, case_id)).send("/owner", **{**SAID, "outcome": "nothing"})
    kept = await served.office.answers.answer(case_id, 1)
    assert (kept.is_done, kept.found) == (True, ())


async def test_that_it_cannot_be_done_is_an_answer(served):
    """It is kept as one that does nothing."""
    case_id = await asked(served, Demand.ERASE)
    browser = await owner(served, case_id)
    await browser.send("/owner", **{**ERASED, "outcome": "cannot", "shown": "it is in a safe"})
    assert not (await served.office.answers.answer(case_id, 1)).is_done


async def test_an_attestation_with_a_file(served):
    """That it was erased is said with what shows it; the file is kept sealed until the case is shredded."""
    case_id = await asked(served, Demand.ERASE)
    browser = await owner(served, case_id)
    given = await browser.upload(PDF, page="/owner", onto="/owner/file", category="correspondence")
    assert given.headers["Location"] == "/owner?done=given"
    await browser.send("/owner", **ERASED)
    kept = await served.office.answers.answer(case_id, 1)
    assert (kept.is_done, kept.files) == (True, 1)
    assert not [f for f in (served.folder / case_id).rglob("*") if f.is_file() and b"a scan" in f.read_bytes()]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "erased"}, "outcome"),
        ({"count-correspondence": "0"}, "counts"),
        ({"count-correspondence": "-1"}, "counts"),
        ({"count-correspondence": "9999999"}, "counts"),
        ({"count-correspondence": "three"}, "counts"),
        ({"newest-contract": "2999-01-01"}, "newest"),
        ({"done_on": "2999-01-01"}, "done_on"),
        ({"done_on": ""}, "done_on"),
        ({"by": ""}, "by"),
        ({"shown": "x"}, "shown"),
    ],
)
async def test_an_answer_that_is_not_whole(served, changes, wrong):
    """Nothing is kept or told, and the page says what is missing and keeps the rest."""
    case_id = await asked(served)
    answer = await (await owner(served, case_id)).send("/owner", **{**SAID, **changes})
    text = await answer.text()
    assert (answer.status, f'href="#{wrong}"' in text, served.cases.told) == (400, True, [])
    assert await served.office.answers.answer(case_id, 1) is None
    assert WORDS[Language.ENGLISH].errors.fields[wrong] in text


async def test_a_link_that_is_used_twice(served):
    """It opens the page again; the first answer stays, and a second one only has the case look once more."""
    case_id = await asked(served)
    await (await owner(served, case_id)).send("/owner", **SAID)
    second = await owner(served, case_id)
    assert '<form method="post" action="/owner">' not in await second.text("/owner")
    await second.send("/owner", **{**SAID, "outcome": "nothing"})
    assert (await served.office.answers.answer(case_id, 1)).found == (
        Found(category="correspondence", count=3),
        Found(category="contract", count=0),
    )
    assert served.cases.told == [(case_id, 1)] * 2


async def test_a_link_that_is_over(served):
    """It is as one that never was."""
    case_id = await asked(served)
    browser = await served.browser()
    expired = await served.link(case_id, LinkPurpose.OWNER, timedelta(seconds=-1), 1)
    assert [(await browser.send(way)).status for way in (expired, "/o/" + "x" * 43)] == [404, 404]


async def test_when_the_case_is_over(served):
    """Late is not in time: nothing is taken, and who the person was is not shown any more."""
    case_id = await asked(served, stage=Stage.CLOSED, state=CaseState.ERASED_WITH_OPEN_STEPS)
    browser = await owner(served, case_id)
    text = await browser.text("/owner")
    assert PERSON not in text
    assert WORDS[Language.ENGLISH].owner.states["over"] in text
    assert (await browser.send("/owner", **SAID)).status == 409
    assert await served.office.answers.answer(case_id, 1) is None


@pytest.mark.parametrize("demand", [Demand.HOLD, Demand.RELEASE])
async def test_what_is_told_takes_no_answer(served, demand):
    """Whoever is told to hold back, or to use again, is told of whom, and need not answer."""
    case_id = await asked(served, demand)
    browser = await owner(served, case_id)
    text = await browser.text("/owner")
    assert PERSON in text
    assert "<h2>Your answer</h2>" not in text
    assert (await browser.send("/owner", **ERASED)).status == 409


async def test_another_case_and_another_demand(served):
    """A link opens the demand that it was sent with, and no other."""
    mine, other = await asked(served), await asked(served, Demand.ERASE, 2)
    browser = await owner(served, mine)
    await browser.send("/owner", **SAID)
    assert await served.office.answers.answer(other, 2) is None
    stranger = await owner(served, mine, number=2)
    assert (await stranger.get("/owner")).status == 404


async def test_it_is_neither_the_person_nor_a_controller(served):
    """Nothing of others' pages opens; nor is this page theirs."""
    case_id = await asked(served)
    browser = await owner(served, case_id)
    assert [(await browser.get(path)).status for path in ("/case", "/controller")] == [403, 403]
    person = await served.visitor(case_id)
    assert (await person.get("/owner")).status == 403
    link = await served.link(case_id, LinkPurpose.OWNER, letter=1)
    assert (await person.send(link.replace("/o/", "/c/"))).status == 404


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"%PDF-" + b"x" * LARGEST], ids=["empty", "binary", "large"])
async def test_a_file_that_is_not_taken(served, data):
    """What is too large, or of a kind that nobody can look at, is refused, and nothing of it is kept."""
    case_id = await asked(served, Demand.GIVE)
    browser = await owner(served, case_id)
    answer = await browser.upload(data, page="/owner", onto="/owner/file", category="correspondence")
    assert (answer.status, 'href="#given"' in await answer.text()) == (400, True)
    assert await served.office.answers.given(1, "correspondence").pieces(case_id) == ()


@pytest.mark.parametrize(
    "data",
    [PDF, b"PK\x03\x04 sheets", "name;city\nMaja;Bodø\n".encode(), b"\x89PNG\r\n\x1a\n"],
    ids=["pdf", "zip", "text", "png"],
)
async def test_files_that_are_taken(served, data):
    """Pages, pictures, what office programs write, and text."""
    browser = await owner(served, await asked(served, Demand.GIVE))
    answer = await browser.upload(data, page="/owner", onto="/owner/file", category="contract")
    assert answer.status == 303


async def test_there_are_enough_files(served):
    """Of each kind of data so many are taken and no more; of a kind that was not asked about none."""
    browser = await owner(served, await asked(served, Demand.GIVE))
    said = [
        (await browser.upload(PDF, page="/owner", onto="/owner/file", category=one)).status
        for one in (*["correspondence"] * (MOST + 1), "contract", "account")
    ]
    assert said == [*[303] * MOST, 400, 303, 400]


async def test_a_question_of_what_there_is_takes_no_files(served):
    """Who is only asked what there is gives nothing away."""
    browser = await owner(served, await asked(served, Demand.LOCATE))
    answer = await browser.upload(PDF, page="/owner", onto="/owner/file", category="correspondence")
    assert answer.status == 409


async def test_looking_at_the_address_is_noted(served):
    """Before the address is shown the audit has a line of it, by the demand's number."""
    case_id = await asked(served)
    await (await owner(served, case_id)).get("/owner")
    last = served.audit.read_text().splitlines()[-1]
    assert [part in last for part in ("view_address", f"{case_id}/question/1", "@")] == [True, True, False]


def test_every_outcome_has_words():
    """Whatever may be answered is explained, in every language."""
    for words in WORDS.values():
        assert set(words.owner.outcomes) == set(Outcome)
