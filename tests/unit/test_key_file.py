"""The file with a key under which identifiers are hashed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from habeas.domain.error import InvalidInput
from habeas.key_file import load_key


def test_made_once(tmp_path):
    """The key is made when there is none, for its owner alone, and stays the same."""
    path = tmp_path / "claim.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key == path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_every_house_has_its_own(tmp_path):
    """Two keys are never the same."""
    assert load_key(tmp_path / "one") != load_key(tmp_path / "other")


def test_made_by_many_at_once(tmp_path):
    """Whoever start at once all get the same key."""
    houses = [tmp_path / f"claim.{i}" for i in range(30)]
    with ThreadPoolExecutor(6) as pool:
        keys = list(pool.map(load_key, [house for house in houses for _ in range(6)]))
    assert len(set(keys)) == len(houses)
    assert all(len(set(keys[i * 6 : i * 6 + 6])) == 1 for i in range(len(houses)))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_open_to_others(tmp_path, mode):
    """A key that others may use is refused, and the message says what is wrong."""
    path = tmp_path / "claim.key"
    load_key(path)
    path.chmod(mode)
    with pytest.raises(InvalidInput, match="0600"):
        load_key(path)


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33])
def test_not_a_key(tmp_path, content):
    """A file of another length is no key, and is not overwritten."""
    path = tmp_path / "claim.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(InvalidInput, match="32 bytes"):
        load_key(path)
    assert path.read_bytes() == content


def test_no_folder(tmp_path):
    """Where nothing can be made, the error does not say where that is."""
    with pytest.raises(InvalidInput) as caught:
        load_key(tmp_path / "nowhere" / "claim.key")
    assert "nowhere" not in str(caught.value)
