"""The canary test: what is personal is planted everywhere, everything goes wrong, and it is found nowhere in our house.

There is no page of metrics yet, so none is searched.
"""

import asyncio
import base64
import json
import re
import sqlite3
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest
from uuid6 import uuid7

from adapters.accounts.schema import accounts_metadata
from adapters.enrichment.schema import enrichment_metadata
from adapters.recordings.bucket import Access, opened
from adapters.recordings.schema import recordings_metadata
from habeas.sandbox.home import Home
from habeas.sandbox.people import CO_OWNER, MANY_SIDED, OTHER_CO_OWNER, PARTICIPANT_OF_BOTH, SOLO_SPEAKER, TWO_WRITINGS
from habeas.sandbox.people import people as everybody

MARK = "kanarifugl.quetzalcoatlus.xylofon"
TEMPORAL = Path(sys.executable).parent / "temporal"
# what the systems themselves go by: a person's address is planted by being one
KEEPS_ITS_FORM = {"id", "role", "email", "username", "country", "recipient_country", "prefix", "held_by"}
# whom data went to, and of what kind: an organisation that is to be told, and stands in the outcome
TOLD = {"recipient", "what", "notice"}
HASHES = {"password_hash", "address_hash", "subject_hash"}


def forms(text):
    """A text as it may lie in a file: as it is, in base64 (three alignments), hexadecimal, UTF-16, JSON, a URL."""
    raw = text.encode()
    inner = [base64.b64encode(b"x" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    wide = [text.encode("utf-16-le"), text.encode("utf-16-be")]
    return [raw, *inner, raw.hex().encode(), *wide, json.dumps(text)[1:-1].encode(), quote(text).encode()]


WANTED = {form.lower() for text in (MARK, *(p.email.casefold() for p in everybody())) for form in forms(text)}


def found_in(texts):
    """The names of those in which something planted is."""
    return sorted(name for name, text in texts.items() if any(form in text.lower() for form in WANTED))


def in_our_house(box):
    """Everything that we keep, write down or show to other processes of the machine."""
    files = [file for file in (box.home / "habeas").rglob("*") if file.is_file()]
    texts = {str(file.relative_to(box.home)): file.read_bytes() for file in files}
    texts |= {f"pid {pid}": Path(f"/proc/{pid}/cmdline").read_bytes() for pid in box.processes()}
    return {**texts, "standard error": (box.home.parent / f"{box.home.name}.err").read_bytes()}


def plant_in_rows(box):
    """In every field of every row that is text and personal."""
    tables = [*accounts_metadata.sorted_tables, *recordings_metadata.sorted_tables, *enrichment_metadata.sorted_tables]
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
    assert do("erase", "--approve", person=TWO_WRITINGS).answer["state"] == "erased_with_open_steps"
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
    stranger = open_by_a_stranger(box, tmp_path)
    while "could not begin" not in (complaint := do("show", stranger)).err:
        assert complaint.code, "the case began"
        await asyncio.sleep(0.5)
    do("shred", "--now", case)
    seen = on_pages(box, plan["case_id"], SOLO_SPEAKER)

    texts = in_our_house(box) | {f"said {n}": (one.out + one.err).encode() for n, one in enumerate(said)}
    assert found_in(texts | in_mails(box) | seen) == []
    assert any(name.startswith("cookie") for name in seen)
    assert len(in_mails(box)) > 10
    names = ("register.db", "temporal/temporal.db", "logs/worker.log", "logs/reads.jsonl")
    assert {f"habeas/{name}" for name in names} <= set(texts)
    assert plan["case_id"].encode() in texts["habeas/logs/worker.log"] + texts["habeas/temporal/temporal.db"]
    assert any("/bundle/" in name for name in texts)


@pytest.mark.parametrize("number", range(len(forms(MARK))))
def test_the_search_finds_what_is_there(box, number):
    """Planted on purpose, in each form and in the middle of other bytes, it is found; and it is in the systems."""
    planted = box.home / "habeas" / "cases" / "planted"
    planted.write_bytes(b"\x00\xff" + forms(MARK.upper() if number == 0 else MARK)[number] + b"\x00")
    assert "habeas/cases/planted" in found_in(in_our_house(box))
    planted.unlink()
    assert found_in({"platform": (box.home / "company" / "platform.db").read_bytes()})
