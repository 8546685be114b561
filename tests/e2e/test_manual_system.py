"""A company with a paper archive: its owner reads a mail, opens the link in it, and answers on the page."""

import re
import time
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from http.cookiejar import CookieJar

import pytest

from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

ARCHIVE = "archive@webinars.example.com"
SAID = {"done_on": f"{datetime.now(UTC):%Y-%m-%d}", "by": "Ada of the archive", "shown": "list 12"}


@pytest.fixture(scope="module")
def box(up, tmp_path_factory):
    """A sandbox of a company that has such an archive."""
    with up(tmp_path_factory.mktemp("sandbox") / "home", "--manual") as box:
        yield box


class Browser:
    """A browser without scripts."""

    def __init__(self):
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, url):
        with self.opener.open(url) as answer:
            return answer.read().decode()

    def send(self, url, **fields):
        """Fill in the last form of a page, and send it to where the page is."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.get(url)))
        data = urllib.parse.urlencode({**hidden, **fields}).encode()
        asked = urllib.request.Request(url, data, {"Sec-Fetch-Site": "same-origin"})
        with self.opener.open(asked) as answer:
            return answer.url, answer.read().decode()


def mails(box, number):
    """The owner's mails, once there are so many."""
    until = time.monotonic() + 90
    while len(letters := box.do("sandbox", "mail", "--to", ARCHIVE).answer["mail"]) < number:
        assert time.monotonic() < until, letters
        time.sleep(0.5)
    return [box.do("sandbox", "mail", "--show", one["number"]).answer["text"] for one in letters]


def opened(box, mail):
    """The owner's page, by the link in a mail, and a browser that has come there."""
    link = re.search(rf"{box.places['person']}/o/\S+", mail)[0]
    browser = Browser()
    url, page = browser.send(link)
    assert url == f"{box.places['person']}/owner"
    return browser, url, page


@pytest.mark.long
def test_an_owner_finds_and_erases_and_says_so(box):
    """No mail says who the person is; what the owner attests is in the certificate as that, and is not read back."""
    asked = box.do("erase", "--email", PERSON.email).answer
    assert asked["waits_for"] == "the owner of archive"
    case = asked["case_id"]
    (first,) = mails(box, 1)
    assert PERSON.email not in first
    browser, url, page = opened(box, first)
    assert PERSON.email in page
    assert "Letters between you and us" in page
    browser.send(url, outcome="some", **{"count-correspondence": "3"}, **SAID)
    digest = box.until(case, "awaiting_decision")["plan_digest"]
    assert box.do("approve", case, digest).answer["waits_for"] == "the owner of archive"
    texts = mails(box, 3)  # to hold it back, and to erase it
    assert all(PERSON.email not in text for text in texts)
    asked = [one for one in (opened(box, text) for text in texts[1:]) if 'value="erased"' in one[2]]
    ((browser, url, _),) = asked
    browser.send(url, outcome="erased", **SAID)
    status = box.until(case, "erased", "erased_with_open_steps")
    outcomes = [one for one in status["outcomes"] if one["category"] == "correspondence"]
    assert [(one["became"], one.get("left")) for one in outcomes] == [("attested-manually", None)]
    dpo = Browser()
    dpo.send(f"{box.places['dpo']}/sign-in", token=box.places["dpo_token"])
    page = f"{box.places['dpo']}/cases/{case}"
    assert "Paper archive" in dpo.get(page)
    papers = dpo.get(f"{page}/papers")
    assert papers.count("Ada of the archive says so") == 2
    assert PERSON.email not in dpo.get(page) + papers
    late, _ = browser.send(url, outcome="cannot", **SAID)  # the first answer stays
    assert late.startswith(url)
    assert PERSON.email not in browser.get(url)  # of a case that is over nobody needs it any more
