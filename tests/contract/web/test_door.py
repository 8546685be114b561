"""What every answer of a door has, whom it answers, how often, and in which language."""

import re

import pytest

from habeas.console.web.client import Proxies
from habeas.console.web.door import Door
from habeas.console.web.failure import Failure
from habeas.console.web.language.book import WORDS
from habeas.console.web.limit import Limit, TooMany
from habeas.domain.error import InvalidInput
from habeas.domain.language import Language
from habeas.domain.staff import Role

FORM = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PATHS = ("/sign-in", "/case", "/nowhere", "/broken", "/static/habeas.css", "/static/../door.py", "/language/xx")


async def answers(browser):
    """One of each kind: pages, refusals, failures, a redirect, the stylesheet."""
    return [
        *[await browser.get(path) for path in PATHS],
        await browser.post("/sign-in", {}),
        await browser.post("/", {}),
    ]


async def test_headers(browser):
    """Every answer has them all, and none says by what it is served; without TLS none asks for TLS."""
    got = await answers(browser)
    assert {answer.status for answer in got} == {200, 303, 403, 404, 500}
    for answer in got:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert not {"Server", "Strict-Transport-Security"} & set(answer.headers)


async def test_headers_over_tls(serve):
    """Where browsers come by TLS, every answer says that they must."""
    browser = await (await serve(url="https://privacy.example.org")).browser()
    for path in PATHS:
        answer = await browser.get(path, headers={"Host": "privacy.example.org"})
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_nothing_from_elsewhere(served, browser):
    """A page loads its stylesheet and nothing else, and has no script, style or handler in it."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    for path in ("/sign-in", "/", "/nowhere"):
        text = await (await browser.get(path)).text()
        assert re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', text) == ["/static/habeas.css"]
        assert not re.search(r"<script|<style|style=|\son\w+=|https?:", text)
    sheet = await (await browser.get("/static/habeas.css")).text()
    assert not re.search(r"@import|url\(", sheet)


async def test_what_went_wrong_is_not_said(browser):
    """A defect is one line in the reader's language; its own words go nowhere."""
    answer = await browser.get("/broken", headers={"Accept-Language": "nb"})
    text = await answer.text()
    assert (answer.status, "Noe gikk galt hos oss." in text) == (500, True)
    assert not re.search("planted|RuntimeError|Traceback", text)


async def test_a_defect_is_logged_without_its_words(browser, caplog):
    """The log has where it happened; as we configure it, the words of an exception are left out (habeas/log.py)."""
    await browser.get("/broken")
    (record,) = [one for one in caplog.records if one.name == "habeas.console.web.app"]
    assert (record.getMessage(), record.exc_info[0]) == ("a page failed", RuntimeError)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
async def test_a_form_from_elsewhere(served, browser, headers):
    """With the right token, but from another site, or from nobody knows where, a form does nothing."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    fields = {"csrf": await browser.csrf("/"), "what": "yes"}
    answer = await browser.post("/case", fields, headers)
    assert (answer.status, "Nothing has been done" in await answer.text()) == (403, True)
    assert [line["what"] for line in served.noted()] == ["sign_in"]


@pytest.mark.parametrize("headers", [FORM, {"Origin": "{url}"}, {"Sec-Fetch-Site": "same-origin", "Origin": "{url}"}])
async def test_a_form_from_here(served, browser, headers):
    """By whatever our own pages' forms are known, with the token they are taken."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    headers = {name: value.format(url=served.url) for name, value in headers.items()}
    answer = await browser.post("/case", {"csrf": await browser.csrf("/"), "what": "yes"}, headers)
    assert answer.status == 200


async def test_a_form_without_its_token(served, browser):
    """Without the token of this very session a form does nothing: none, another's, that of before signing in."""
    token, other = served.tokens.add("ines", Role.DPO), await served.browser()
    before = await browser.csrf()
    await browser.sign_in(token)
    await other.sign_in(token)
    for csrf in ({}, {"csrf": ""}, {"csrf": "é"}, {"csrf": before}, {"csrf": await other.csrf("/")}):
        assert (await browser.post("/case", {**csrf, "what": "yes"})).status == 403
        assert (await browser.post("/sign-out", csrf)).status == 403
    assert [line["what"] for line in served.noted()] == ["sign_in", "sign_in"]


async def test_signing_somebody_in_from_elsewhere(served):
    """Nor does signing in: another site cannot make a browser be somebody (login CSRF)."""
    token, thief, victim = served.tokens.add("mallory", Role.DPO), await served.browser(), await served.browser()
    fields = {"csrf": await thief.csrf(), "token": token}
    await victim.csrf()
    assert (await victim.post("/sign-in", fields)).status == 403
    assert (await victim.get("/case")).status == 303


async def test_another_name(served, browser):
    """A name of somebody else's that leads to this door reads nothing."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    answer = await browser.get("/case", headers={"Host": "evil.example"})
    assert (answer.status, "the case" in await answer.text()) == (421, False)


async def test_a_form_that_is_too_large(browser):
    """It is refused, and not kept in memory."""
    answer = await browser.post("/sign-in", {"csrf": await browser.csrf(), "token": "x" * (300 << 10)})
    assert answer.status == 413


async def test_a_method_that_is_none(served, browser):
    """What a page does not take is refused, with what it takes."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    answer = await browser.post("/", {"csrf": await browser.csrf("/")})
    assert (answer.status, answer.headers["Allow"]) == (405, "GET,HEAD")


async def test_how_often(serve):
    """One address asks so often and no oftener, and is told when it may again."""
    browser = await (await serve(visits=Limit(3, 60))).browser()
    statuses = [await browser.get("/sign-in") for _ in range(4)]
    assert [answer.status for answer in statuses] == [200, 200, 200, 429]
    assert 0 < int(statuses[-1].headers["Retry-After"]) <= 60
    assert "Too many requests" in await statuses[-1].text()


async def asked(browser, forwarded):
    return (await browser.get("/sign-in", headers=[("X-Forwarded-For", one) for one in forwarded])).status


async def test_nobody_is_believed(serve):
    """Unless told so, a door counts the address that is connected, whatever the request says."""
    browser = await (await serve(visits=Limit(1, 60))).browser()
    assert [await asked(browser, [f"192.0.2.{n}"]) for n in range(2)] == [200, 429]


async def test_a_proxy_is_believed(serve):
    """Behind a trusted proxy each of its clients is counted; what they wrote before the proxy's own word is not."""
    browser = await (await serve(visits=Limit(1, 60), proxies=Proxies.read("127.0.0.1, 10.0.0.0/8"))).browser()
    assert [await asked(browser, [f"192.0.2.{n}"]) for n in (1, 2, 1)] == [200, 200, 429]
    assert [await asked(browser, [f"203.0.113.{n}", "198.51.100.1, 10.1.1.1"]) for n in range(2)] == [200, 429]
    assert [await asked(browser, [f"2001:db8::{n}"]) for n in range(1, 3)] == [200, 429]
    assert [await asked(browser, ["nonsense"]) for _ in range(2)] == [200, 429]


def test_limits_are_bounded():
    """So many keys are remembered and no more; the one not seen for longest goes first."""
    limit = Limit(1, 60, most=2, now=lambda: 0.0)
    limit.take("a")
    limit.take("b")
    with pytest.raises(TooMany) as refused:
        limit.take("a")
    assert refused.value.retry_after == 60
    limit.take("c")
    with pytest.raises(TooMany):
        limit.take("a")
    limit.take("b")


@pytest.mark.parametrize("text", ["nonsense", "10.0.0.1/8", "127.0.0.1;10.0.0.1"])
def test_proxies_that_are_none(text):
    """What is no network is refused in one line that does not repeat it."""
    with pytest.raises(InvalidInput, match=r"^trusted proxies are") as refused:
        Proxies.read(text)
    assert text not in str(refused.value)


@pytest.mark.parametrize("url", ["privacy.example.org", "https://a.example/path", "ftp://a.example", "https://a b"])
def test_an_address_that_is_no_origin(url):
    """A door's address is scheme, host and port."""
    with pytest.raises(InvalidInput, match="origin"):
        Door("staff", url, None, None)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.1,nn-NO;q=0.7", "nb"),
        ("no", "nb"),
        ("de,*;q=0.5", "en"),
        ("fr;q=0, nb;q=0.001", "nb"),
        ("fr;q=x;;,,=;q", "en"),
    ],
)
async def test_the_language_that_a_browser_prefers(browser, header, language):
    """Of those there are, the one that it gives most weight; else English."""
    text = await (await browser.get("/sign-in", headers={"Accept-Language": header})).text()
    assert f'<html lang="{language}">' in text
    assert f"<h1>{WORDS[Language(language)].sign_in.title}</h1>" in text


@pytest.mark.parametrize("language", Language)
async def test_the_language_that_is_chosen(browser, language):
    """A link chooses it, brings one back to the page, and it stays, whatever the browser prefers."""
    text = await (await browser.get("/sign-in", params={"next": "/case"})).text()
    (link,) = re.findall(rf'href="(/language/{language}\?next=[^"]+)"', text)
    answer = await browser.get(link)
    assert answer.headers["Location"] == "/sign-in?next=/case"
    text = await (await browser.get("/sign-in", headers={"Accept-Language": "de,nb;q=0.5,fr;q=0.5,en;q=0.5"})).text()
    assert f'<html lang="{language}">' in text
    assert browser.cookie("language").value == language


@pytest.mark.parametrize("language", Language)
def test_every_language_says_everything(language):
    """Every refusal and role has its words in every language, and each its own."""
    words = WORDS[language]
    assert set(words.failures) == set(Failure)
    assert set(words.roles) == set(Role)
    assert len(set(words.failures.values())) == len(Failure)
    assert "{name}" in words.signed_in


async def test_a_page_is_well_built(served, browser):
    """One heading of the first order, the landmarks, a label for each input that is seen."""
    await browser.sign_in(served.tokens.add("ines", Role.DPO))
    for path in ("/sign-in", "/", "/nowhere"):
        text = await (await browser.get(path)).text()
        assert {tag: text.count(f"<{tag}") for tag in ("h1", "header>", "main", "footer>", "nav")} == dict.fromkeys(
            ("h1", "header>", "main", "footer>", "nav"), 1
        )
        seen = re.findall(r'<input id="(\w+)"', text)
        assert set(seen) == set(re.findall(r'<label for="(\w+)"', text))
        assert len(seen) == len(re.findall(r"<input(?! type=\"hidden\")", text))


async def test_a_name_is_not_markup(served, browser):
    """A name is shown as it is."""
    await browser.sign_in(served.tokens.add("<b>ines", Role.DPO))
    assert "&lt;b&gt;ines" in await (await browser.get("/")).text()
