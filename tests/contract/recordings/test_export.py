"""What an export gives to the person, and what it withholds."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
import webvtt

from adapters.recordings.collect import LONGEST_CAPTIONS
from habeas.domain.error import Unavailable
from habeas.domain.port import File, Record
from habeas.domain.receipt import Withheld
from habeas.sandbox import people
from habeas.sandbox.fault import How


async def content(file: File) -> bytes:
    return b"".join([chunk async for chunk in file.chunks(0)])


async def stored(world, key: str) -> list[webvtt.Caption]:
    """Captions as they lie in the bucket."""
    answer = await world.bucket.client.get_object(Bucket=world.bucket.name, Key=key)
    return list(webvtt.from_buffer(io.BytesIO(await answer["Body"].read())))


async def test_rows_are_given_with_their_event(world):
    """A participant reads the event, its time in UTC and its organiser by name, and each row once."""
    records = [e for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, Record)]
    categories = [r.category for r in records]
    assert [categories.count(c) for c in ("participant", "attendance", "contributions", "image and voice")] == [
        1,
        1,
        4,
        1,
    ]
    fields = records[0].fields
    assert (fields["event"], fields["organiser"]) == ("Writing a grant letter", "Nordlys Academy")
    assert fields["email"] == people.SOLO_SPEAKER.email
    assert datetime.fromisoformat(fields["starts_at"]).astimezone(UTC) < world.now


async def test_files_are_the_latest_versions(world):
    """Of each object the latest version is given, byte for byte."""
    files = {e.name: e for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)}
    names = ("captions.vtt", "clip-2/clip.mp4", "media.mp4", "thumbnail.png", "transcript-1/transcript.vtt")
    assert sorted(files) == [f"event-1/recording-1/{name}" for name in names]
    assert b"welcome" in await content(files["event-1/recording-1/captions.vtt"])
    media = await content(files["event-1/recording-1/media.mp4"])
    etags = {key: etag for key, _, _, _, etag in await world.objects(1)}
    digest = hashlib.md5(media, usedforsecurity=False).hexdigest()
    assert etags[f"{world.place(1)}media.mp4"] == f'"{digest}"'


async def test_large_files_come_in_pieces(world):
    """A file of several MiB comes in pieces of at most one, so that memory stays flat."""
    await world.put(f"{world.place(1)}media.mp4", b"x" * 5_000_000)
    files = [e for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)]
    media = next(f for f in files if f.name.endswith("media.mp4"))
    sizes = [len(chunk) async for chunk in media.chunks(0)]
    assert max(sizes) <= 1024 * 1024
    assert sum(sizes) == 5_000_000


async def test_deleted_objects_are_not_given(world):
    """What its owner deleted is not handed out again."""
    await world.bucket.hide(f"{world.place(1)}media.mp4")
    await world.bucket.hide(f"{world.places(1)[3]}media.mp4")
    files = [e.name for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)]
    assert not [name for name in files if name.endswith("media.mp4")]


async def test_a_replica_is_given_where_it_is_all_there_is(world):
    """What a replica only repeats is not given twice; what the recording itself has lost is given from there."""
    await world.bucket.hide(f"{world.place(1)}media.mp4")
    files = [e.name for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)]
    assert [name for name in files if "replica" in name] == ["event-1/recording-1/replica-3/media.mp4"]


async def test_locked_objects_are_given(world):
    """A lock keeps objects from being erased, not from their subject."""
    files = [e for e in await world.export(people.LEGALLY_HELD_SPEAKER) if isinstance(e, File)]
    assert len(files) == 3


async def test_l_23_what_shows_others_is_withheld(world):
    """L-23: of a shared recording the person gets their own words and times, and the reason why no more."""
    entries = await world.export(people.PANEL_SPEAKER)
    assert {e.name.rpartition("/")[2] for e in entries if isinstance(e, File)} == {"captions.vtt", "transcript.vtt"}
    assert [r.fields["recording_id"] for r in entries if isinstance(r, Record) and "from_second" in r.fields] == [2]
    withheld = [e for e in entries if isinstance(e, Withheld)]
    assert [(w.system, w.category) for w in withheld] == [("recordings", "image and voice")] * 2
    assert all("15(4)" in w.why for w in withheld)


@pytest.mark.parametrize(
    ("person", "other"),
    [(people.PANEL_SPEAKER, people.OTHER_PANEL_SPEAKER), (people.OTHER_PANEL_SPEAKER, people.PANEL_SPEAKER)],
    ids=["one", "other"],
)
async def test_l_23_captions_are_cut_to_the_persons_own_words(world, person, other):
    """L-23: nobody else's words are in them, none of the person's own is missing, and what was cut is counted."""
    (mine,), (theirs,) = person.participations, other.participations
    entries = await world.export(person)
    files = [await content(e) for e in entries if isinstance(e, File)]
    whole = await stored(world, f"{world.place(2)}captions.vtt")
    own = [(c.start, c.end) for c in whole if f"speaker {mine.id}," in c.raw_text]
    for file in files:
        read = list(webvtt.from_buffer(io.BytesIO(file)))
        assert [(c.start, c.end) for c in read] == own != []
        assert all(f"speaker {theirs.id}," not in c.raw_text for c in read)
        assert other.last_name.encode() not in file
        assert b"Good morning" not in file
    (cut,) = [e for e in entries if isinstance(e, Withheld) and e.cut]
    lines = sum(c.raw_text.count("\n") + 1 for c in whole)
    assert (cut.item, cut.of, cut.cut) == ("event-2/recording-2", 2 * lines, 2 * (lines - len(own)))


async def test_what_is_called_captions_and_is_none_is_withheld(world):
    """A file that is no WebVTT, or too long to be cut, is withheld with the recording, and the export goes on."""
    await world.put(f"{world.place(2)}captions.vtt", b"\x00 no captions")
    await world.put(f"{world.places(2)[1]}transcript.vtt", b"WEBVTT\n\n" + b"x" * LONGEST_CAPTIONS)
    await world.bucket.hide(f"{world.places(2)[3]}captions.vtt")
    entries = await world.export(people.PANEL_SPEAKER)
    assert not [e for e in entries if isinstance(e, File)]
    assert [w.cut for w in entries if isinstance(w, Withheld)] == [0]


async def test_others_are_not_in_it(world):
    """No value of another person of the same event is in an export."""
    text = repr(await world.export(people.SOLO_SPEAKER)).casefold()
    for other in people.people():
        if other is not people.SOLO_SPEAKER:
            assert other.email.casefold() not in text


async def test_a_cut_transfer_is_said_to_be(world):
    """A bucket that stops answering between listing and reading is unavailable: the export is tried again."""
    files = [e for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)]
    world.switchboard.break_("recordings", How.RATE_LIMIT)
    with pytest.raises(Unavailable):
        await content(files[0])
