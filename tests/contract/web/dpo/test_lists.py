"""The lists of the DPO's door and its closed cases, from a real register, over HTTP: they need no Temporal."""

import json
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, CookieJar, web
from temporalio.client import Client
from uuid6 import uuid7

from habeas.calendar import public_holidays
from habeas.client import Habeas
from habeas.console.tokens import Tokens
from habeas.console.web.dpo.language.book import WORDS
from habeas.console.web.dpo.listing import PAGE
from habeas.console.web.dpo.office import Office, Papers
from habeas.console.web.dpo.routes import dpo_door
from habeas.domain.case import CaseState, CaseStatus, SystemCounts
from habeas.domain.datamap import MapFound
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.key import Kind
from habeas.domain.language import Language
from habeas.domain.outcome import Became, Outcome
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.staff import Role
from habeas.domain.time_limit import Place
from habeas.letters.address import Pages
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import load_processing
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.settings import StaffDoorSettings
from habeas.vault.attachments import Attachments
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.signing_keys import EvidenceSigner

RECORD = load_processing(Path(__file__).parents[4] / "policy" / "processing.yaml")
PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 5, 12, tzinfo=PARIS)
FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


class House:
    """A register with cases in it, and a door on it."""

    def __init__(self, register: Register, url: str, client: ClientSession, audit: Path) -> None:
        self.register, self.url, self.client, self.audit = register, url, client, audit

    async def open(self, due: date, state: CaseState = CaseState.AWAITING_DECISION) -> str:
        """An open case with this date."""
        case_id = str(uuid7())
        request = Request(
            case_id=case_id,
            right=Right.ERASURE,
            identifiers=(email(f"planted.{case_id}@example.org"),),
            received_at=datetime(2026, 2, 1, tzinfo=UTC),
            identity=Identity(how="signed in again", by="support"),
            submitted_by="support",
        )
        await self.register.open(request, due)
        await self.register.note(case_id, state)
        return case_id

    async def close(self, case_id: str, **more: object) -> None:
        """Close it as erased."""
        status = CaseStatus(
            case_id=case_id,
            right=Right.ERASURE,
            state=CaseState.ERASED,
            received_at=datetime(2026, 2, 1, tzinfo=UTC),
            submitted_by="support",
            **more,
        )
        if status.outcomes:
            await self.register.finish(case_id, "a" * 64)  # else there is nothing to certify
        await self.register.close(case_id, status)

    async def get(self, path: str) -> tuple[int, str]:
        """A page."""
        async with self.client.get(self.url + path) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def house(tmp_path) -> AsyncIterator[House]:
    """An auditor is signed in; nobody listens where Temporal would be."""
    database = f"sqlite+aiosqlite:///{tmp_path}/register.db"
    await migrate(database)
    engine = register_engine(database)
    register = Register(engine, b"k" * 32, signs=EvidenceSigner(FileKeys(tmp_path / "signing.json")))
    nowhere = await Client.connect("127.0.0.1:9", lazy=True)
    keys = CaseKeys(register, {Kind.PAYLOAD: FileKeys(tmp_path / "payload.json")})
    listening = socket.create_server(("127.0.0.1", 0))
    url, people = f"http://127.0.0.1:{listening.getsockname()[1]}", tmp_path / "staff.json"
    settings = StaffDoorSettings(audit_file=tmp_path / "audit.jsonl", staff_url=url, staff_file=people)
    place = Place(PARIS, public_holidays("FR"))
    letters = LetterPapers(CaseFolder(tmp_path / "cases"), keys)
    files = Attachments(CaseFiles(CaseFolder(tmp_path / "cases"), keys))
    papers = Papers(LetterOffice(Letters(RECORD, PARIS), letters, register, Pages()), files)
    office = Office(Habeas(nowhere, keys, timedelta(seconds=1)), register, place, RECORD, papers, now=lambda: NOON)
    runner = web.AppRunner(dpo_door(settings, office), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": "en"}) as client:
        token = Tokens(people, Role).add("ana the auditor", Role.AUDITOR)
        async with client.get(f"{url}/sign-in") as answer:
            csrf = re.search(r'name="csrf" value="(\w+)"', await answer.text())[1]
        async with client.post(f"{url}/sign-in", data={"csrf": csrf, "token": token}, headers=FORM) as answer:
            assert answer.status == 200
        yield House(register, url, client, tmp_path / "audit.jsonl")
    await runner.cleanup()
    await engine.dispose()


def cases_in(text: str) -> list[str]:
    """The cases that a page links to, in its order."""
    return re.findall(r'href="/cases/([0-9a-f-]{36})"', text)


async def test_the_most_urgent_first(house):
    """Late ones come first, then those of today, then by days left; last those that wait for a controller."""
    later = await house.open(date(2026, 4, 7))
    today = await house.open(date(2026, 3, 5))
    waiting = await house.open(date(2026, 2, 27), CaseState.WAITING_FOR_CONTROLLER)
    late = await house.open(date(2026, 3, 2), CaseState.NEEDS_ATTENTION)
    soon = await house.open(date(2026, 3, 6))
    status, text = await house.get("/")
    assert (status, cases_in(text)) == (200, [late, today, soon, later, waiting])
    for words in ("3 days late", "must be decided today", "1 day left", "33 days left", "the person has an answer"):
        assert words in text
    counts = re.findall(r"<dt>([^<]+)</dt>\s*<dd>(\d+)</dd>", text)
    assert [int(count) for _, count in counts] == [1, 1, 1, 1, 1]
    assert "planted" not in text


async def test_by_state(house):
    """With a state only the cases that stand there are shown, and all are counted; what is no state is refused."""
    stuck = await house.open(date(2026, 3, 9), CaseState.NEEDS_ATTENTION)
    await house.open(date(2026, 3, 6))
    status, text = await house.get("/?state=needs_attention")
    assert (status, cases_in(text)) == (200, [stuck])
    assert "All open cases (2)" in text
    assert (await house.get("/?state=nowhere"))[0] == 400
    status, text = await house.get("/?state=identity")
    assert "No open case stands there." in text


async def test_closed_ones(house):
    """They are on a page of their own, the last one first, so many on each page."""
    assert "No case has been closed yet." in (await house.get("/closed"))[1]
    ids = []
    for _ in range(PAGE + 1):
        ids.append(await house.open(date(2026, 3, 6)))
        await house.close(ids[-1])
    _, first = await house.get("/closed")
    _, second = await house.get("/closed?page=2")
    assert cases_in(first) + cases_in(second) == ids[::-1]
    assert ("Older cases" in first, "Newer cases" in second, "Older cases" in second) == (True, True, False)
    assert [(await house.get(f"/closed?page={page}"))[0] for page in ("0", "-1", "x", "²")] == [400] * 4
    assert cases_in((await house.get("/"))[1]) == []


async def test_a_closed_case_needs_no_temporal(house):
    """What the register keeps of it is shown, and that somebody looked is noted; nothing can be decided."""
    case_id = await house.open(date(2026, 3, 6))
    counts = {"accounts": SystemCounts(found=15, erased=13, retained=2, left=2)}
    await house.close(case_id, systems=counts, reason="<b>as it was typed</b>")
    status, text = await house.get(f"/cases/{case_id}")
    assert (status, "This case is closed." in text) == (200, True)
    assert "&lt;b&gt;as it was typed&lt;/b&gt;" in text
    assert re.search(r"Account and log-ins</th><td[^>]*>15</td><td[^>]*>13</td>", text)
    assert "What you can decide now" not in text
    line = json.loads(house.audit.read_text().splitlines()[-1])
    assert (line["who"], line["what"], line["case"]) == ("ana the auditor", "case", case_id)


@pytest.mark.parametrize("language", Language)
async def test_a_certificate(house, language):
    """Where it is fetched, and the command that writes it, stand on the page of a case that has one; on no other."""
    erased = Outcome(system="accounts", category="account", became=Became.ERASED, count=1, left=0)
    certified, without, still_open = [await house.open(date(2026, 3, 6)) for _ in range(3)]
    await house.close(certified, outcomes=(erased,))
    await house.close(without)
    await house.get(f"/language/{language}?next=/")
    texts = [(await house.get(f"/cases/{case_id}"))[1] for case_id in (certified, without, still_open)]
    words, command = WORDS[language].case, f"habeas certificate {certified} --out DIR"
    assert f'<a href="/cases/{certified}/certificate">{words.fetch_certificate}</a>' in texts[0]
    assert f'<dt>{words.certificate_command}</dt><dd><code translate="no">{command}</code></dd>' in texts[0]
    assert [words.fetch_certificate in text for text in texts] == [True, False, False]


@pytest.mark.parametrize(
    "path", ["/cases/1", "/cases/planted@example.org", "/cases/019A2B3C-0000-7000-8000-000000000000"]
)
async def test_no_case(house, path):
    """What is not the id of a case is nowhere."""
    assert (await house.get(path))[0] == 404


async def test_form_of_the_pages(house):
    """Each page has one h1, a language, no script, no style of its own, and tables whose headings have a scope."""
    case_id = await house.open(date(2026, 3, 6))
    await house.close(case_id, systems={"accounts": SystemCounts(found=1, erased=1)})
    for path in ("/", "/closed", f"/cases/{case_id}"):
        _, text = await house.get(path)
        assert text.count("<h1") == 1
        assert '<html lang="en">' in text
        assert not re.search(r"<script|style=|\son\w+=|https?://", text)
        assert all("scope=" in heading for heading in re.findall(r"<th\b[^>]*>", text))


@pytest.mark.parametrize(
    ("is_known", "said"),
    [
        (True, "The record of Account and log-ins does not fit its database in 2 places."),
        (False, "Whether the record of Account and log-ins fits its database is not known"),
    ],
)
async def test_a_record_that_does_not_fit_is_told_of(house, is_known, said):
    """The DPO sees in which system data may lie that no request would find; nothing is said where all of it fits."""
    at = datetime(2026, 3, 5, tzinfo=PARIS)
    found = MapFound(system="accounts", at=at, found=("tables: a", "tables: b"), is_known=is_known)
    await house.register.note_map([found, MapFound(system="recordings", at=at)])
    text = (await house.get("/"))[1]
    assert said in text
    assert text.count("map check") == is_known
    await house.register.note_map([])
    assert said not in (await house.get("/"))[1]
