"""Keys of approvers lie in files that are their owner's alone, and whose names say no person."""

import json
import stat
from datetime import UTC, datetime

import pytest

from habeas.domain.approval import Statement
from habeas.domain.error import InvalidInput
from habeas.evidence.signature import new_key, verified
from habeas.vault.approver_keys import ApproverKeys

STATEMENT = Statement(case="c", digest="d" * 64, by="dpo", at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
NAME = "Ærlig/../Ås"


@pytest.fixture
def folder(tmp_path):
    """Where keys are."""
    return tmp_path / "approvers"


@pytest.fixture
def keys(folder):
    """The keys there."""
    return ApproverKeys(folder)


async def test_a_key_signs(keys):
    """Who has a key here signs with it, each with their own, also when the folder is opened anew."""
    assert dict(keys) == {}
    publics = {name: keys.make(name) for name in ("dpo", NAME)}
    assert set(keys) == set(publics)
    assert len(keys) == 2
    for name, public in publics.items():
        assert keys.public(name) == public
        assert verified(await keys[name].sign(STATEMENT), public) == STATEMENT.canonical


def test_nobody(keys):
    """Who has none here is not there."""
    keys.make("dpo")
    assert keys.get("somebody") is None
    assert keys.public("somebody") is None
    keys.forget("somebody")


def test_forgotten(keys, folder):
    """A key that is forgotten is gone."""
    keys.make("dpo")
    keys.forget("dpo")
    assert list(keys) == list(folder.iterdir()) == []


def test_files_are_the_owners_alone(keys, folder):
    """Folder and files are private, their names say nobody, and what they hold is not shown."""
    keys.make(NAME)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert NAME not in file.name
    assert json.loads(file.read_bytes())["d"] not in repr(keys[NAME])
    file.chmod(0o640)
    with pytest.raises(InvalidInput, match="0600"):
        keys[NAME]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", '{"habeas_name": "dpo"}', json.dumps({**new_key().as_dict(private=True), "habeas_name": "dpo"})],
)
def test_a_file_that_is_none(keys, folder, text):
    """What does not hold the key that its name says is not taken for one."""
    keys.make("dpo")
    (file,) = folder.iterdir()
    file.write_text(text)
    with pytest.raises(InvalidInput, match=file.name):
        keys.get("dpo")
