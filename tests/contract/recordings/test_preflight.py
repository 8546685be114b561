"""Preflight finds what would make a later step impossible or irreversible, and changes nothing."""

from contextlib import asynccontextmanager
from datetime import date
from uuid import uuid4

import pytest
from recordings_system import recordings
from sqlalchemy import insert, text

from adapters.recordings.bucket import Bucket
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.error import Permanent, Unfit
from habeas.domain.plan import Keep
from habeas.sandbox import people
from habeas.sandbox import recordings as schema
from habeas.sandbox.fault import How

SOLO = people.SOLO_SPEAKER
NONCURRENT = {"NoncurrentVersionExpiration": {"NoncurrentDays": 30}}
MARKERS = {"Expiration": {"ExpiredObjectDeleteMarker": True}}
HARMLESS = {"Expiration": {"Days": 30}}


@asynccontextmanager
async def rule(world, action, prefix, *, status="Enabled"):
    """A lifecycle rule of the bucket, while the context lasts."""
    rules = [{"ID": "r", "Status": status, "Filter": {"Prefix": prefix}, **action}]
    of = {"Bucket": world.bucket.name}
    await world.bucket.client.put_bucket_lifecycle_configuration(**of, LifecycleConfiguration={"Rules": rules})
    try:
        yield
    finally:
        await world.bucket.client.delete_bucket_lifecycle(**of)


async def test_fit(world):
    """Where all is well it says so, and changes nothing."""
    order, before = await world.order(SOLO), await world.state()
    assert (await world.recordings.preflight(order)).counts == {}
    assert await world.state() == before


@pytest.mark.parametrize("action", [NONCURRENT, MARKERS], ids=["noncurrent", "markers"])
@pytest.mark.parametrize("prefix", ["", "recordings/", "recordings/1/media"])
async def test_a_rule_that_purges(world, action, prefix):
    """A rule that expires what a hold hides, on any part of our prefixes, makes the bucket unfit."""
    order = await world.order(SOLO)
    async with rule(world, action, prefix and world.prefix + prefix):
        with pytest.raises(Unfit, match="lifecycle"):
            await world.recordings.preflight(order)


async def test_rules_that_do_not_matter(world):
    """A rule that is off, is elsewhere, or expires only what is current is no obstacle."""
    order = await world.order(SOLO)
    for action, prefix, status in (
        (NONCURRENT, world.prefix, "Disabled"),
        (NONCURRENT, f"{world.prefix}recordings/2/", "Enabled"),
        (HARMLESS, world.prefix, "Enabled"),
    ):
        async with rule(world, action, prefix, status=status):
            await world.recordings.preflight(order)


async def test_a_bucket_without_versions(world, read_only):
    """Where a delete keeps no version, nothing may be hidden."""
    name = f"plain-{uuid4()}"
    await world.bucket.client.create_bucket(Bucket=name)
    plain = recordings(world.writing, world.writing, Bucket(world.bucket.client, name), read_only)
    order = await world.order(SOLO)
    with pytest.raises(Unfit, match="versions"):
        await plain.preflight(order)


async def test_a_credential_that_cannot_delete(world, read_only):
    """With a credential that may only read the bucket, an erasure could not be done."""
    order, before = await world.order(SOLO), await world.state()
    weak = recordings(world.writing, world.writing, read_only, read_only)
    with pytest.raises(Unfit, match="may not"):
        await weak.preflight(order)
    assert await world.state() == before


async def test_a_credential_that_cannot_write_rows(world, platform, read_only):
    """With a credential that may only read the database, neither."""
    order, reading = await world.order(SOLO), reading_engine(platform.url_read)
    with pytest.raises(Permanent):
        await recordings(reading, reading, world.bucket, read_only).preflight(order)
    await reading.dispose()


async def test_refused_writes(world):
    """A bucket that refuses every write is found out before anything is held."""
    order = await world.order(SOLO)
    world.switchboard.break_("recordings", How.REFUSE)
    with pytest.raises(Unfit):
        await world.recordings.preflight(order)


async def test_without_the_table_of_holds(world, platform):
    """What cannot be remembered may not be held."""
    order, owner = await world.order(SOLO), writing_engine(platform.url_owner)
    async with owner.begin() as connection:
        await connection.execute(text("DROP TABLE habeas_hold"))
    await owner.dispose()
    with pytest.raises(Unfit, match="habeas_hold"):
        await world.recordings.preflight(order)


async def test_locked_since_the_plan(world):
    """An object that was locked after the plan was made is found before anything is held."""
    order, of = await world.order(SOLO), {"Bucket": world.bucket.name, "Key": f"{world.place(1)}media.mp4"}
    await world.bucket.client.put_object_legal_hold(**of, LegalHold={"Status": "ON"})
    with pytest.raises(Unfit, match="locked"):
        await world.recordings.preflight(order)


async def test_a_participant_that_something_kept_refers_to(world):
    """A participant cannot go while a row that is kept refers to it."""
    keep = Keep(holding="recordings/attendance/customer/nordlys", ground="a claim", until=date(2030, 1, 1), by="dpo")
    with pytest.raises(Unfit, match="refer to rows of participant"):
        await world.recordings.preflight(await world.order(SOLO, keep))


async def test_a_recording_without_a_prefix(world):
    """A recording whose prefix is the whole bucket is never touched."""
    await world.change(insert(schema.recording).values(id=98, event_id=1, title="Odd", prefix=""))
    span = {"recording_id": 98, "participant_id": 9, "from_second": 1, "to_second": 2}
    await world.change(insert(schema.appearance).values(span))
    with pytest.raises(Permanent, match="prefix"):
        await world.order(SOLO)


async def test_nothing_to_erase_needs_no_bucket(world, read_only):
    """A plan that erases no object does not ask what the bucket allows."""
    order = await world.order(people.INSTRUCTED_PARTICIPANT)
    await recordings(world.writing, world.writing, read_only, read_only).preflight(order)
