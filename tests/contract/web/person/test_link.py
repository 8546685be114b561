"""Links from mails: what opens what, once, and nothing that merely looks uses one up."""

import asyncio
from datetime import timedelta

import pytest
from uuid6 import uuid7

from habeas.console.web.limit import Limit
from habeas.console.web.person.office import Limits
from habeas.domain.error import Unreachable
from habeas.domain.identity import Rung
from habeas.domain.link import LinkPurpose
from habeas.domain.stage import Stage

NOWHERE = f"/p/{'x' * 43}"


async def body(browser, answer):
    """What a page says, but for the token of its form."""
    text = await answer.text()
    return text.replace((await browser.fields("/p/x"))["csrf"], "CSRF")


async def test_looking_uses_nothing(served, browser):
    """A program that opens a link again and again leaves it as it was, and asks neither register nor case."""
    path = await served.link(await served.case(), LinkPurpose.IDENTITY)
    for _ in range(3):
        assert 'action="' + path in await browser.text(path)
    assert (await browser.client.head(served.url + path)).status == 200
    assert served.cases.calls == 0
    assert (await browser.send(path)).headers["Location"] == "/case"


async def test_an_identity_link(served, browser):
    """It says once who asks, and opens the page."""
    case_id = await served.case()
    path = await served.link(case_id, LinkPurpose.IDENTITY)
    assert (await browser.send(path)).status == 303
    ((told, verification),) = served.cases.told
    assert (told, verification.rung, verification.by) == (case_id, Rung.LINK, "the person's page")
    assert await served.office.register.proof(case_id) is not None
    assert (await browser.get("/case")).status == 200
    assert (await browser.send(path)).status == 404
    assert len(served.cases.told) == 1


async def test_two_at_once(served):
    """Of two who use one link at the same moment one gets in."""
    path = await served.link(await served.case(), LinkPurpose.IDENTITY)
    browsers = [await served.browser() for _ in range(2)]
    answers = await asyncio.gather(*(one.send(path) for one in browsers))
    assert sorted(answer.status for answer in answers) == [303, 404]
    assert len(served.cases.told) == 1


async def test_a_page_link(served, browser):
    """It opens the page again and again, until it is over, and shows nobody who asks."""
    path = await served.link(await served.case())
    for _ in range(2):
        assert (await browser.send(path)).headers["Location"] == "/case"
    assert served.cases.told == []


async def test_one_page_for_every_dead_link(served, browser):
    """Used, over, unknown, of another purpose, no token at all: the same status and the same words."""
    case_id = await served.case()
    used = await served.link(case_id, LinkPurpose.IDENTITY)
    other = await served.browser()
    await other.send(used)
    over = await served.link(case_id, good_for=timedelta(seconds=-1))
    not_a_person = (await served.link(case_id, LinkPurpose.CONTROLLER, letter=1)).replace("/c/", "/p/")
    of_a_person = (await served.link(case_id)).replace("/p/", "/c/")
    nothing_there = await served.link(case_id, LinkPurpose.BUNDLE)
    paths = [used, over, not_a_person, of_a_person, nothing_there, NOWHERE, "/p/x", "/c/x", "/p/%C3%A9"]
    answers = [await browser.send(path) for path in paths]
    assert {answer.status for answer in answers} == {404}
    pages = {(await body(browser, answer)) for answer in answers}
    assert len(pages) == 1


async def test_a_case_that_cannot_be_told_now(served, browser):
    """The link is used up, and whoever opened it can have it passed on later from the page; others cannot."""
    case_id = await served.case()
    served.cases.fails.append(Unreachable("away"))
    assert (await browser.send(await served.link(case_id, LinkPurpose.IDENTITY))).status == 303
    assert served.cases.told == []
    assert 'action="/case/confirm"' in await browser.text("/case")
    assert (await browser.send("/case", "/case/confirm")).status == 303
    assert [told for told, _ in served.cases.told] == [case_id]
    other = await served.visitor(case_id)
    assert 'action="/case/confirm"' not in await other.text("/case")
    assert (await other.send("/case/withdraw", "/case/confirm")).status == 403


@pytest.mark.parametrize("changes", [{"asks_for": "evidence"}, {"asks_for": None, "stage": Stage.PLANNING}])
async def test_where_a_link_is_not_enough(served, browser, changes):
    """Where more is asked for, or who asks is known already, the page opens and the case stays as it is."""
    case_id = await served.case()
    served.cases.change(case_id, **changes)
    assert (await browser.send(await served.link(case_id, LinkPurpose.IDENTITY))).status == 303
    assert served.cases.told == []


async def test_how_often_links_are_tried(serve):
    """Whoever guesses is stopped."""
    served = await serve(Limits(links=Limit(3, 60)))
    browser = await served.browser()
    assert [(await browser.send(NOWHERE)).status for _ in range(4)] == [404, 404, 404, 429]


async def test_nobody_is_let_in_from_elsewhere(served, browser):
    """Another site's form opens no link."""
    fields = await browser.fields(path := await served.link(await served.case()))
    answer = await browser.post(path, fields, headers={"Sec-Fetch-Site": "cross-site", "Origin": "null"})
    assert answer.status == 403


async def test_the_audit_knows_cases_alone(served, browser):
    """Who came is noted by their case."""
    case_id = await served.case()
    await browser.send(await served.link(case_id, LinkPurpose.IDENTITY))
    await browser.get("/case")
    lines = served.audit.read_text()
    assert ['"sign_in"' in lines, '"view"' in lines, lines.count(case_id) >= 2, "@" in lines] == [True] * 3 + [False]


async def test_a_session_ends(serve):
    """After the session's time its page is closed, and the page says how one comes back; so after signing out."""
    served = await serve(session_limit=timedelta(0))
    browser = await served.visitor(await served.case())
    await asyncio.sleep(0.01)
    answer = await browser.get("/case")
    assert (answer.status, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in")
    assert "There is no password here" in await browser.text("/sign-in")


async def test_signing_out(served):
    """The button ends the session."""
    browser = await served.visitor(await served.case())
    assert (await browser.send("/case/withdraw", "/sign-out")).status == 303
    assert (await browser.get("/case")).status == 303


async def test_a_case_that_is_nowhere(served):
    """A page of a case that neither Temporal nor the register knows is one clear line."""
    browser = await served.visitor(str(uuid7()))
    answer = await browser.get("/case")
    assert (answer.status, "There is nothing here." in await answer.text()) == (404, True)
