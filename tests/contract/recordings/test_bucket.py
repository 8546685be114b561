"""What the client of the bucket does with locks, keys and credentials, and what its errors mean."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from adapters.recordings.bucket import Undeleted, opened
from adapters.recordings.error import answered
from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable
from habeas.sandbox.fault import How


@pytest.fixture
def prefix() -> str:
    """A prefix of this test's own."""
    return f"{uuid4()}/"


@pytest.mark.parametrize(
    ("how", "writes", "meaning"),
    [
        (How.REFUSE, True, Refused),
        (How.RATE_LIMIT, True, Unavailable),
        (How.RATE_LIMIT, False, Unavailable),
        (How.FAIL_AFTER, True, OutcomeUnknown),
    ],
)
async def test_meanings(switchboard, wired, prefix, how, writes, meaning):
    """Each way to fail has one meaning: a read can be repeated, a write whose answer is lost must be asked about."""
    switchboard.break_("recordings", how)
    with pytest.raises(HabeasError) as raised:
        async with answered("recordings", writes=writes):
            await (wired.hide(f"{prefix}new") if writes else wired.versions(prefix))
    assert type(raised.value) is meaning
    assert prefix not in str(raised.value)
    assert raised.value.__suppress_context__


async def test_no_answer_in_time(switchboard, wired, prefix):
    """A bucket that hangs is given up after ten seconds, and what was being written is unknown."""

    async def ask(request, *, writes: bool) -> None:
        async with answered("recordings", writes=writes):
            await request

    switchboard.break_("recordings", How.TIMEOUT)
    async with asyncio.timeout(14):
        both = (ask(wired.hide(f"{prefix}new"), writes=True), ask(wired.versions(prefix), writes=False))
        errors = await asyncio.gather(*both, return_exceptions=True)
    assert [type(e) for e in errors] == [OutcomeUnknown, Unavailable]


async def test_an_answer_after_mending(switchboard, wired, judge, prefix):
    """A request that hangs goes on when the wire is mended; one whose client has gone is not carried out."""
    switchboard.break_("recordings", How.TIMEOUT)
    given_up = asyncio.create_task(wired.hide(f"{prefix}given-up"))
    patient = asyncio.create_task(wired.hide(f"{prefix}patient"))
    await asyncio.sleep(0.5)
    given_up.cancel()
    await asyncio.sleep(0.5)
    switchboard.mend()
    await patient
    assert [v.key for v in await judge.versions(prefix)] == [f"{prefix}patient"]


async def test_a_write_is_sent_once(switchboard, wired, judge, prefix):
    """No client below sends a write again when its connection is closed on it."""
    await wired.hide(f"{prefix}warm")  # the next one is sent on a connection that is open already
    switchboard.break_("recordings", How.FAIL_AFTER)
    with pytest.raises(ConnectionClosedError):
        await wired.hide(f"{prefix}once")
    assert len(await judge.versions(f"{prefix}once")) == 1


async def test_more_than_one_page(judge, prefix):
    """More versions than one answer lists, and one request may name, are all listed and all deleted."""
    await asyncio.gather(*(judge.hide(f"{prefix}{number}") for number in range(1010)))
    versions = await judge.versions(prefix)
    assert len(versions) == 1010
    await judge.delete(versions)
    assert await judge.versions(prefix) == []


@pytest.mark.parametrize(
    ("status", "code", "writes", "meaning"),
    [
        (403, "AccessDenied", False, Refused),
        (404, "NoSuchBucket", True, Refused),
        (404, "NoSuchVersion", False, Unavailable),
        (429, "TooManyRequests", True, Unavailable),
        (500, "InternalError", False, Unavailable),
        (500, "InternalError", True, OutcomeUnknown),
        (400, "InvalidRequest", True, Refused),
    ],
)
async def test_statuses(status, code, writes, meaning):
    """A status means the same whoever sends it, and no text of the vendor's is passed on."""
    metadata = {"HTTPStatusCode": status, "HTTPHeaders": {"retry-after": "7"}}
    error = ClientError({"Error": {"Code": code, "Message": "secret"}, "ResponseMetadata": metadata}, "GetObject")
    with pytest.raises(meaning) as raised:
        async with answered("recordings", writes=writes):
            raise error
    assert "secret" not in str(raised.value)
    assert (raised.value.retry_after is not None) == (status == 429)


@pytest.mark.parametrize(
    ("text", "seconds"), [("5", 5), ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("soon", None), ("", None)]
)
async def test_retry_after(text, seconds):
    """The header is a number of seconds or a date; what is neither says nothing."""
    metadata = {"HTTPStatusCode": 503, "HTTPHeaders": {"retry-after": text}}
    with pytest.raises(Unavailable) as raised:
        async with answered("recordings"):
            raise ClientError({"Error": {"Code": "SlowDown"}, "ResponseMetadata": metadata}, "GetObject")
    after = raised.value.retry_after
    assert (after.total_seconds() if after is not None else None) == seconds


async def test_no_server(seaweed):
    """Where nothing listens the bucket is unavailable."""
    async with opened(replace(seaweed.reader, endpoint="http://127.0.0.1:9")) as nowhere:
        with pytest.raises(Unavailable):
            async with answered("recordings"):
                await nowhere.versions("")


async def test_no_bucket(seaweed):
    """A bucket that does not exist is a mistake in the settings, and no time mends it."""
    async with opened(replace(seaweed.writer, bucket="no-such-bucket")) as missing:
        with pytest.raises(Refused, match="does not exist"):
            async with answered("recordings"):
                await missing.versions("")


async def test_a_lock_is_named(judge, prefix):
    """A batch in which something was locked is answered with 200, and is no success all the same."""
    key, of = f"{prefix}locked", {"Bucket": judge.name, "Key": f"{prefix}locked"}
    version = (await judge.client.put_object(**of, Body=b"x"))["VersionId"]
    await judge.client.put_object_legal_hold(**of, VersionId=version, LegalHold={"Status": "ON"})
    with pytest.raises(Undeleted) as raised:
        await judge.delete(await judge.versions(key))
    assert raised.value.codes == {"AccessDenied"}
    assert raised.value.version_ids == (version,)
    assert len(await judge.versions(key)) == 1


@pytest.mark.parametrize("name", ["with space", "å+b&c", "100%2F", "<x>'\"", "é" * 100])
async def test_odd_keys(switchboard, wired, judge, prefix, name):
    """Keys of any characters are listed, hidden, read and deleted, over the wire too."""
    key = f"{prefix}{name}"
    await wired.client.put_object(Bucket=wired.name, Key=key, Body=b"odd")
    version = (await wired.versions(key))[0]
    assert version.key == key
    assert b"".join([c async for c in wired.read(version)]) == b"odd"
    await wired.hide(key)
    await wired.delete(await wired.versions(key))
    assert await judge.versions(key) == []


async def test_the_reader_cannot_write(seaweed, judge, prefix):
    """The credential that confirms can read and list, and is refused whatever would change anything."""
    key = f"{prefix}media"
    await judge.client.put_object(Bucket=judge.name, Key=key, Body=b"x")
    async with opened(seaweed.reader) as reader:
        before = await reader.versions(prefix)
        for write in (
            reader.client.put_object(Bucket=reader.name, Key=key, Body=b"x"),
            reader.hide(key),
            reader.delete(before),
            reader.try_delete(prefix),
            reader.client.create_multipart_upload(Bucket=reader.name, Key=key),
            reader.client.delete_bucket(Bucket=reader.name),
        ):
            with pytest.raises(Refused):
                async with answered("recordings", writes=True):
                    await write
        assert await reader.versions(prefix) == before != []


async def test_nothing_shows_a_secret(seaweed, judge, prefix):
    """Neither a credential nor a key of an object is in what a program prints of these."""
    await judge.hide(f"{prefix}media")
    printed = repr([seaweed, seaweed.writer, *await judge.versions(prefix), judge])
    assert seaweed.writer.secret not in printed
    assert prefix not in printed
