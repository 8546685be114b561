"""A provider of the tests' own, which says what no honest one says, and a browser before a door of its."""

import asyncio
import hmac
import json
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, CookieJar, web
from joserfc import jwt
from joserfc.jwk import RSAKey
from yarl import URL

from habeas.console.web.compose import staff_door
from habeas.console.web.page import page
from habeas.console.web.visit import requires
from habeas.domain.staff import Role
from habeas.settings import StaffDoorSettings

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@requires(Role.DPO)
async def home(request):
    return page(request, "error.html", 200, failure="not_now")


@dataclass
class Provider:
    """A provider that says what a test wants; `asked` are the fields that it was sent with a code."""

    url: str = ""
    claims: dict = field(default_factory=dict)
    metadata: dict = field(default_factory=dict)
    signing: dict = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    key: object = field(default_factory=lambda: KEY)
    keys: list = field(default_factory=lambda: [KEY])
    token: object = None
    status: int = 200
    asked: list = field(default_factory=list)
    reads: int = 0
    slow: asyncio.Event | None = None

    def routes(self):
        return [
            web.get("/.well-known/openid-configuration", self.about),
            web.get("/jwks", self.jwks),
            web.post("/token", self.tokens),
        ]

    async def about(self, _request):
        self.reads += 1
        said = {"issuer": self.url, "authorization_endpoint": f"{self.url}/auth", "token_endpoint": f"{self.url}/token"}
        return web.json_response({**said, "jwks_uri": f"{self.url}/jwks", **self.metadata})

    async def jwks(self, _request):
        return web.json_response({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def tokens(self, request):
        self.asked.append({**await request.post(), "Authorization": request.headers.get("Authorization")})
        if self.slow:
            await self.slow.wait()
        body = self.token or {"id_token": self.id_token(), "access_token": "a", "token_type": "Bearer"}
        return web.json_response(body, status=self.status)

    def id_token(self):
        now = int(time.time())
        said = {"iss": self.url, "aud": "habeas", "sub": "1", "iat": now, "exp": now + 60, "groups": ["dpo"]}
        said = {"preferred_username": "ines", **said, **self.claims}
        said = {name: value for name, value in said.items() if value is not None}
        if self.signing["alg"] in {"none", "HS256"}:
            return forged(self.signing, said)
        return jwt.encode(self.signing, said, self.key, algorithms=[self.signing["alg"]])


def forged(header, claims):
    """A token that is signed by nothing, or with the public key as if it were a secret (RFC 8725, 2.1)."""
    signed = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims))
    secret = KEY.as_pem(private=False) if header["alg"] == "HS256" else b""
    signature = hmac.digest(secret, signed, "sha256") if secret else b""
    return (signed + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


@dataclass
class Account:
    """A door whose staff sign in by a provider, and one browser before it."""

    url: str
    client: ClientSession

    async def begin(self, way="/"):
        async with self.client.get(f"{self.url}/sign-in/account", params={"next": way}, allow_redirects=False) as went:
            return URL(went.headers["Location"], encoded=True) if went.status == 303 else went.status

    async def back(self, **query):
        """The status, and where to or what is said."""
        async with self.client.get(f"{self.url}/sign-in/back", params=query, allow_redirects=False) as came:
            return came.status, came.headers.get("Location") or await came.text()

    async def home(self):
        async with self.client.get(self.url, allow_redirects=False) as answer:
            return answer.status == 200 and await answer.text()

    async def come_in(self, provider, **query):
        """Begin, and come back with a code, as one does for whom the provider vouches."""
        begun = (await self.begin()).query
        provider.claims = {"nonce": begun["nonce"], **provider.claims}
        return await self.back(**{"code": "c", "state": begun["state"], **query})


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """What is to be ended."""
    async with AsyncExitStack() as made:
        yield made


@pytest.fixture
def given(tmp_path):
    """Settings of a staff's door by a provider; what is given replaces what they have."""

    def made(url, issuer, **more):
        secret = tmp_path / "secret"
        secret.write_text("the secret %\n")
        secret.chmod(0o600)
        known = {
            "oidc_client_id": "habeas",
            "oidc_client_secret_file": secret,
            "oidc_roles": "auditors=auditor,dpo=dpo",
        }
        known |= {"audit_file": tmp_path / "audit.jsonl", "staff_url": url, "oidc_issuer": issuer}
        return StaffDoorSettings(**{**known, **more})

    return made


@pytest.fixture
def listen(stack):
    """Serve on loopback what is made of the address, and say the address."""

    async def start(made) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        runner = web.AppRunner(made(url), access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listening).start()
        return url

    return start


@pytest.fixture
async def door(stack, listen, given):
    """Start a door for a provider."""

    async def start(issuer, **more) -> Account:
        url = await listen(lambda url: staff_door(given(url, issuer, **more), [web.get("/", home)]))
        return Account(url, await stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True))))

    return start


@pytest.fixture
async def provider(listen) -> Provider:
    """The tests' own provider, on loopback."""
    made, app = Provider(), web.Application()
    app.add_routes(made.routes())
    made.url = await listen(lambda _url: app)
    return made


@pytest.fixture
async def account(door, provider) -> Account:
    """A browser before a door of that provider."""
    return await door(provider.url)
