"""The person's door on loopback: a real register, case folder, letters and mail server; the case itself is a record.

What a case is told is checked by the domain's own table (`permit`), as a case does; nothing else of it is here.
"""

import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientSession, CookieJar, FormData, web
from uuid6 import uuid7

from habeas.calendar import public_holidays
from habeas.client.proofs import PersonsProofs, Proofs
from habeas.console.web.limit import Limit
from habeas.console.web.person.compose import door
from habeas.console.web.person.office import Limits, Office
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.clock import ClockRules, Timing, clock
from habeas.domain.error import NoSuchCase, NotNow
from habeas.domain.identifier import Identifier, email
from habeas.domain.identity import Identity
from habeas.domain.key import Kind
from habeas.domain.language import Language
from habeas.domain.letter import Addressee, Letter, LetterKind, LetterOrder
from habeas.domain.link import LinkPurpose
from habeas.domain.outcome import Became, Outcome
from habeas.domain.permit import refusal
from habeas.domain.processing import Basis, ProcessingRecord
from habeas.domain.receipt import BundleReceipt
from habeas.domain.referral import ReferralState
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.standing import Standing
from habeas.domain.time_limit import Place
from habeas.domain.update import Cancellation
from habeas.letters.address import Pages
from habeas.letters.book import Letters
from habeas.letters.office import LetterOffice
from habeas.policy import load_processing
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.register.log import EvidenceLog
from habeas.register.migrate import migrate
from habeas.register.person import PersonRegister
from habeas.register.register import Register
from habeas.register.signing import SigningRing
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.letterbox import Letterbox
from habeas.sandbox.mail import MailServer
from habeas.sandbox.manual import write_with_manual_system
from habeas.settings import MailSettings, PersonDoorSettings
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.case_files import CaseFiles
from habeas.vault.case_keys import CaseKeys
from habeas.vault.evidence import EvidenceFiles
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.letter_papers import LetterPapers
from habeas.vault.papers import CasePapers
from habeas.vault.proof_papers import ProofPapers
from habeas.vault.reply_paper import ReplyPapers
from habeas.vault.signing_keys import EvidenceSigner, SigningKeys

FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
PERSON = "maja.canary@example.org"
RECEIVED = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
OUTCOMES = (
    Outcome(system="accounts", category="account", became=Became.ERASED, count=1, left=0),
    Outcome(system="billing", category="invoice", became=Became.RETAINED, count=4, left=4, ground="a law"),
)
PLACE = Place(ZoneInfo("Europe/Paris"), public_holidays("FR"))


@dataclass
class Cases:
    """Cases as they answer, without the procedure behind them: what each was told is kept, in order."""

    keys: CaseKeys
    statuses: dict[str, CaseStatus] = field(default_factory=dict)
    known: dict[str, dict[str, Identifier]] = field(default_factory=dict)
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)
    opened: list[tuple[str, Right, Any, str | None]] = field(default_factory=list)
    told: list[tuple[str, Any]] = field(default_factory=list)
    calls: int = 0
    fails: list[Exception] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)  # how a case changes after each look at it

    async def open(self, right, intake, *, case_id=None, submitted_by=None):
        self._call()
        await self.keys.create(case_id)
        if case_id not in self.statuses:
            self.opened.append((case_id, right, intake, submitted_by))
            self.known[case_id] = {"email-1": intake.identifiers[0]}
            self.statuses[case_id] = status(case_id, right=right, received_at=intake.received_at)
        return case_id

    async def status(self, case_id):
        self._call()
        if case_id not in self.statuses:
            raise NoSuchCase("there is no such case")
        status = self.statuses[case_id]
        if self.later:
            self.change(case_id, **self.later.pop(0))
        return status

    async def identifiers(self, case_id):
        self._call()
        if case_id not in self.known:
            raise NoSuchCase("there is no such case")
        return self.known[case_id]

    async def conversation(self, case_id):
        self._call()
        return self.said.get(case_id, ())

    async def tell(self, case_id, message, *, update_id=None):
        return self._told(case_id, message)

    async def owner_answered(self, case_id, number):
        self._call()
        self.told.append((case_id, number))

    async def cancel(self, case_id, by, *, update_id=None):
        return self._told(case_id, Cancellation(by=by))

    def change(self, case_id, **changes):
        self.statuses[case_id] = self.statuses[case_id].model_copy(update=changes)

    def _call(self):
        self.calls += 1
        if self.fails:
            raise self.fails.pop(0)

    def _told(self, case_id, message):
        self._call()
        now = self.statuses[case_id]
        standing = Standing(
            right=now.right,
            state=now.state,
            today=RECEIVED.date(),
            submitted_by=now.submitted_by,
            stage=now.stage,
            asks_for=now.asks_for,
            has_open_question=now.has_open_question,
            is_closing=not now.state.is_open,
            controllers=frozenset(r.controller for r in now.referrals if r.state is ReferralState.ASKED),
        )
        if why := refusal(message, standing):
            raise NotNow(why)
        self.told.append((case_id, message))
        return now


def status(case_id, **changes) -> CaseStatus:
    """A case that asks who asks."""
    counted = clock(Timing(received_at=RECEIVED), PLACE, ClockRules())
    base = {
        "case_id": case_id,
        "right": Right.ACCESS,
        "state": CaseState.IDENTITY,
        "stage": Stage.IDENTITY,
        "asks_for": "link",
        "received_at": RECEIVED,
        "submitted_by": "the person's page",
        "clock": counted,
        "due": counted.due,
    }
    return CaseStatus.model_validate({**base, **changes})


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Browser:
    """What a person does with a door: open a page, fill in the form on it."""

    client: ClientSession
    url: str

    async def get(self, path, **more):
        return await self.client.get(self.url + path, allow_redirects=False, **more)

    async def post(self, path, data, **more):
        given = {"headers": FORM, **more}
        return await self.client.post(self.url + path, data=data, allow_redirects=False, **given)

    async def text(self, path, **more):
        return await (await self.get(path, **more)).text()

    async def fields(self, path):
        """The hidden fields of the page's last form."""
        page = await self.text(path)
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

    async def send(self, path, onto=None, **fields):
        """Fill in the form at a path, and send it there or elsewhere."""
        return await self.post(onto or path, {**await self.fields(path), **fields})

    async def upload(self, data, name="passport.pdf", page="/case", onto="/case/evidence", **fields):
        form = FormData()
        form.add_field("csrf", (await self.fields(page))["csrf"])
        for field_, value in fields.items():
            form.add_field(field_, value)
        form.add_field("file", data, filename=name, content_type="application/pdf")
        return await self.post(onto, form)


@dataclass
class Served:
    """The door, and all that is behind it."""

    url: str
    office: Office
    cases: Cases
    keys: CaseKeys
    parts: CaseFolder
    folder: Path
    letterbox: Letterbox
    switchboard: Switchboard
    writing: LetterOffice
    house: Register
    proving: PersonsProofs
    audit: Path
    browser: Callable[[], Awaitable[Browser]]

    async def case(self, **changes) -> str:
        """A case of a person, with its secrets."""
        case_id = str(uuid7())
        await self.keys.create(case_id)
        await self.keys.settle(case_id)
        self.cases.statuses[case_id] = status(case_id, **changes)
        self.cases.known[case_id] = {"email-1": email(PERSON)}
        return case_id

    async def link(self, case_id, purpose=LinkPurpose.PAGE, good_for=timedelta(days=1), letter=None) -> str:
        """The address of a link of this purpose."""
        token = await self.office.register.issue_link(case_id, purpose, datetime.now(UTC) + good_for, letter)
        places = {LinkPurpose.CONTROLLER: "c", LinkPurpose.OWNER: "o"}
        return f"/{places.get(purpose, 'p')}/{token}"

    async def visitor(self, case_id, purpose=LinkPurpose.PAGE, **more) -> Browser:
        """A browser that came by such a link."""
        browser = await self.browser()
        answer = await browser.send(await self.link(case_id, purpose, **more))
        assert answer.status == 303, await answer.text()
        return browser

    async def write(self, case_id, kind=LetterKind.RECEIPT, number=1, addressee=Addressee.SUBJECT, **facts) -> Letter:
        """Have a letter written, and sent."""
        letter = Letter(
            case_id=case_id,
            number=number,
            kind=kind,
            addressee=addressee,
            language=Language.ENGLISH,
            received_at=RECEIVED,
            at=datetime.now(UTC),
            **{"right": Right.ACCESS, "clock": self.cases.statuses[case_id].clock, "country": "NO", **facts},
        )
        await self.writing.write(LetterOrder(letter=letter, address=PERSON))
        return letter

    async def bundle(self, case_id, data: bytes) -> BundleReceipt:
        """Put a copy among the case's files, and have the case say so."""
        sealer = await self.office.files.sealer(case_id)
        async with sealer.write("bundle/one") as out:
            await out.write(data)
        sealed = out.sealed
        receipt = BundleReceipt(
            name="bundle/one", size=len(data), sha256="", entries=1, parts=sealed.parts, sealed_sha256=sealed.sha256
        )
        changes = {"bundle": receipt, "state": CaseState.READY, "stage": Stage.CLOSED, "asks_for": None}
        self.cases.change(case_id, **changes)
        return receipt

    async def closed(self, status: CaseStatus) -> None:
        """Have the register know the case, closed with this status, as when Temporal has forgotten it."""
        who = Identity(how="a link", by="the person's page")
        asked = email(PERSON)
        request = Request(
            case_id=status.case_id,
            right=status.right,
            identifiers=(asked,),
            received_at=RECEIVED,
            identity=who,
            submitted_by="the person's page",
        )
        await self.house.open(request, status.due, await CasePapers(self.parts, self.keys).commit(request))
        if status.outcomes:
            await self.house.finish(status.case_id, "a" * 64)  # else there is nothing to certify
        await self.house.close(status.case_id, status)

    async def proven(self, **changes) -> str:
        """A case that has closed with a certificate, with its proof kept as by the step that closes it."""
        erased = {"right": Right.ERASURE, "state": CaseState.ERASED, "outcomes": OUTCOMES}
        case_id = await self.case(**{**erased, "stage": Stage.CLOSED, "asks_for": None, **changes})
        await self.closed(self.cases.statuses[case_id])
        await self.proving.keep_proof(case_id)
        return case_id

    def links_sent(self) -> list[str]:
        """The links in the mails that were sent, the oldest first."""
        return [re.search(rf"{self.url}(/\S+)", one.text)[1] for one in self.letterbox.letters()]


Serving = Callable[..., Awaitable[Served]]


@pytest.fixture
async def serve(tmp_path) -> AsyncIterator[Serving]:
    """Start the door; `limits` replace those that are wide enough for a test, `record` that of our company."""
    async with AsyncExitStack() as stack:

        async def start(
            limits: Limits | None = None, record: ProcessingRecord | None = None, **settings: Any
        ) -> Served:
            url = f"sqlite+aiosqlite:///{tmp_path / 'register.db'}"
            await migrate(url)
            engine = register_engine(url)
            stack.push_async_callback(engine.dispose)
            register, parts = PersonRegister(engine), CaseFolder(tmp_path / "cases")
            signs = EvidenceSigner(FileKeys(tmp_path / "signing.json"))
            keys = CaseKeys(Keyring(engine, signs), {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})
            files, switchboard = CaseFiles(parts, keys), Switchboard(tmp_path / "faults.json")
            mail = await MailServer.start(tmp_path / "mail", switchboard)
            stack.callback(mail.stop)
            post = Post(MailSettings.given(mail.settings).account)
            listening = socket.create_server(("127.0.0.1", 0))
            here = f"http://127.0.0.1:{listening.getsockname()[1]}"
            record = record or load_processing(write_with_manual_system(tmp_path / "processing.yaml"))
            words, papers = Letters(record, PLACE.zone), LetterPapers(parts, keys)
            house = Register(engine, b"k" * 32, signs=signs)
            writing = LetterOffice(words, papers, house, Pages(person_url=here), post)
            evidence, proofs, cases = EvidenceFiles(files, parts), ProofPapers(parts, keys), Cases(keys)
            logged = Proofs(EvidenceLog(engine), SigningKeys(SigningRing(engine), signs), "habeas.example/evidence")
            proving = PersonsProofs(logged, CasePapers(parts, keys), proofs)
            office = Office(
                cases,
                register,
                writing,
                files,
                evidence,
                ReplyPapers(parts, keys),
                proofs,
                AnswerPapers(parts, keys),
                post,
                record,
                PLACE.zone,
                limits or wide(),
                patience=1.0,
            )
            audit = tmp_path / "audit.jsonl"
            made = door(PersonDoorSettings(person_url=here, audit_file=audit, **settings), office)
            runner = web.AppRunner(made, access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.SockSite(runner, listening).start()

            async def browser() -> Browser:
                client = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
                return Browser(client, here)

            letterbox = Letterbox(tmp_path / "mail")
            told = cases, keys, parts, tmp_path / "cases", letterbox, switchboard, writing, house, proving, audit
            return Served(here, office, *told, browser)

        yield start


def wide() -> Limits:
    """Limits that a test does not reach by itself."""
    return Limits(*(Limit(1000, 0.001) for _ in range(5)))


@pytest.fixture
async def served_without_consent(serve) -> Served:
    """The door of a company that holds nothing on consent."""
    record = load_processing(Path(__file__).parents[4] / "policy" / "processing.yaml")
    categories = tuple(c for c in record.categories if c.basis is not Basis.CONSENT)
    return await serve(record=record.model_copy(update={"consents": (), "categories": categories}))


@pytest.fixture
async def served(serve) -> Served:
    """The door as it comes."""
    return await serve()


@pytest.fixture
async def browser(served) -> Browser:
    """A browser before it."""
    return await served.browser()
