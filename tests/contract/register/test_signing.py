"""The keys that sign evidence: one at a time; what was signed before is verified on, and a stolen one signs no more."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from habeas.domain.error import InvalidInput, Permanent
from habeas.evidence.error import NotVerified
from habeas.evidence.signature import signed
from habeas.evidence.statement import Statement
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.signing import SigningRing
from habeas.register.table import signing_key
from habeas.vault.file_keys import FileKeys
from habeas.vault.signing_keys import OVERLAP, EvidenceSigner, SigningKeys

SAID = Statement("pivot", (), {"case": "c"}).canonical


@pytest.fixture
async def engine(empty_url):
    """A register without keys."""
    await migrate(empty_url)
    engine = register_engine(empty_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def keys(engine, tmp_path) -> SigningKeys:
    """The keys of a house."""
    return SigningKeys(SigningRing(engine), EvidenceSigner(FileKeys(tmp_path / "signing.json")))


async def test_the_first_key_is_made_once(engine, keys, tmp_path):
    """Whoever asks gets the same one, also at once and in another process."""
    other = SigningKeys(SigningRing(engine), EvidenceSigner(FileKeys(tmp_path / "signing.json")))
    found = await asyncio.gather(*(one.current() for one in (keys, other, keys, other)))
    assert len({key.thumbprint() for key in found}) == 1
    (published,) = (await keys.published()).keys
    assert published.id == found[0].thumbprint()
    assert published.signs_at(datetime.now(UTC))
    assert published.ends_at is None


async def test_what_was_signed_is_verified_with_what_is_published(keys):
    """Before and after another key has taken its place."""
    old = signed(SAID, await keys.current())
    await keys.replace((await keys.current()).thumbprint())
    new = signed(SAID, await keys.current())
    published = await keys.published()
    assert published.payload(old) == published.payload(new) == SAID
    assert published.signer(old) != published.signer(new)


async def test_a_key_that_was_replaced_signs_for_a_while(keys):
    """So long a worker may run that has it in memory."""
    before = await keys.current()
    new = await keys.replace(before.thumbprint())
    old = (await keys.published()).keys[0]
    assert (await keys.current()).thumbprint() == new.id != before.thumbprint()
    assert old.signs_at(new.begins_at + OVERLAP - timedelta(seconds=1))
    assert not old.signs_at(datetime.now(UTC) + OVERLAP)


async def test_two_that_replace_a_key_make_one(keys):
    """Whoever comes second learns of the first one's."""
    old = (await keys.current()).thumbprint()
    made = await asyncio.gather(keys.replace(old), keys.replace(old))
    assert made[0] == made[1]
    assert len((await keys.published()).keys) == 2


async def test_a_revoked_key_signs_no_more(engine, keys):
    """Its private half is gone, another one signs, and what others verify with says when and why."""
    stolen = await keys.current()
    await keys.revoke(stolen.thumbprint(), "keyCompromise")
    assert (await keys.current()).thumbprint() != stolen.thumbprint()
    old = (await keys.published()).keys[0]
    assert (old.id, old.revoked_for) == (stolen.thumbprint(), "keyCompromise")
    assert old.revoked_at is not None
    async with engine.connect() as connection:
        gone = await connection.scalar(select(signing_key.c.wrapped).where(signing_key.c.key_id == old.id))
    assert gone is None
    with pytest.raises(InvalidInput, match="no key of that id"):
        await keys.revoke(stolen.thumbprint(), "keyCompromise")


async def test_who_has_the_register_alone_signs_nothing(engine, keys, tmp_path):
    """The private half lies under another key, and nowhere in the clear."""
    key = await keys.current()
    async with engine.connect() as connection:
        wrapped = await connection.scalar(select(signing_key.c.wrapped))
    assert key.as_dict(private=True)["d"].encode() not in wrapped
    stranger = SigningKeys(SigningRing(engine), EvidenceSigner(FileKeys(tmp_path / "another.json")))
    with pytest.raises(Permanent):
        await stranger.current()


async def test_a_key_of_somebody_elses_is_not_published(keys):
    """What it has signed is not verified."""
    other = (await keys.current()).generate_key("Ed25519")
    with pytest.raises(NotVerified, match="not in this set"):
        (await keys.published()).payload(signed(SAID, other))
