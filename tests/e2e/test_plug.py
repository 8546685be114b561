"""A person pulls the plug: all dies at once, is started again on the same home, and every case goes on and ends."""

import asyncio
import json
import os
import random
import re
import signal
import socket
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest

from habeas.sandbox.home import Home
from habeas.sandbox.people import (
    CO_OWNER,
    HOST_AND_PARTICIPANT,
    LEGALLY_HELD_SPEAKER,
    MANY_SIDED,
    OTHER_CO_OWNER,
    PANEL_SPEAKER,
    TWO_WRITINGS,
)
from habeas.vault.papers import PROOF

pytestmark = pytest.mark.timeout(500)  # it starts three times all that others start once

ERASED = (HOST_AND_PARTICIPANT, MANY_SIDED, TWO_WRITINGS, PANEL_SPEAKER)
EXPORTED = (CO_OWNER, LEGALLY_HELD_SPEAKER, OTHER_CO_OWNER)
ALONE_IN = {"5"}  # the recordings in which nobody appears but one of them
DONE = ("erased", "erased_with_open_steps")
OPEN = ("planning", "awaiting_decision", "carrying_out", "answering", "needs_attention")
# by table, the column that says whose a row is: pinned by hand, so that no adapter is asked
OF_ACCOUNT = {"account": 0, "profile": 0, "membership": 2}
OF_ACCOUNT |= dict.fromkeys(("login_place", "login", "usage_event", "technical_record"), 1)
OF_ACCOUNT |= {"usage_count": 0, "location": 1}
OF_PARTICIPANT = {"participant": 0, "appearance": 2}
OF_PARTICIPANT |= dict.fromkeys(("attendance", "chat_message", "question", "poll_answer"), 1)
PASSING = ("-wal", "-shm", "-journal", ".new", ".pid", ".sock")
LOCK = re.compile(r" ([0-9a-f]{2}):[0-9a-f]{2}:(\d+) ")


@pytest.fixture
def folder(monkeypatch):
    """A folder that PostgreSQL's own user may pass through; what is temporary goes into one beside the home."""
    with TemporaryDirectory() as name:
        (scratch := Path(name) / "scratch").mkdir()
        monkeypatch.setenv("TMPDIR", str(scratch))
        yield Path(name)


@pytest.mark.long
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_a_person_pulls_the_plug(up, habeas_, folder, database):
    """Killed twice at moments of chance, all ends: who asked is erased or has a copy, nobody else is touched."""
    home, plans, moments, left = folder / "home", {}, [], []
    for latest in (2.0, 12.0):
        with up(home, "--database", database) as box:
            if not plans:
                before = await box.look()
                plans = planned(box)
            ask(replace(box, types=habeas_), plans, folder)  # who is found by their command line, and dies too
            await under_way(home)
            moments.append(random.uniform(0.2, latest))
            await asyncio.sleep(moments[-1])
            pull(box)
            left.append(sum(state in OPEN for state in states(box).values()))
    print("killed after", moments, "with so many cases open:", left)  # noqa: T201 - shown when something fails
    assert any(left)
    with up(home) as box:
        for asked in ask(box, plans, folder):
            asked.result()
        cases = everybody_is_erased(box, plans)
        after = await box.look()
        stop(box)
    files_are_as_they_should_be(home, cases, folder)
    nobody_else_is_touched(before, after)


def planned(box):
    """Erasures of several people at once that wait for their approval: by address, the case and its plan's digest."""
    asked = {person.email: box.begin("erase", "--plan-only", "--email", person.email) for person in ERASED}
    answers = {email: said.result().answer for email, said in asked.items()}
    return {email: (answer["case_id"], answer["plan_digest"]) for email, answer in answers.items()}


def ask(box, plans, folder):
    """Approve every erasure and ask for every export, all at once; what was heard before the plug is heard twice."""
    approvals = [box.begin("approve", *plan) for plan in plans.values()]
    exports = [box.begin("export", "--email", p.email, "--out", folder / f"{p.first_name}.zip") for p in EXPORTED]
    return [*approvals, *exports]


async def under_way(home):
    """Wait until an erasure is approved and an export is open; the others are asked for at the same time."""
    begun = "SELECT count(approved_by) > 0 AND sum(\"right\" = 'access') > 0 FROM case_file"
    latest = time.monotonic() + 60
    with closing(sqlite3.connect(home / "habeas" / "register.db")) as register:
        while not register.execute(begun).fetchone()[0]:
            assert time.monotonic() < latest, register.execute('SELECT "right", state FROM case_file').fetchall()
            await asyncio.sleep(0.02)


def everybody_is_erased(box, plans):
    """Wait until all cases have ended, and see that each did as it should; their states."""
    found = ended(box)
    for email, (case, _) in plans.items():
        # a system that was away for too long before the pivot has its case unwound: then the person asks again
        if found[case] == "nothing_changed":
            assert box.do("erase", "--approve", "--email", email).answer["state"] in DONE
    found = ended(box)
    assert set(found.values()) <= {*DONE, "ready", "nothing_changed"}
    assert sum(state in DONE for state in found.values()) == len(plans)
    return found


def ended(box):
    """The state of each case, once none is open any more."""
    for _ in range(60):
        if not set((found := states(box)).values()) & set(OPEN):
            return found
        time.sleep(1)
    return pytest.fail(f"some cases never end: {found}")


def states(box):
    """The state of each case, from the register alone."""
    return {case["case_id"]: case["state"] for case in box.do("list").answer["cases"]}


def pull(box):
    """Everything of the sandbox dies at once, and who had asked it something too."""
    latest = time.monotonic() + 30
    while there := {pid for pid in everything(box.home) if runs(pid)}:
        assert time.monotonic() < latest, [Path(f"/proc/{pid}/stat").read_text() for pid in there]
        for pid in there:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)
    assert box.process.wait(10) == -signal.SIGKILL


def stop(box):
    """Stopped as a service manager does it: no process, no lock, no port and nothing temporary is left."""
    there, ports = everything(box.home), ports_of(box.home)
    assert all(map(listens, ports))
    box.process.send_signal(signal.SIGTERM)
    assert box.process.wait(30) == 0
    latest = time.monotonic() + 3  # a database server may go a moment after it said goodbye
    while left := {pid for pid in there | everything(box.home) if runs(pid)}:
        assert time.monotonic() < latest, left
        time.sleep(0.05)
    assert [port for port in ports if listens(port)] == []
    assert locked(box.home) == []
    assert [str(file.relative_to(box.home)) for file in box.home.rglob("*") if is_passing(file)] == []
    assert [*(box.home.parent / "scratch").iterdir()] == []
    assert [file for file in Path("/tmp").glob("seaweedfs-*.sock") if has_port(file, ports)] == []


def files_are_as_they_should_be(home, cases, folder):
    """Each export has one bundle that is whole; a case leaves nothing else but letters, a proof, and what bars it."""
    for case, state in cases.items():
        own = home / "habeas" / "cases" / case
        files = {str(file.relative_to(own).parent) for file in own.rglob("*") if file.is_file() and file.stat().st_size}
        bundles = files - {"letters", PROOF}
        assert all(file.startswith("bundle/") for file in bundles), state
        assert len(bundles) == (state == "ready"), state
    for person in EXPORTED:
        assert ZipFile(folder / f"{person.first_name}.zip").testzip() is None


def nobody_else_is_touched(before, after):
    """What is of others is byte for byte as it was, and of those who were erased there is no account and no address."""
    assert others(after.rows) == others(before.rows)
    assert after.objects == [version for version in before.objects if version[0].split("/")[1] not in ALONE_IN]
    assert not_billed_to_them(after.billing) == not_billed_to_them(before.billing)
    assert after.rows["habeas_hold"] == []
    accounts, addresses = {p.account.id for p in ERASED}, {p.email.casefold() for p in ERASED}
    assert not accounts & {row[0] for row in after.rows["account"]}
    assert not addresses & {row[1].casefold() for row in after.rows["enrichment"]}


def others(rows):
    """Every row that is not of the erased."""
    theirs = {table: (column, {p.account.id for p in ERASED}) for table, column in OF_ACCOUNT.items()}
    parts = {part.id for person in ERASED for part in person.participations}
    theirs |= {table: (column, parts) for table, column in OF_PARTICIPANT.items()}
    contacts = {person.contact.id for person in ERASED if person.contact}
    theirs |= {"contact": (0, contacts)} | dict.fromkeys(("preference", "consent", "objection"), (1, contacts))
    theirs["enrichment"] = (1, {person.email for person in ERASED})
    theirs["recording"] = (0, set(map(int, ALONE_IN)))
    tables = {table: theirs.get(table, (0, set())) for table in rows.keys() - {"suppression"}}
    return {table: [row for row in rows[table] if row[column] not in ids] for table, (column, ids) in tables.items()}


def not_billed_to_them(billing):
    """Everything at Stripe that is another's."""
    customers = [customer.id for person in ERASED for customer in person.customers]
    theirs = {*customers, *(id_.replace("cus", "pm") for id_ in customers)}
    things = [thing for kind in billing.values() for thing in kind]
    return sorted((t for t in things if theirs.isdisjoint({t["id"], t.get("customer")})), key=lambda thing: thing["id"])


def everything(home):
    """The processes that have the home in their command line, environment or working folder, and their descendants."""
    needle, found, parents = os.fsencode(home), set(), {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            texts = [(process / name).read_bytes() for name in ("cmdline", "environ")]
            if any(needle in text for text in (*texts, os.fsencode((process / "cwd").readlink()))):
                found.add(int(process.name))
    found.discard(os.getpid())
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def runs(pid):
    """Whether the process is there, and not merely waiting to be noticed as dead."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def ports_of(home):
    """Every port that the sandbox has taken, SeaweedFS' inner ones too."""
    addresses = Home(home).addresses().model_dump()
    inner = json.loads((home / "company" / "objects" / "ports.json").read_text())
    return {*(port for name, port in addresses.items() if name.endswith("_port")), *inner.values()}


def listens(port):
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def locked(home):
    """The files of the home that are locked by whatever process (proc_locks(5))."""
    locks = {(int(dev[:2], 16), int(inode)) for dev, inode in LOCK.findall(Path("/proc/locks").read_text())}
    files = {(os.major((seen := file.stat()).st_dev), seen.st_ino): file for file in home.rglob("*") if file.is_file()}
    return [str(file) for key, file in files.items() if key in locks]


def is_passing(file):
    """Whether a file is of those that are there only while something runs, or is being written."""
    return file.is_socket() or file.name.startswith(".") or file.name.endswith(PASSING)


def has_port(file, ports):
    """Whether a socket of SeaweedFS is one of these ports', or of the port beside it."""
    number = int(file.stem.rsplit("-", 1)[-1])
    return bool({number, number - 10_000} & ports)
