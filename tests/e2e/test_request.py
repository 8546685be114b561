"""Requests as people make them, on real servers: look, copy, decide, erase. Each has a person of its own."""

import io
import json
import sqlite3
import stat
from zipfile import ZipFile

import bagit
import frictionless
import jsonschema
import pyrage
import pytest
from crossed import mainly

from adapters.enrichment.address import address_hash
from habeas.key_file import load_key
from habeas.sandbox.home import Home
from habeas.sandbox.people import (
    CO_OWNER,
    HOST_AND_PARTICIPANT,
    LEGALLY_HELD_SPEAKER,
    MANY_SIDED,
    ONLY_A_READER,
    OTHER_CO_OWNER,
    OTHER_PANEL_SPEAKER,
    PANEL_SPEAKER,
    PARTICIPANT_OF_BOTH,
    SOLE_OWNER,
    TWO_WRITINGS,
    UNINSTRUCTED_PARTICIPANT,
    UNKNOWN,
    people,
)

SYSTEMS = {"accounts", "recordings", "billing", "enrichment", "activity", "marketing"}
# by table, the column that says whose a row is: pinned by hand, so that no adapter is asked
OF_ACCOUNT = {
    "account": 0,
    "profile": 0,
    "membership": 2,
    "login_place": 1,
    "login": 1,
    "usage_event": 1,
    "technical_record": 1,
    "usage_count": 0,
    "location": 1,
}
OF_PARTICIPANT = {
    "participant": 0,
    "attendance": 1,
    "chat_message": 1,
    "question": 1,
    "poll_answer": 1,
    "appearance": 2,
}

CONSENTS = "marketing/consents/company"
CLAIM = ("--reason", "a claim is pending", "--code", "LegalClaimDefenceImpaired")


def alone_in(person):
    """The recordings that nobody else appears in, and that no law holds."""
    everybody = [number for one in people() for part in one.participations for number in part.appears_in]
    theirs = [number for part in person.participations for number in part.appears_in]
    return {number for number in theirs if everybody.count(number) == 1 and person is not LEGALLY_HELD_SPEAKER}


def rows_of(person, snapshot, box):
    """The rows of a person, and all the others."""
    account = {person.account.id} if person.account else set()
    parts = {part.id for part in person.participations}
    whose = {table: (column, account) for table, column in OF_ACCOUNT.items()}
    whose |= {table: (column, parts) for table, column in OF_PARTICIPANT.items()}
    whose["recording"] = (0, alone_in(person))
    contact = {person.contact.id} if person.contact else set()
    whose |= {"contact": (0, contact)} | dict.fromkeys(("preference", "consent", "objection"), (1, contact))
    whose["enrichment"] = (1, {person.email})
    whose["suppression"] = (0, {address_hash(person.email, load_key(Home(box.home).enrichment_key))})
    mine, others = set(), set()
    for table, rows in snapshot.rows.items():
        column, ids = whose.get(table, (0, set()))
        for row in rows:
            (mine if row[column] in ids else others).add((table, row))
    return mine, others


def not_billed_to(person, snapshot):
    """Everything at Stripe that is another's."""
    mine = {id_ for customer in person.customers for id_ in (customer.id, customer.id.replace("cus", "pm"))}
    things = [thing for kind in snapshot.billing.values() for thing in kind]
    others = [thing for thing in things if mine.isdisjoint({thing["id"], thing.get("customer")})]
    return sorted(others, key=lambda thing: thing["id"])


def add_up(counts):
    """Whether what was found is all accounted for, and what is left is what was meant to stay."""
    stays = counts["retained"] + counts["referred"] + counts["undecided"]
    return counts["found"] == counts["erased"] + stays and counts["left"] == stays


def test_who_is_there(habeas_):
    """Everybody of the company is listed, with their story and the systems that hold something of them."""
    listed = habeas_("sandbox", "people", "--json").answer
    assert listed == {"people": [{"email": p.email, "story": p.story, "systems": [*p.systems]} for p in people()]}


@pytest.mark.parametrize("person", mainly(HOST_AND_PARTICIPANT, besides=[OTHER_PANEL_SPEAKER, OTHER_CO_OWNER]))
def test_what_is_held(box, person):
    """Locating finds something in the systems of the person's story, by category and count, and nowhere else."""
    answer = box.do("locate", "--email", person.email).answer
    holdings = {system: found["holdings"] for system, found in answer["systems"].items()}
    assert set(holdings) == SYSTEMS
    assert {system for system, found in holdings.items() if found} == set(person.systems)
    assert all(one.keys() == {"category", "count"} and one["count"] > 0 for found in holdings.values() for one in found)


@pytest.mark.parametrize("words", [("locate",), ("export", "--out", "{}/x.zip"), ("erase", "--approve")])
async def test_somebody_whom_nobody_knows(box, tmp_path, words):
    """That nothing is held is an answer, and asking for it creates nothing anywhere."""
    before = await box.look()
    said = box.do(*(word.format(tmp_path) for word in words), "--email", UNKNOWN.email)
    assert (said.answer["state"], said.code) == ("no_data", 0)
    assert await box.look() == before
    assert not [*tmp_path.iterdir()]


async def test_marketing_ends_at_once(box):
    """What was typed is done when the command ends, of this person and nobody else; another word is refused."""
    before = await box.look()
    ended = box.do("withdraw-consent", "--email", "-", "--purpose", "newsletter", stdin=ONLY_A_READER.email)
    objected = box.do("object", "--email", ONLY_A_READER.email)
    assert (ended.answer["state"], objected.answer["state"]) == ("stopped", "stopped")
    assert ended.answer["systems"] == {"marketing": {"outcome": "stopped", "counts": {CONSENTS: 1}}}
    assert {system: one["outcome"] for system, one in objected.answer["systems"].items()} == {
        "enrichment": "stopped",
        "marketing": "nothing",
    }
    after = await box.look()
    assert {table for table in after.rows if after.rows[table] != before.rows[table]} == {"consent", "suppression"}
    assert (
        "no consent is called 'news'" in box.do("withdraw-consent", "--email", "a@b.org", "--purpose", "news").complaint
    )


@pytest.fixture(scope="module")
def access(box, tmp_path_factory):
    """An access export that is done: its answer and its file."""
    file = tmp_path_factory.mktemp("access") / "bundle.zip"
    return box.do("export", "--right", "access", "--email", HOST_AND_PARTICIPANT.email, "--out", file).answer, file


def test_a_bundle_is_handed_out(box, access, tmp_path):
    """The file is whole and its owner's alone, and can be fetched again, byte for byte."""
    answer, file = access
    assert (answer["state"], answer["bundle"]) == ("ready", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(answer["systems"][system]["records"] for system in SYSTEMS)
    box.do("deliver", answer["case_id"], "--out", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_a_bundle_can_be_read(access, tmp_path):
    """A person begins with index.html; each table is as its own schema says, and the whole as other programs want."""
    with ZipFile(access[1]) as bundle:
        assert bundle.testzip() is None
        bundle.extractall(tmp_path)
        assert b"<html" in bundle.read("index.html")
        schemas = [name for name in bundle.namelist() if name.endswith(".schema.json")]
        assert len(schemas) > 5
        for name in schemas:
            table = json.loads(bundle.read(name.replace(".schema.json", ".json")))
            jsonschema.validate(table, json.loads(bundle.read(name)))
    assert bagit.Bag(str(tmp_path)).validate()
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type"])


def test_no_secret_is_handed_out(box, access):
    """Nobody's password hash is in any part of a bundle."""
    with sqlite3.connect(box.home / "company" / "platform.db") as platform:
        hashes = [row[0].encode() for row in platform.execute("SELECT password_hash FROM account")]
    with ZipFile(access[1]) as bundle:
        content = b"".join(bundle.read(name) for name in bundle.namelist())
    assert hashes
    assert not [one for one in hashes if one in content or one.rpartition(b"$")[2] in content]


def test_a_bundle_for_the_persons_own_key(box, tmp_path):
    """It is an age file that their identity opens, and what the company's own keys open of it is that file."""
    theirs, file = pyrage.x25519.Identity.generate(), tmp_path / "bundle.zip.age"
    words = ("export", "--email", OTHER_PANEL_SPEAKER.email, "--out", file, "--recipient", str(theirs.to_public()))
    assert box.do(*words).answer["is_for_recipient"]
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    with ZipFile(io.BytesIO(pyrage.decrypt(file.read_bytes(), [theirs]))) as bundle:
        assert bundle.testzip() is None
        assert b"<html" in bundle.read("index.html")


def test_portability(box, tmp_path):
    """What art. 20 does not cover is left out of the bundle, each with its reason."""
    file = tmp_path / "bundle.zip"
    answer = box.do("export", "--right", "portability", "--email", OTHER_CO_OWNER.email, "--out", file).answer
    why = {one["category"]: one["why"] for one in answer["withheld"]}
    with ZipFile(io.BytesIO(file.read_bytes())) as bundle:
        names = bundle.namelist()
    for category in ("log-in", "usage", "technical"):
        assert "art. 20" in why[category]
        assert f"data/activity/{category}.json" not in names
    assert "data/accounts/log-in-place.json" in names


def test_a_recording_of_two_is_withheld(box, tmp_path):
    """Who appears with somebody else gets no picture of it, but their own words, and reads why."""
    file = tmp_path / "bundle.zip"
    answer = box.do("export", "--email", OTHER_PANEL_SPEAKER.email, "--out", file).answer
    whole, cut = sorted(answer["withheld"], key=lambda one: one["cut"])
    assert (whole["system"], whole["category"]) == ("recordings", "image and voice")
    assert "other people" in whole["why"]
    assert "other people" in cut["why"]
    with ZipFile(file) as bundle:
        assert not [name for name in bundle.namelist() if name.endswith((".mp4", ".png"))]
        words = [bundle.read(name) for name in bundle.namelist() if name.endswith(".vtt")]
        assert len(words) == 2
        assert all(PANEL_SPEAKER.last_name.encode() not in one for one in words)


def test_one_open_case_of_a_person(box):
    """Whoever asks again gets the case that is open; show, list and find have it too."""
    email = PARTICIPANT_OF_BOTH.email
    plan = box.do("erase", "--plan-only", "--email", email).answer
    again = box.do("erase", "--plan-only", "--email", email.upper()).answer
    assert plan["state"] == "awaiting_decision"
    assert again == plan
    assert box.do("show", plan["case_id"]).answer["plan_digest"] == plan["plan_digest"]
    assert plan["case_id"] in [case["case_id"] for case in box.do("list", "--open").answer["cases"]]
    (found,) = box.do("find", "--email", "-", stdin=f"{email}\n").answer["cases"]
    assert (found["case_id"], found["state"]) == (plan["case_id"], "awaiting_decision")


@pytest.fixture(scope="module")
def erased(box):
    """An erasure that was planned, approved by its digest, and done."""
    plan = box.do("erase", "--plan-only", "--email", TWO_WRITINGS.email).answer
    return box.do("approve", plan["case_id"], plan["plan_digest"])


def test_an_approved_plan_is_carried_out(erased):
    """Once done, all that was found is accounted for, and what was read back as left is what stays."""
    assert (erased.answer["state"], erased.code) == ("erased_with_open_steps", 0)
    assert all(add_up(counts) for counts in erased.answer["systems"].values())
    assert all(counts["erased"] for counts in erased.answer["systems"].values() if counts["found"])
    assert all(step.keys() == {"system", "what", "due"} for step in erased.answer["open_steps"])


def test_a_closed_case_is_closed(box, erased):
    """Approving twice, cancelling or refusing what is done is answered in one line that says how it ended."""
    case, digest = erased.answer["case_id"], erased.answer["plan_digest"]
    for words in (
        ("approve", case, digest),
        ("cancel", case),
        ("refuse", case, *CLAIM),
    ):
        assert "closed: erased_with_open_steps" in box.do(*words).complaint
    assert box.do("show", case).answer["state"] == "erased_with_open_steps"


@pytest.mark.parametrize("person", [PANEL_SPEAKER, LEGALLY_HELD_SPEAKER, MANY_SIDED])
async def test_nobody_elses_data_changes(box, person):
    """Every row, version and object at Stripe that is not the subject's alone is byte for byte as it was."""
    before = await box.look()
    answer = box.do("erase", "--approve", "--email", person.email).answer
    after = await box.look()
    assert answer["state"] in ("erased", "erased_with_open_steps")
    assert rows_of(person, after, box)[1] == rows_of(person, before, box)[1]
    gone = {version[0].split("/")[1] for version in set(before.objects) ^ set(after.objects)}
    assert gone == {str(number) for number in alone_in(person)}
    assert not_billed_to(person, after) == not_billed_to(person, before)
    assert not [key for key, *_ in after.objects if key.split("/")[1] in gone]


async def test_the_only_owner_of_a_workspace(box):
    """The erasure stops for a decision that it names; when it is made the plan is another one."""
    before = await box.look()
    plan = box.do("erase", "--approve", "--email", SOLE_OWNER.email).answer
    assert plan["state"] == "awaiting_decision"
    assert "accounts/account/company/sole_owner" in plan["waits_for"]
    assert "a decision comes first" in box.do("approve", plan["case_id"], plan["plan_digest"]).complaint
    words = ("--ground", "the workspace's contract", "--until", "2099-12-31")
    kept = box.do("keep", plan["case_id"], "accounts", *words).answer
    assert kept["plan_digest"] != plan["plan_digest"]
    assert kept["systems"]["accounts"]["undecided"] == 0
    assert "not the digest" in box.do("approve", plan["case_id"], plan["plan_digest"]).complaint
    assert await box.look() == before


async def test_nothing_may_be_erased_without_an_instruction(box):
    """What belongs to a customer is referred to that customer, until the instruction is recorded with the case."""
    before = await box.look()
    email = UNINSTRUCTED_PARTICIPANT.email
    referred = box.do("erase", "--approve", "--email", email).answer
    assert referred["systems"]["recordings"]["referred"] == referred["systems"]["recordings"]["found"] > 0
    assert await box.look() == before
    erased = box.do("erase", "--approve", "--email", email, "--instructed-by", "customer/stein").answer
    assert erased["state"] == "erased"


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (("refuse", *CLAIM), "refused"),
        (("cancel",), "nothing_changed"),
    ],
)
async def test_a_plan_that_is_not_approved(box, words, state):
    """Refused or cancelled, the case is closed as was asked, and nothing was touched."""
    before = await box.look()
    case = box.do("erase", "--plan-only", "--email", CO_OWNER.email).answer["case_id"]
    decided = box.do(words[0], case, *words[1:])
    assert (decided.answer["state"], decided.code) == (state, 0)
    assert box.do("show", case).answer["state"] == state
    assert await box.look() == before


async def test_a_customer_that_leaves(box):
    """Its data is planned as a whole, on its instruction, and nothing of the company's own; cancelled, all stays."""
    before = await box.look()
    plan = box.do("leave", "customer/stein", "--instruction", "contract 7").answer
    assert plan["state"] == "awaiting_decision"
    items = box.do("show", plan["case_id"]).answer["items"]
    assert {(item["controller"], item["disposition"]) for item in items} == {("customer/stein", "erase")}
    assert box.do("cancel", plan["case_id"]).answer["state"] == "nothing_changed"
    assert await box.look() == before


def test_a_breach(box):
    """Reported, shown and settled by the command; until it is settled, it needs a person."""
    case = box.do("locate", "--email", CO_OWNER.email).answer["case_id"]
    reported = box.do("breach", case, "--aware", "now")
    assert (reported.code, reported.answer["state"]) == (3, "open")
    assert "was reported" in box.do("breach", case, "--aware", "now").complaint
    settled = box.do("breach", case, "--no-risk", "it was sealed to a key of the person's")
    assert (settled.code, settled.answer["state"]) == (0, "no_risk")
    assert box.do("breach", case).answer["state"] == "no_risk"
