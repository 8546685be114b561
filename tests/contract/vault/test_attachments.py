"""What was cut by hand is sealed as it comes: whole or not at all, known by its content, in a folder of the case."""

import asyncio
from hashlib import sha256

import pytest
from pyrage import x25519
from uuid6 import uuid7

from habeas.domain.attached import MediaType
from habeas.domain.error import InvalidInput
from habeas.vault.attachments import Attachments
from habeas.vault.case_files import CaseFiles
from habeas.vault.folder import CaseFolder
from habeas.vault.parts import Closed

CASE = str(uuid7())
ITEM = "event-2/recording-2"
FILM = b"\x00\x00\x00\x18ftypisom" + b"cut by hand " * 300_000
BEGINS = {
    MediaType.MP4: FILM,
    MediaType.M4A: b"\x00\x00\x00\x18ftypM4A \x00\x00",
    MediaType.WEBM: b"\x1a\x45\xdf\xa3" + b"\x00" * 20,
    MediaType.OGG: b"OggS" + b"\x00" * 20,
    MediaType.MP3: b"ID3\x04" + b"\x00" * 20,
    MediaType.WAV: b"RIFF\x00\x00\x00\x00WAVEfmt ",
}


class Secrets:
    """The keys of one case."""

    def __init__(self):
        self.identity = x25519.Identity.generate()

    async def recipient(self, _case_id):
        return str(self.identity.to_public())

    async def unwrap(self, _case_id, _kind):
        return str(self.identity).encode()


@pytest.fixture
def files(tmp_path):
    """The files of that case."""
    return CaseFiles(CaseFolder(tmp_path), Secrets())


async def chunks(data, size=1 << 20):
    """Bytes as they come."""
    for start in range(0, len(data), size):
        yield data[start : start + size]


def there(tmp_path):
    """Every file that is there."""
    return [one for one in tmp_path.rglob("*") if one.is_file()]


@pytest.mark.parametrize("size", [1, 5, 1 << 20], ids=str)
@pytest.mark.parametrize("kind", MediaType, ids=lambda kind: kind.ending)
async def test_it_is_known_by_its_content(files, kind, size):
    """Whatever it was called, and however small the pieces are in which it comes; it opens to the same bytes."""
    data = BEGINS[kind] if size > 5 else BEGINS[kind][:100]
    kept = await Attachments(files).keep(CASE, ITEM, "Ines", chunks(data, size))
    assert (kept.media_type, kept.size, kept.sha256) == (kind, len(data), sha256(data).hexdigest())
    opener = await files.opener(CASE)
    assert b"".join(opener.chunks(kept.path, kept.parts, kept.sealed_sha256)) == data


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"", "empty"), (b"MZ" + b"\0" * 100, "no recording"), (b"Ogg", "no recording"), (FILM * 2, "may have 4 MiB")],
    ids=["empty", "program", "short", "large"],
)
async def test_what_is_not_taken_is_not_kept(files, tmp_path, data, why):
    """It is refused in one line, and nothing of it is there."""
    with pytest.raises(InvalidInput, match=why):
        await Attachments(files, largest=4 << 20).keep(CASE, ITEM, "Ines", chunks(data))
    assert there(tmp_path) == []


async def test_an_upload_that_breaks_off_leaves_nothing(files, tmp_path):
    """Whether its line breaks or it is cancelled: no part of it stays."""
    arrived = asyncio.Event()

    async def broken():
        yield FILM
        raise ConnectionResetError

    async def stuck():
        yield FILM
        arrived.set()
        await asyncio.Event().wait()

    with pytest.raises(ConnectionResetError):
        await Attachments(files).keep(CASE, ITEM, "Ines", broken())
    hanging = asyncio.create_task(Attachments(files).keep(CASE, ITEM, "Ines", stuck()))
    await arrived.wait()
    async with asyncio.timeout(10):
        while not there(tmp_path):  # what was taken is written a moment later
            await asyncio.sleep(0.01)
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    assert there(tmp_path) == []


async def test_it_goes_with_what_is_staged(files, tmp_path):
    """What a crash left behind, or what came too late, does not outlive the making of the copy."""
    await Attachments(files).keep(CASE, ITEM, "Ines", chunks(FILM))
    await files.close_staging(CASE, keep=None)
    assert not [one for one in there(tmp_path) if "attached" in str(one)]
    with pytest.raises(Closed):
        await Attachments(files).keep(CASE, ITEM, "Ines", chunks(FILM))
