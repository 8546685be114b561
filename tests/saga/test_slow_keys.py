"""A key store that takes its time: cases take longer, and nothing else."""

import asyncio

import pytest

from habeas.domain.case import CaseState
from habeas.domain.key import Kind
from habeas.domain.right import Right
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.vault.case_keys import CaseKeys
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.key_copies import KeyCopies

SECONDS = 0.7


class Slow(FileKeys):
    """Wrapping keys behind something that is slow."""

    async def unwrap(self, wrapped, about):
        await asyncio.sleep(SECONDS)
        return await super().unwrap(wrapped, about)


@pytest.fixture
def keys(register_url, cases, tmp_path) -> CaseKeys:
    """The keys of the cases here."""
    ring = Keyring(register_engine(register_url, is_kept=False))
    wrapping = {kind: Slow(tmp_path / f"{kind}.json") for kind in Kind}
    return CaseKeys(ring, wrapping, KeyCopies(CaseFolder(cases)))


@pytest.mark.long
async def test_a_slow_key_store(world):
    """An export and an erasure come to their good end, and their histories replay."""
    done = await world.closed(await world.open(PERSON, Right.ACCESS))
    assert done.state is CaseState.READY
    with await world.bundle(done) as bundle:
        assert bundle.testzip() is None
    await world.replay(done.case_id, "export")
    erased = await world.closed((await world.approved(PERSON)).case_id)
    assert erased.state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(erased.case_id, "erasure")
