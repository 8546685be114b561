"""The case folder: a file is there whole or not at all, is its owner's alone, and cannot leave its case."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from habeas.domain.error import InvalidInput
from habeas.vault.draft import Draft
from habeas.vault.folder import CHUNK, Altered, CaseFolder, Closed
from habeas.vault.papers import CasePapers

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PATH = "staged/accounts/account.json"


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder(tmp_path / "cases")


async def put(folder: CaseFolder, data: bytes, path: str = PATH) -> str:
    async with folder.write(CASE, path) as out:
        await out.write(data)
    return out.sha256


async def text(folder: CaseFolder, sha256: str | None = None) -> bytes:
    return b"".join([chunk async for chunk in folder.read(CASE, PATH, sha256)])


def remains(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in tmp_path.rglob("*") if p.is_file())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, 3 * CHUNK + 1])
async def test_what_was_written_is_read_back_with_its_size_and_digest(folder, size):
    """A file comes back as it was written, whatever its size, and the writer knows size and digest."""
    data = b"ab" * (size // 2) + b"c" * (size % 2)
    async with folder.write(CASE, PATH) as out:
        for start in range(0, size, 100_000):
            await out.write(data[start : start + 100_000])
    assert (out.size, out.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert await text(folder, out.sha256) == data


async def test_reading_comes_in_chunks_of_at_most_a_mebibyte(folder):
    """Memory stays flat while a file is read."""
    await put(folder, bytes(3 * CHUNK + 5))
    assert [len(chunk) async for chunk in folder.read(CASE, PATH)] == [CHUNK, CHUNK, CHUNK, 5]


async def test_files_are_their_owners_alone(folder, tmp_path):
    """Folders have mode 0700, files 0600, from the root on."""
    await put(folder, b"x")
    modes = {p.is_dir(): p.stat().st_mode & 0o777 for p in [tmp_path / "cases", *(tmp_path / "cases").rglob("*")]}
    assert modes == {True: 0o700, False: 0o600}


async def test_a_second_attempt_replaces_the_first(folder, tmp_path):
    """Writing again leaves one file, the newer."""
    await put(folder, b"first")
    await put(folder, b"second")
    assert await text(folder) == b"second"
    assert remains(tmp_path) == ["account.json"]


async def test_a_failed_attempt_leaves_what_was_there(folder, tmp_path):
    """After a failure half-way the earlier file is whole, and there is no other."""
    await put(folder, b"first")

    async def half() -> None:
        async with folder.write(CASE, PATH) as out:
            await out.write(bytes(2 * CHUNK))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half()
    assert await text(folder) == b"first"
    assert remains(tmp_path) == ["account.json"]


async def test_a_cancelled_attempt_leaves_nothing(folder, tmp_path):
    """A cancel in the middle of a write leaves no file and no temporary one."""

    async def endless() -> None:
        async with folder.write(CASE, PATH) as out:
            while True:
                await out.write(bytes(CHUNK))

    writing = asyncio.create_task(endless())
    await asyncio.sleep(0.05)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert remains(tmp_path) == []


async def test_readers_see_nothing_until_a_file_is_whole(folder):
    """A file takes its place in one step, at its end."""
    async with folder.write(CASE, PATH) as out:
        await out.write(bytes(2 * CHUNK))
        with pytest.raises(FileNotFoundError):
            await text(folder)
    assert len(await text(folder)) == 2 * CHUNK


@pytest.mark.parametrize("changed", [b"alterex", b"alter", b"altered!", b""])
async def test_an_altered_file_is_noticed(folder, changed):
    """A byte that differs, is missing or is too many makes a verifying read fail."""
    sha256 = await put(folder, b"altered")
    folder.path_of(CASE, PATH).write_bytes(changed)
    with pytest.raises(Altered, match="altered or cut short"):
        await text(folder, sha256)


async def test_a_lost_file_is_noticed(folder):
    """A file of which there is a receipt and no more makes a verifying read fail."""
    with pytest.raises(Altered, match="is gone"):
        await text(folder, "0" * 64)


ESCAPES = ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".x", "a/.x", "a\\b"]
SURPRISES = ["A", "a b", "a\nb", "a\x00", "é", "x" * 101, "a/b/c/d/e/f/g/h/i"]


@pytest.mark.parametrize("path", [*ESCAPES, *SURPRISES])
async def test_a_path_cannot_leave_its_case(folder, tmp_path, path):
    """Paths that lead out, hide or surprise are refused wherever a path is taken, and touch nothing."""
    with pytest.raises(InvalidInput):
        await put(folder, b"x", path)
    with pytest.raises(InvalidInput):
        await folder.discard(CASE, path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "case_id", ["", "..", "a", CASE.upper(), f"{CASE}\n", f"{CASE}/..", "01890a5d-ac96-4aaa-bcce-b302099a8057"]
)
async def test_a_case_is_named_by_its_id_alone(folder, tmp_path, case_id):
    """What is no case id names no folder, and removes none."""
    with pytest.raises(InvalidInput):
        await folder.discard(case_id)
    with pytest.raises(InvalidInput):
        folder.path_of_bundle(case_id)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("part", [PATH, "staged/accounts", "staged"])
async def test_a_part_is_discarded_and_twice_is_once(folder, part):
    """A file or a folder goes, the bundle beside it stays, and doing it again does nothing."""
    await put(folder, b"x")
    await put(folder, b"bundle", "bundle.zip")
    for _ in range(2):
        await folder.discard(CASE, part)
    assert not folder.path_of(CASE, PATH).exists()
    assert folder.path_of_bundle(CASE).read_bytes() == b"bundle"


class NoSecrets:
    """No case has any."""

    async def add_key(self, key):
        return key

    async def key_of(self, case_id, kind):
        return None


async def test_what_a_killed_process_left_half_written_is_swept(folder, tmp_path):
    """A draft that nobody goes on with is removed when the case's papers are; what is whole stays."""
    await put(folder, b"whole", "bundle.zip")
    killed = Draft(folder.path_of(CASE, "order.json"), tmp_path / "cases")
    killed.put(b"half")
    papers = CasePapers(folder, NoSecrets())
    for _ in range(2):
        await papers.discard(CASE)
        assert remains(tmp_path) == ["bundle.zip"]
    with pytest.raises(FileNotFoundError):
        killed.commit()


async def test_a_case_is_discarded_whole_and_no_other_with_it(folder, tmp_path):
    """All of a case goes, at once or twice at the same time, and another case keeps its files."""
    other = CASE.replace("0189", "0190")
    await put(folder, b"x")
    async with folder.write(other, PATH) as out:
        await out.write(b"y")
    await asyncio.gather(folder.discard(CASE), folder.discard(CASE))
    assert [p.name for p in (tmp_path / "cases").iterdir()] == [other]


def test_a_seekable_file_takes_its_place_at_its_end(folder, tmp_path):
    """What a thread writes takes its place when it is whole, with what was filled in afterwards."""
    with folder.replace(CASE, "bundle.zip") as file:
        file.write(b"12345")
        file.seek(0)
        file.write(b"0")
    assert folder.path_of_bundle(CASE).read_bytes() == b"02345"
    assert remains(tmp_path) == ["bundle.zip"]


def test_a_seekable_file_that_fails_leaves_what_was_there(folder, tmp_path):
    """What a thread could not finish is not there, and has replaced nothing."""

    def write(*pieces: bytes) -> None:
        with folder.replace(CASE, "bundle.zip") as file:
            for piece in pieces:
                file.write(piece)

    write(b"first")
    with pytest.raises(TypeError):
        write(b"half", None)
    assert folder.path_of_bundle(CASE).read_bytes() == b"first"
    assert remains(tmp_path) == ["bundle.zip"]


@pytest.mark.parametrize("keep_bundle", [True, False])
async def test_where_staging_is_closed_nothing_is_staged_again(folder, tmp_path, keep_bundle):
    """An attempt that was given up and goes on, in the middle of a file or with a new one, leaves nothing."""
    await put(folder, b"bundle", "bundle.zip")

    async def given_up() -> None:
        async with folder.write(CASE, PATH) as out:
            await out.write(bytes(2 * CHUNK))
            await folder.close_staging(CASE, keep_bundle=keep_bundle)

    with pytest.raises(Closed):
        await given_up()
    for path in (PATH, "staged/recordings/a", "staged/b"):
        with pytest.raises(Closed):
            await put(folder, b"late", path)
        await folder.discard(CASE, path)
    assert remains(tmp_path) == [*(["bundle.zip"] if keep_bundle else []), "staged"]
    assert (tmp_path / "cases" / CASE / "staged").read_bytes() == b""


async def test_staging_is_closed_once(folder, tmp_path):
    """Closing again, at the same time or before anything was staged, changes nothing."""
    await asyncio.gather(*(folder.close_staging(CASE, keep_bundle=True) for _ in range(3)))
    assert remains(tmp_path) == ["staged"]
