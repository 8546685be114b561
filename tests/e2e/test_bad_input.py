"""A clear line and nothing lost: what people type wrongly, and what is not there."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from habeas.sandbox.people import BYSTANDERS, PARTICIPANT_OF_BOTH

NOBODYS = "01890000-0000-7000-8000-000000000000"
ANYBODY = BYSTANDERS[1].email
SOON = (datetime.now(UTC) + timedelta(days=2)).date()
NO_TEMPORAL = "127.0.0.1:1"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("locate", "--email", "name at example.org"), "not an e-mail address"),
        (("find", "--email", "-"), "not an e-mail address"),
        (("locate", "--email", ANYBODY, "--received", SOON), "in the future"),
        (("locate", "--email", ANYBODY, "--received", "yesterday"), "a date or a moment"),
        (("locate", "--email", ANYBODY, "--by", "x" * 200), "by (string should have at most"),
        (("locate", "--email", ANYBODY, "--colour", "red"), "No such option: --colour"),
        (("erase", "--email", ANYBODY, "--plan-only", "--approve"), "exclude each other"),
        (("erase", "--email", ANYBODY, "--instructed-by", ""), "controller"),
        (("export", "--email", ANYBODY, "--right", "rectification", "--out", "x"), "access or portability"),
        (("export", "--email", ANYBODY, "--out", "/dev/null"), "no plain file"),
        (("export", "--email", ANYBODY, "--out", "."), "is a folder"),
        (("export", "--email", ANYBODY, "--out", f"{__file__}/x.zip"), "there is no folder"),
        (("show", NOBODYS), "there is no such case"),
        (("show", f"{NOBODYS}/erasure"), "not the id of a case"),
        (("approve", NOBODYS, "0" * 64), "there is no such case"),
        (("cancel", "the last one"), "not the id of a case"),
        (("keep", NOBODYS, "accounts/account/company", "--ground", "a law", "--until", "soon"), "YYYY-MM-DD"),
        (("leave", "stein", "--instruction", "contract 7"), "customer/NAME"),
        (("breach", NOBODYS), "there is no such case"),
        (("breach", NOBODYS, "--aware", SOON), "in the future: see --aware"),
        (("breach", NOBODYS, "--notified", "file 7", "--no-risk", "sealed"), "one thing at a time"),
        (("sandbox", "break", "telephone", "refuse"), "there is no system of that name"),
        (("sandbox", "break", "accounts", "gently"), "HOW is one of"),
        (("sandbox", "mend", "telephone"), "there is no system of that name"),
        (("sandbox", "mail", "--to", "name at example.org"), "not an e-mail address"),
        (("sandbox", "mail", "--show", "1000"), "there is no letter of that number"),
    ],
)
def test_one_clear_line(box, words, says):
    """Whoever types something wrong reads one line that says what, and nothing is begun."""
    assert says in box.do(*words).complaint


def test_a_read_only_folder(box, tmp_path):
    """A folder that nothing can be written into is found out before any system is asked."""
    tmp_path.chmod(0o500)
    folder = "/proc/self" if os.geteuid() == 0 else tmp_path  # no mode keeps root from writing
    assert "no file can be written" in box.do("export", "--email", ANYBODY, "--out", f"{folder}/x.zip").complaint


def test_nothing_was_begun(box, tmp_path):
    """A mistyped request opens no case."""
    before = box.do("find", "--email", "-", stdin=ANYBODY).answer
    box.do("locate", "--email", ANYBODY, "--received", SOON)
    box.do("export", "--email", ANYBODY, "--out", tmp_path)
    assert box.do("find", "--email", "-", stdin=ANYBODY).answer == before


def test_a_decision_that_does_not_fit_its_plan(box):
    """A digest, a holding or a date that does not fit is refused in one line, and the plan waits on."""
    plan = box.do("erase", "--plan-only", "--email", PARTICIPANT_OF_BOTH.email).answer
    case = plan["case_id"]
    kept = "recordings/participant/customer/nordlys"
    law = ("--ground", "a law")
    assert "not the digest" in box.do("approve", case, "0" * 64).complaint
    assert "no holding of that name" in box.do("keep", case, "wine", *law, "--until", SOON).complaint
    assert "in the future" in box.do("keep", case, kept, *law, "--until", "2020-01-01").complaint
    assert "stuck" in box.do("attest", case, "recordings", "--what", "deleted by hand").complaint
    assert box.do("show", case).answer["plan_digest"] == plan["plan_digest"]
    assert box.do("show", case).answer["state"] == "awaiting_decision"


def test_no_temporal_and_no_settings(habeas_):
    """Without a sandbox the worker's settings are needed, and the line names each that is missing."""
    said = habeas_("locate", "--email", ANYBODY, "--verified-how", "in person", "--address", NO_TEMPORAL, "--json")
    names = ("REGISTER_URL", "PAYLOAD_WRAPPING_KEYS", "CLAIM_KEY_FILE", "CASE_FOLDER")
    assert [name for name in names if f"HABEAS_{name}" not in said.complaint] == []


@pytest.mark.parametrize(
    ("words", "register", "says"),
    [
        (("locate", "--email", ANYBODY, "--verified-how", "in person"), "sqlite+aiosqlite://", NO_TEMPORAL),
        (("locate", "--email", ANYBODY), "sqlite+aiosqlite://", "--verified-how"),
        (("list",), "sqlite+aiosqlite://", "register"),
        (("list",), "the one in the cellar", "HABEAS_REGISTER_URL"),
    ],
)
def test_no_temporal_server_there(habeas_, tmp_path, words, register, says):
    """Where nothing answers, one line says what was asked and did not."""
    key = tmp_path / "claim.key"
    key.touch(mode=0o600)
    key.write_bytes(b"k" * 32)
    settings = {"HABEAS_REGISTER_URL": register, "HABEAS_CLAIM_KEY_FILE": str(key), "HABEAS_CASE_FOLDER": str(tmp_path)}
    settings["HABEAS_PAYLOAD_WRAPPING_KEYS"] = f"file:{tmp_path / 'payload.json'}"
    assert says in habeas_(*words, "--address", NO_TEMPORAL, "--json", **settings).complaint


def test_a_home_where_nothing_was_ever_started(habeas_, tmp_path):
    """One is told how to start a sandbox; the folder is not made."""
    home = tmp_path / "empty"
    assert "habeas sandbox up" in habeas_("list", "--home", home).complaint
    assert not home.exists()


def test_a_home_that_is_damaged(habeas_, tmp_path):
    """What was written down about a sandbox and cannot be read is named."""
    (tmp_path / "habeas").mkdir()
    (tmp_path / "habeas" / "stack.json").write_text("{")
    assert "stack.json is damaged" in habeas_("list", "--home", tmp_path).complaint


def test_a_demo_wants_a_fresh_home(habeas_, tmp_path):
    """A home with something in it is left alone."""
    (tmp_path / "letter.txt").write_text("dear diary")
    assert "is not empty" in habeas_("demo", "--home", tmp_path).complaint
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
