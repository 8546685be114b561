"""The DPO's door as people start it: with the sandbox, and by the command beside an installation."""

import os
import re
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from habeas.sandbox.home import Home
from habeas.sandbox.people import SOLO_SPEAKER
from habeas.sandbox.temporal import free_port

COMMAND = Path(sys.executable).parent / "habeas"


class Browser:
    """A browser that keeps cookies, signed in with a token."""

    def __init__(self, url, token):
        self.url, self._opener = url, build_opener(HTTPCookieProcessor(CookieJar()))
        csrf = re.search(r'name="csrf" value="(\w+)"', self.get("/sign-in"))[1]
        headers = {"Origin": url, "Sec-Fetch-Site": "same-origin"}
        form = urlencode({"csrf": csrf, "token": token}).encode()
        self.first = self._opener.open(Request(f"{url}/sign-in", form, headers), timeout=20).read().decode()

    def get(self, path):
        """A page."""
        return self._opener.open(self.url + path, timeout=20).read().decode()


@pytest.fixture
def door(box, habeas_, tmp_path):
    """The door by the command, with a file of staff of its own; its address and the token of who may come."""
    words = ("staff", "token", "ines", "--role", "dpo", "--people", tmp_path / "staff.json", "--json")
    token = habeas_(*words).answer["token"]
    port = free_port(None)
    settings = {
        "HABEAS_WEB_STAFF_URL": f"http://127.0.0.1:{port}",
        "HABEAS_WEB_STAFF_PORT": str(port),
        "HABEAS_WEB_STAFF_FILE": str(tmp_path / "staff.json"),
        "HABEAS_WEB_AUDIT_FILE": str(tmp_path / "audit.jsonl"),
    }
    known = Home(box.home).addresses().environment
    command = [COMMAND, "web", "dpo", "--address", box.places["temporal"]]
    environment = {**os.environ, **known, **settings}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().split()[-1], token
        process.terminate()
    assert process.returncode == 0


def test_the_same_cases_at_both(box, door):
    """What waits is in the inbox of both, with its plan; who comes with a token is known by name."""
    case = box.do("erase", "--plan-only", "--email", SOLO_SPEAKER.email).answer["case_id"]
    for url, token, who in ((box.places["dpo"], box.places["dpo_token"], "dpo"), (*door, "ines")):
        browser = Browser(url, token)
        assert f"Signed in: {who} (data protection officer)" in browser.first
        assert f"/cases/{case}" in browser.first
        page = browser.get(f"/cases/{case}")
        assert f"/cases/{case}/approve" in page
        assert SOLO_SPEAKER.email not in page
