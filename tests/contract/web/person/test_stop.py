"""Marketing and consents are ended from the page of a case, by whoever reads the mail of its address (L-09)."""

import asyncio

import pytest

from habeas.domain.identifier import email
from habeas.domain.identity import Rung
from habeas.domain.link import LinkPurpose
from habeas.domain.right import Right

VERIFIED = {"verified_how": "a one-time link", "verified_by": "the person's page"}
PERSON = "maja.canary@example.org"


@pytest.mark.parametrize(
    ("what", "right", "purposes"),
    [
        ("objection", Right.OBJECTION, ()),
        ("withdrawal", Right.WITHDRAWAL, ()),
        ("withdrawal_offers", Right.WITHDRAWAL, ("offers",)),
    ],
)
async def test_a_button_ends_it_without_anybodys_approval(served, what, right, purposes):
    """It is a case of its own, of the address that was verified, in which nothing more is asked for."""
    case_id = await served.case(**VERIFIED)
    browser = await served.visitor(case_id)
    answer = await browser.send("/case", "/case/stop", what=what)
    assert (answer.status, answer.headers["Location"]) == (303, "/case?done=stopped")
    ((opened, asked, intake, by),) = served.cases.opened
    assert opened != case_id
    assert (asked, intake.purposes, intake.identifiers, by) == (right, purposes, (email(PERSON),), "the person's page")
    assert (intake.identity.rung, intake.identity.by) == (Rung.LINK, "the person's page")


async def test_a_double_click_ends_it_once(served):
    """The same button on the same page is one case; another button is another."""
    browser = await served.visitor(await served.case(**VERIFIED))
    fields = await browser.fields("/case")
    clicks = [{**fields, "what": "objection"}] * 3
    await asyncio.gather(*(browser.post("/case/stop", click) for click in clicks))
    assert len(served.cases.opened) == 1
    await browser.send("/case", "/case/stop", what="withdrawal")
    assert len(served.cases.opened) == 2


async def test_who_holds_nothing_on_consent_has_no_button_for_it(served_without_consent):
    """Marketing can be ended there all the same."""
    served = served_without_consent
    browser = await served.visitor(await served.case(**VERIFIED))
    page = await browser.text("/case")
    assert ('value="objection"' in page, 'value="withdrawal' in page) == (True, False)
    assert (await browser.send("/case", "/case/stop", what="withdrawal")).status == 400
    assert served.cases.opened == []
    assert (await browser.send("/case", "/case/stop", what="objection")).status == 303


@pytest.mark.parametrize(
    ("verified", "purpose"),
    [({}, LinkPurpose.PAGE), (VERIFIED, LinkPurpose.AGENT)],
    ids=["not verified", "an agent"],
)
async def test_who_has_not_shown_that_the_address_is_theirs_ends_nothing(served, verified, purpose):
    """Neither is the button there, nor does it do anything: they ask by the form, which writes to the address."""
    browser = await served.visitor(await served.case(**verified), purpose)
    assert "/case/stop" not in await browser.text("/case")
    fields = await browser.fields("/case/withdraw")
    assert (await browser.post("/case/stop", {**fields, "what": "objection"})).status == 403
    assert served.cases.opened == []


async def test_another_word_is_none(served):
    """Only what may be ended is understood."""
    browser = await served.visitor(await served.case(**VERIFIED))
    assert (await browser.send("/case", "/case/stop", what="erasure")).status == 400
    assert served.cases.opened == []
