"""Signing in with a token: who has one comes in, as what the file says, for as long as it says so."""

import pytest

from habeas.console.web.limit import Limit
from habeas.domain.staff import Role


async def test_a_way_in_of_another_kind(browser):
    """A page that signs somebody in and then raises its redirect has signed them in."""
    assert (await browser.get("/enter")).headers["Location"] == "/case"
    assert await (await browser.get("/case")).text() == "the case"


async def test_with_a_token(served, browser):
    """Who has a token comes in, is named on each page, and the audit has a line for each thing seen and decided."""
    answer = await browser.sign_in(served.tokens.add("ines", Role.DPO), "/case")
    assert (answer.status, answer.headers["Location"]) == (303, "/case")
    assert await (await browser.get("/case")).text() == "the case"
    page = await (await browser.get("/")).text()
    assert "Signed in: ines (data protection officer)" in page
    fields = {"csrf": await browser.csrf("/"), "what": "yes"}
    assert await (await browser.post("/case", fields)).text() == "decided yes"
    who = {"who": "ines", "role": "dpo"}
    case = {"case": "019a2b3c-0000-7000-8000-000000000000"}
    assert served.noted() == [
        {**who, "what": "sign_in"},
        {**who, "what": "view", **case},
        {**who, "what": "approve", **case},
    ]


@pytest.mark.parametrize("token", ["", "nobody's", "é" * 500])
async def test_with_nobodys_token(served, browser, token):
    """A token that is nobody's opens nothing, and is not repeated."""
    served.tokens.add("ines", Role.DPO)
    answer = await browser.sign_in(token)
    text = await answer.text()
    assert (answer.status, "That token is not valid." in text) == (401, True)
    assert not token or token not in text
    assert (await browser.get("/case")).status == 303
    assert served.noted() == []


async def test_without_signing_in(browser):
    """Who looks is sent to sign in, and told to come back; who decides is refused."""
    answer = await browser.get("/case?page=2")
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in?next=%2Fcase%3Fpage%3D2")
    answer = await browser.post("/case", {"csrf": await browser.csrf(), "what": "yes"})
    assert (answer.status, "no longer signed in" in await answer.text()) == (401, True)


async def test_another_role(served, browser):
    """A role that is not among those of a page is refused, and nothing is noted as seen or done."""
    await browser.sign_in(served.tokens.add("sam", Role.SUPPORT))
    fields = {"csrf": await browser.csrf("/"), "what": "yes"}
    for answer in (await browser.get("/case"), await browser.post("/case", fields)):
        assert (answer.status, "Your role does not allow this." in await answer.text()) == (403, True)
    assert [line["what"] for line in served.noted()] == ["sign_in"]


async def test_who_was_taken_out(served, browser):
    """Out of the file is out at the next request; so is who got another token or another role."""
    for change in (
        lambda: served.tokens.remove("ines"),
        lambda: served.tokens.add("ines", Role.DPO),
        lambda: served.tokens.add("ines", Role.AUDITOR),
    ):
        await browser.sign_in(served.tokens.add("ines", Role.DPO))
        assert (await browser.get("/case")).status == 200
        change()
        assert (await browser.get("/case")).status == 303


async def test_a_file_that_others_may_read(served, browser, tmp_path):
    """Nobody comes in by it and nobody stays in; the page says that a system does not answer, not why."""
    token = served.tokens.add("ines", Role.DPO)
    await browser.sign_in(token)
    (tmp_path / "staff.json").chmod(0o644)
    assert (await browser.get("/case")).status == 503
    stranger = await served.browser()
    assert (await stranger.sign_in(token)).status == 503


async def test_signing_out(served, browser):
    """The session ends on both sides: its old cookie is nobody's."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    before = browser.cookie()
    answer = await browser.post("/sign-out", {"csrf": await browser.csrf("/")})
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    assert (await browser.get("/case")).status == 303
    thief = await served.browser()
    assert (await thief.get("/case", cookies={before.key: before.value})).status == 303
    assert [line["what"] for line in served.noted()] == ["sign_in", "sign_out"]


@pytest.mark.parametrize(("steps", "is_over"), [([1799] * 3, False), ([1801], True), ([1700] * 22, True)])
async def test_sessions_end(served, browser, steps, is_over):
    """A session ends after half an hour without a request, and after ten hours whatever is asked."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    for seconds in steps:
        served.clock.at += seconds
        answer = await browser.get("/case")
    assert (answer.status == 303) is is_over


async def test_session_fixation(served, browser):
    """The id from before signing in, which somebody may have planted, is nobody's after it; so is that of before."""
    token, seen = served.tokens.add("ines", Role.DPO), []
    for _ in range(2):
        seen.append((await browser.csrf(), browser.cookie())[1].value)
        await browser.sign_in(token)
    seen.append(browser.cookie().value)
    assert len(set(seen)) == len(seen)
    thief = await served.browser()
    answers = [await thief.get("/case", cookies={browser.cookie().key: value}) for value in seen]
    assert [answer.status for answer in answers] == [303, 303, 200]


async def test_the_cookie(served, browser, serve):
    """No script reads it, no other site sends it, it says nothing, and over TLS no other host sets it."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    cookie = browser.cookie()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (True, "Strict", "/", "")
    assert "ines" not in cookie.value
    behind_tls = await serve(url="https://privacy.example.org", same_site="Lax")
    answer = await (await behind_tls.browser()).get("/sign-in", headers={"Host": "privacy.example.org"})
    (said,) = answer.headers.getall("Set-Cookie")
    assert said.startswith("__Host-habeas-staff-id=")
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(said.split("; "))
    assert "Domain" not in said


@pytest.mark.parametrize(
    "way",
    ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/a\r\nX: y", "javascript:1", "/\t/evil"],
)
async def test_open_redirect(served, browser, way):
    """One comes back to a page of this door, or to the first one."""
    answer = await browser.sign_in(served.tokens.add("ines", Role.DPO), way)
    assert answer.headers["Location"] == "/"
    answer = await browser.get("/language/fr", params={"next": way})
    assert answer.headers["Location"] == "/"
    shown = await (await browser.get("/sign-in", params={"next": way})).text()
    assert 'name="next" value="/"' in shown


async def test_trying_tokens(serve):
    """One address tries a few times and then waits; time alone lets it go on, whatever cookie it brings."""
    now = [0.0]
    served = await serve(tries=Limit(3, 6, now=lambda: now[0]))
    token = served.tokens.add("ines", Role.DPO)
    assert [(await (await served.browser()).sign_in("x")).status for _ in range(3)] == [401] * 3
    browser = await served.browser()
    answer = await browser.sign_in(token)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "6")
    now[0] += 6
    assert (await browser.sign_in(token)).status == 303


async def test_no_audit_no_page(served, browser):
    """Where the audit cannot be written, nothing is shown and nobody signs in."""
    token = served.tokens.add("ines", Role.DPO)
    await browser.sign_in(token)
    csrf = await browser.csrf("/")
    served.audit.unlink()
    served.audit.mkdir()
    answer = await browser.get("/case")
    assert (answer.status, "could not be noted" in await answer.text()) == (503, True)
    assert (await browser.post("/case", {"csrf": csrf, "what": "yes"})).status == 503
    stranger = await served.browser()
    assert (await stranger.sign_in(token)).status == 503
    assert (await stranger.get("/case")).status == 303
