"""The case folder: a file is there whole or not at all, and is its owner's alone."""

import asyncio
from pathlib import Path

import pytest

from habeas.domain.error import Unavailable
from habeas.vault.draft import Draft
from habeas.vault.folder import CaseFolder

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PATH = "staged/accounts/a/000001"


@pytest.fixture
def folder(tmp_path: Path) -> CaseFolder:
    return CaseFolder(tmp_path / "cases")


def remains(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in tmp_path.rglob("*") if p.is_file())


def test_files_are_their_owners_alone(folder, tmp_path):
    """Folders have mode 0700, files 0600, from the root on."""
    folder.put(CASE, PATH, b"x")
    folder.put_new(CASE, "bundle/b/000001", b"x")
    modes = {p.is_dir(): p.stat().st_mode & 0o777 for p in [tmp_path / "cases", *(tmp_path / "cases").rglob("*")]}
    assert modes == {True: 0o700, False: 0o600}


@pytest.mark.parametrize("path", ["order.sealed", "letters/done-1.sealed"])
def test_what_a_killed_process_left_half_written_is_swept(folder, tmp_path, path):
    """A draft that nobody goes on with is removed; what is whole stays."""
    folder.put(CASE, "bundle.zip", b"whole")
    killed = Draft(folder.path_of(CASE, path), tmp_path / "cases")
    killed.put(b"half")
    for _ in range(2):
        folder.sweep(CASE)
        assert remains(tmp_path) == ["bundle.zip"]
    with pytest.raises(FileNotFoundError):
        killed.commit()


def test_readers_see_nothing_until_a_file_is_whole(folder, tmp_path):
    """A file takes its place in one step, at its end."""
    draft = Draft(folder.path_of(CASE, PATH), tmp_path / "cases")
    draft.put(b"whole")
    with pytest.raises(FileNotFoundError):
        folder.get(CASE, PATH)
    draft.commit()
    assert folder.get(CASE, PATH) == b"whole"


async def test_a_case_is_discarded_by_two_at_the_same_time(folder, tmp_path):
    """All of it goes, whoever comes first."""
    for number in range(50):
        folder.put(CASE, f"staged/a/{number}", b"x")
    await asyncio.gather(*(asyncio.to_thread(folder.discard, CASE) for _ in range(2)))
    assert remains(tmp_path) == []


async def test_staging_is_closed_by_several_at_the_same_time(folder, tmp_path):
    """What is left is one empty file."""
    folder.put(CASE, PATH, b"x")
    await asyncio.gather(*(asyncio.to_thread(folder.close_staging, CASE) for _ in range(3)))
    assert remains(tmp_path) == ["staged"]
    assert folder.path_of(CASE, "staged").read_bytes() == b""


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path):
    """A full or broken disk is something to try again, and no text of the system's but its own word for it."""
    (tmp_path / "cases").write_bytes(b"a file in the way")
    with pytest.raises(Unavailable, match=r"case files: "):
        CaseFolder(tmp_path / "cases").put(CASE, "order.sealed", b"x")
