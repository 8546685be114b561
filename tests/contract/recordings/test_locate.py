"""What is found of a person in events, and what keeps parts of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from adapters.recordings.pin import RecordingPin, recording_pins
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import ACCOUNT_ID, EMAIL, PARTICIPANT_ID, Identifier, email, values
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights
from habeas.sandbox import people
from habeas.sandbox import recordings as schema


def counted(located) -> dict[str, int]:
    return {h.key.removeprefix("recordings/"): h.count for h in located.holdings}


async def test_has_every_ability(world):
    """The adapter satisfies each of the ports that it claims."""
    for ability in (Locates, Exports, Preflights, Holds, Erases):
        assert isinstance(world.recordings, ability)


async def test_counts_by_category_and_customer(world):
    """A solo recording counts its objects, wherever they lie, its rows and the appearance."""
    located = await world.locate(email(people.SOLO_SPEAKER.email))
    assert counted(located) == {
        "participant/customer/nordlys": 1,
        "attendance/customer/nordlys": 1,
        "contributions/customer/nordlys": 4,
        "image and voice/customer/nordlys": 12,
    }
    assert [(i.controller, i.is_standing) for i in located.instructions] == [("customer/nordlys", True)]


async def test_instructions_only_of_those_concerned(world):
    """A customer without an instruction has none, and one that holds nothing of the person is not named."""
    located = await world.locate(email(people.PARTICIPANT_OF_BOTH.email))
    assert {h.controller for h in located.holdings} == {"customer/nordlys", "customer/stein"}
    assert {i.controller for i in located.instructions} == {"customer/nordlys"}


@pytest.mark.parametrize(
    "given",
    [
        Identifier(kind=EMAIL, value=people.HOST_AND_PARTICIPANT.email.upper()),
        Identifier(kind=ACCOUNT_ID, value="1"),
        Identifier(kind=PARTICIPANT_ID, value="1"),
    ],
    ids=lambda i: i.kind,
)
async def test_finds_by_every_identifier(world, given):
    """An address in any capitals, an account and a participant id each lead to the person."""
    located = await world.locate(given)
    assert "1" in values(located.pinned, PARTICIPANT_ID)
    assert values(located.identifiers, EMAIL) == (people.HOST_AND_PARTICIPANT.email,)
    assert values(located.identifiers, ACCOUNT_ID) == ("1",)


async def test_unknown_leaves_no_trace(world):
    """Somebody unknown is answered with nothing, whatever was typed as an id, and nothing is created."""
    before = await world.state()
    odd = [Identifier(kind=k, value=v) for k in (ACCOUNT_ID, PARTICIPANT_ID) for v in ("²", "-1", "9" * 30, "x", "٣")]
    located = await world.locate(email(people.UNKNOWN.email), *odd)
    assert not located.holdings
    assert not located.pinned
    assert await world.state() == before


async def test_shared_recording_and_its_participant_stay_together(world):
    """With another person in it, a recording and the participant row that it needs are shared, and not pinned."""
    located = await world.locate(email(people.PANEL_SPEAKER.email))
    shared = {h.category for h in located.holdings if h.circumstance is Circumstance.SHARED}
    assert shared == {"participant", "image and voice"}
    assert recording_pins(located.pinned) == []


async def test_two_participations_of_one_person_are_not_shared(world):
    """Who registered twice for an event is still alone in the recording."""
    row = {"event_id": 1, "role": "host", "email": people.SOLO_SPEAKER.email, "is_hidden": False, "id": 900}
    await world.change(insert(schema.participant).values(row))
    span = {"recording_id": 1, "participant_id": 900, "from_second": 1, "to_second": 2}
    await world.change(insert(schema.appearance).values(span))
    located = await world.locate(email(people.SOLO_SPEAKER.email))
    assert counted(located)["image and voice/customer/nordlys"] == 13
    assert recording_pins(located.pinned) == [RecordingPin(1, "nordlys", place) for place in world.places(1)]


async def test_recordings_with_overlapping_prefixes_are_shared(world):
    """Objects that also lie under another recording's prefix are not of this person alone."""
    await world.change(update(schema.recording).where(schema.recording.c.id == 4).values(prefix=world.place(1)[:-1]))
    located = await world.locate(email(people.SOLO_SPEAKER.email))
    assert "image and voice/customer/nordlys/shared" in counted(located)


async def test_legal_hold_with_an_end(world, now):
    """A recording under a legal hold is retained until the date that is recorded, and its participant with it."""
    located = await world.locate(email(people.LEGALLY_HELD_SPEAKER.email))
    held = [h for h in located.holdings if h.circumstance is Circumstance.RETAINED]
    assert {h.category for h in held} == {"participant", "image and voice"}
    assert {h.retention.until for h in held} == {(now + timedelta(days=400)).date()}
    assert {h.retention.ground for h in held} == {"legal hold on the recording"}


@pytest.mark.parametrize("until", [None, date(2020, 1, 1)], ids=["none", "past"])
async def test_legal_hold_without_an_end(world, until):
    """Without an end, or with one that has passed while the lock stands, there is no retention: a person decides."""
    await world.change(update(schema.recording).where(schema.recording.c.id == 3).values(legal_hold_until=until))
    located = await world.locate(email(people.LEGALLY_HELD_SPEAKER.email))
    held = [h for h in located.holdings if h.circumstance is Circumstance.RETAINED]
    assert {h.category for h in held} == {"participant", "image and voice"}
    assert {h.retention for h in held} == {None}


async def test_object_retention_of_an_old_version(world):
    """One old version that is locked until a date is enough to retain the recording until then."""
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    key = f"{world.place(1)}captions.vtt"
    lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": until}
    await world.bucket.client.put_object(Bucket=world.bucket.name, Key=key, Body=b"old", **lock)
    await world.put(key)
    held = [h for h in (await world.locate(email(people.SOLO_SPEAKER.email))).holdings if h.retention]
    assert {h.category for h in held} == {"participant", "image and voice"}
    assert {(h.retention.ground, h.retention.until) for h in held} == {
        ("retention lock on the recording", until.date())
    }


async def test_deleted_objects_and_unfinished_uploads_count(world):
    """An object that is only hidden still is one, and so is an upload that nobody finished."""
    await world.bucket.hide(f"{world.place(1)}media.mp4")
    await world.begin_upload(f"{world.place(1)}replay.mp4")
    located = await world.locate(email(people.SOLO_SPEAKER.email))
    assert counted(located)["image and voice/customer/nordlys"] == 13


@pytest.mark.parametrize("customer", ["nordlys", "a:b", "7:", "", "å b"])
@pytest.mark.parametrize("prefix", ["recordings/1/", "x:y/", "1:2:3:"])
def test_a_pin_is_read_as_it_was_written(customer, prefix):
    """Whatever a customer's id and a prefix are made of, the pin of a recording says both."""
    pin = RecordingPin(7, customer, prefix)
    assert recording_pins((pin.identifier(),)) == [pin]
