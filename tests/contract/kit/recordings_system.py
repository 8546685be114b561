"""Recordings, as they are composed of their record and of what is done about files."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.recordings.adapter import Recordings
from adapters.recordings.bucket import Bucket
from habeas.policy import load_policy
from habeas.registered.recordings import adapter

POLICY = load_policy(Path(__file__).parents[3] / "policy" / "processing.yaml")


def recordings(writing: AsyncEngine, reading: AsyncEngine, bucket: Bucket, reading_bucket: Bucket) -> Recordings:
    """The adapter, by two credentials of database and bucket."""
    return adapter(
        POLICY.databases["recordings"], POLICY.processing.of("recordings"), writing, reading, bucket, reading_bucket
    )
