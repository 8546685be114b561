"""Shredding takes the files and the secrets of a case, and whatever comes late; nothing of another case."""

import pytest
from uuid6 import uuid7

from habeas.domain.key import Kind
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Gone
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.shredder import Shredder

LATE = "staged/accounts/a/000001"


@pytest.fixture
def folder(tmp_path) -> CaseFolder:
    """The case files."""
    return CaseFolder(tmp_path / "cases")


@pytest.fixture
def keys(register, tmp_path) -> CaseKeys:
    """The secrets of cases."""
    return CaseKeys(register, {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind})


@pytest.fixture
async def cases(keys, folder) -> list[str]:
    """Two cases with secrets and files."""
    ids = [str(uuid7()) for _ in range(2)]
    for case_id in ids:
        await keys.create(case_id)
        await keys.settle(case_id)
        folder.put(case_id, "bundle/b/000001", b"x")
    return ids


async def test_files_and_secrets_go(keys, folder, cases):
    """Twice is once, and the other case has both still."""
    mine, other = cases
    for _ in range(2):
        await Shredder(folder, keys).shred(mine)
    assert folder.cases_with() == [other]
    for kind in Kind:
        with pytest.raises(Gone):
            await keys.unwrap(mine, kind)
        assert await keys.unwrap(other, kind)


async def test_what_comes_late_goes_too(keys, folder, cases):
    """An attempt that was given up wrote on after its case was shredded: the next sweep takes that."""
    mine, other = cases
    await Shredder(folder, keys).shred(mine)
    folder.put(mine, LATE, b"late")
    await Shredder(folder, keys).tidy()
    assert folder.cases_with() == [other]
