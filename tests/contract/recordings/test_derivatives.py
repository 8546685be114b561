"""What was made of a recording and lies elsewhere (transcripts, clips, replicas) shares its fate, in each version."""

import pytest
from sqlalchemy import delete, insert, update

from adapters.recordings.pin import recording_pins
from habeas.domain.error import Unfit
from habeas.sandbox import people
from habeas.sandbox import recordings as schema

SOLO = people.SOLO_SPEAKER
IMAGE = "recordings/image and voice/customer/nordlys"
KINDS = ("transcript", "clip", "replica")


def made_at(world, number: int, kind: str) -> str:
    """Where what was made of a recording lies."""
    return f"{world.prefix}{kind}s/{number}/"


async def count(world, person) -> int:
    return sum(h.count for h in (await world.locate(*world.of(person))).holdings if h.category == "image and voice")


async def test_what_was_made_is_found_and_counted(world):
    """Each object and each row of what was made counts, however deep it lies, and its place is pinned."""
    before = await count(world, SOLO)
    await world.put(f"{made_at(world, 1, 'clip')}short/one.mp4")
    await world.put(f"{made_at(world, 1, 'clip')}short/one.mp4")
    assert await count(world, SOLO) == before + 1
    await world.change(insert(schema.derivative).values(recording_id=1, kind="clip", prefix=f"{world.prefix}more/"))
    await world.put(f"{world.prefix}more/two.mp4")
    assert await count(world, SOLO) == before + 3
    pins = recording_pins((await world.locate(*world.of(SOLO))).pinned)
    assert [p.prefix for p in pins] == [*world.places(1), f"{world.prefix}more/"]


async def test_a_place_within_a_place_counts_once(world):
    """Where a derivative lies below its recording's own prefix, its objects are not counted, or given, twice."""
    await world.put(f"{world.place(1)}thumbs/1.png")
    before = await count(world, SOLO)
    thumbs = {"recording_id": 1, "kind": "thumbnail", "prefix": f"{world.place(1)}thumbs/"}
    await world.change(insert(schema.derivative).values(thumbs))
    assert await count(world, SOLO) == before + 1
    names = [e.name for e in await world.export(SOLO) if hasattr(e, "name") and e.name.endswith("1.png")]
    assert names == ["event-1/recording-1/thumbs/1.png"]


async def test_a_hold_covers_them_and_a_release_gives_them_back(world, passes):
    """A plain reader sees none of it while it is held, the replica least of all, and all of it afterwards."""
    order, before = await world.order(SOLO), await world.state()
    await world.recordings.hold(order, passes)
    for kind in KINDS:
        versions = await world.bucket.versions(made_at(world, 1, kind))
        assert versions
        assert all(v.is_marker for v in versions if v.is_latest)
    await world.recordings.release(order)
    assert await world.state() == before


async def test_an_erasure_covers_every_version(world, passes):
    """Old versions, markers and unfinished uploads of what was made go too, with the rows that name them."""
    await world.put(f"{made_at(world, 1, 'replica')}media.mp4")
    await world.bucket.hide(f"{made_at(world, 1, 'transcript')}transcript.vtt")
    await world.begin_upload(f"{made_at(world, 1, 'clip')}clip-2.mp4")
    order = await world.order(SOLO)
    await world.recordings.hold(order, passes)
    await world.recordings.erase(order, passes)
    assert await world.objects(1) == []
    assert not [row for row in await world.rows("derivative") if row[1] == 1]
    assert (await world.recordings.confirm(order)).counts == {}


@pytest.mark.parametrize("kind", KINDS)
async def test_confirming_looks_everywhere(world, passes, kind):
    """What comes to one of the places after the erasure is seen by whoever confirms, and erased the next time."""
    order = await world.order(SOLO)
    await world.recordings.erase(order, passes)
    await world.put(f"{made_at(world, 1, kind)}late.bin")
    assert (await world.recordings.confirm(order)).counts == {IMAGE: 1}
    assert (await world.recordings.erase(order, passes)).counts == {IMAGE: 1}
    assert (await world.recordings.confirm(order)).counts == {}


async def test_a_row_that_goes_before_its_objects(world, passes):
    """Where the platform forgets a derivative that was pinned, its objects are erased all the same."""
    order = await world.order(SOLO)
    await world.change(delete(schema.derivative).where(schema.derivative.c.kind == "replica"))
    assert (await world.recordings.confirm(order)).counts[IMAGE] == 11
    await world.recordings.erase(order, passes)
    assert await world.objects(1) == []


async def test_of_a_shared_recording_they_stay(world, passes):
    """What was made of a recording that shows others is neither hidden nor erased, and is left by the count."""
    order, before = await world.order(people.PANEL_SPEAKER), await world.objects(2)
    await world.recordings.hold(order, passes)
    await world.recordings.erase(order, passes)
    assert await world.objects(2) == before
    assert (await world.recordings.confirm(order)).counts == {i.key: i.count for i in order.items if i.circumstance}


async def test_a_locked_replica_keeps_the_recording(world):
    """A lock on a replica alone retains the whole: a recording is one thing."""
    of = {"Bucket": world.bucket.name, "Key": f"{made_at(world, 1, 'replica')}media.mp4"}
    await world.bucket.client.put_object_legal_hold(**of, LegalHold={"Status": "ON"})
    located = await world.locate(*world.of(SOLO))
    assert f"{IMAGE}/retained" in {h.key for h in located.holdings}


async def test_a_place_that_is_another_recordings_too(world):
    """A clip that lies where another recording's objects are is not of this person alone."""
    clip = schema.derivative.c.kind == "clip"
    await world.change(update(schema.derivative).where(clip).values(prefix=world.place(4)))
    assert f"{IMAGE}/shared" in {h.key for h in (await world.locate(*world.of(SOLO))).holdings}
    order = await world.order(SOLO)
    assert (await world.recordings.confirm(order)).counts == {i.key: i.count for i in order.items}


async def test_a_rule_on_a_replica_makes_it_unfit(world):
    """A lifecycle rule that would purge what is hidden of a replica makes the step unfit."""
    expires = {"NoncurrentVersionExpiration": {"NoncurrentDays": 1}}
    rules = [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": made_at(world, 1, "replica")}, **expires}]
    of = {"Bucket": world.bucket.name}
    await world.bucket.client.put_bucket_lifecycle_configuration(**of, LifecycleConfiguration={"Rules": rules})
    try:
        with pytest.raises(Unfit, match="lifecycle"):
            await world.recordings.preflight(await world.order(SOLO))
    finally:
        await world.bucket.client.delete_bucket_lifecycle(**of)
