"""The canary test: what is personal is planted everywhere, everything goes wrong, and it is found nowhere in our house.

Nor in what strangers are shown as evidence, nor in what two people may open together before they do.

There is no page of metrics yet, so none is searched.
"""

import asyncio
import base64
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from email import message_from_bytes
from email.policy import default
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest
from uuid6 import uuid7

from adapters.enrichment.schema import enrichment_metadata
from adapters.recordings.bucket import Access, opened
from habeas.domain.escrow import Escrow
from habeas.evidence.event import Event
from habeas.evidence.signature import new_key, signed
from habeas.evidence.statement import Statement
from habeas.sandbox.accounts import accounts_metadata
from habeas.sandbox.activity import activity_metadata
from habeas.sandbox.holders import NAMES
from habeas.sandbox.home import Home
from habeas.sandbox.marketing import marketing_metadata
from habeas.sandbox.people import CO_OWNER, MANY_SIDED, OTHER_CO_OWNER, PARTICIPANT_OF_BOTH, SOLO_SPEAKER, TWO_WRITINGS
from habeas.sandbox.people import people as everybody
from habeas.sandbox.recordings import recordings_metadata
from habeas.vault.escrow import opened as opened_by_two

MARK = "kanarifugl.quetzalcoatlus.xylofon"
RARE = {Event.DOUBTED, Event.INSTRUCTED, Event.NOT_RELEASED, Event.ADDENDUM}  # none of the cases here comes to that
PAGES = {f"certificate.{language}.html" for language in ("nb", "fr", "en")}
FILES = {"certificate.jws", "certificate.tlog-proof", "checkpoint", "jwks.json", *PAGES}
TEMPORAL = Path(sys.executable).parent / "temporal"
# what the systems themselves go by: a person's address is planted by being one
KEEPS_ITS_FORM = {"id", "role", "email", "username", "country", "recipient_country", "prefix", "held_by", "cookie_id"}
# whom data went to, and of what kind: an organisation that is to be told, and stands in the outcome
TOLD = {"recipient", "what", "notice"}
HASHES = {"password_hash", "address_hash", "subject_hash"}


def forms(text):
    """A text as it may lie in a file: as it is, in base64 (three alignments), hexadecimal, UTF-16, JSON, a URL."""
    raw = text.encode()
    inner = [base64.b64encode(b"x" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    wide = [text.encode("utf-16-le"), text.encode("utf-16-be")]
    return [raw, *inner, raw.hex().encode(), *wide, json.dumps(text)[1:-1].encode(), quote(text).encode()]


PLANTED = (MARK, *(p.email.casefold() for p in everybody()), *filter(None, (p.cookie_id for p in everybody())))
WANTED = {form.lower() for text in PLANTED for form in forms(text)}


def found_in(texts):
    """The names of those in which something planted is."""
    return sorted(name for name, text in texts.items() if any(form in text.lower() for form in WANTED))


def in_our_house(box):
    """Everything that we keep, write down or show to other processes of the machine."""
    files = [file for file in (box.home / "habeas").rglob("*") if file.is_file()]
    texts = {str(file.relative_to(box.home)): file.read_bytes() for file in files}
    texts |= {f"pid {pid}": Path(f"/proc/{pid}/cmdline").read_bytes() for pid in box.processes()}
    return {**texts, "standard error": (box.home.parent / f"{box.home.name}.err").read_bytes()}


def payload(text):
    """What a compact JWS says."""
    part = text.split(".")[1]
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def in_the_log(register):
    """What each statement of the log says, its leaf, and where it stands in the register."""
    with closing(sqlite3.connect(register)) as db:
        rows = db.execute("SELECT number, kind, mark, salt, signed FROM statement").fetchall()
        nodes = db.execute("SELECT hash FROM log_node").fetchall()
    texts = {f"statement {row[0]} {row[1]}": row[2].encode() + payload(row[4]) for row in rows}
    leaves = {f"leaf of {row[0]}": row[3] + row[4].encode() for row in rows}
    return texts | leaves | {"hashes of the log": b"".join(row[0] for row in nodes)}


def handed_out(folder):
    """Every file in the folder of a certificate, and what is signed in it."""
    texts = {f"{folder.name}/{file.name}": file.read_bytes() for file in folder.iterdir()}
    return texts | {f"{name} says": payload(texts[name].decode()) for name in texts if name.endswith(".jws")}


def escrows(register):
    """By case, as they are kept."""
    with closing(sqlite3.connect(register)) as db:
        return {row[0]: Escrow(*row[1:]) for row in db.execute("SELECT case_id, secret, sealed FROM escrow")}


def as_kept(case_id, escrow):
    """Its secret, unwrapped of Base64 as far as that goes, and what is sealed."""
    secrets = [base64.b64decode(one["sealed"]) for one in json.loads(escrow.secret)]
    return {f"escrow of {case_id}": escrow.secret.encode() + b"".join(secrets) + escrow.sealed}


def plant_in_rows(box):
    """In every field of every row that is text and personal."""
    several = (accounts_metadata, activity_metadata, recordings_metadata, enrichment_metadata, marketing_metadata)
    tables = [table for metadata in several for table in metadata.sorted_tables]
    with sqlite3.connect(box.home / "company" / "platform.db") as platform:
        for table in tables:
            texts = [c for c in table.columns if c.type.python_type is str and not c.foreign_keys]
            for name in {column.name for column in texts} - KEEPS_ITS_FORM - TOLD - HASHES:
                if (table.name, name) == ("customer", "name"):
                    continue  # an organisation, which the person is told of
                value = f"json_set(person, '$.bio', '{MARK}')" if name == "person" else f"'{MARK}'"
                platform.execute(f"UPDATE {table.name} SET {name} = {value} WHERE {name} IS NOT NULL")


def plant_in_errors(box, person):
    """The database refuses to hide this person, and says why in words that quote something."""
    with sqlite3.connect(box.home / "company" / "platform.db") as platform:
        platform.execute(
            "CREATE TRIGGER refuses BEFORE UPDATE ON account"
            f" WHEN OLD.id = {person.account.id} BEGIN SELECT RAISE(ABORT, 'no: {MARK}'); END"
        )


async def plant_in_file_names(box):
    """A file beside each recording."""
    known = Home(box.home).addresses().environment
    with sqlite3.connect(box.home / "company" / "platform.db") as platform:
        prefixes = [row[0] for row in platform.execute("SELECT prefix FROM recording")]
    names = ("BUCKET", "S3_ENDPOINT", "S3_WRITING_KEY", "S3_WRITING_SECRET")
    access = Access(*(known[f"HABEAS_RECORDINGS_{name}"] for name in names))
    async with opened(access) as bucket:
        for prefix in prefixes:
            key = f"{prefix.rstrip('/')}/{MARK}.txt"
            await bucket.client.put_object(Bucket=bucket.name, Key=key, Body=MARK.encode())


def plant_at_stripe(box):
    """In what a customer is called there."""
    known = Home(box.home).addresses().environment
    for customer in (one for person in everybody() for one in person.customers):
        asked = Request(
            f"{known['HABEAS_BILLING_ENDPOINT']}/v1/customers/{customer.id}",
            data=urlencode({"name": MARK, "description": MARK, "phone": MARK}).encode(),
            headers={"Authorization": f"Bearer {known['HABEAS_BILLING_WRITING_KEY']}"},
        )
        with urlopen(asked) as answer:
            assert answer.status == 200


def open_by_a_stranger(box, tmp_path):
    """A tool in another language opens a case with something that is no request; it has sealed it as it should."""
    case_id, file = str(uuid7()), tmp_path / "wrong.json"
    file.write_text(json.dumps({"identifiers": MARK, "case_id": case_id, MARK: MARK}))
    codec = f"{box.places['codec'].removesuffix('/sign-in')}/cases/{case_id}"
    words = ("workflow", "start", "--type", "Case", "--task-queue", "habeas", "--workflow-id", f"habeas/{case_id}")
    words += ("--input-file", file, "--address", box.places["temporal"], "--codec-endpoint", codec)
    command = [TEMPORAL, *words, "--codec-auth", f"Bearer {box.places['token']}"]
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    return case_id


def in_mails(box):
    """What mails say, links and headers too, but for whom they are to: it is the mail server that has to know that."""
    texts = {}
    for file in (box.home / "company" / "mail").glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=default)
        for header in ("To", "Delivered-To"):
            del message[header]
        texts[f"mail {file.name}"] = message.as_bytes() + message.get_body().get_content().encode()
    return texts


def on_pages(box, case, asker):
    """The pages of the DPO without what is behind a button, a page of who asks, their addresses, and every cookie."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    seen = {}

    def get(url):
        with browser.open(url, timeout=30) as answer:
            seen[f"page {answer.url}"] = (answer.url + str(answer.headers)).encode() + answer.read()
        return seen[f"page {answer.url}"].decode()

    def send(url, page, **fields):
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        headers = {"Origin": "/".join(url.split("/")[:3]), "Sec-Fetch-Site": "same-origin"}
        with browser.open(Request(url, urlencode({**hidden, **fields}).encode(), headers), timeout=30) as answer:
            seen[f"sent {answer.url}"] = (answer.url + str(answer.headers)).encode() + answer.read()

    dpo, page = box.places["dpo"], box.places["person"]
    send(f"{dpo}/sign-in", get(f"{dpo}/sign-in"), token=box.places["dpo_token"])
    get(f"{dpo}/")
    get(f"{dpo}/cases/{case}")
    send(f"{page}/", get(f"{page}/"), right="access", email=asker.email, country="NO")
    return seen | {f"cookie {cookie.name}": f"{cookie.name}={cookie.value}".encode() for cookie in jar}


@pytest.mark.timeout(400)
async def test_nothing_personal_is_in_our_house(box, tmp_path):
    """Exports, erasures, failures, unwinding, cancel, refusal, a key store that goes, an input that is none."""
    plant_in_rows(box)
    plant_in_errors(box, CO_OWNER)
    await plant_in_file_names(box)
    plant_at_stripe(box)
    said = []

    def do(*words, person=None):
        """Addresses are typed on standard input: on a command line every user of the machine can read them."""
        answer = box.do(*words, *(("--email", "-") if person else ()), stdin=f"{person.email}\n" if person else "")
        said.append(answer)
        return answer

    assert do("export", "--out", tmp_path / "bundle.zip", person=MANY_SIDED).answer["state"] == "ready"
    assert MARK.encode() in (tmp_path / "bundle.zip").read_bytes()
    answer = do("erase", "--approve", person=TWO_WRITINGS).answer
    assert answer["state"] == "erased_with_open_steps"
    refused = do("erase", "--approve", person=CO_OWNER)
    assert json.loads(refused.out)["state"] == "nothing_changed"
    box.do("sandbox", "break", "billing", "error")
    failing = box.pool.submit(do, "erase", "--plan-only", person=CO_OWNER)
    plan = do("erase", "--plan-only", person=OTHER_CO_OWNER)
    box.do("sandbox", "mend")
    case = json.loads(plan.out)["case_id"]
    do("cancel", case)
    failing.result()
    plan = do("erase", "--plan-only", person=PARTICIPANT_OF_BOTH).answer
    do("refuse", plan["case_id"], "--reason", "a claim is pending", "--code", "LegalClaimDefenceImpaired")
    plan = do("erase", "--plan-only", person=SOLO_SPEAKER).answer
    keys = box.home / "habeas" / "keys" / "payload.json"
    away = keys.rename(keys.with_name("away"))
    assert do("approve", plan["case_id"], plan["plan_digest"]).complaint
    away.rename(keys)
    assert do("approve", plan["case_id"], plan["plan_digest"]).answer["state"].startswith("erased")
    assert do("object", person=MANY_SIDED).answer["state"] == "stopped"
    stranger = open_by_a_stranger(box, tmp_path)
    while "could not begin" not in (complaint := do("show", stranger)).err:
        assert complaint.code, "the case began"
        await asyncio.sleep(0.5)
    do("shred", "--now", case)
    seen = on_pages(box, plan["case_id"], SOLO_SPEAKER)
    proofs = {}
    for erased in (answer["case_id"], plan["case_id"]):
        do("certificate", erased, "--out", tmp_path / erased)
        for file in ("certificate.jws", "checkpoint"):
            said.append(box.types("verify", tmp_path / erased / file, "--json"))
            assert said[-1].answer["verified"]
        proofs |= handed_out(tmp_path / erased)

    texts = in_our_house(box) | {f"said {n}": (one.out + one.err).encode() for n, one in enumerate(said)}
    register = box.home / "habeas" / "register.db"
    log, kept = in_the_log(register), escrows(register)
    sealed = {name: text for one in kept.items() for name, text in as_kept(*one).items()}
    assert found_in(texts | in_mails(box) | seen | proofs | log | sealed) == []
    assert {name.rpartition("/")[2] for name in proofs} >= FILES
    assert {name.split()[-1] for name in log if name.startswith("statement")} >= set(Event) - RARE
    assert {answer["case_id"], plan["case_id"]} <= kept.keys()
    assert found_in({"opened": in_the_clear(box, kept[answer["case_id"]])}) == ["opened"]
    assert any(name.startswith("cookie") for name in seen)
    assert len(in_mails(box)) > 10
    names = ("register.db", "temporal/temporal.db", "logs/worker.log", "logs/reads.jsonl")
    assert {f"habeas/{name}" for name in names} <= set(texts)
    assert plan["case_id"].encode() in texts["habeas/logs/worker.log"] + texts["habeas/temporal/temporal.db"]
    assert any("/bundle/" in name for name in texts)


def in_the_clear(box, escrow):
    """As the two people read it."""
    identities = [box.home / "habeas" / "keys" / "holders" / f"{name}.txt" for name in NAMES]
    return opened_by_two(escrow, *(file.read_text() for file in identities))


SAYING = {"case": "1", "reason": f"for {MARK}"}


def test_the_search_finds_what_a_statement_says(box, tmp_path):
    """It lies there in base64: planted in a copy of the register it is found, in the statement and in its leaf."""
    copy = tmp_path / "register.db"
    with (
        closing(sqlite3.connect(box.home / "habeas" / "register.db")) as register,
        closing(sqlite3.connect(copy)) as other,
    ):
        register.backup(other)
        row = (10**6, "1", "refusal", "", b"s" * 32, signed(Statement("refusal", (), SAYING).canonical, new_key()))
        other.execute("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, '2026-01-01 00:00:00')", row)
        other.commit()
    assert found_in(in_the_log(copy)) == ["leaf of 1000000", "statement 1000000 refusal"]


@pytest.mark.parametrize("name", ["certificate.jws", "certificate.tlog-proof", "certificate.nb.html", "jwks.json"])
def test_the_search_finds_what_is_handed_out(tmp_path, name):
    """In whichever file it stands, and in the certificate under its signature."""
    for file in FILES:
        (tmp_path / file).write_text("a.e30.b" if file.endswith(".jws") else "nothing")
    assert found_in(handed_out(tmp_path)) == []
    text = signed(Statement("certificate", (), SAYING).canonical, new_key()) if name.endswith(".jws") else MARK
    (tmp_path / name).write_text(text)
    assert found_in(handed_out(tmp_path))[0] == f"{tmp_path.name}/{name}"


def test_the_search_finds_a_escrow_that_is_not_sealed():
    """In its content, and in the secret that opens it."""
    secret = json.dumps([{"holders": [], "sealed": base64.b64encode(MARK.encode()).decode()}])
    for escrow in (Escrow("[]", json.dumps(SAYING).encode()), Escrow(secret, b"")):
        assert found_in(as_kept("1", escrow)) == ["escrow of 1"]


@pytest.mark.parametrize("number", range(len(forms(MARK))))
def test_the_search_finds_what_is_there(box, number):
    """Planted on purpose, in each form and in the middle of other bytes, it is found; and it is in the systems."""
    planted = box.home / "habeas" / "cases" / "planted"
    planted.write_bytes(b"\x00\xff" + forms(MARK.upper() if number == 0 else MARK)[number] + b"\x00")
    assert "habeas/cases/planted" in found_in(in_our_house(box))
    planted.unlink()
    assert found_in({"platform": (box.home / "company" / "platform.db").read_bytes()})
