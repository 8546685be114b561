"""The sandbox's page for people: it is where the command says, and a request that is sent there is answered by mail."""

import re
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

ADDRESS = "nobody.asks@example.org"


def test_asking(box):
    """A form is sent by a browser without scripts, and a letter with a link to the page arrives."""
    url = box.places["person"]
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(url) as answer:
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.read().decode()))
    fields = {**hidden, "right": "confirmation", "email": ADDRESS, "country": "NO"}
    asked = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"Sec-Fetch-Site": "same-origin"})
    with opener.open(asked) as answer:
        assert (answer.status, answer.url) == (200, f"{url}/asked")
    until = time.monotonic() + 60
    while not (letters := box.do("sandbox", "mail", "--to", ADDRESS).answer["mail"]):
        assert time.monotonic() < until
        time.sleep(0.5)
    text = box.do("sandbox", "mail", "--show", letters[0]["number"]).answer["text"]
    assert f"{url}/p/" in text
