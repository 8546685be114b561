"""The page of a controller: its own part of a case, its instruction, and nothing of anybody else's."""

from datetime import UTC, datetime, timedelta

import pytest

from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.link import LinkPurpose
from habeas.domain.plan import PlanItem
from habeas.domain.referral import Referral, ReferralState
from habeas.domain.shown import Segment, Shown
from habeas.domain.stage import Stage
from habeas.domain.treatment import ErasureGround
from habeas.domain.update import Direction, Directive

PERSON = "maja.canary@example.org"
NAMES = {1: ("customer-1", "Fjord Webinars"), 2: ("customer-2", "Atelier Lumen")}
COUNTS = {1: 31, 2: 47}
INSTRUCTION = {"directive": "erase", "who": "Ines, privacy", "reference": "case 12 of ours"}


def item(number):
    return PlanItem(
        system="recordings",
        category="chat",
        controller=NAMES[number][0],
        disposition=Disposition.REFER,
        why="its controller has recorded no instruction",
        count=COUNTS[number],
    )


async def referred(served, state=ReferralState.ASKED, shown=()):
    """A case of which two controllers have a part each; `shown` is in that of the first."""
    until = datetime.now(UTC) + timedelta(days=14)
    referrals = tuple(
        Referral(controller=i, name=name, state=state, count=COUNTS[n], asked_at=until, answer_by=until)
        for n, (i, name) in NAMES.items()
    )
    case_id = await served.case(
        stage=Stage.WAITING_FOR_CONTROLLER,
        state=CaseState.WAITING_FOR_CONTROLLER,
        referrals=referrals,
        asks_for=None,
        right="erasure",
    )
    for number, (_, name) in NAMES.items():
        facts = {"items": (item(number),), "controllers": (name,), "until": until, "right": "erasure"}
        facts["shown"] = tuple(s for s in shown if s.controller == NAMES[number][0])
        await served.write(case_id, LetterKind.HAND_OVER, number, Addressee.CONTROLLER, **facts)
    await served.write(case_id)
    return case_id


async def test_its_own_part(served):
    """What is asked, what is held with counts, by whom and by when; and nothing of the other controller or of ours."""
    case_id = await referred(served)
    browser = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=1)
    text = await browser.text("/controller")
    for shown in ("Fjord Webinars", PERSON, "<td>31</td>", "erasure of your data", "We wait for your instruction"):
        assert shown in text
    for hidden in ("Atelier Lumen", "customer-2", "<td>47</td>", "We have received your request"):
        assert hidden not in text
    assert (text.count("<h1"), text.count('<div class="letter"')) == (1, 1)


async def test_p_11_when_the_person_is_in_recordings_that_show_others(served):
    """P-11: each recording with the person's times is on the page and in the letter, and can be erased as a whole."""
    times = (Segment(from_second=65, to_second=130), Segment(from_second=3600, to_second=3725))
    case_id = await referred(
        served, shown=(Shown(controller="customer-1", item="event-2/recording-7", segments=times),)
    )
    browser = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=1)
    text = await browser.text("/controller")
    assert text.count("event-2/recording-7") == text.count("0:01:05–0:02:10; 1:00:00–1:02:05") == 2
    assert 'value="erase_shared"' in text
    await browser.send("/controller", **(INSTRUCTION | {"directive": "erase_shared"}))
    assert [d.directive for _, d in served.cases.told] == [Directive.ERASE_SHARED]
    other = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=2)
    text = await other.text("/controller")
    assert "recording-7" not in text
    assert "erase_shared" not in text
    answer = await other.send("/controller", **(INSTRUCTION | {"directive": "erase_shared"}))
    assert answer.status == 400


async def test_a_certificate(served):
    """A customer that has left reads what was erased by the link in its mail, and is asked for nothing."""
    controller, name = NAMES[1]
    case_id = await served.case(
        stage=Stage.CLOSED,
        state=CaseState.ERASED,
        referrals=(Referral(controller=controller, name=name, state=ReferralState.STANDING, count=COUNTS[1]),),
        right="erasure",
    )
    erased = {"disposition": Disposition.ERASE, "erased_on": ErasureGround.WITHDRAWN}
    facts = {"items": (item(1).model_copy(update=erased),), "controllers": (name,), "right": "erasure"}
    await served.write(case_id, LetterKind.CERTIFICATE, 1, Addressee.CONTROLLER, **facts)
    browser = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=1)
    text = await browser.text("/controller")
    for shown in (name, "All that we held for you is erased", "<td>31</td>"):
        assert shown in text
    assert 'name="directive"' not in text


async def test_looking_at_the_address_is_noted(served):
    """Before the address is shown the audit has a line of it, by the part's number."""
    case_id = await referred(served)
    browser = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=2)
    await browser.get("/controller")
    last = served.audit.read_text().splitlines()[-1]
    assert [part in last for part in ("view_address", f"{case_id}/hand-over/2", "@")] == [True, True, False]


@pytest.mark.parametrize("directive", [Directive.ERASE, Directive.LEAVE])
async def test_its_instruction(served, directive):
    """It reaches the case in the name of that controller, with who says so and where it is on file."""
    case_id = await referred(served)
    browser = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=2)
    answer = await browser.send("/controller", **{**INSTRUCTION, "directive": directive, "controller": "customer-1"})
    assert answer.headers["Location"] == "/controller?done=instructed"
    recorded = {"recorded_by": "Ines, privacy, on the controller's page", "reference": "case 12 of ours"}
    assert served.cases.told == [(case_id, Direction(controller="customer-2", directive=directive, **recorded))]


@pytest.mark.parametrize(("without", "wrong"), [("directive", "directive"), ("who", "who"), ("reference", "reference")])
async def test_an_instruction_that_is_not_whole(served, without, wrong):
    """Nothing is told to the case, and the page says what is missing and keeps the rest."""
    browser = await served.visitor(await referred(served), LinkPurpose.CONTROLLER, letter=1)
    answer = await browser.send("/controller", **{**INSTRUCTION, without: ""})
    text = await answer.text()
    assert (answer.status, f'href="#{wrong}"' in text, served.cases.told) == (400, True, [])
    assert ('value="Ines, privacy"' in text) is (without != "who")


@pytest.mark.parametrize("state", [state for state in ReferralState if state is not ReferralState.ASKED])
async def test_when_nothing_is_waited_for(served, state):
    """There is no form, and an instruction all the same is refused in one line."""
    browser = await served.visitor(await referred(served, state), LinkPurpose.CONTROLLER, letter=1)
    assert '<form method="post" action="/controller">' not in await browser.text("/controller")
    assert (await browser.send("/controller", **INSTRUCTION)).status == 409
    assert served.cases.told == []


async def test_it_is_not_the_person(served):
    """Nothing of the person's page opens, and nothing of it can be done."""
    case_id = await referred(served)
    await served.bundle(case_id, b"PK")
    browser = await served.visitor(case_id, LinkPurpose.CONTROLLER, letter=1)
    fields = await browser.fields("/controller")
    assert [(await browser.get(path)).status for path in ("/case", "/case/withdraw")] == [403, 403]
    posts = ("/case/copy", "/case/reply", "/case/withdraw", "/case/confirm", "/case/evidence")
    said = [(await browser.post(path, {**fields, "reply": "x", "once": "x"})).status for path in posts]
    assert (set(said) <= {401, 403}, served.cases.told, len(served.letterbox.letters())) == (True, [], 3)


async def test_a_part_that_is_none(served):
    """A link to a number that the case has no part of shows nothing."""
    browser = await served.visitor(await referred(served), LinkPurpose.CONTROLLER, letter=9)
    assert (await browser.get("/controller")).status == 404
