"""Doors that are put together from settings, and settings that no door is put together from."""

import pytest
from aiohttp import ClientSession, web

from habeas.console.web.compose import person_door, staff_door
from habeas.console.web.oidc.claims import roles_in
from habeas.console.web.page import page
from habeas.domain.error import InvalidInput
from habeas.settings import PersonDoorSettings


@pytest.mark.parametrize("text", ["", "dpo", "=dpo", "a=boss", "a=dpo,b"])
def test_roles_that_are_none(text):
    """What says of no group which role it has is refused."""
    with pytest.raises(InvalidInput, match="GROUP=role"):
        roles_in(text)


@pytest.mark.parametrize(
    ("replaced", "said"),
    [
        ({"oidc_issuer": None}, "either"),
        ({"staff_file": "/tmp/x"}, "either"),
        ({"oidc_client_id": ""}, "CLIENT_ID"),
        ({"oidc_client_secret_file": None}, "CLIENT_SECRET_FILE"),
        ({"oidc_issuer": "http://accounts.example.org"}, "https"),
        ({"oidc_scope": "profile"}, "openid"),
        ({"staff_url": "https://cases.example.org/"}, "origin"),
        ({"trusted_proxies": "proxy"}, "trusted proxies"),
    ],
)
def test_settings_that_do_not_fit(given, replaced, said):
    """Nothing is served by settings that lack something or say two things."""
    known = {"url": "https://cases.example.org", "issuer": "https://accounts.example.org"}
    with pytest.raises(InvalidInput, match=said):
        staff_door(given(*known.values(), **replaced), [])


@pytest.mark.parametrize(("text", "mode", "said"), [("a", 0o644, "0600"), ("", 0o600, "one"), ("a\nb", 0o600, "one")])
def test_a_secret_that_is_none(given, text, mode, said):
    """A secret that others may read, and a file that is not of one line, are refused."""
    made = given("https://cases.example.org", "https://accounts.example.org")
    made.oidc_client_secret_file.write_text(text)
    made.oidc_client_secret_file.chmod(mode)
    with pytest.raises(InvalidInput, match=said):
        staff_door(made, [])


async def test_peoples_door(listen, tmp_path):
    """The door of people has the same ground, and no way in for staff."""

    async def hello(request):
        return page(request, "error.html", 200, failure="not_now")

    def made(url):
        given = PersonDoorSettings(audit_file=tmp_path / "audit.jsonl", person_url=url)
        return person_door(given, [web.get("/", hello)])

    url, paths = await listen(made), ("/", "/sign-in", "/static/habeas.css")
    async with ClientSession() as client:
        assert [(await client.get(url + path)).status for path in paths] == [200, 404, 200]
