"""Staff sign in at the web door by npm's `oidc-provider`, over HTTP and its own forms; what must fail is tried.

Prints a line for each check; exits with 1 when one failed.
"""

import asyncio
import logging
import re
import secrets
import socket
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession, CookieJar, web
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from yarl import URL

from habeas.console.web.compose import staff_door
from habeas.console.web.page import page
from habeas.console.web.visit import requires
from habeas.domain.staff import Role
from habeas.settings import StaffDoorSettings

HERE = Path(__file__).parent
SECONDS = 60
EXPIRED, REFUSED, NO_ROLE = "began in another browser or too long ago", "account service refused", "has no role here"
SAID = {"did not begin in this browser": EXPIRED, "did not confirm who you are": REFUSED, "has no role here": NO_ROLE}
VERIFIER = "v" * 64


class Heard(logging.Handler):
    """Which claims of an ID token were said to be wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.claims: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.claims.append(str(record.__dict__.get("step")))


@requires(Role.DPO)
async def home(request: web.Request) -> web.Response:
    return page(request, "error.html", 200, failure="not_now")


class Browser:
    """What a browser does between the door and the provider: keeps cookies, follows, fills in forms."""

    def __init__(self, client: ClientSession, door: str, issuer: str) -> None:
        self.client, self.door, self.issuer = client, door, issuer

    async def begin(self, way: str = "/") -> URL:
        """Where the door sends one who wants to sign in."""
        url = f"{self.door}/sign-in/account?next={way}"
        async with self.client.get(url, allow_redirects=False) as answer:
            return URL(answer.headers["Location"], encoded=True)

    async def at_provider(self, url: URL, login: str) -> URL:
        """Sign in and agree at the provider; where it sends one back to."""
        fields: dict[str, str] | None = None
        for _ in range(12):
            method = "GET" if fields is None else "POST"
            async with self.client.request(method, url, data=fields, allow_redirects=False) as answer:
                text, fields = await answer.text(), None
                if "Location" in answer.headers:
                    url = url.join(URL(answer.headers["Location"], encoded=True))
                    if url.path == "/sign-in/back":
                        return url
                    continue
            url = url.join(URL(re.search(r'<form[^>]* action="([^"]+)"', text)[1]))
            prompt = re.search(r'name="prompt" value="(\w+)"', text)[1]
            fields = {"prompt": prompt, "login": login, "password": "any"} if prompt == "login" else {"prompt": prompt}
        raise RuntimeError("the provider does not come to an end")

    async def back(self, url: URL) -> str:
        """What the door says to one who comes back: where to go, or which refusal."""
        async with self.client.get(url, allow_redirects=False) as answer:
            if answer.status == 303:
                return answer.headers["Location"]
            text = await answer.text()
            return next((what for words, what in SAID.items() if words in text), f"{answer.status}")

    async def home(self) -> str:
        async with self.client.get(f"{self.door}/", allow_redirects=False) as answer:
            return await answer.text() if answer.status == 200 else ""


@asynccontextmanager
async def provider(*redirects: str) -> AsyncIterator[str]:
    """The provider's address, while it runs."""
    node = await asyncio.create_subprocess_exec(
        "node", HERE / "provider.mjs", *redirects, stdout=PIPE, stderr=DEVNULL, cwd=HERE
    )
    try:
        yield (await node.stdout.readline()).decode().strip()
    finally:
        node.terminate()
        await node.wait()


@asynccontextmanager
async def door(listening: socket.socket, issuer: str, folder: Path) -> AsyncIterator[str]:
    """A door's address, while it runs."""
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    secret = folder / "client.secret"
    secret.write_text("secret of habeas %+\n")
    secret.chmod(0o600)
    settings = StaffDoorSettings(
        audit_file=folder / "audit.jsonl",
        staff_url=url,
        trusted_proxies="127.0.0.1",
        oidc_issuer=issuer,
        oidc_client_id="habeas",
        oidc_client_secret_file=secret,
        oidc_roles="auditors=auditor,dpo=dpo",
    )
    runner = web.AppRunner(staff_door(settings, [web.get("/", home)]), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield url
    finally:
        await runner.cleanup()


async def comes_in(one: Browser, other: Browser, heard: Heard) -> bool:
    came = await one.back(await one.at_provider(await one.begin("/?from=here"), "dpo"))
    return came == "/?from=here" and "Signed in: dpo ines" in await one.home() and not await other.home()


async def no_role(one: Browser, other: Browser, heard: Heard) -> bool:
    return await one.back(await one.at_provider(await one.begin(), "stranger")) == NO_ROLE and not await one.home()


async def tampered_state(one: Browser, other: Browser, heard: Heard) -> bool:
    url = await one.at_provider(await one.begin(), "dpo")
    return await one.back(url.update_query(state=url.query["state"][:-1] + "_")) == EXPIRED and not await one.home()


async def another_browser(one: Browser, other: Browser, heard: Heard) -> bool:
    url = await one.at_provider(await one.begin(), "dpo")
    return await other.back(url) == EXPIRED and await one.back(url) == EXPIRED and not await other.home()


async def came_back_twice(one: Browser, other: Browser, heard: Heard) -> bool:
    url = await one.at_provider(await one.begin(), "dpo")
    return (await one.back(url), await one.back(url)) == ("/", EXPIRED)


async def replayed_code(one: Browser, other: Browser, heard: Heard) -> bool:
    """A code that was used, and one that was not but belongs to another's sign-in, under a state of one's own."""
    used = await one.at_provider(await one.begin(), "dpo")
    unused = await one.at_provider(await one.begin(), "dpo")
    await one.back(used)
    said = []
    for code in (used.query["code"], unused.query["code"]):
        own = await other.at_provider(await other.begin(), "dpo")
        said.append(await other.back(own.update_query(code=code)))
    return said == [REFUSED] * 2 and not await other.home()


async def wrong_nonce(one: Browser, other: Browser, heard: Heard) -> bool:
    begun = (await one.begin()).update_query(nonce="another")
    said = await one.back(await one.at_provider(begun, "dpo"))
    return (said, heard.claims) == (REFUSED, ["nonce"]) and not await one.home()


async def wrong_audience(one: Browser, other: Browser, heard: Heard) -> bool:
    """An ID token of this issuer, of this person and with this very nonce, but made for another client."""
    url = await one.at_provider(begun := await one.begin(), "dpo")
    challenge = create_s256_code_challenge(VERIFIER)
    theirs = begun.update_query(client_id="another", code_challenge=challenge)
    code = (await one.at_provider(theirs, "dpo")).query["code"]
    fields = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
    fields["redirect_uri"] = begun.query["redirect_uri"]
    basic = {"Authorization": f"Basic {b64encode(b'another:secret+of+another+%25%2B').decode()}"}
    async with one.client.post(f"{one.issuer}/token", data=fields, headers=basic) as answer:
        token = (await answer.json())["id_token"]
    await (await one.client.post(f"{one.issuer}/swap", data=token)).release()
    return (await one.back(url), heard.claims) == (REFUSED, ["aud"]) and not await one.home()


async def another_issuer(one: Browser, other: Browser, heard: Heard) -> bool:
    url = await one.at_provider(await one.begin(), "dpo")
    return await one.back(url.update_query(iss="https://evil.example")) == REFUSED and not await one.home()


async def refused_there(one: Browser, other: Browser, heard: Heard) -> bool:
    url = (await one.at_provider(await one.begin(), "dpo")).update_query(error="access_denied")
    return await one.back(url) == REFUSED and not await one.home()


Check = Callable[[Browser, Browser, Heard], Awaitable[bool]]
CHECKS: dict[str, Check] = {
    "staff sign in, and come back to where they were": comes_in,
    "who has no role stays out": no_role,
    "a state that was tampered with is refused": tampered_state,
    "what another browser began is refused": another_browser,
    "one comes back once": came_back_twice,
    "a code is used once, and for its own sign-in alone": replayed_code,
    "another nonce is refused": wrong_nonce,
    "an ID token for another client is refused": wrong_audience,
    "an answer of another issuer is refused": another_issuer,
    "a refusal there is one here": refused_there,
}


async def main() -> int:
    """Run every check, each with browsers of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    back = f"http://127.0.0.1:{listening.getsockname()[1]}/sign-in/back"
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        async with provider(back) as issuer, door(listening, issuer, Path(folder)) as url:
            for what, check in CHECKS.items():
                is_so = await asyncio.wait_for(checked(check, url, issuer), SECONDS)
                failed += not is_so
                print(f"ok: {what} (oidc-provider)" if is_so else f"FAILED: {what}")  # noqa: T201 - this is a command
    return 1 if failed else 0


def client() -> ClientSession:
    """One browser of many, each at an address of its own: the door limits how often one address signs in."""
    address = f"2001:db8:{secrets.randbelow(1 << 16):x}:{secrets.randbelow(1 << 16):x}::1"
    return ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"X-Forwarded-For": address})


async def checked(check: Check, url: str, issuer: str) -> bool:
    heard, log = Heard(), logging.getLogger("habeas.console.web.oidc.id_token")
    log.addHandler(heard)
    try:
        async with client() as one, client() as other:
            return await check(Browser(one, url, issuer), Browser(other, url, issuer), heard)
    finally:
        log.removeHandler(heard)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
