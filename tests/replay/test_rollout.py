"""New code is rolled out while cases are open: docs/rollout.md, step by step, on a real server."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from temporalio import activity
from temporalio.workflow import NondeterminismError

from habeas.domain.case import CaseState
from habeas.sandbox.people import HOST_AND_PARTICIPANT, SOLO_SPEAKER
from queues import WORKFLOWS

COMMAND = Path(sys.executable).parent / "habeas"
DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
FAILED = "workflow_task_failed_event_attributes"
CHECKED = "        await every(*(self._preflight(system) for system in systems))\n"
WITHOUT = ("reversible.py", CHECKED, "")
PATCHED = ("reversible.py", CHECKED, f'        if workflow.patched("preflight"):\n    {CHECKED}')


@pytest.fixture
def rules():
    """What is held waits for as long as the test takes."""
    return {"reversible_limit": 600}


@pytest.fixture
def previous(changed):
    """The version before: it knew no preflight."""
    return changed(*WITHOUT)


@pytest.fixture
async def holding(world, previous):
    """An erasure that the version before has brought to where one system is being held; and what lets it go on."""
    there, go = asyncio.Event(), asyncio.Event()

    async def stay():
        there.set()
        while not go.is_set():
            activity.heartbeat()
            await asyncio.sleep(0.1)

    world.moments.before["hold:billing"] = stay
    await world.roll_out(previous)
    status = await world.approved(HOST_AND_PARTICIPANT)
    await asyncio.wait_for(there.wait(), 60)
    yield status.case_id, go
    go.set()


@pytest.fixture
def replay_open(world, tmp_path):
    """The command, as who rolls out types it; what it answers, and its exit code."""

    async def check(*options):
        client = world.temporal
        settings = {
            "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{tmp_path / 'register.db'}",
            "HABEAS_CLAIM_KEY_FILE": str(tmp_path / "key"),
            "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{tmp_path / 'payload.json'}",
            "HABEAS_FILE_WRAPPING_KEYS": f"file:{tmp_path / 'file.json'}",
            "HABEAS_SIGNING_WRAPPING_KEYS": f"file:{tmp_path / 'signing.json'}",
            "HABEAS_CASE_FOLDER": str(tmp_path / "cases"),
            "HABEAS_TEMPORAL_NAMESPACE": client.namespace,
        }
        words = [COMMAND, "replay", "--open", "--address", client.service_client.config.target_host, *options]
        environment = {**os.environ, **settings}
        return await asyncio.to_thread(subprocess.run, words, env=environment, capture_output=True, text=True)

    return check


async def preflight_of(world, case_id):
    """The steps of a part's preflight that its history has."""
    history = await world.part(case_id).fetch_history()
    ids = [event.activity_task_scheduled_event_attributes.activity_id for event in history.events]
    return [activity for activity in ids if activity.startswith("preflight:")]


async def test_a_case_that_is_open_ends_under_new_code(world, holding, previous, changed, replay_one):
    """A case goes on as it began, the next one does as the new code says; back is only who never met it."""
    case_id, go = holding
    waiting = await world.planned(SOLO_SPEAKER)
    new = changed(*PATCHED)
    await world.roll_out(new)
    go.set()
    assert (await world.closed(case_id)).state in DONE
    assert await preflight_of(world, case_id) == []
    await world.habeas.approve(waiting.case_id, waiting.plan_digest, "dpo")
    assert (await world.closed(waiting.case_id)).state in DONE
    assert "preflight:recordings" in await preflight_of(world, waiting.case_id)
    for one in (case_id, waiting.case_id):
        assert await replay_one(world.part(one), new) is None
    assert await replay_one(world.part(case_id), previous) is None
    assert isinstance(await replay_one(world.part(waiting.case_id), previous), NondeterminismError)


async def test_without_a_patch_a_case_stands_still_and_nothing_is_lost(world, holding, previous):
    """Code that does not fit does nothing: the case waits, and goes on when the code that it knows is back."""
    case_id, go = holding
    await world.roll_out(WORKFLOWS)
    go.set()
    async with asyncio.timeout(60):
        while not await misfits(world, case_id):
            await asyncio.sleep(0.1)
    await world.roll_out(previous)
    assert (await world.closed(case_id)).state in DONE


async def misfits(world, case_id):
    """Whether Temporal says of the case's erasure that the code does not fit."""
    events = (await world.part(case_id).fetch_history()).events
    failed = [event.workflow_task_failed_event_attributes for event in events if event.HasField(FAILED)]
    return any("Nondeterminism" in one.failure.message for one in failed)


async def test_it_is_known_before(world, holding, replay_open):
    """The command names each open workflow that does not fit, and how, and says nothing of what is in it."""
    case_id, go = holding
    said = await replay_open("--json")
    answer = json.loads(said.stdout)
    results = {(one["case_id"], one["workflow"]): one["result"] for one in answer["workflows"]}
    assert (said.returncode, said.stderr, answer["differ"]) == (1, "", 1)
    assert results[case_id, "case"] == "ok"
    assert "does not match activity id of activity command" in results[case_id, "erasure"]
    assert HOST_AND_PARTICIPANT.email not in said.stdout
    table = await replay_open()
    assert (table.returncode, table.stderr) == (1, "")
    assert next(line for line in table.stdout.splitlines() if case_id in line).split()[1] == "erasure"
    go.set()
    await world.closed(case_id)


async def test_all_of_them_fit(world, replay_open):
    """Cases that this very code began all replay."""
    waiting = await world.planned(SOLO_SPEAKER)
    said = await replay_open("--json")
    answer = json.loads(said.stdout)
    assert (said.returncode, answer["differ"]) == (0, 0)
    assert (waiting.case_id, "case", "ok") in {tuple(one.values()) for one in answer["workflows"]}
    await world.habeas.cancel(waiting.case_id, "support")
    await world.closed(waiting.case_id)
