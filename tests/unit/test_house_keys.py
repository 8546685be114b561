"""The house does not start without what it opens case files with, and what it signs evidence with."""

import pytest

from habeas.domain.error import InvalidInput
from habeas.domain.name import HOUSE
from habeas.registration import straight
from queues import opened_queues

KEYS = ("HABEAS_FILE_WRAPPING_KEYS", "HABEAS_SIGNING_WRAPPING_KEYS")


@pytest.mark.parametrize("missing", KEYS)
async def test_a_house_without_keys_does_not_start(monkeypatch, tmp_path, missing):
    """One line names the setting, before anything is made."""
    register = tmp_path / "register.db"
    known = {
        "HABEAS_TEMPORAL_ADDRESS": "127.0.0.1:9",
        "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{register}",
        "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{tmp_path / 'payload.json'}",
        "HABEAS_CLAIM_KEY_FILE": str(tmp_path / "claim.key"),
        "HABEAS_CASE_FOLDER": str(tmp_path / "cases"),
        **{name: f"file:{tmp_path / name}" for name in KEYS if name != missing},
    }
    monkeypatch.delenv(missing, raising=False)
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput, match=missing):
        async with opened_queues(straight, [HOUSE], None, None):
            raise AssertionError("it has started")
    assert not register.exists()
