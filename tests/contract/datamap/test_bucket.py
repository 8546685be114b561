"""A bucket against the record: every prefix is known, or is told."""

import asyncio
import os
import shutil
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from typist import typed

from habeas.datamap.bucket import BucketAccess, check_bucket
from habeas.domain.bucket import Bucket
from habeas.domain.error import InvalidInput
from habeas.policy import load_processing
from habeas.sandbox.objects import recorded, store_objects

POLICY = Path(__file__).parents[3] / "policy" / "processing.yaml"
RECORD = Bucket(
    system="recordings",
    prefixes={"recordings/": "image and voice", "exports/people/": "participant"},
    without={"static/": "pictures of nobody"},
)


@pytest.fixture
async def access(seaweed, judge) -> BucketAccess:
    """A fresh bucket with what the record knows."""
    name = f"map-{uuid4().hex}"
    await judge.client.create_bucket(Bucket=name)
    for key in ("recordings/1/talk.mp4", "exports/people/1.csv", "static/logo.png"):
        await judge.client.put_object(Bucket=name, Key=key, Body=b"x")
    writer = seaweed.writer
    return BucketAccess(name, writer.endpoint, writer.region, writer.key_id, writer.secret)


async def put(judge, access: BucketAccess, key: str) -> None:
    await judge.client.put_object(Bucket=access.name, Key=key, Body=b"x")


async def test_what_is_known_is_let_be(access):
    """However deep it lies, and whether it holds something of people or not."""
    assert await check_bucket(RECORD, access) == []


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("uploads/1.mp4", "buckets.recordings.prefixes: uploads/ is in the bucket and has no entry"),
        ("exports/firms/1.csv", "buckets.recordings.prefixes: exports/firms/ is in the bucket and has no entry"),
        ("exports/all.csv", "buckets.recordings.prefixes: an object directly under exports/ is in the bucket and"),
        ("list.csv", "buckets.recordings.prefixes: an object directly under the top is in the bucket and"),
        ("ana@example.org/1.mp4", "buckets.recordings.prefixes: …/ is in the bucket and has no entry"),
    ],
)
async def test_what_is_not_known_is_told(judge, access, key, said):
    """By its folder, and never by a name that may be a person's."""
    await put(judge, access, key)
    (found,) = await check_bucket(RECORD, access)
    assert found.said.startswith(said)
    assert not found.is_warning


async def test_what_is_no_longer_there_is_a_warning(judge, access):
    """A prefix without an object is no danger, and may be a mistake."""
    await judge.client.delete_object(Bucket=access.name, Key="static/logo.png")
    (found,) = await check_bucket(RECORD, access)
    assert (found.said, found.is_warning) == ("buckets.recordings.prefixes: static/ is not in the bucket", True)


async def test_a_bucket_that_is_not_there(access):
    """Who mistypes a bucket learns that."""
    wrong = BucketAccess("no-such-bucket", access.endpoint, access.region, access.key_id, access.secret)
    with pytest.raises(InvalidInput, match="the bucket cannot be read: "):
        await check_bucket(RECORD, wrong)


async def test_what_our_own_record_says_is_what_the_company_has(seaweed, judge, sqlite_platform):
    """Recordings, and what was made of them, with nothing over and nothing missing."""
    name = f"map-{uuid4().hex}"
    await judge.client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    await store_objects(replace(judge, name=name), await recorded(sqlite_platform.url_owner))
    (record,) = load_processing(POLICY).buckets
    at = seaweed.reader
    assert await check_bucket(record, BucketAccess(name, at.endpoint, at.region, at.key_id, at.secret)) == []


def with_a_bucket_of_accounts(folder: Path) -> Path:
    """Our records, with a bucket of another system too."""
    shutil.copytree(POLICY.parent, folder / "policy")
    file = folder / "policy" / POLICY.name
    more = "buckets:\n  - system: accounts\n    prefixes: {uploads/: account}\n    without: {recordings/: not ours}\n"
    file.write_text(file.read_text().replace("buckets:\n", more))
    return file


@pytest.mark.parametrize(
    ("system", "key", "code"),
    [("recordings", "recordings/2/talk.mp4", 0), ("recordings", "uploads/2.mp4", 1), ("accounts", "uploads/2.mp4", 0)],
)
async def test_as_it_is_typed(judge, access, tmp_path, system, key, code):
    """With a credential that can only read, for whatever system has a bucket on record."""
    for known in ("exports/people/1.csv", "static/logo.png"):
        await judge.client.delete_object(Bucket=access.name, Key=known)
    await put(judge, access, key)
    at = {"BUCKET": access.name, "S3_ENDPOINT": access.endpoint, "S3_REGION": access.region}
    at |= {"S3_READING_KEY": access.key_id, "S3_READING_SECRET": access.secret}
    known = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "HABEAS_PROCESSING_FILE": str(with_a_bucket_of_accounts(tmp_path)),
    }
    known |= {f"HABEAS_{system.upper()}_{name}": value for name, value in at.items()}
    words = ("map", "check", "--bucket", system)
    done, out, err = await asyncio.to_thread(typed, words, "", known, 60)
    assert (done, err) == (code, "")
    assert ("uploads/ is in the bucket and has no entry" in out) == bool(code)


def test_a_bucket_that_no_record_names(tmp_path):
    """Who asks for another is told where buckets are named."""
    known = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "HABEAS_PROCESSING_FILE": str(POLICY)}
    done, _, err = typed(("map", "check", "--bucket", "billing"), "", known, 60)
    assert (done, "names no bucket of billing" in err) == (2, True)
