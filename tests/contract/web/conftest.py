"""A door on loopback, with a few pages, and browsers that know no script: clients of HTTP with a jar of cookies."""

import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, web

from habeas.console.audit import Audit
from habeas.console.tokens import Tokens
from habeas.console.web.app import app
from habeas.console.web.door import Door
from habeas.console.web.limit import Limit
from habeas.console.web.page import page
from habeas.console.web.session import Sessions, Visitor
from habeas.console.web.staff import TokenSignIn
from habeas.console.web.visit import form, note, requires, sign_in
from habeas.domain.staff import Role

CASE = "019a2b3c-0000-7000-8000-000000000000"
FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}  # as browsers say it of our own forms


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@requires()
async def home(request):
    return page(request, "error.html", 200, failure="not_now")


@requires(Role.DPO, Role.AUDITOR)
async def case(request):
    note(request, "view", CASE)
    return web.Response(text="the case")


@requires(Role.DPO)
async def decide(request):
    note(request, "approve", CASE)
    return web.Response(text=f"decided {(await form(request))['what']}")


async def enter(request):
    sign_in(request, Visitor("ines", Role.DPO))
    raise web.HTTPSeeOther("/case")


async def broken(_request):
    raise RuntimeError("planted.person@example.org")


PAGES = [web.get("/", home), web.get("/case", case), web.post("/case", decide)]
PAGES += [web.get("/broken", broken), web.get("/enter", enter)]


class Browser:
    """What a browser does with a door: follows nothing by itself, keeps cookies."""

    def __init__(self, client: ClientSession, url: str) -> None:
        self.client, self.url = client, url

    async def get(self, path, **more):
        return await self.client.get(self.url + path, allow_redirects=False, **more)

    async def post(self, path, fields, headers=FORM):
        return await self.client.post(self.url + path, data=fields, headers=headers, allow_redirects=False)

    async def csrf(self, path="/sign-in"):
        return re.search(r'name="csrf" value="(\w+)"', await (await self.get(path)).text())[1]

    async def sign_in(self, token, way="/"):
        return await self.post("/sign-in", {"csrf": await self.csrf(), "token": token, "next": way})

    def cookie(self, of="id"):
        return next((one for one in self.client.cookie_jar if one.key.endswith(of)), None)


@dataclass
class Served:
    """A running door, and what it is made of."""

    url: str
    tokens: Tokens[Role]
    clock: Clock
    audit: Path
    browser: Callable[[], Awaitable[Browser]]

    def noted(self):
        """The lines of the audit, without when."""
        lines = self.audit.read_text().splitlines() if self.audit.exists() else []
        return [{k: v for k, v in json.loads(line).items() if k != "at"} for line in lines]


Serving = Callable[..., Awaitable[Served]]


@pytest.fixture
async def serve(tmp_path) -> AsyncIterator[Serving]:
    """Start a door; what is given replaces what it is made of."""
    async with AsyncExitStack() as stack:

        async def start(tries=None, url="http://127.0.0.1:{port}", **given) -> Served:
            listening = socket.create_server(("127.0.0.1", 0))
            port, clock = listening.getsockname()[1], Clock()
            tokens, audit = Tokens(tmp_path / "staff.json", Role), tmp_path / "audit.jsonl"
            sessions = Sessions(timedelta(minutes=30), timedelta(hours=10), now=clock)
            made = Door("staff", url.format(port=port), sessions, Audit(audit), **given)
            sign_in = TokenSignIn(tokens, tries or Limit(100, 1, now=clock))
            runner = web.AppRunner(app(made, [*PAGES, *sign_in.routes()]), access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.SockSite(runner, listening).start()
            here = f"http://127.0.0.1:{port}"

            async def browser() -> Browser:
                client = await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
                return Browser(client, here)

            return Served(here, tokens, clock, audit, browser)

        yield start


@pytest.fixture
async def served(serve) -> Served:
    """A door as it comes."""
    return await serve()


@pytest.fixture
async def browser(served) -> Browser:
    """A browser before it."""
    return await served.browser()
