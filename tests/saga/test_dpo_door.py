"""Real cases, decided by real forms at the DPO's door over HTTP."""

import asyncio
import json
import re
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from http import HTTPStatus
from io import BytesIO
from itertools import combinations
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, CookieJar, web
from temporalio.client import Client

from habeas.bundle.language.book import WORDS as BUNDLE
from habeas.calendar import public_holidays
from habeas.client import Habeas
from habeas.console.tokens import Tokens
from habeas.console.web.dpo.decision import Deed
from habeas.console.web.dpo.office import Office, Papers
from habeas.console.web.dpo.routes import dpo_door
from habeas.domain.case import CaseState
from habeas.domain.letter import LetterKind
from habeas.domain.name import case_workflow_id
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.domain.time_limit import Place
from habeas.domain.update import Refusal
from habeas.letters.address import Pages
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import load_processing
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.sandbox.fault import How
from habeas.sandbox.people import FAMILY, PANEL_SPEAKER, SHARES_AN_ADDRESS
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.settings import StaffDoorSettings
from habeas.vault.attachments import Attachments
from habeas.vault.case_keys import CaseKeys
from habeas.vault.converter import sealing
from habeas.vault.evidence import EvidenceFiles
from habeas.vault.folder import CaseFolder
from habeas.vault.payload_keys import PayloadKeyCache
from habeas.vault.proof_papers import ProofPapers

PARIS = ZoneInfo("Europe/Paris")
VOID = {"meta", "link", "input", "br"}
NAMES = {"Habeas", *(name for words in BUNDLE.values() for name in words.countries.values())}
FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
PROCESSING = load_processing(Path(__file__).parents[2] / "policy" / "processing.yaml")


class Page(HTMLParser):
    """What a test reads of a page: its words, its links, and the fields of its forms as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.words, self.links, self.headings = text, [], [], []
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.ours: set[str] = set()
        self._open: list[tuple[str, bool]] = []
        self._select: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        is_quoted = given.get("translate") == "no" or ("lang" in given and tag != "html")
        if tag not in VOID:
            self._open.append((tag, is_quoted))
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value") or ""
        if tag == "textarea":
            self.fields[given["name"]] = ""
        if tag == "select":
            self._select = given["name"]
            self.fields[self._select], self.choices[self._select] = "", []
        if tag == "option" and self._select:
            self.choices[self._select].append(given["value"])
            if "selected" in given:
                self.fields[self._select] = given["value"]

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if text := " ".join(data.split()):
            self.words.append(text)
            if self._open[-1][0] == "h1":
                self.headings.append(text)
            if not any(is_quoted for _, is_quoted in self._open):
                self.ours.add(text)

    @property
    def said(self):
        """All words of the page, in one line."""
        return " ".join(self.words)


@dataclass
class Desk:
    """Somebody at the door, in a browser of their own."""

    url: str
    client: ClientSession
    statuses: list[int] = field(default_factory=list)

    async def get(self, path):
        """Look at a page."""
        return await self._page("GET", path)

    async def send(self, path, page, **typed):
        """Send the form of a page, with what was typed into it; a redirect is followed."""
        data = {**page.fields, **typed}
        return await self._page("POST", path, data=data, headers=FORM)

    async def _page(self, method, path, **sent):
        """What comes of it; who is too fast for the door waits a little, as it says."""
        while True:
            async with self.client.request(method, self.url + path, **sent) as answer:
                if answer.status != HTTPStatus.TOO_MANY_REQUESTS:
                    self.statuses.append(answer.status)
                    return Page(await answer.text())
            await asyncio.sleep(1)

    async def decide(self, case_id, deed, **typed):
        """Open the form of a decision, and send it."""
        path = f"/cases/{case_id}/{deed}"
        return await self.send(path, await self.get(path), **typed)


@dataclass
class Doors:
    """The door, and who comes to it."""

    dpo: Desk
    colleague: Desk
    support: Desk
    auditor: Desk
    audit: Callable[[], list[dict[str, str]]]
    come: Callable[..., Awaitable[Desk]]


@pytest.fixture
def is_away() -> bool:
    """Whether the door reaches no key store, and so can open nothing that a case says."""
    return False


def away(world, tmp_path) -> Habeas:
    """The cases of a door whose key store is away."""
    keys = CaseKeys(Keyring(register_engine(f"sqlite+aiosqlite:///{tmp_path}/nowhere/register.db", is_kept=False)), {})
    converter = sealing(PayloadKeyCache(keys), world.temporal.namespace, 1.0)
    return Habeas(Client(**{**world.temporal.config(), "data_converter": converter}), keys)


@pytest.fixture
def evidence(world, cases) -> EvidenceFiles:
    """What people show of who they are."""
    return EvidenceFiles(world.files, CaseFolder(cases))


@pytest.fixture
async def doors(world, tmp_path, is_away, evidence, cases, keys) -> AsyncIterator[Doors]:
    """The door of this world's house, with a DPO, a colleague, support and an auditor before it."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    audit, people = tmp_path / "web.jsonl", tmp_path / "staff.json"
    settings = StaffDoorSettings(audit_file=audit, staff_url=url, staff_file=people)
    place = Place(PARIS, public_holidays("FR"))
    letters = LetterOffice(Letters(PROCESSING, PARIS), world.letter_papers, world.register, Pages())
    papers = Papers(letters, Attachments(world.files), evidence, ProofPapers(CaseFolder(cases), keys))
    habeas = away(world, tmp_path) if is_away else world.habeas
    app = dpo_door(settings, Office(habeas, world.register, place, PROCESSING, papers))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    desks: list[Desk] = []

    async def come(name: str, role: Role, language: str = "en") -> Desk:
        client = ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": language})
        desks.append(desk := Desk(url, client))
        token = Tokens(people, Role).add(name, role)
        await desk.send("/sign-in", await desk.get("/sign-in"), token=token)
        return desk

    def noted() -> list[dict[str, str]]:
        return [json.loads(line) for line in audit.read_text().splitlines()]

    roles = {"dpo": Role.DPO, "another dpo": Role.DPO, "support": Role.SUPPORT, "auditor": Role.AUDITOR}
    yield Doors(*[await come(name, role) for name, role in roles.items()], noted, come)
    for desk in desks:
        await desk.client.close()
    await runner.cleanup()


async def test_approve(world, doors):
    """A plan is shown, asked for twice with its numbers, approved in the name of who is signed in, and carried out."""
    status = await world.planned(PERSON)
    case_id = status.case_id
    page = await doors.dpo.get(f"/cases/{case_id}")
    assert page.headings == ["Erasure (GDPR art. 17): waiting for your decision"]
    assert f"/cases/{case_id}/approve" in page.links
    assert {"no longer needed (GDPR art. 17(1)(a))", "objected to (GDPR art. 17(1)(c))"} <= set(page.words)
    asked = await doors.dpo.decide(case_id, "approve")
    assert asked.headings == ["Please confirm: Approve the plan"]
    assert (await world.habeas.status(case_id)).approved_by is None
    done = await doors.dpo.send(f"/cases/{case_id}/approve", asked, step="confirmed")
    assert "It has been done: Approve the plan" in done.said
    closed = await world.closed(case_id)
    assert (closed.state, closed.approved_by) == (CaseState.ERASED_WITH_OPEN_STEPS, "dpo")
    page = await doors.auditor.get(f"/cases/{case_id}")
    assert "This case is closed." in page.said
    assert case_id in (await doors.auditor.get("/closed")).said
    assert [(n["who"], n["what"]) for n in doors.audit() if n.get("case") == case_id and n["what"] != "case"] == [
        ("dpo", "approve")
    ]


async def test_the_certificate(world, doors, keys, tmp_path):
    """Whoever hands it over fetches it with its proof and pages, until the case is shredded; it names nobody."""
    status = await world.planned(PERSON)
    where = f"/cases/{status.case_id}/certificate"
    assert where not in (await doors.dpo.get(f"/cases/{status.case_id}")).links
    await doors.dpo.get(where)
    assert doors.dpo.statuses[-1] == 404
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    await world.closed(status.case_id)
    for desk in (doors.dpo, doors.auditor):
        assert where in (await desk.get(f"/cases/{status.case_id}")).links
        async with desk.client.get(desk.url + where) as answer:
            assert (answer.status, answer.content_type) == (200, "application/zip")
            data = await answer.read()
    with ZipFile(BytesIO(data)) as archive:
        archive.extractall(tmp_path / "handed")
        assert "opening.json" not in archive.namelist()
        assert {f"certificate.{one}.html" for one in ("nb", "fr", "en")} < set(archive.namelist())
        assert not any(PERSON.email.encode() in archive.read(name) for name in archive.namelist())
    verify = (sys.executable, "-m", "habeas.evidence", "verify", tmp_path / "handed" / "certificate.jws")
    assert await (await asyncio.create_subprocess_exec(*verify)).wait() == 0
    assert [n["who"] for n in doors.audit() if n["what"] == "certificate"] == ["dpo", "dpo", "auditor"]
    await keys.destroy(status.case_id)
    await doors.dpo.get(where)
    assert doors.dpo.statuses[-1] == 404
    assert f"habeas certificate {status.case_id}" in (await doors.dpo.get(f"/cases/{status.case_id}")).said


async def test_refuse(world, doors):
    """What is missing is said at the top and beside the field, nothing typed is lost, and the reason arrives."""
    status = await world.planned(PERSON)
    path, reason = f"/cases/{status.case_id}/refuse", "The same was asked and answered twice this month."
    wrong = await doors.dpo.decide(status.case_id, "refuse", reason=reason)
    assert doors.dpo.statuses[-1] == 422
    assert "One field needs your attention" in wrong.said
    assert "#justification" in wrong.links
    unproven = await doors.dpo.send(path, wrong, justification="ProcessExcessive", reason=reason)
    assert doors.dpo.statuses[-1] == 409
    assert "say where that is on file" in unproven.said
    assert reason in unproven.text
    asked = await doors.dpo.send(
        path, unproven, justification="ProcessExcessive", reason=reason, evidence="register of requests, 14"
    )
    assert asked.headings == ["Please confirm: Refuse the request"]
    again = await doors.dpo.send(path, asked, step="change")
    assert (again.headings, again.fields["justification"]) == (["Refuse the request"], "ProcessExcessive")
    await doors.dpo.send(path, asked, step="confirmed")
    closed = await world.closed(status.case_id)
    assert (closed.state, closed.reason) == (CaseState.REFUSED, reason)
    assert reason in (await doors.dpo.get(f"/cases/{status.case_id}")).said
    noted = [n["what"] for n in doors.audit() if n.get("case") == status.case_id]
    assert (noted.count("refuse"), "reason" in json.dumps(doors.audit())) == (1, False)


@pytest.mark.long
async def test_keep_then_approve_an_older_plan(world, doors):
    """What is kept makes a plan that has to be looked at anew: the form of the older one is refused, and says so."""
    status = await world.planned(PERSON)
    path = f"/cases/{status.case_id}/approve"
    older = await doors.dpo.get(path)
    form = await doors.dpo.get(f"/cases/{status.case_id}/keep?holding=enrichment/public%20information/company")
    chosen = {"justification": "LegalClaimDefenceImpaired", "ground": "a claim in court", "until": "2020-01-31"}
    past = await doors.dpo.send(f"/cases/{status.case_id}/keep", form, **chosen)
    assert "needs an end date in the future" in past.said
    assert past.fields["ground"] == "a claim in court"
    kept = await doors.dpo.send(f"/cases/{status.case_id}/keep", past, until="2099-01-31")
    assert "It has been done: Keep something" in kept.said
    assert "a claim in court" in kept.said
    assert "31 January 2099" in kept.said
    refused = await doors.dpo.send(path, older)
    assert (doors.dpo.statuses[-1], "The plan has changed meanwhile" in refused.said) == (409, True)
    assert refused.fields["digest"] != older.fields["digest"]
    asked = await doors.dpo.send(path, refused)
    await doors.dpo.send(path, asked, step="confirmed")
    assert (await world.closed(status.case_id)).systems["enrichment"].left is not None


async def test_twice(world, doors):
    """A form that is sent twice at once is one decision; one that is sent again with something else decides nothing."""
    status = await world.planned(PERSON)
    path = f"/cases/{status.case_id}/pause"
    form = await doors.dpo.get(path)
    both = await asyncio.gather(*(doors.dpo.send(path, form, reason="a colleague looks at it") for _ in range(2)))
    assert all("It has been done" in page.said for page in both)
    other = await doors.dpo.send(path, form, reason="something else")
    assert (doors.dpo.statuses[-1], "had already been sent, with other contents" in other.said) == (409, True)
    assert [n["what"] for n in doors.audit()].count("pause") == 1
    assert (await world.habeas.status(status.case_id)).stands_still == "a colleague looks at it"
    page = await doors.dpo.get(f"/cases/{status.case_id}")
    assert "The case is on hold: let it go on first." in page.said
    assert f"/cases/{status.case_id}/approve" not in page.links
    await doors.dpo.decide(status.case_id, "resume")
    assert (await world.habeas.status(status.case_id)).stands_still is None


async def test_papers(world, doors, evidence):
    """Who decides reads every letter whole, and what was shown of who asks; that they do is noted."""
    case_id = await world.open(PERSON, identity=None)
    await world.until(case_id, CaseState.IDENTITY)
    page = await doors.dpo.get(f"/cases/{case_id}/papers")
    assert "Nothing was shown" in page.said
    piece = await evidence.keep(case_id, b"%PDF-1.7 a canary")
    await world.until_so(case_id, lambda status: len(status.letters) == 2)
    page = await doors.dpo.get(f"/cases/{case_id}/papers")
    assert "File 1 (PDF, 0 KiB)" in page.said
    assert {"We have received your request", "Please show us who you are"} <= set(page.words)
    link = f"/cases/{case_id}/evidence/{piece.name}"
    assert link in page.links
    async with doors.dpo.client.get(doors.dpo.url + link) as answer:
        assert (answer.status, answer.content_type) == (200, "application/pdf")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert await answer.read() == b"%PDF-1.7 a canary"
    for desk, path, status in ((doors.auditor, link, 403), (doors.dpo, link.replace("pdf", "png"), 404)):
        await desk.get(path)
        assert desk.statuses[-1] == status
    noted = [n for n in doors.audit() if n["what"] in ("papers", "evidence")]
    assert [n["what"] for n in noted if n["who"] == "dpo"] == ["papers", "papers", "evidence", "evidence"]
    assert "canary" not in json.dumps(doors.audit())


async def test_roles(world, doors):
    """Support helps and does not decide; an auditor reads, and sees nothing personal."""
    status = await world.planned(PERSON)
    case = f"/cases/{status.case_id}"
    links = {who: set((await getattr(doors, who).get(case)).links) for who in ("dpo", "support", "auditor")}
    decisions = {deed for deed in map(str, Deed) if f"{case}/{deed}" in links["dpo"]}
    assert decisions == {"ask-identity", "clarify", "keep", "approve", "refuse", "retry", "extend", "pause", "cancel"}
    assert {deed for deed in map(str, Deed) if f"{case}/{deed}" in links["support"]} == {"clarify", "retry"}
    assert {link for link in links["auditor"] if link.startswith(f"{case}/")} == set()
    for path, allowed in {
        f"{case}/refuse": ("dpo",),
        f"{case}/clarify": ("dpo", "support"),
        f"{case}/identifiers": ("dpo", "support"),
        f"{case}/papers": ("dpo", "support"),
        "/cases/new": ("dpo", "support"),
        case: ("dpo", "support", "auditor"),
    }.items():
        for who in ("dpo", "support", "auditor"):
            desk = getattr(doors, who)
            await desk.get(path)
            assert desk.statuses[-1] == (200 if who in allowed else 403), (path, who)
    form = await doors.dpo.get(f"{case}/refuse")
    own = await doors.support.get(f"{case}/retry")
    await doors.support.send(
        f"{case}/refuse", form, csrf=own.fields["csrf"], justification="LegallyExempted", reason="no"
    )
    assert doors.support.statuses[-1] == 403
    assert (await world.habeas.status(status.case_id)).state is CaseState.AWAITING_DECISION


@pytest.mark.long
async def test_own_case_and_no_key(world, doors):
    """Who opened a case is told that a colleague approves it; who has no key here is told what to do."""
    status = await world.until(await world.open(PERSON, by="dpo"), CaseState.AWAITING_DECISION)
    case = f"/cases/{status.case_id}"
    assert "nobody approves a case of their own here" in (await doors.dpo.get(case)).said
    page = await doors.dpo.get(f"{case}/approve")
    assert (doors.dpo.statuses[-1], "ask a colleague" in page.said) == (409, True)
    stranger = await doors.come("a third dpo", Role.DPO)
    page = await stranger.get(f"{case}/approve")
    assert (stranger.statuses[-1], "there is no key in your name here" in page.said) == (409, True)
    asked = await doors.colleague.decide(status.case_id, "approve")
    await doors.colleague.send(f"{case}/approve", asked, step="confirmed")
    assert (await world.closed(status.case_id)).approved_by == "another dpo"


async def test_stuck(world, doors):
    """What is stuck is named with its own words; it is tried again, and then the case goes on."""
    world.break_at("erase:billing", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    page = await doors.support.get(f"/cases/{status.case_id}")
    assert "A step is stuck in: Billing." in page.said
    late = await doors.dpo.get(f"/cases/{status.case_id}/cancel")
    assert "Erasing has begun" in late.said
    form = await doors.dpo.get(f"/cases/{status.case_id}/attest")
    assert form.choices["system"] == ["", "billing"]
    world.switchboard.mend()
    done = await doors.support.decide(status.case_id, "retry")
    assert "It has been done: Try again" in done.said
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS


async def test_opened_at_the_door(world, doors):
    """Support opens a case for somebody who wrote, asks nothing before it is known who asks, and then verifies that."""
    form = await doors.support.get("/cases/new")
    received = f"{datetime.now(PARIS) - timedelta(days=2):%Y-%m-%dT%H:%M}"
    typed = {"right": "erasure", "email": PERSON.email, "received_at": received, "channel": "post", "language": "nb"}
    wrong = await doors.support.send(
        "/cases/new", form, **{**typed, "received_at": "2999-01-01T00:00"}, rung="evidence"
    )
    assert (doors.support.statuses[-1], "#received_at" in wrong.links, "#how" in wrong.links) == (422, True, True)
    assert wrong.fields["email"] == PERSON.email
    with world.env.with_time_skipping_disabled():
        both = await asyncio.gather(*(doors.support.send("/cases/new", wrong, **typed, rung="") for _ in range(2)))
    case_id = wrong.fields["case_id"]
    assert all(case_id in page.said for page in both)
    status = await world.until(case_id, CaseState.IDENTITY)
    assert (status.submitted_by, status.verified_by) == ("support", None)
    assert status.received_at == datetime.fromisoformat(received).replace(tzinfo=PARIS)
    page = await doors.support.get(f"/cases/{case_id}")
    assert "Nothing is done before it is known who asks." in page.said
    less = await doors.support.decide(case_id, "verify", rung="session", how="signed in again")
    assert "That is less than what was asked for" in less.said
    claimed = await doors.support.send(f"/cases/{case_id}/verify", less, rung="link")
    assert "Nobody has opened the link" in claimed.said
    await doors.support.send(f"/cases/{case_id}/verify", claimed, rung="evidence", how="a colleague knows her voice")
    assert (await world.until(case_id, CaseState.AWAITING_DECISION)).verified_by == "support"
    seen = await doors.support.get(f"/cases/{case_id}/identifiers")
    assert PERSON.email in seen.said
    assert PERSON.email not in (await doors.support.get(f"/cases/{case_id}")).text
    noted = [(n["what"], n.get("channel")) for n in doors.audit() if n.get("case") == case_id]
    assert {("open", "post"), ("identifiers", None), ("verify", None)} <= set(noted)
    assert PERSON.email not in json.dumps(doors.audit())


@pytest.mark.parametrize("databases", [("accounts", "marketing")])
async def test_one_consent_is_withdrawn_at_the_door(world, doors):
    """Each consent on record can be chosen, beside a withdrawal alone; the letter then speaks of that one."""
    form = await doors.support.get("/cases/new")
    consents = ["", *(one.name for one in PROCESSING.consents)]
    assert form.choices["consent"] == consents
    received = f"{datetime.now(PARIS) - timedelta(days=1):%Y-%m-%dT%H:%M}"
    typed = {
        "email": PERSON.email,
        "received_at": received,
        "channel": "mail",
        "language": "en",
        "consent": "newsletter",
    }
    typed |= {"rung": "evidence", "how": "they called from the number on file"}
    wrong = await doors.support.send("/cases/new", form, **typed, right="erasure")
    assert (doors.support.statuses[-1], "#consent" in wrong.links) == (422, True)
    both = await doors.support.send("/cases/new", wrong, **typed, right="withdrawal", copy_first="access")
    assert (doors.support.statuses[-1], "#copy_first" in both.links) == (422, True)
    await doors.support.send("/cases/new", both, **typed, right="withdrawal", copy_first="")
    case_id = both.fields["case_id"]
    assert (await world.closed(case_id)).right is Right.WITHDRAWAL
    assert (await world.letter(case_id, LetterKind.STOPPED)).purposes == ("newsletter",)


async def test_question_and_answer(world, doors):
    """A question and its answer are recorded and shown on a page of their own; the case's page then has both dates."""
    status = await world.planned(PERSON)
    await doors.support.decide(status.case_id, "clarify", question="Do you mean the recordings too?")
    page = await doors.support.get(f"/cases/{status.case_id}")
    assert "Do you mean" not in page.text
    assert "the pause goes on" in page.said
    await doors.support.decide(status.case_id, "reply", text="Yes.\r\nAll of them.")
    page = await doors.support.get(f"/cases/{status.case_id}/conversation")
    assert "Do you mean the recordings too?" in page.said
    assert "Yes. All of them." in page.said
    assert "With the pauses counted" in (await doors.support.get(f"/cases/{status.case_id}")).said


async def test_whose_an_identifier_is(world, doors):
    """What leads to several people is decided by its reference; then a new plan waits."""
    status = await world.planned(replace(SHARES_AN_ADDRESS, email=FAMILY))
    reference = next(one.reference for one in status.reached if one.is_shared)
    page = await doors.dpo.get(f"/cases/{status.case_id}")
    assert "leads to several people" in page.said
    assert "The plan cannot be approved now: Something in the plan must be decided first" in page.said
    form = await doors.dpo.get(f"/cases/{status.case_id}/link")
    assert reference in form.choices["reference"]
    await doors.dpo.send(f"/cases/{status.case_id}/link", form, reference=reference, is_theirs="no")
    after = await world.habeas.status(status.case_id)
    assert after.plan_digest != status.plan_digest


@pytest.mark.parametrize("is_away", [True])
async def test_while_the_keys_are_away(world, doors):
    """An open case is shown as the register has it, with its date, and says so; nothing is decided meanwhile."""
    status = await world.planned(PERSON)
    page = await doors.dpo.get(f"/cases/{status.case_id}")
    assert (doors.dpo.statuses[-1], "The case does not answer at the moment." in page.said) == (200, True)
    assert not {f"/cases/{status.case_id}/{deed}" for deed in Deed}.intersection(page.links)
    await doors.dpo.get(f"/cases/{status.case_id}/refuse")
    assert doors.dpo.statuses[-1] == 503
    assert (await doors.dpo.get("/")).said.count(status.case_id) == 1


async def test_lost(world, doors):
    """A case that Temporal has lost says what is to be done, and offers no decision."""
    status = await world.planned(PERSON)
    await world.temporal.get_workflow_handle(case_workflow_id(status.case_id)).terminate("a test")
    page = await doors.dpo.get(f"/cases/{status.case_id}")
    assert "lets it go on with habeas resume" in page.said
    assert not {f"/cases/{status.case_id}/{deed}" for deed in Deed}.intersection(page.links)
    await doors.dpo.get(f"/cases/{status.case_id}/refuse")
    assert doors.dpo.statuses[-1] == 503


async def test_in_three_languages(world, doors):
    """No page, of an open case, a stuck or a closed one, has a word of ours that is the same in two languages."""
    desks = [await doors.come(f"dpo {language}", Role.DPO, language) for language in ("nb", "fr", "en")]
    planned = await world.planned(replace(SHARES_AN_ADDRESS, email=FAMILY))
    await doors.dpo.decide(planned.case_id, "clarify", question="?!?")
    refused = await world.planned(PERSON)
    await world.habeas.refuse(refused.case_id, Refusal(reason="?!?", by="dpo", justification="LegallyExempted"))
    await world.closed(refused.case_id)
    world.break_at("erase:billing", How.REFUSE)
    stuck = await world.approved(PERSON)
    await world.until(stuck.case_id, CaseState.NEEDS_ATTENTION)
    cases = [f"/cases/{one.case_id}" for one in (stuck, planned, refused)]
    forms = [f"{case}/{deed}" for case in cases[:2] for deed in Deed]
    personal = [f"{cases[1]}/conversation", f"{cases[1]}/identifiers"]
    for path in ["/", "/closed", "/cases/new", *cases, *personal, *forms]:
        pages = [await desk.get(path) for desk in desks]
        assert all(desk.statuses[-1] in (200, 409) for desk in desks), path
        assert untranslated(pages) == set(), path
    confirming = [await desk.decide(planned.case_id, "cancel") for desk in desks]
    assert untranslated(confirming) == set()
    wrong = [await desk.decide(planned.case_id, "refuse", reason="x") for desk in desks]
    assert untranslated(wrong) == set()


def untranslated(pages):
    """What at least two of the pages say in the same words."""
    assert all(len(page.ours) > 8 for page in pages)
    shared = {text for one, other in combinations(pages, 2) for text in one.ours & other.ours}
    return {text for text in shared - NAMES if re.search(r"[^\W\d_]{2}", text)}


@pytest.mark.parametrize("rules", [{"copy_waits_for_controllers": 14 * 86_400}], ids=["copies wait"])
async def test_what_was_cut_by_hand_is_handed_in(world, doors, cases):
    """A file of any name goes from the form into the copy, sealed as it comes; one that is not taken is not kept."""
    case_id = await world.open(PANEL_SPEAKER, Right.ACCESS)
    await world.until_so(case_id, lambda s: any(r.state is ReferralState.ASKED for r in s.referrals))
    assert f"/cases/{case_id}/attach" in (await doors.dpo.get(f"/cases/{case_id}")).links
    said = {"controller": "customer/nordlys", "item": "event-2/recording-2", "cut_by": "Ines", "reference": "mail 7"}
    film = b"\x00\x00\x00\x18ftypisom" + b"cut by hand " * 400_000
    missing = await doors.dpo.decide(case_id, "attach", **(said | {"cut_by": "", "file": BytesIO(film)}))
    assert (doors.dpo.statuses[-1], "One field needs your attention" in missing.said) == (422, True)
    wrong = await doors.dpo.decide(case_id, "attach", **said, file=BytesIO(b"MZ and no film"))
    assert (doors.dpo.statuses[-1], "Nothing of it was kept" in wrong.said) == (422, True)
    assert not [one for one in (cases / case_id).rglob("attached/*/*/*") if one.is_file()]
    done = await doors.dpo.decide(case_id, "attach", **said, file=BytesIO(film))
    assert "It has been done: Put in what was cut by hand" in done.said
    with await world.bundle(await world.closed(case_id)) as bundle:
        assert bundle.read("data/recordings/files/event-2/recording-2/cut-by-hand.mp4") == film
    assert [n["what"] for n in doors.audit() if n.get("case") == case_id].count("attach") == 2
