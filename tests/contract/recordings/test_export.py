"""What an export gives to the person, and what it withholds."""

import hashlib
from datetime import UTC

import pytest

from habeas.domain.error import Unavailable
from habeas.domain.port import File, Record
from habeas.domain.receipt import Withheld
from habeas.sandbox import people
from habeas.sandbox.fault import How


async def content(file: File) -> bytes:
    return b"".join([chunk async for chunk in file.chunks(0)])


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
    assert fields["starts_at"].astimezone(UTC) < world.now


async def test_files_are_the_latest_versions(world):
    """Of each object the latest version is given, byte for byte."""
    files = {e.name: e for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)}
    names = ("captions.vtt", "media.mp4", "thumbnail.png")
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
    files = [e.name for e in await world.export(people.SOLO_SPEAKER) if isinstance(e, File)]
    assert files == ["event-1/recording-1/captions.vtt", "event-1/recording-1/thumbnail.png"]


async def test_locked_objects_are_given(world):
    """A lock keeps objects from being erased, not from their subject."""
    files = [e for e in await world.export(people.LEGALLY_HELD_SPEAKER) if isinstance(e, File)]
    assert len(files) == 3


async def test_l_23_what_shows_others_is_withheld(world):
    """L-23: of a shared recording the person gets the times of their own appearance, and the reason why no more."""
    entries = await world.export(people.PANEL_SPEAKER)
    assert not [e for e in entries if isinstance(e, File)]
    assert [r.fields["recording_id"] for r in entries if isinstance(r, Record) and "from_second" in r.fields] == [2]
    withheld = [e for e in entries if isinstance(e, Withheld)]
    assert [(w.system, w.category) for w in withheld] == [("recordings", "image and voice")]
    assert "15(4)" in withheld[0].why


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
