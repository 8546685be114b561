"""What Temporal holds of a case is sealed: all of it, whatever goes wrong with keys, and nobody's clear word counts."""

import asyncio
import base64
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from crossed import mainly
from temporalio.client import Client, WorkflowFailureError, WorkflowUpdateFailedError
from uuid6 import uuid7

from habeas.domain.case import CaseState
from habeas.domain.error import NoSuchCase
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.key import Kind
from habeas.domain.name import CASE, HOUSE_QUEUE, case_workflow_id, part_workflow_id
from habeas.domain.request import Request
from habeas.domain.right import Right
from habeas.domain.update import Approval
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT, MANY_SIDED
from habeas.vault.case_keys import CaseKeys
from habeas.vault.codec import ENCODING, SealingCodec
from habeas.vault.error import Gone
from habeas.vault.file_keys import FileKeys
from habeas.vault.payload_keys import PayloadKeyCache

PERSON = HOST_AND_PARTICIPANT
SEALED = base64.b64encode(ENCODING).decode()
HIDDEN = "Encoded failure"  # what the SDK writes in place of a failure's message
IN_THE_OPEN = {"searchAttributes", "indexedFields"}


def payloads(event, path=()):
    """Every payload of an event but search attributes, and every failure's message."""
    if isinstance(event, dict):
        if "metadata" in event and "encoding" in event["metadata"]:
            yield path, event["metadata"]["encoding"]
            return
        if event.get("message", HIDDEN) != HIDDEN:  # nothing but failures has one
            yield (*path, "message"), event["message"]
        for name, value in event.items():
            if name not in IN_THE_OPEN:
                yield from payloads(value, (*path, name))
    if isinstance(event, list):
        for value in event:
            yield from payloads(value, path)


async def in_clear(world, *workflow_ids):
    """What of these histories is not sealed; at least something in them is."""
    found = []
    for workflow_id in workflow_ids:
        history = await world.temporal.get_workflow_handle(workflow_id).fetch_history()
        found += payloads(history.to_json_dict())
    assert any(encoding == SEALED for _, encoding in found)
    return [(path, encoding) for path, encoding in found if encoding != SEALED]


async def test_all_of_an_erasure_is_sealed(world):
    """Inputs, results, Updates, signals, summaries and failures of a case and its part, one with a refusal in it."""
    world.break_at("hold:billing", How.REFUSE)
    status = await world.approved(PERSON)
    done = await world.closed(status.case_id)
    assert done.reason == "billing: Stripe refused (403 invalid_request_error)"
    ids = case_workflow_id(status.case_id), part_workflow_id(status.case_id, "erasure")
    assert await in_clear(world, *ids) == []
    for workflow_id in ids:
        text = json.dumps((await world.temporal.get_workflow_handle(workflow_id).fetch_history()).to_json_dict())
        assert "Stripe refused" not in text


@pytest.mark.parametrize("remembered", [0.1])
@pytest.mark.parametrize("moment", mainly("hold:accounts", besides=["locate:accounts:1", "erase:accounts"]))
async def test_the_key_store_goes_down_in_the_middle(world, tmp_path, moment):
    """The case waits, goes on when the store is back, and nothing of it was stored unsealed meanwhile."""
    there, away = tmp_path / "payload.json", tmp_path / "payload.away"

    async def go_down():
        there.rename(away)
        asyncio.get_running_loop().call_later(3, partial(away.rename, there))

    world.moments.after[moment] = go_down
    status = await world.planned(PERSON)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    assert there.exists()
    ids = case_workflow_id(status.case_id), part_workflow_id(status.case_id, "erasure")
    assert await in_clear(world, *ids) == []
    await world.replay(status.case_id, "erasure")


async def test_nothing_in_the_clear_is_accepted(world):
    """A case that is begun in the clear fails at once; what an open case is told in the clear is refused."""
    case_id, who = str(uuid7()), Identity(how="logged in", by="support")
    about = {"identifiers": (email(PERSON.email),), "received_at": datetime.now(UTC), "identity": who}
    request = Request(case_id=case_id, right=Right.ERASURE, submitted_by="support", **about)
    await world.habeas.keys.create(case_id)
    plain = _who_talks_in_the_clear(world)
    with world.env.with_time_skipping_disabled():
        begun = await plain.start_workflow(CASE, request, id=case_workflow_id(case_id), task_queue=HOUSE_QUEUE)
    with pytest.raises(WorkflowFailureError):
        await begun.result()
    end = (await begun.fetch_history()).events[-1].workflow_execution_failed_event_attributes.failure
    assert (end.application_failure_info.type, end.message) == ("PayloadValidationError", "Encoded failure")
    status = await world.planned(MANY_SIDED)
    told = plain.get_workflow_handle(case_workflow_id(status.case_id))
    with pytest.raises(WorkflowUpdateFailedError):
        await told.execute_update("approve", Approval(digest=status.plan_digest, by="dpo"))
    now = await world.habeas.status(status.case_id)
    assert (now.state, now.plan_digest, now.approved_by) == (status.state, status.plan_digest, None)
    await world.habeas.cancel(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED


class TalksInTheClear(SealingCodec):
    """Opens what it is told, and seals nothing."""

    async def encode(self, payloads):
        return list(payloads)


def _who_talks_in_the_clear(world):
    codec = TalksInTheClear(PayloadKeyCache(world.habeas.keys), world.temporal.namespace, 1)
    return Client(
        **{**world.temporal.config(), "data_converter": replace(world.temporal.data_converter, payload_codec=codec)}
    )


@pytest.mark.parametrize("remembered", [0.1])
async def test_after_shredding(world, keys, tmp_path):
    """No key opens the case: not today's, and not yesterday's register with today's wrapping keys; others go on."""
    other = await world.planned(MANY_SIDED)
    done = await world.closed((await world.approved(PERSON)).case_id)
    yesterday = await world.register.key_of(done.case_id, Kind.PAYLOAD)
    await keys.destroy(done.case_id)
    await keys.turn_over(Kind.PAYLOAD)
    await asyncio.sleep(0.2)
    with pytest.raises(NoSuchCase, match="the data is gone"):
        await world.habeas.outcome(done.case_id)

    class Yesterday:
        async def key_of(self, case_id, kind):
            return yesterday

    copy = CaseKeys(Yesterday(), {Kind.PAYLOAD: FileKeys(tmp_path / "payload.json")})
    with pytest.raises(Gone):
        await copy.unwrap(done.case_id, Kind.PAYLOAD)
    await world.habeas.approve(other.case_id, other.plan_digest, "dpo")
    assert (await world.closed(other.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS


@pytest.mark.long
async def test_the_keys_of_files_go_away_while_a_bundle_is_made(world, tmp_path):
    """The step is tried again, and the bundle is made when they are back."""
    keys, away = tmp_path / "file.json", tmp_path / "away.json"

    async def act():
        keys.rename(away)
        asyncio.get_running_loop().call_later(2, away.rename, keys)

    world.moments.before["package"] = act
    done = await world.closed(await world.open(PERSON, Right.ACCESS))
    assert (done.state, away.exists()) == (CaseState.READY, False)
    with await world.bundle(done) as bundle:
        assert bundle.testzip() is None
    await world.replay(done.case_id, "export")
