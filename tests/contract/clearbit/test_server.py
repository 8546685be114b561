"""The sandbox's Clearbit as a client sees it, and what it says of itself."""

import asyncio
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

import aiohttp
import pytest

from habeas.sandbox import people
from habeas.sandbox.fault import How

FREJA, UNKNOWN = people.MANY_SIDED, people.UNKNOWN


def error(body: dict | None) -> str:
    return body["error"]["type"]


async def test_a_person(clearbit) -> None:
    """One of the sandbox's people is found by address in any case, and by the id that comes with them."""
    status, found, _ = await clearbit.find(FREJA.email.upper())
    assert (status, found["email"], found["name"]["givenName"]) == (200, FREJA.email, FREJA.first_name)
    assert {
        "id",
        "employment",
        "linkedin",
        "twitter",
        "github",
        "gravatar",
        "geo",
        "fuzzy",
        "indexedAt",
    } <= found.keys()
    assert (await clearbit.get(f"/v2/people/{found['id']}"))[:2] == (200, found)


async def test_combined(clearbit) -> None:
    """The combined look-up has the person beside a company, of which nothing is known."""
    _, person, _ = await clearbit.find(FREJA.email)
    status, found, _ = await clearbit.get("/v2/combined/find", email=FREJA.email)
    assert (status, found) == (200, {"person": person, "company": None})


@pytest.mark.parametrize("path", ["/v2/people/find", "/v2/combined/find"])
async def test_unknown_person(clearbit, path: str) -> None:
    """Of whom the company holds nothing, Clearbit knows nothing."""
    status, body, _ = await clearbit.get(path, email=UNKNOWN.email)
    assert (status, error(body)) == (404, "unknown_record")


async def test_unknown_id(clearbit) -> None:
    """An id that nobody has leads to nobody."""
    status, body, _ = await clearbit.get("/v2/people/d54c54ad-40be-4305-8a34-0ab44710b90d")
    assert (status, error(body)) == (404, "unknown_record")


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/v2/people/{}"), ("DELETE", "/v2/people/find"), ("GET", "/v3/people/find")]
)
async def test_nothing_erases(clearbit, method: str, path: str) -> None:
    """There is no way to erase anybody: it is a path that does not exist, and the person stays."""
    _, found, _ = await clearbit.find(FREJA.email)
    status, body, _ = await clearbit.get(path.format(found["id"]), method=method, email=FREJA.email)
    assert (status, error(body)) == (404, "unknown_route")
    assert (await clearbit.find(FREJA.email))[0] == 200


async def test_flag(clearbit) -> None:
    """A flag is a correction for review: the person stays as they are."""
    _, found, _ = await clearbit.find(FREJA.email)
    assert await clearbit.post(f"/v2/people/{found['id']}/flag", {"given_name": "F."}) == (200, {})
    assert clearbit.server.flagged == ((found["id"], {"given_name": "F."}),)
    assert (await clearbit.find(FREJA.email))[1] == found
    assert (await clearbit.post(f"/v2/people/{found['id']}/flag", [1]))[0] == 422
    assert (await clearbit.post("/v2/people/nobody/flag", {}))[0] == 404


async def test_keys(clearbit) -> None:
    """The key opens as a basic user name or as a bearer's token; none and a wrong one are told apart."""
    good = aiohttp.encode_basic_auth(clearbit.server.key, "")
    assert (await clearbit.get("/v2/people/find", {"Authorization": good}, email=FREJA.email))[0] == 200
    status, body, _ = await clearbit.get("/v2/people/find", {}, email=FREJA.email)
    assert (status, error(body)) == (401, "auth_required")
    for wrong in ("Bearer sk_wrong", "Basic !!!", aiohttp.encode_basic_auth("sk_wrong", ""), "Token x"):
        status, body, headers = await clearbit.get("/v2/people/find", {"Authorization": wrong}, email=FREJA.email)
        assert (status, error(body)) == (401, "invalid_api_key")
        assert {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"} <= {h.lower() for h in headers}


async def test_versions(clearbit) -> None:
    """The version that was asked for is the version that answers."""
    assert (await clearbit.find(FREJA.email))[2]["x-api-version"] == "2019-12-19"
    asked = {"Authorization": f"Bearer {clearbit.server.key}", "API-Version": "2016-01-04"}
    answer = await clearbit.get("/v2/people/find", asked, email=FREJA.email)
    assert answer[2]["X-API-Version"] == "2016-01-04"


@pytest.mark.parametrize("query", [{"email": "no address"}, {"email": ""}, {}])
async def test_what_is_no_address(clearbit, query: dict[str, str]) -> None:
    """It is not looked up."""
    assert (await clearbit.get("/v2/people/find", **query))[0] == 422


async def test_too_many(strict) -> None:
    """Beyond the limit there is a 429 without Retry-After, which says when the next minute begins."""
    now = time.time()
    if now % 60 > 55:  # the three requests must meet in one minute
        await asyncio.sleep(60 - now % 60)
    left = [(await strict.find(FREJA.email))[2]["x-ratelimit-remaining"] for _ in range(2)]
    status, body, headers = await strict.find(FREJA.email)
    assert (left, status, body) == (["1", "0"], 429, None)
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("2", "0")
    assert "Retry-After" not in headers
    assert 0 < int(headers["x-ratelimit-reset"]) - time.time() <= 60


@pytest.mark.parametrize("in_silence", [True, False])
async def test_queued(clearbit, listener, in_silence: bool) -> None:
    """A queued look-up is a 202 in either form, its answer a signed webhook, and the next look-up finds the person."""
    clearbit.server.reindex(FREJA.email, in_silence=in_silence)
    assert (await clearbit.find(FREJA.email, cached="true"))[0] == 200
    status, body, _ = await clearbit.find(FREJA.email, webhook_url=listener.url, webhook_id="w1")
    assert (status, body) == (202, None if in_silence else {"error": {"type": "queued"}})
    await clearbit.server.settle()
    ((raw, signed),) = listener.got
    secret = clearbit.server.key.removeprefix("sk_").encode()
    assert signed == "sha1=" + hmac.new(secret, raw, hashlib.sha1).hexdigest()
    document = json.loads(raw)
    assert (document["id"], document["type"], document["status"]) == ("w1", "person", 200)
    assert (await clearbit.find(FREJA.email))[1] == document["body"]


async def test_a_webhook_that_nobody_takes(clearbit) -> None:
    """It is given up; one that would leave the machine is refused."""
    clearbit.server.reindex(FREJA.email)
    assert (await clearbit.find(FREJA.email, webhook_url="http://hooks.example.org/x"))[0] == 422
    assert (await clearbit.find(FREJA.email, webhook_url="http://127.0.0.1:9/x"))[0] == 202
    await clearbit.server.settle()


async def test_the_log(clearbit) -> None:
    """Every request is in the log with method, path and time and without its query, for other processes too."""
    before = datetime.now(UTC)
    await clearbit.find(FREJA.email)
    await clearbit.get("/v2/people/find", {}, method="DELETE")
    assert [(a.method, a.path) for a in clearbit.server.log] == [
        ("GET", "/v2/people/find"),
        ("DELETE", "/v2/people/find"),
    ]
    assert all(before <= a.at <= datetime.now(UTC) for a in clearbit.server.log)
    status, shown, _ = await clearbit.get("/sandbox/log", {})
    assert (status, [one["path"] for one in shown]) == (200, ["/v2/people/find"] * 2)
    assert FREJA.email not in json.dumps(shown) + repr(clearbit.server)
    assert clearbit.server.key not in repr(clearbit.server)


async def test_broken(clearbit) -> None:
    """It refuses the key, says that it is too much, or answers nothing until it is mended; all of it is in the log."""
    clearbit.switchboard.break_("clearbit", How.REFUSE, times=1)
    status, body, _ = await clearbit.find(FREJA.email)
    assert (status, error(body)) == (401, "invalid_api_key")
    clearbit.switchboard.break_("clearbit", How.RATE_LIMIT, times=1)
    status, _, headers = await clearbit.find(FREJA.email)
    assert (status, headers["x-ratelimit-remaining"]) == (429, "0")
    clearbit.switchboard.break_("clearbit", How.TIMEOUT)
    asking = asyncio.create_task(clearbit.find(FREJA.email))
    assert not (await asyncio.wait({asking}, timeout=0.3))[0]
    clearbit.switchboard.mend()
    assert (await asyncio.wait_for(asking, 5))[0] == 200
    assert len(clearbit.server.log) == 3
