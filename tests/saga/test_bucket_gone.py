"""The bucket is deleted while a case runs: it is named, and nothing is claimed of it until it is there again."""

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError

from adapters.recordings.bucket import Access, opened
from habeas.domain.case import CaseState
from habeas.evidence.event import Event
from habeas.sandbox.objects import recorded, store_objects
from habeas.sandbox.people import SOLO_SPEAKER as PERSON

DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
GONE = "recordings: the bucket does not exist (404)"


@dataclass(frozen=True)
class OwnBucket:
    """What `Seaweed` gives, with a bucket of this test's own on the same server."""

    endpoint: str
    writer: Access
    reader: Access


@pytest.fixture
async def seaweed(seaweed):
    """A bucket that may be deleted."""
    name = f"own-{uuid4()}"
    return OwnBucket(seaweed.endpoint, replace(seaweed.writer, bucket=name), replace(seaweed.reader, bucket=name))


@pytest.fixture
async def judge(seaweed):
    """Its owner."""
    async with opened(seaweed.writer) as bucket:
        await make(bucket)
        yield bucket


async def make(bucket):
    """The bucket as a company makes it."""
    await bucket.client.create_bucket(Bucket=bucket.name, ObjectLockEnabledForBucket=True)


async def delete(bucket):
    """Its owner deletes it, with all that is in it; what is locked is set free first."""
    for version in await bucket.versions(""):
        if not version.is_marker and (await bucket.lock(version)).legal_hold:
            of = {"Bucket": bucket.name, "Key": version.key, "VersionId": version.id}
            await bucket.client.put_object_legal_hold(**of, LegalHold={"Status": "OFF"})
    await bucket.client.delete_bucket(Bucket=bucket.name)
    with pytest.raises(ClientError, match="NoSuchBucket"):
        await bucket.versions("")


@pytest.mark.long
async def test_at_the_hold(world):
    """Nothing else has changed anywhere; when it is there again, out of a backup, the same erasure is done."""
    before = await world.state()
    world.moments.before["hold:recordings"] = lambda: delete(world.judge)
    status = await world.approved(PERSON)
    done = await world.closed(status.case_id)
    assert (done.state, done.reason) == (CaseState.NOTHING_CHANGED, GONE)
    await make(world.judge)
    after = await world.state()
    assert (after.rows, after.billing) == (before.rows, before.billing)
    await store_objects(world.judge, await recorded(world.url))
    again = await world.approved(PERSON)
    assert (await world.closed(again.case_id)).state in DONE


@pytest.mark.parametrize("step", ["erase", pytest.param("confirm", marks=pytest.mark.long)])
async def test_after_the_pivot(world, step):
    """Nothing is certified of what nobody can look into; a bucket that is there, and empty, can be read back."""
    world.moments.before[f"{step}:recordings"] = lambda: delete(world.judge)
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert GONE in stuck.waits_for
    assert not {Event.CONFIRMED, Event.CERTIFICATE} & {said.kind for said in await world.said(status.case_id)}
    await make(world.judge)
    await world.habeas.retry(status.case_id, "support")
    done = await world.closed(status.case_id)
    assert done.state in DONE
    assert done.systems["recordings"].left is not None
    await world.replay(status.case_id, "erasure")
