"""The person's door before real cases: a stranger and somebody known, showing who one is, the copy once."""

import asyncio
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession, CookieJar, FormData, web
from sqlalchemy import event, text
from temporalio.client import Client, Interceptor, OutboundInterceptor

from habeas.client import Habeas
from habeas.client.cases import KEY_PATIENCE
from habeas.console.web.limit import Limit
from habeas.console.web.person.compose import door, office
from habeas.console.web.person.office import Limits
from habeas.domain.case import CaseState
from habeas.domain.error import NotNow
from habeas.domain.key import Kind
from habeas.domain.link import LinkPurpose
from habeas.domain.update import Verification
from habeas.post.post import Post
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.register.person import PersonRegister
from habeas.sandbox.mail import MailServer
from habeas.sandbox.people import MANY_SIDED as PERSON
from habeas.settings import CaseFileSettings, MailSettings, PersonDoorSettings
from habeas.vault.case_keys import CaseKeys
from habeas.vault.converter import sealing
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.key_copies import KeyCopies
from habeas.vault.payload_keys import PayloadKeyCache
from habeas.vault.shredder import Shredder

FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
STRANGER = "nobody.at.all@example.org"
PDF = b"%PDF-1.7 planted"


class Asked(Interceptor):
    """Names what is asked of Temporal, in order."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        calls = self.calls

        class Counted(OutboundInterceptor):
            async def start_workflow(self, input: Any) -> Any:  # noqa: A002
                calls.append("start")
                return await super().start_workflow(input)

            async def query_workflow(self, input: Any) -> Any:  # noqa: A002
                calls.append(input.query)
                return await super().query_workflow(input)

            async def start_workflow_update(self, input: Any) -> Any:  # noqa: A002
                calls.append(input.update)
                return await super().start_workflow_update(input)

            async def describe_workflow(self, input: Any) -> Any:  # noqa: A002
                calls.append("describe")
                return await super().describe_workflow(input)

        return Counted(next)


@dataclass
class Door:
    """The door, and what it has asked of others."""

    url: str
    world: Any
    temporal: list[str]
    register: list[str]
    links: PersonRegister
    stack: AsyncExitStack
    parts: CaseFolder

    async def browser(self) -> "Browser":
        client = await self.stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        return Browser(client, self)

    async def mailed(self, case_id: str, purpose: LinkPurpose) -> str:
        """The path of the newest link for this purpose that was mailed and is good, once it is there."""
        async with asyncio.timeout(60):
            while True:
                for letter in reversed(self.world.letters.letters()):
                    for token in re.findall(r"/p/([\w-]{43})", letter.text):
                        if await self.links.look_link(token) == (case_id, purpose):
                            return f"/p/{token}"
                await asyncio.sleep(0.1)


@dataclass
class Browser:
    """A person before the door."""

    client: ClientSession
    door: Door

    async def get(self, path):
        return await self.client.get(self.door.url + path, allow_redirects=False)

    async def send(self, path, onto=None, **fields):
        text = await (await self.get(path)).text()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
        data = {**hidden, **fields}
        return await self.client.post(self.door.url + (onto or path), data=data, headers=FORM, allow_redirects=False)

    async def ask(self, address, right="access"):
        return await self.send("/", right=right, email=address, country="NO")


@pytest.fixture
async def person_door(world, register_url, cases, tmp_path) -> AsyncIterator[Door]:
    """The door with keys, a register and a client of its own, as in a process of its own."""
    with world.env.with_time_skipping_disabled():
        async with AsyncExitStack() as stack:
            engine = register_engine(register_url)
            stack.push_async_callback(engine.dispose)
            register_calls: list[str] = []
            event.listen(engine.sync_engine, "before_cursor_execute", lambda *given: register_calls.append(given[2]))
            wrapping = {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind}
            keys = CaseKeys(Keyring(engine), wrapping, KeyCopies(CaseFolder(cases)))
            asked = Asked()
            plain = world.env.client
            converter = sealing(PayloadKeyCache(keys), plain.namespace, KEY_PATIENCE)
            client = Client(**{**plain.config(), "data_converter": converter, "interceptors": [asked]})
            house = CaseFileSettings(
                temporal_address="", register_url=register_url, payload_wrapping_keys="", case_folder=str(cases)
            )
            mail = await MailServer.start(tmp_path / "mail", world.switchboard)
            stack.callback(mail.stop)
            post = Post(MailSettings.given(mail.settings).account)
            register = PersonRegister(engine)
            limits = Limits(*(Limit(1000, 0.001) for _ in range(5)))
            served_from = replace(office(house, keys, Habeas(client, keys), register, post), limits=limits)
            listening = socket.create_server(("127.0.0.1", 0))
            here = f"http://127.0.0.1:{listening.getsockname()[1]}"
            settings = PersonDoorSettings(person_url=here, audit_file=tmp_path / "audit.jsonl")
            runner = web.AppRunner(door(settings, served_from), access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.SockSite(runner, listening).start()
            yield Door(here, world, asked.calls, register_calls, register, stack, CaseFolder(cases))


async def opened(person_door, browser, address, **more) -> str:
    """Ask, and say which case that opened: the one that is new among the case files or the secrets."""
    before = set(await _cases(person_door))
    answer = await browser.ask(address, **more)
    assert answer.headers["Location"] == "/asked"
    (case_id,) = set(await _cases(person_door)) - before
    return case_id


async def _cases(person_door) -> list[str]:
    async with person_door.links._reading() as connection:
        return list(await connection.scalars(text("SELECT DISTINCT case_id FROM case_key")))


async def test_a_stranger_learns_nothing(person_door):
    """Asked for a person whom we know and for nobody, the door answers the same and asks the same of others."""
    seen = []
    for address in (STRANGER, PERSON.email):
        browser = await person_door.browser()
        await browser.get("/")
        person_door.temporal.clear()
        person_door.register.clear()
        answer = await browser.ask(address)
        after = await browser.get("/asked")
        headers = {name: value for name, value in answer.headers.items() if name not in {"Date", "Set-Cookie"}}
        same = (answer.status, headers, await answer.text(), after.status, await after.text())
        seen.append((*same, tuple(person_door.temporal), tuple(person_door.register)))
    assert seen[0] == seen[1]
    assert seen[0][5] == ("start",)


async def test_from_asking_to_the_copy(person_door, world):
    """Whoever reads the mail is the person; the copy is then made, and handed out once, to who reads the mail again."""
    browser = await person_door.browser()
    case_id = await opened(person_door, browser, PERSON.email)
    status = await world.until(case_id, CaseState.IDENTITY)
    assert (status.verified_by, status.holdings) == (None, {})
    link = await person_door.mailed(case_id, LinkPurpose.IDENTITY)
    assert (await browser.send(link)).headers["Location"] == "/case"
    done = await world.closed(case_id)
    assert (done.state, done.verified_by) == (CaseState.READY, "the person's page")
    text = await (await browser.get("/case")).text()
    assert ("your copy is ready" in text, '<div class="letter">' in text) == (True, True)
    assert (await browser.send("/case", "/case/copy")).headers["Location"] == "/case?done=sent"
    bundle = await person_door.mailed(case_id, LinkPurpose.BUNDLE)
    data = await (await browser.send(bundle)).read()
    assert "index.html" in ZipFile(BytesIO(data)).namelist()
    assert (await browser.send(bundle)).status == 404
    assert "The copy was fetched on" in await (await browser.get("/case")).text()
    assert (await browser.send(link)).status == 404


async def test_nobody_but_the_link_says_who_asks(person_door, world):
    """A claim that a link was opened which nobody has opened is refused by the case: no page says who somebody is."""
    case_id = await opened(person_door, await person_door.browser(), PERSON.email)
    await world.until(case_id, CaseState.IDENTITY)
    claim = Verification(rung="link", how="a claim", by="somebody")
    with pytest.raises(NotNow):
        await world.habeas.tell(case_id, claim)


async def test_a_stranger_gets_an_answer_too(person_door, world):
    """Who is not known reads after the same steps that nothing is held."""
    browser = await person_door.browser()
    case_id = await opened(person_door, browser, STRANGER)
    await browser.send(await person_door.mailed(case_id, LinkPurpose.IDENTITY))
    assert (await world.closed(case_id)).state is CaseState.NO_DATA
    assert "we hold no data about you" in await (await browser.get("/case")).text()


async def test_a_lost_address(person_door, world):
    """The lost address shows nothing any more; what is sent from the new one is looked at, serves, and goes."""
    browser = await person_door.browser()
    before = set(await _cases(person_door))
    fields = {"right": "access", "email": PERSON.email, "reply_to": STRANGER}
    assert (await browser.send("/lost", **fields)).headers["Location"] == "/asked"
    (case_id,) = set(await _cases(person_door)) - before
    old = await person_door.browser()
    await old.send(await person_door.mailed(case_id, LinkPurpose.IDENTITY))
    assert (await world.habeas.status(case_id)).verified_by is None
    (mail,) = [one for one in world.letters.letters() if one.is_for(STRANGER)]
    await browser.send(re.search(r"/p/[\w-]{43}", mail.text)[0])
    page = await (await browser.get("/case")).text()
    csrf = re.search(r'name="csrf" value="(\w+)"', page[page.index("/case/evidence") :])[1]
    form = FormData()
    form.add_field("csrf", csrf)
    form.add_field("file", PDF, filename="a.pdf", content_type="application/pdf")
    url = person_door.url + "/case/evidence"
    assert (await browser.client.post(url, data=form, headers=FORM, allow_redirects=False)).status == 303
    assert len(person_door.parts.names(case_id, "evidence")) == 1
    await world.habeas.tell(case_id, Verification(rung="evidence", how="a passport", by="support"))
    assert person_door.parts.names(case_id, "evidence") == []
    assert (await world.closed(case_id)).state is CaseState.READY
    await browser.send("/case", "/case/copy")
    bundle = await person_door.mailed(case_id, LinkPurpose.BUNDLE)
    (mail,) = [one for one in world.letters.letters() if bundle in one.text]
    assert mail.is_for(STRANGER)
    assert (await browser.send(bundle)).headers["Content-Disposition"] == 'attachment; filename="copy.zip"'


@pytest.mark.long
async def test_taking_it_back(person_door, world):
    """A request that is taken back ends with nothing changed, and the page says so."""
    browser = await person_door.browser()
    case_id = await opened(person_door, browser, PERSON.email, right="erasure")
    await browser.send(await person_door.mailed(case_id, LinkPurpose.IDENTITY))
    await world.until(case_id, CaseState.AWAITING_DECISION)
    before = await world.state()
    assert (await browser.send("/case/withdraw")).headers["Location"] == "/case?done=withdrawn"
    assert (await world.closed(case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    assert "nothing was changed" in await (await browser.get("/case")).text()


@pytest.mark.long
async def test_two_cases_are_two(person_door, world):
    """The session of one reads no letter of the other."""
    one, two = await person_door.browser(), await person_door.browser()
    mine = await opened(person_door, one, PERSON.email)
    other = await opened(person_door, two, STRANGER)
    for browser, case_id in ((one, mine), (two, other)):
        await browser.send(await person_door.mailed(case_id, LinkPurpose.IDENTITY))
        await world.closed(case_id)
    texts = [await (await browser.get("/case")).text() for browser in (one, two)]
    assert ["your copy is ready" in text for text in texts] == [True, False]
    assert ["we hold no data about you" in text for text in texts] == [False, True]
    assert (await two.send("/case", "/case/copy")).status == 409


def verified(folder, *more) -> str:
    """What the verifier says of the certificate in a folder, in a process of its own."""
    words = [sys.executable, "-m", "habeas.evidence", "verify", "certificate.jws", *more]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=60, check=True).stdout


async def test_from_asking_to_the_proof(person_door, world, keys, tmp_path):
    """Whoever asked to be erased gets the proof, which verifies elsewhere and is about them; until it is shredded."""
    browser = await person_door.browser()
    case_id = await opened(person_door, browser, PERSON.email, right="erasure")
    await browser.send(await person_door.mailed(case_id, LinkPurpose.IDENTITY))
    status = await world.until(case_id, CaseState.AWAITING_DECISION)
    assert (await browser.get("/case/proof")).status == 404
    await world.habeas.approve(case_id, status.plan_digest, "dpo")
    done = await world.closed(case_id)
    assert "The proof of this can be fetched" in (page := await (await browser.get("/case")).text())
    assert '<a href="/case/proof">' in page
    answer = await browser.get("/case/proof")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="proof.zip"'
    ZipFile(BytesIO(await answer.read())).extractall(tmp_path / "proof")
    said = verified(tmp_path / "proof", "--salt", "opening.json")
    assert f"a certificate of case {done.case_id}" in said
    assert "It is about the person" in said
    assert {one.became.value for one in done.outcomes} == set(re.findall(r"^  ([a-z-]+): \d", said, re.MULTILINE))
    assert PERSON.email not in said
    assert (await (await person_door.browser()).get("/case/proof")).status == 303
    await Shredder(person_door.parts, keys).shred(case_id)
    assert (await browser.get("/case/proof")).status == 404
    assert "/case/proof" not in await (await browser.get("/case")).text()
