"""A stranger asks: what comes of it, and what they learn, which is nothing."""

import asyncio
import re
from html import unescape
from pathlib import Path

import pytest

from habeas.console.web.limit import Limit
from habeas.console.web.person.office import Limits
from habeas.domain.error import Unreachable
from habeas.domain.identifier import cookie_id, email
from habeas.domain.identity import Doubt, Rung
from habeas.domain.language import Language
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.policy import load_processing

PROCESSING = load_processing(Path(__file__).parents[4] / "policy" / "processing.yaml")
ADDRESS = "stranger.canary@example.org"


@pytest.mark.parametrize(
    ("choice", "right", "copy_first"),
    [
        ("access", Right.ACCESS, None),
        ("portability", Right.PORTABILITY, None),
        ("erasure", Right.ERASURE, None),
        ("copy_then_erasure", Right.ERASURE, Right.ACCESS),
        ("confirmation", Right.CONFIRMATION, None),
        ("objection", Right.OBJECTION, None),
        ("withdrawal", Right.WITHDRAWAL, None),
    ],
)
async def test_what_one_may_ask(served, browser, choice, right, copy_first):
    """Each choice opens a case of its right, without an identity, in the language of the page."""
    await browser.get("/language/nb?next=/")
    answer = await browser.send("/", right=choice, email=f" {ADDRESS} ", country="NO")
    assert (answer.status, answer.headers["Location"]) == (303, "/asked")
    ((_, asked, intake, by),) = served.cases.opened
    assert (asked, intake.copy_first, by) == (right, copy_first, "the person's page")
    assert (intake.identity, intake.identifiers, intake.country) == (None, (email(ADDRESS),), "NO")
    assert intake.language is Language.NORWEGIAN


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("page", ["/", "/lost"])
async def test_p_9_who_chooses_erasure_reads_what_ends(browser, page, language):
    """P-9: what of the service is lost stands beside the two choices that erase, and beside no other."""
    await browser.get(f"/language/{language}?next=/")
    text = unescape(await browser.text(page))
    hints = dict(re.findall(r'id="right-(\w+)-hint">(.*?)</p>', text))
    ends = PROCESSING.information.ends.said_in(language)
    assert {choice for choice, hint in hints.items() if ends in hint} == {"erasure", "copy_then_erasure"}
    assert len(hints) == 7 + len(PROCESSING.consents)


async def test_one_consent_may_be_withdrawn_alone(served, browser):
    """Each consent of the record of processing is a choice of its own; another word is none."""
    assert (await browser.send("/", right="withdrawal_newsletter", email=ADDRESS)).status == 303
    assert (await browser.send("/", right="withdrawal_everything", email=ADDRESS)).status == 400
    ((_, asked, intake, _),) = served.cases.opened
    assert (asked, intake.purposes, intake.identity) == (Right.WITHDRAWAL, ("newsletter",), None)


async def test_who_holds_nothing_on_consent_offers_no_withdrawal(served_without_consent):
    """What would be answered with nothing is not offered, and not taken."""
    served = served_without_consent
    browser = await served.browser()
    hints = re.findall(r'id="right-(\w+)-hint"', await browser.text("/"))
    assert (len(hints), [hint for hint in hints if "withdrawal" in hint]) == (6, [])
    assert (await browser.send("/", right="withdrawal", email=ADDRESS)).status == 400
    assert served.cases.opened == []


async def test_a_country_may_be_left_open(served, browser):
    """Where one lives need not be said."""
    assert (await browser.send("/", right="access", email=ADDRESS, country="")).status == 303
    assert served.cases.opened[0][2].country is None


async def test_the_id_in_a_cookie_may_be_given(served, browser):
    """It is looked by beside the address; what can be none is told by its field, and opens nothing."""
    wrong = await browser.send("/", right="access", email=ADDRESS, cookie_id="no id")
    assert (wrong.status, served.cases.opened) == (400, [])
    assert 'href="#cookie_id"' in await wrong.text()
    assert (await browser.send("/", right="access", email=ADDRESS, cookie_id=" 7d3e5a90c4b1f826 ")).status == 303
    assert served.cases.opened[0][2].identifiers == (email(ADDRESS), cookie_id("7d3e5a90c4b1f826"))


async def test_the_page_after_it_is_the_same_for_everybody(served, browser):
    """It says nothing of who asked, and asks nobody."""
    await browser.send("/", right="access", email=ADDRESS)
    before = served.cases.calls
    text = await browser.text("/asked")
    assert "A mail with a link has gone" in text
    assert (ADDRESS in text, served.cases.calls) == (False, before)


async def test_a_double_click_is_one_case(served, browser):
    """A form that is sent twice, also at once, opens one case."""
    fields = {**await browser.fields("/"), "right": "access", "email": ADDRESS}
    answers = await asyncio.gather(*(browser.post("/", fields) for _ in range(3)))
    assert [answer.status for answer in answers] == [303] * 3
    assert len(served.cases.opened) == 1


async def test_a_lost_answer_is_asked_for_again(served, browser):
    """Where Temporal does not answer nothing is said to have arrived; the same form opens the same case then."""
    fields = {**await browser.fields("/"), "right": "access", "email": ADDRESS}
    served.cases.fails.append(Unreachable(f"planted {ADDRESS}"))
    answer = await browser.post("/", fields)
    assert answer.status == 503
    assert ADDRESS not in await answer.text()
    assert (await browser.post("/", fields)).status == 303


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"right": "access", "email": "nonsense"}, ["email"]),
        ({"right": "everything", "email": ADDRESS}, ["right"]),
        ({"email": ADDRESS, "country": "XX"}, ["right", "country"]),
        ({}, ["right", "email"]),
    ],
)
async def test_a_form_that_is_not_right(served, browser, fields, wrong):
    """Nothing is opened; the page names what is wrong, with links to it, and keeps what was typed."""
    answer = await browser.send("/", **fields)
    text = await answer.text()
    assert (answer.status, served.cases.opened) == (400, [])
    assert re.findall(r'<li><a href="#(\w+)">', text) == wrong
    assert all(f'id="{name}"' in text for name in wrong)
    assert f'value="{fields["email"]}"' in text if "email" in fields else True


async def test_how_often_one_may_ask(serve):
    """By where the request comes from, and by the address, in whatever letters it is written."""
    served = await serve(Limits(asks=Limit(4, 60), addresses=Limit(2, 60)))
    browser = await served.browser()
    said = [(await browser.send("/", right="access", email=one)).status for one in (ADDRESS, ADDRESS.upper(), ADDRESS)]
    said += [(await browser.send("/", right="access", email=f"{n}@example.org")).status for n in range(2)]
    assert said == [303, 303, 429, 303, 429]


async def test_a_lost_address(served, browser):
    """Who has another address now is asked for evidence, and then gets a link there; the case was not told it twice."""
    fields = {"right": "erasure", "email": "old.canary@example.org", "reply_to": ADDRESS, "country": ""}
    answer = await browser.send("/lost", **fields)
    assert (answer.status, answer.headers["Location"]) == (303, "/asked")
    ((case_id, _, intake, _),) = served.cases.opened
    assert (intake.reply_to, intake.identifiers) == (email(ADDRESS), (email("old.canary@example.org"),))
    ((told, question),) = served.cases.told
    assert (told, question.doubt, question.rung) == (case_id, Doubt.ADDRESS_LOST, Rung.EVIDENCE)
    (mail,) = served.letterbox.letters()
    assert mail.is_for(ADDRESS)
    assert (await browser.send(served.links_sent()[0])).headers["Location"] == "/case"


async def test_no_link_goes_to_another_address_before_evidence_is_asked_for(served, browser):
    """A case that is not taken up in time is said to be so, and no mail has left."""
    opened = served.cases.open

    async def slow(*given, **named):
        case_id = await opened(*given, **named)
        served.cases.change(case_id, stage=Stage.RECEIVED)
        return case_id

    served.cases.open = slow
    answer = await browser.send("/lost", right="access", email="old.canary@example.org", reply_to=ADDRESS)
    assert (answer.status, served.letterbox.letters(), served.cases.told) == (503, (), [])


async def test_both_addresses_must_be_addresses(served, browser):
    """The second form names each of its fields."""
    answer = await browser.send("/lost", right="access", email="x", reply_to="y")
    assert re.findall(r'<li><a href="#(\w+)">', await answer.text()) == ["email", "reply_to"]
    assert served.cases.opened == []
