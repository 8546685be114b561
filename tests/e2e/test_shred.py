"""A closed case is shredded: its keys and files go, and what remains of it is what the register says."""

import asyncio
import base64
import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from temporalio.client import Client

from habeas.client.executions import Executions
from habeas.client.resuming import HAS_ENDED, standing_of
from habeas.console.codec.server import REMEMBERED
from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.sandbox.people import CO_OWNER, SOLO_SPEAKER
from habeas.vault.remote import GONE

TEMPORAL = Path(sys.executable).parent / "temporal"


def temporal(box, *words):
    """Temporal's own command, at this sandbox; what it says as JSON."""
    command = [TEMPORAL, *words, "--address", box.places["temporal"], "-o", "json", "--no-json-shorthand-payloads"]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) if done.stdout.strip() else None


def begun_with(box, case):
    """What the case was opened with, as an engineer reads it in Temporal."""
    codec, token = box.places["codec"].removesuffix("/sign-in"), box.places["token"]
    seals = ("--codec-endpoint", codec, "--codec-auth", f"Bearer {token}")
    history = temporal(box, "workflow", "show", "--workflow-id", f"habeas/{case}", *seals)
    payload = history["events"][0]["workflowExecutionStartedEventAttributes"]["input"]["payloads"][0]
    return base64.b64decode(payload["data"]).decode()


def test_a_case_is_shredded_at_once(box, tmp_path):
    """Its data opens no more, for the DPO and for engineers; another case is as before."""
    mine = box.do("export", "--email", SOLO_SPEAKER.email, "--out", tmp_path / "mine.zip").answer["case_id"]
    other = box.do("export", "--email", CO_OWNER.email, "--out", tmp_path / "other.zip").answer["case_id"]
    closed = {one["case_id"]: one for one in box.do("shred").answer["closed"]}
    assert {mine, other} <= set(closed)
    assert "--now CASE" in box.do("shred", "--now").complaint
    assert SOLO_SPEAKER.email in begun_with(box, mine)
    for _ in range(2):
        assert box.do("shred", "--now", mine).answer == {"shredded": mine}
    time.sleep(REMEMBERED)
    assert begun_with(box, mine) == json.dumps(GONE)
    assert "the data is gone" in box.do("deliver", mine, "--out", tmp_path / "again.zip").complaint
    assert not (tmp_path / "again.zip").exists()
    assert not (box.home / "habeas" / "cases" / mine).exists()
    assert box.do("show", mine).answer["state"] == "ready"
    assert mine not in {one["case_id"] for one in box.do("shred").answer["closed"]}
    assert CO_OWNER.email in begun_with(box, other)
    box.do("deliver", other, "--out", tmp_path / "again.zip")
    assert ZipFile(tmp_path / "again.zip").testzip() is None


def test_an_open_case_is_not_shredded(box):
    """One clear line, and the case goes on."""
    case = box.do("erase", "--email", SOLO_SPEAKER.email, "--plan-only").answer["case_id"]
    assert "is open" in box.do("shred", "--now", case).complaint
    box.do("cancel", case)
    assert box.until(case, "nothing_changed")
    assert "no such case" in box.do("shred", "--now", case.replace("01", "02", 1)).complaint


def test_what_the_house_does_by_schedule(box):
    """Temporal starts both; wrapping keys turn over under cases that go on, and their older keys are no more."""
    case = box.do("erase", "--email", SOLO_SPEAKER.email, "--plan-only").answer["case_id"]
    keys = {kind: box.home / "habeas" / "keys" / f"{kind}.json" for kind in ("payload", "file")}
    before = {kind: set(json.loads(file.read_text())) for kind, file in keys.items()}
    for schedule in ("habeas-turn-over", "habeas-shred"):
        temporal(box, "schedule", "trigger", "--schedule-id", schedule)
    latest = time.monotonic() + 60
    while any(before[kind] & set(json.loads(file.read_text())) for kind, file in keys.items()):
        assert time.monotonic() < latest
        time.sleep(0.2)
    box.do("cancel", case)
    box.until(case, "nothing_changed")
    ended = 0
    while ended < 2:
        assert time.monotonic() < latest
        query = "WorkflowType IN ('Shred', 'TurnOver') AND ExecutionStatus = 'Completed'"
        ended = len(temporal(box, "workflow", "list", "--query", query) or [])


@pytest.mark.long
async def test_temporal_is_told_to_forget(box, tmp_path):
    """Where the house is set to, Temporal deletes what it has of a shredded case, parts included; twice is once."""
    case = box.do("export", "--email", CO_OWNER.email, "--out", tmp_path / "again.zip").answer["case_id"]
    temporal_ = await Client.connect(box.places["temporal"])
    assert not await Executions(temporal_).runs(case)
    await Executions(temporal_).forget(case)
    mine = [case_workflow_id(case), part_workflow_id(case, "export")]
    assert [await standing_of(temporal_, one, timedelta(seconds=5)) for one in mine] == [HAS_ENDED] * 2
    for _ in range(2):
        await Executions(temporal_, deletes=True).forget(case)
    async with asyncio.timeout(90):
        for one in mine:
            while await standing_of(temporal_, one, timedelta(seconds=5)) == HAS_ENDED:
                await asyncio.sleep(0.5)
