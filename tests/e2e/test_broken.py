"""Systems that refuse, stay away or are too busy: nothing is lost, nobody waits in vain, and mended it goes on."""

import re
import sqlite3
import time

import pytest

from habeas.domain.error import Refused
from habeas.domain.language import Language
from habeas.post.mail import Mail
from habeas.post.post import Post
from habeas.sandbox.fault import How
from habeas.sandbox.home import Home
from habeas.sandbox.people import BYSTANDERS, INSTRUCTED_PARTICIPANT, SUSPENDED
from habeas.settings import MailSettings

BETH, CARL, ANA, _ = BYSTANDERS


@pytest.fixture(autouse=True)
def mended(box):
    """What a test broke is whole again for the next."""
    yield
    Home(box.home).switchboard.mend()


async def test_a_refusal_changes_nothing(box):
    """One system refuses while being held: nothing has changed anywhere, and it is named; mended, all is done."""
    before = await box.look()
    box.do("sandbox", "break", "accounts", "refuse")
    said = box.do("erase", "--approve", "--email", BETH.email)
    assert (said.code, said.answer["state"]) == (1, "nothing_changed")
    assert said.answer["reason"].startswith("accounts: ")
    assert await box.look() == before
    box.do("sandbox", "mend")
    again = box.do("erase", "--approve", "--email", BETH.email)
    assert (again.code, again.answer["state"]) == (0, "erased_with_open_steps")
    assert again.answer["plan_digest"] == said.answer["plan_digest"]


def test_too_many_requests(box):
    """A system that is too busy is asked again later, and the command just takes longer."""
    box.do("sandbox", "break", "recordings", "rate-limit")
    asked = box.begin("locate", "--email", CARL.email)
    time.sleep(3)
    assert not asked.done()
    box.do("sandbox", "mend", "recordings")
    assert asked.result(20).answer["state"] == "located"


def test_a_lost_answer(box):
    """A write is carried out and its answer is lost: it is found out, and done once."""
    box.do("sandbox", "break", "recordings", "fail-after")
    said = box.do("erase", "--approve", "--email", CARL.email, "--instructed-by", "customer/stein")
    assert (said.code, said.answer["state"]) == (0, "erased")


@pytest.mark.long
def test_a_system_down_from_the_start(box, tmp_path):
    """Each case comes back with one sentence, what it waits for and what to do; mended and retried it goes on."""
    box.do("sandbox", "break", "accounts", "timeout")
    email = ("--email", SUSPENDED.email)
    asked = [
        (box.begin("locate", *email), "located"),
        (box.begin("export", *email, "--out", tmp_path / "x.zip"), "ready"),
        (box.begin("erase", *email), "awaiting_decision"),
    ]
    stuck = [(said.result(), then) for said, then in asked]
    for said, _ in stuck:
        assert (said.code, said.answer["state"]) == (3, "needs_attention")
        assert re.search(r"a person: mend it, or .*, then retry.*accounts: no answer", said.answer["waits_for"])
    assert "stuck" in box.do("attest", stuck[2][0].answer["case_id"], "accounts", "--what", "by hand").complaint
    box.do("sandbox", "mend")
    for said, then in stuck:
        assert box.do("retry", said.answer["case_id"]).answer["state"] == then


async def test_letters(box, habeas_):
    """What is sent to the sandbox's mail server is listed, the newest last, and printed; broken, it takes nothing."""
    post = Post(MailSettings.given(Home(box.home).addresses().environment).account)
    earlier = len(box.do("sandbox", "mail").answer["mail"])
    for person, subject in ((BETH, "Votre demande [1]"), (CARL, "Kravet ditt – på én måned")):
        words = {"subject": subject, "text": f"{subject}\nhttps://example.org/{'x' * 300}\n", "html": None}
        letter = Mail(person.email, **words, message_id="<1@example.org>", language=Language.ENGLISH)
        await post.send(letter)
    box.do("sandbox", "break", "mail", "refuse")
    with pytest.raises(Refused):
        await post.send(letter)
    listed = box.do("sandbox", "mail").answer["mail"][earlier:]
    assert [(one["number"], one["to"], one["subject"]) for one in listed] == [
        (earlier + 1, BETH.email, "Votre demande [1]"),
        (earlier + 2, CARL.email, "Kravet ditt – på én måned"),
    ]
    to_carl = box.do("sandbox", "mail", "--to", "-", stdin=CARL.email.upper()).answer["mail"]
    assert to_carl[-1] == listed[1]
    assert {one["to"] for one in to_carl} == {CARL.email}
    shown = box.do("sandbox", "mail", "--show", earlier + 2).answer
    assert shown == {**listed[1], "text": letter.text, "html": None}
    seen = habeas_("sandbox", "mail", "--show", earlier + 1, "--home", box.home).out
    assert f"To: {BETH.email}\nSubject: Votre demande [1]\n\nVotre demande [1]\nhttps://" in seen
    assert "x" * 300 in seen
    assert BETH.email in habeas_("sandbox", "mail", "--home", box.home).out


def test_an_erasure_beside_an_open_export(box, tmp_path):
    """The erasure says which case goes first, and goes on by itself when that one is done."""
    email = ("--email", ANA.email)
    plan = box.do("erase", "--plan-only", *email).answer
    box.do("sandbox", "break", "accounts", "timeout")
    export = box.begin("export", *email, "--out", tmp_path / "x.zip")
    while len(cases := box.do("find", *email).answer["cases"]) < 2:
        assert not export.done()
    waiting = box.do("approve", plan["case_id"], plan["plan_digest"]).answer
    assert waiting["state"] == "carrying_out"
    assert f"case {cases[0]['case_id']} " in waiting["waits_for"]
    box.do("sandbox", "mend")
    box.until(cases[0]["case_id"], "ready")
    assert box.until(plan["case_id"], "erased", "erased_with_open_steps")["waits_for"] is None


def test_a_cancel_after_the_pivot(box):
    """What is being erased cannot be taken back: one line says so, and it is carried out to the end."""
    plan = box.do("erase", "--plan-only", "--email", INSTRUCTED_PARTICIPANT.email).answer
    approved = box.begin("approve", plan["case_id"], plan["plan_digest"])
    break_at_the_pivot(box, plan["case_id"])
    assert "past the pivot" in box.do("cancel", plan["case_id"]).complaint
    box.do("sandbox", "mend")
    assert approved.result().answer["state"] == "erased_with_open_steps"


def break_at_the_pivot(box, case):
    """Look at the register until the case has pivoted, and take the recordings away at that moment."""
    with sqlite3.connect(box.home / "habeas" / "register.db") as register:
        pivoted = "SELECT count(*) FROM plan_decision WHERE case_id = ? AND decision = 'pivoted'"
        while not register.execute(pivoted, (case,)).fetchone()[0]:
            time.sleep(0.002)
    Home(box.home).switchboard.break_("recordings", How.TIMEOUT)
