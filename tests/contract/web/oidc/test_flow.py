"""Signing in by an OpenID provider: there and back, with a stranger's provider and with one of the tests' own.

tests/foreign/oidc.py does the same with a certified provider.
"""

import asyncio
import json
import socket

import pytest
from yarl import URL

from habeas.console.web.oidc.pending import LONGEST, MOST, Pending

REFUSED, EXPIRED, NO_ROLE = "did not confirm who you are", "did not begin in this browser", "no role here"


@pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib")
@pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning")
async def test_a_strangers_provider(door, tmp_path):
    """By `oidc-provider-mock`: who is in a group comes in, is noted, and is back where they were."""
    from oidc_provider_mock import User, run_server_in_thread

    ines = User(sub="1", claims={"preferred_username": "ines", "groups": ["all", "dpo"]})
    sam = User(sub="2", claims={"preferred_username": "sam", "groups": ["all"]})
    with run_server_in_thread(require_nonce=True, user_claims=(ines, sam)) as server:
        account = await door(f"http://127.0.0.1:{server.server_port}")
        for sub, expected in (("2", (403, NO_ROLE)), ("1", (303, "/?from=here"))):
            begun = await account.begin("/?from=here")
            async with account.client.post(begun, data={"sub": sub}, allow_redirects=False) as agreed:
                back = URL(agreed.headers["Location"])
            assert back.origin() == URL(account.url)
            status, said = await account.back(**back.query)
            assert (status, expected[1] in said) == (expected[0], True)
            assert bool(await account.home()) is (sub == "1")
        assert "Signed in: ines (data protection officer)" in await account.home()
        status, said = await account.back(**back.query)
        assert (status, EXPIRED in said) == (403, True)
        begun = (await account.begin()).query
        status, said = await account.back(code=back.query["code"], state=begun["state"])
        assert (status, REFUSED in said) == (403, True)
    (line,) = map(json.loads, (tmp_path / "audit.jsonl").read_text().splitlines())
    assert (line["who"], line["role"], line["what"]) == ("ines", "dpo", "sign_in")


async def test_what_is_asked(account, provider):
    """The provider is asked for a code with state, nonce and S256; the code goes with the verifier and our secret."""
    begun = await account.begin()
    query = begun.query
    assert begun.with_query(None) == URL(f"{provider.url}/auth")
    assert query["redirect_uri"] == f"{account.url}/sign-in/back"
    assert (query["response_type"], query["client_id"], query["scope"]) == ("code", "habeas", "openid profile")
    assert query["code_challenge_method"] == "S256"
    assert len({query[name] for name in ("state", "nonce", "code_challenge")}) == 3
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert (await account.come_in(provider))[0] == 303
    (asked,) = provider.asked
    assert (asked["grant_type"], asked["code"]) == ("authorization_code", "c")
    assert asked["redirect_uri"] == f"{account.url}/sign-in/back"
    assert len(asked["code_verifier"]) >= 43
    assert asked["Authorization"] == "Basic aGFiZWFzOnRoZStzZWNyZXQrJTI1"  # habeas:the+secret+%25
    assert "client_secret" not in asked


async def test_a_secret_in_the_body(account, provider):
    """Where the provider takes the secret in the body alone, it goes there."""
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert (await account.come_in(provider))[0] == 303
    assert (provider.asked[0]["client_secret"], provider.asked[0]["Authorization"]) == ("the secret %", None)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"state": "another"}, EXPIRED),
        ({"state": ""}, EXPIRED),
        ({"iss": "https://evil.example"}, REFUSED),
        ({"error": "access_denied"}, REFUSED),
    ],
)
async def test_coming_back_otherwise(account, provider, query, said):
    """An answer to no question of ours, of another issuer, or an error, lets nobody in and asks for no token."""
    status, text = await account.come_in(provider, **query)
    assert (status, said in text) == (403, True)
    assert not await account.home()
    assert provider.asked == []


async def test_an_issuer_that_must_be_said(account, provider):
    """A provider that says that its answers name it is not believed without."""
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert (await account.come_in(provider))[0] == 403
    provider.claims = {}
    assert (await account.come_in(provider, iss=provider.url))[0] == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
)
async def test_metadata_that_is_not_believed(account, provider, metadata):
    """Another issuer, an address that others could read along, and what is none: nobody is sent anywhere."""
    provider.metadata = metadata
    assert await account.begin() == 503


async def test_a_provider_that_is_away(door, account, provider):
    """It is said that a system does not answer; when the provider refuses a code, that it refuses."""
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    assert await (await door(f"http://127.0.0.1:{port}")).begin() == 503
    for status, expected in ((500, 503), (400, 403), (302, 503)):
        provider.status, provider.claims = status, {}
        assert (await account.come_in(provider))[0] == expected
    provider.status, provider.token = 200, {"id_token": "x" * (2 << 20), "access_token": "a"}
    assert (await account.come_in(provider))[0] == 503


async def test_a_door_waits_for_nobody(account, provider):
    """While a provider takes its time, the door answers others."""
    begun = (await account.begin()).query
    provider.slow = asyncio.Event()
    waiting = asyncio.create_task(account.back(code="c", state=begun["state"]))
    while not provider.asked:
        await asyncio.sleep(0.01)
    async with account.client.get(f"{account.url}/sign-in") as answer:
        assert answer.status == 200
    assert not waiting.done()
    provider.slow.set()
    assert (await waiting)[0] == 403


async def test_cookies_come_back_from_another_site(account):
    """The cookie is sent when the provider sends one back (Lax), and signing in there needs no form of ours."""
    await account.begin()
    (cookie,) = account.client.cookie_jar
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
    async with account.client.get(f"{account.url}/sign-in?next=/a") as answer:
        text = await answer.text()
    assert 'href="/sign-in/account?next=/a"' in text
    assert "<form" not in text


async def test_open_redirect(account):
    """Whoever comes back is sent within the door."""
    for way in ("//evil.example", "https://evil.example"):
        async with account.client.get(f"{account.url}/sign-in", params={"next": way}) as answer:
            assert "evil" not in (await answer.text()).partition("<main")[2].partition("</main>")[0]


def test_sign_ins_that_have_begun():
    """One counts for its browser, once, for ten minutes; of too many the oldest is forgotten."""
    now = [0.0]
    pending = Pending(lambda: now[0])
    state, begun = pending.begin("browser", "/a")
    assert pending.end("browser", state) == begun
    assert pending.end("browser", state) is None
    state, _ = pending.begin("browser", "/a")
    assert pending.end("another", state) is None
    state, _ = pending.begin("browser", "/a")
    now[0] += LONGEST + 1
    assert pending.end("browser", state) is None
    first, _ = pending.begin("browser", "/a")
    for _ in range(MOST):
        last, _ = pending.begin("browser", "/a")
    assert pending.end("browser", first) is None
    assert pending.end("browser", last) is not None
