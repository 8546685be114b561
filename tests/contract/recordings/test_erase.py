"""An erasure leaves nothing of what the plan names and touches nothing else, and confirming sees what is left."""

from datetime import date

import pytest
from sqlalchemy import insert

from adapters.sql.hold import hold_table
from habeas.domain.error import Barred, OutcomeUnknown, Refused
from habeas.domain.plan import Keep
from habeas.sandbox import people
from habeas.sandbox import recordings as schema
from habeas.sandbox.fault import How

SOLO = people.SOLO_SPEAKER
IMAGE = "recordings/image and voice/customer/nordlys"
ALL = {
    "recordings/participant/customer/nordlys": 1,
    "recordings/attendance/customer/nordlys": 1,
    "recordings/contributions/customer/nordlys": 4,
    IMAGE: 12,
}


def facts(state) -> set[tuple[object, ...]]:
    """All that there is, one by one: rows with the table they are in, versions and markers."""
    rows, versions = state
    return {(name, *row) for name, table in rows.items() for row in table} | {("object", *v) for v in versions}


async def lock(world, number: int) -> None:
    """Put a recording's media under a legal hold, also while they are hidden."""
    key = f"{world.place(number)}media.mp4"
    version = next(v for v in await world.bucket.versions(key) if not v.is_marker)
    of = {"Bucket": world.bucket.name, "Key": key, "VersionId": version.id}
    await world.bucket.client.put_object_legal_hold(**of, LegalHold={"Status": "ON"})


async def test_nothing_is_left(world, passes):
    """Every row, version, marker and unfinished upload is gone, and the receipt counts what was found."""
    order = await world.order(SOLO)
    await world.recordings.hold(order, passes)
    receipt = await world.recordings.erase(order, passes)
    assert receipt.counts == ALL
    assert await world.objects(1) == []
    assert await world.rows("habeas_hold") == []
    assert (await world.recordings.confirm(order)).counts == {}
    assert (await world.locate(*order.identifiers)).holdings == ()


async def test_uploads_are_aborted(world, passes):
    """What was uploaded in parts and never finished is gone as well."""
    await world.begin_upload(f"{world.place(1)}replay.mp4")
    order = await world.order(SOLO)
    await world.recordings.erase(order, passes)
    assert await world.bucket.uploads(world.place(1)) == []


async def test_what_begins_alike_is_not_ours(world, passes):
    """Recording 10 is not under the prefix of recording 1."""
    await world.put(f"{world.prefix}recordings/10/media.mp4", b"not ours")
    await world.recordings.erase(await world.order(SOLO), passes)
    assert len(await world.bucket.versions(f"{world.prefix}recordings/10/")) == 1


async def test_others_are_untouched(world, passes):
    """What is gone is the person's, one by one, and nothing of anybody else has changed."""
    before = facts(await world.state())
    order = await world.order(SOLO)
    await world.recordings.hold(order, passes)
    await world.recordings.erase(order, passes)
    after = facts(await world.state())
    assert after <= before
    gone = [fact for fact in before - after if fact[0] not in ("object", "recording", "derivative", "appearance")]
    assert {fact[0] for fact in gone} == {"participant", "attendance", "chat_message", "question", "poll_answer"}
    assert all(9 in fact[1:3] for fact in gone)
    assert {(*f[:2],) for f in before - after if f[0] == "recording"} == {("recording", 1)}
    assert all(f[1].startswith(tuple(world.places(1))) for f in before - after if f[0] == "object")


async def test_twice_is_once(world, passes):
    """A second erasure finds nothing and changes nothing."""
    order = await world.order(SOLO)
    await world.recordings.erase(order, passes)
    once = await world.state()
    assert (await world.recordings.erase(order, passes)).counts == {}
    assert await world.state() == once


async def test_lost_answers(world, passes):
    """An erasure whose answers are lost goes on where it was, to the same end."""
    order = await world.order(SOLO)
    world.switchboard.break_("recordings", How.FAIL_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        await world.recordings.erase(order, passes)
    await world.recordings.erase(order, passes)
    assert (await world.recordings.confirm(order)).counts == {}
    assert await world.objects(1) == []


@pytest.mark.parametrize("lets_by", range(8))
async def test_the_fence_is_asked_at_each_write(world, gate, passes, lets_by):
    """Wherever it is barred an erasure stops, and one that may goes on from there."""
    order = await world.order(SOLO)
    with pytest.raises(Barred):
        await world.recordings.erase(order, gate(lets_by))
    await world.recordings.erase(order, passes)
    assert (await world.recordings.confirm(order)).counts == {}


async def test_without_permission_nothing_changes(world, gate):
    """An erasure that is barred from the start has no effect."""
    order, before = await world.order(SOLO), await world.state()
    with pytest.raises(Barred):
        await world.recordings.erase(order, gate(0))
    assert await world.state() == before


async def test_shared_recordings_stay(world, passes):
    """Of a shared recording nothing goes, nor the participant; what the person wrote goes."""
    order, before = await world.order(people.PANEL_SPEAKER), await world.objects(2)
    receipt = await world.recordings.erase(order, passes)
    assert set(receipt.counts) == {
        "recordings/attendance/customer/nordlys",
        "recordings/contributions/customer/nordlys",
    }
    assert await world.objects(2) == before
    left = {i.key: i.count for i in order.items if i.circumstance}
    assert (await world.recordings.confirm(order)).counts == left


async def test_locked_recordings_stay(world, passes):
    """A recording under a legal hold is left as it is, with its participant, and is counted as left."""
    order, before = await world.order(people.LEGALLY_HELD_SPEAKER), await world.objects(3)
    await world.recordings.erase(order, passes)
    assert await world.objects(3) == before
    left = {i.key: i.count for i in order.items if i.circumstance}
    assert len(left) == 2
    assert (await world.recordings.confirm(order)).counts == left


async def test_without_an_instruction_nothing_goes(world, passes):
    """What is referred to its controller is neither held nor erased."""
    order, before = await world.order(people.BYSTANDERS[1]), await world.state()
    assert (await world.recordings.erase(order, passes)).counts == {}
    assert await world.state() == before
    assert (await world.recordings.confirm(order)).counts == {i.key: i.count for i in order.items}


async def test_what_a_person_kept_stays(world, passes):
    """What was decided to be kept is not erased with the rest of its customer's."""
    keep = Keep(holding="recordings/attendance/customer/nordlys", ground="a claim", until=date(2030, 1, 1), by="dpo")
    order = await world.order(people.INSTRUCTED_PARTICIPANT, keep)
    order = order.model_copy(update={"items": tuple(i for i in order.items if i.category != "participant")})
    await world.recordings.erase(order, passes)
    left = (await world.recordings.confirm(order)).counts
    assert left == {"recordings/attendance/customer/nordlys": 1, "recordings/participant/customer/nordlys": 1}


async def test_a_lock_after_the_plan(world, passes):
    """What is locked after the approval is refused, not erased, and given back as it was before the hold."""
    before = await world.objects(1)
    order = await world.order(SOLO)
    await lock(world, 1)
    await world.recordings.hold(await world.order(SOLO), passes)
    with pytest.raises(Refused, match="locked"):
        await world.recordings.erase(order, passes)
    assert await world.objects(1) == before
    left = (await world.recordings.confirm(order)).counts
    assert left == {f"{IMAGE}/retained": 12, "recordings/participant/customer/nordlys/retained": 1}


async def test_a_lock_after_the_hold(world, passes):
    """Objects that were hidden and then locked are shown again, for they stay."""
    before, order = await world.objects(1), await world.order(SOLO)
    await world.recordings.hold(order, passes)
    await lock(world, 1)
    with pytest.raises(Refused, match="locked"):
        await world.recordings.erase(order, passes)
    assert await world.objects(1) == before
    assert await world.rows("habeas_hold") == []


async def test_a_lock_after_the_hold_concerns_one_participant(world, passes):
    """Of several participants the one whose recording is locked meanwhile is shown again, and the others go."""
    email = {"email": SOLO.email, "is_hidden": False}
    await world.change(insert(schema.participant).values(id=900, event_id=1, role="participant", **email))
    order, before = await world.order(SOLO), next(r for r in await world.rows("participant") if r[0] == 9)
    await world.recordings.hold(order, passes)
    await world.change(insert(schema.participant).values(id=901, event_id=1, role="participant", **email))
    await lock(world, 1)
    with pytest.raises(Refused, match="locked"):
        await world.recordings.erase(order, passes)
    left = {row[0]: row for row in await world.rows("participant") if row[0] in (9, 900, 901)}
    assert left.keys() == {9, 901}
    assert left[9] == before
    assert await world.rows("habeas_hold") == []


async def test_somebody_else_enters_the_recording(world, passes):
    """When another person is found in a recording after the plan was made, it is theirs too and stays."""
    order, before = await world.order(SOLO), await world.objects(1)
    span = {"recording_id": 1, "participant_id": 13, "from_second": 1, "to_second": 2}
    await world.change(insert(schema.appearance).values(span))
    await world.recordings.erase(order, passes)
    assert await world.objects(1) == before
    assert f"{IMAGE}/shared" in (await world.recordings.confirm(order)).counts


async def test_confirm_sees_one_version(world, passes):
    """One version that comes after the erasure is seen, and erased when the step is done again."""
    order = await world.order(SOLO)
    await world.recordings.erase(order, passes)
    await world.put(f"{world.place(1)}replay.mp4")
    assert (await world.recordings.confirm(order)).counts == {IMAGE: 1}
    assert (await world.recordings.erase(order, passes)).counts == {IMAGE: 1}
    assert (await world.recordings.confirm(order)).counts == {}


@pytest.mark.parametrize("kind", ["marker", "upload"])
async def test_confirm_sees_what_is_no_object_to_a_reader(world, passes, kind):
    """A lone delete marker and an unfinished upload count as left."""
    order, key = await world.order(SOLO), f"{world.place(1)}media.mp4"
    await world.recordings.erase(order, passes)
    await (world.bucket.hide(key) if kind == "marker" else world.begin_upload(key))
    assert (await world.recordings.confirm(order)).counts == {IMAGE: 1}


async def test_confirm_sees_every_row(world):
    """Before anything is erased, confirming counts what locating found."""
    for person in people.people():
        order = await world.order(person)
        assert (await world.recordings.confirm(order)).counts == {i.key: i.count for i in order.items}


async def test_a_reused_prefix_is_not_ours(world, passes):
    """Once another recording has its objects where an erased one had them, they are not erased again."""
    order = await world.order(SOLO)
    await world.recordings.erase(order, passes)
    await world.change(insert(schema.recording).values(id=99, event_id=4, title="New", prefix=world.place(1)))
    await world.put(f"{world.place(1)}media.mp4")
    assert (await world.recordings.erase(order, passes)).counts == {}
    assert len(await world.objects(1)) == 1


async def test_other_cases_holds_stay(world, passes):
    """The notes of another case are not forgotten with ours."""
    order = await world.order(SOLO)
    note = {"case_id": "another", "system": "recordings", "item": "participant/1", "was": "{}"}
    await world.change(insert(hold_table).values(note))
    await world.recordings.erase(order, passes)
    assert [row[0] for row in await world.rows("habeas_hold")] == ["another"]
