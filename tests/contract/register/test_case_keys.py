"""The secrets of cases: made once, destroyed once, and out of reach of every copy once wrapping keys turned over."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pyrage
import pytest
from aiobotocore.session import get_session
from sqlalchemy import delete
from uuid6 import uuid7

from habeas.domain.error import InvalidInput, Permanent, Unavailable
from habeas.domain.key import Kind
from habeas.domain.right import Right
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.register.table import case_key
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Disabled, Gone, Missing
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from habeas.vault.key_copies import KeyCopies
from habeas.vault.papers import CasePapers
from habeas.vault.store import wrapping_keys

KEY = b"k" * 32
PAYLOAD = Kind.PAYLOAD


@pytest.fixture
async def ring(empty_url, signs) -> AsyncIterator[Register]:
    """A register of this test's own: a turn-over is about all cases."""
    await migrate(empty_url)
    engine = register_engine(empty_url)
    yield Register(engine, KEY, signs=signs)
    await engine.dispose()


@pytest.fixture(params=["file", "awskms"])
def wrapping(request, tmp_path):
    """The wrapping keys of each store."""
    if request.param == "file":
        return wrapping_keys(f"file:{tmp_path / 'payload.keys'}")
    return wrapping_keys(f"awskms:alias/{uuid7()}?region=eu-west-3&endpoint={request.getfixturevalue('kms')}")


@pytest.fixture
def keys(ring, wrapping) -> CaseKeys:
    """The secrets of cases, over both."""
    return CaseKeys(ring, {PAYLOAD: wrapping})


@pytest.fixture
def case_id() -> str:
    """A new case."""
    return str(uuid7())


async def test_made_once(keys, case_id):
    """A case has one payload key, however often it is opened; another case has another."""
    await keys.create(case_id)
    first = await keys.unwrap(case_id, PAYLOAD)
    await keys.create(case_id)
    assert await keys.unwrap(case_id, PAYLOAD) == first
    assert len(first) == 32
    other = str(uuid7())
    await keys.create(other)
    assert await keys.unwrap(other, PAYLOAD) != first


async def test_the_identity_of_files(ring, wrapping, tmp_path, case_id):
    """It is made when the case begins, once; who has no wrapping key for it has its public half, and that alone."""
    house = CaseKeys(ring, {PAYLOAD: wrapping, Kind.FILE: FileKeys(tmp_path / "file.keys")})
    collector = CaseKeys(ring, {PAYLOAD: wrapping})
    with pytest.raises(Missing):
        await collector.recipient(case_id)
    with pytest.raises(Permanent, match="no wrapping keys for the file secrets"):
        await collector.settle(case_id)
    for _ in range(2):
        await house.settle(case_id)
    identity = pyrage.x25519.Identity.from_str((await house.unwrap(case_id, Kind.FILE)).decode())
    assert await collector.recipient(case_id) == str(identity.to_public())
    with pytest.raises(Permanent, match="no wrapping keys for the file secrets"):
        await collector.unwrap(case_id, Kind.FILE)
    await house.destroy(case_id)
    for act in (house.settle(case_id), collector.recipient(case_id), house.unwrap(case_id, Kind.FILE)):
        with pytest.raises(Gone, match=case_id):
            await act


async def test_a_wrapped_identity_is_no_payload_key(ring, wrapping, case_id, tmp_path):
    """What is wrapped as one kind of secret does not open as the other, under the same wrapping key either."""
    keys = CaseKeys(ring, {PAYLOAD: wrapping, Kind.FILE: wrapping})
    await keys.create(case_id)
    await keys.settle(case_id)
    theirs, mine = await ring.key_of(case_id, Kind.FILE), await ring.key_of(case_id, PAYLOAD)
    await ring.rewrap_key(mine, theirs.wrapped)
    with pytest.raises(Permanent, match="altered, or belongs elsewhere"):
        await keys.unwrap(case_id, PAYLOAD)


async def test_never_made(keys, case_id):
    """A case without a key has none, and the message names the case alone."""
    with pytest.raises(Permanent, match=f"^key store: there is no key {case_id}$"):
        await keys.unwrap(case_id, PAYLOAD)


async def test_out_of_use_and_back(keys, case_id):
    """A disabled key opens nothing until it is enabled again, and is the same then."""
    await keys.create(case_id)
    before = await keys.unwrap(case_id, PAYLOAD)
    for _ in range(2):
        await keys.disable(case_id)
    with pytest.raises(Disabled):
        await keys.unwrap(case_id, PAYLOAD)
    await keys.enable(case_id)
    assert await keys.unwrap(case_id, PAYLOAD) == before


async def test_destroyed(keys, case_id):
    """It is final, twice is once, and nobody makes it again: neither by enabling nor by opening the case anew."""
    await keys.create(case_id)
    for _ in range(2):
        await keys.destroy(case_id)
    await keys.enable(case_id)
    for act in (keys.create(case_id), keys.unwrap(case_id, PAYLOAD)):
        with pytest.raises(Gone, match=case_id):
            await act


async def test_destroyed_before_it_was_made(keys, case_id):
    """A case that is shredded before it has keys never gets any."""
    await keys.destroy(case_id)
    with pytest.raises(Gone):
        await keys.create(case_id)


async def test_a_key_is_not_another_cases(keys, ring, case_id):
    """What is wrapped for one case is refused in the row of another."""
    await keys.create(case_id)
    other = str(uuid7())
    await keys.create(other)
    theirs, mine = await ring.key_of(other, PAYLOAD), await ring.key_of(case_id, PAYLOAD)
    await ring.rewrap_key(mine, theirs.wrapped)
    with pytest.raises(Permanent, match="altered, or belongs elsewhere"):
        await keys.unwrap(case_id, PAYLOAD)
    assert await keys.unwrap(other, PAYLOAD)


async def test_who_has_no_wrapping_key(ring, keys, case_id):
    """A process without the wrapping keys of a kind opens none of that kind."""
    await keys.create(case_id)
    with pytest.raises(Permanent, match="no wrapping keys for the payload secrets"):
        await CaseKeys(ring, {}).unwrap(case_id, PAYLOAD)


async def test_turn_over(keys, ring, wrapping, case_id):
    """Live keys stay the same under a new wrapping key, and the old one is gone."""
    await keys.create(case_id)
    secret, old = await keys.unwrap(case_id, PAYLOAD), await wrapping.current()
    kept = await ring.key_of(case_id, PAYLOAD)
    assert await keys.turn_over(PAYLOAD) == (old,)
    assert await keys.unwrap(case_id, PAYLOAD) == secret
    with pytest.raises(Gone):
        await wrapping.unwrap(kept.wrapped, f"habeas/{case_id}/payload")


async def test_yesterdays_register_and_todays_wrapping_keys(keys, ring, wrapping, case_id):
    """A copy of the register from before a case was shredded does not open it once the wrapping keys turned over."""
    await keys.create(case_id)
    yesterday = await ring.key_of(case_id, PAYLOAD)
    await keys.destroy(case_id)
    await keys.turn_over(PAYLOAD)
    with pytest.raises(Gone):
        await wrapping.unwrap(yesterday.wrapped, f"habeas/{case_id}/payload")


async def test_made_by_several_at_once(wrapping, case_id):
    """Processes that start together agree on one wrapping key."""
    assert len(set(await asyncio.gather(*(wrapping.current() for _ in range(4))))) == 1
    wrapped = await wrapping.wrap(b"secret", case_id)
    assert await wrapping.unwrap(wrapped, case_id) == b"secret"
    with pytest.raises(Permanent, match="altered, or belongs elsewhere"):
        await wrapping.unwrap(wrapped, "another")


async def test_what_kms_says(kms):
    """No answer and a disabled key are waited for; who is not let in is told so."""
    with pytest.raises(Unavailable, match="KMS gives no answer"):
        await wrapping_keys("awskms:alias/a?region=eu-west-3&endpoint=http://127.0.0.1:9").current()
    keys = wrapping_keys(f"awskms:alias/{uuid7()}?region=eu-west-3&endpoint={kms}")
    wrapped = await keys.wrap(b"secret", "case")
    session = get_session()
    async with session.create_client("kms", region_name="eu-west-3", endpoint_url=kms) as client:
        await client.disable_key(KeyId=wrapped.by)
        with pytest.raises(Disabled):
            await keys.unwrap(wrapped, "case")
        await client.enable_key(KeyId=wrapped.by)
    assert await keys.unwrap(wrapped, "case") == b"secret"


@pytest.mark.parametrize(
    "uri",
    [*("", "payload.keys", "file:relative", "vault:x"), *("awskms:x?region=a", "awskms:alias/x", "awskms:alias/x?a=b")],
)
def test_a_key_store_that_is_none(uri):
    """One clear line says how they are named."""
    with pytest.raises(InvalidInput, match="wrapping keys"):
        wrapping_keys(uri)


async def test_turned_over_while_a_case_is_opened(ring, tmp_path, case_id):
    """A key that was wrapped under the old wrapping key in that very moment is wrapped anew, and not lost."""

    class Late(FileKeys):
        has_turned = False

        async def wrap(self, secret, about):
            wrapped = await super().wrap(secret, about)
            if not self.has_turned:
                self.has_turned = True
                await CaseKeys(ring, {PAYLOAD: FileKeys(tmp_path / "keys")}).turn_over(PAYLOAD)
            return wrapped

    keys = CaseKeys(ring, {PAYLOAD: Late(tmp_path / "keys")})
    await keys.create(case_id)
    assert len(await keys.unwrap(case_id, PAYLOAD)) == 32


async def test_nothing_is_left_in_the_file(tmp_path, case_id, signs):
    """Destroyed, the wrapped key is in no byte of SQLite's files."""
    file = tmp_path / "register.db"
    await migrate(f"sqlite+aiosqlite:///{file}")
    engine = register_engine(f"sqlite+aiosqlite:///{file}")
    ring = Register(engine, KEY, signs=signs)
    keys = CaseKeys(ring, {PAYLOAD: FileKeys(tmp_path / "payload.keys")})
    await keys.create(case_id)
    wrapped = (await ring.key_of(case_id, PAYLOAD)).wrapped.data
    assert any(wrapped in one.read_bytes() for one in tmp_path.glob("register.db*"))
    await keys.destroy(case_id)
    assert not any(wrapped in one.read_bytes() for one in tmp_path.glob("register.db*"))
    await engine.dispose()
    assert sqlite3.connect(file).execute("SELECT count(*) FROM case_key WHERE destroyed_at IS NOT NULL").fetchone()[0]


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"a": "c2hvcnQ="}', b'{"a": 1}', b"\xff"])
def test_a_file_that_holds_no_keys(tmp_path, text):
    """It is one clear line, and the file stays as it is."""
    file = tmp_path / "payload.keys"
    file.touch(mode=0o600)
    file.write_bytes(text)
    with pytest.raises(InvalidInput, match=r"payload\.keys does not hold wrapping keys"):
        FileKeys(file)
    assert file.read_bytes() == text


def test_a_file_that_others_may_read(tmp_path):
    """Wrapping keys that others may read are none."""
    file = tmp_path / "payload.keys"
    FileKeys(file)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    with pytest.raises(InvalidInput, match="0600"):
        FileKeys(file)


async def test_a_register_from_before_the_case(empty_url, ring, wrapping, keys, case_id, ask, person, tmp_path):
    """The secret of an open case is beside its papers too, also after a turn-over; the register gets it back."""
    folder = CaseFolder(tmp_path / "cases")
    ours = CaseKeys(ring, {PAYLOAD: wrapping, Kind.FILE: FileKeys(tmp_path / "file.keys")}, KeyCopies(folder))
    papers = CasePapers(folder, ours)
    await keys.create(case_id)
    secret = await keys.unwrap(case_id, PAYLOAD)
    await ours.settle(case_id)
    await ours.turn_over(PAYLOAD)
    await _forget(empty_url)
    with pytest.raises(Missing):
        await keys.unwrap(case_id, PAYLOAD)
    assert await ours.unwrap(case_id, PAYLOAD) == secret
    assert await keys.unwrap(case_id, PAYLOAD) == secret
    await _forget(empty_url)
    await papers.keep_request(ask(Right.ERASURE, person()).model_copy(update={"case_id": case_id}))
    await papers.discard(case_id)
    assert await keys.unwrap(case_id, PAYLOAD) == secret
    await _forget(empty_url)
    with pytest.raises(Missing):
        await ours.unwrap(case_id, PAYLOAD)


async def _forget(url):
    engine = register_engine(url)
    async with engine.begin() as connection:
        await connection.execute(delete(case_key))
    await engine.dispose()
