"""Recordings: the record of the events' database, and the bucket with what is recorded of them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.adapter import DatabaseSystem
from adapters.recordings.adapter import Recordings
from adapters.recordings.bucket import Access, Bucket
from adapters.recordings.bucket import opened as bucket_opened
from habeas.domain.error import InvalidInput
from habeas.domain.processing import Category
from habeas.domain.record.database import Database
from habeas.registration import Registration, Surroundings
from habeas.settings import RecordingsSettings

from .engine import engines


@asynccontextmanager
async def opened(surroundings: Surroundings) -> AsyncIterator[Recordings]:
    """The adapter, by two credentials of each. Raises InvalidInput where its database has no record, or a wrong one."""
    if surroundings.database is None:
        raise InvalidInput("recordings needs the record of its database: systems/recordings.yaml")
    settings = RecordingsSettings.given(surroundings.environment)
    way = partial(Access, settings.bucket, settings.s3_endpoint, region=settings.s3_region)
    async with (
        engines(surroundings, settings) as ways,
        bucket_opened(way(settings.s3_writing_key, settings.s3_writing_secret)) as bucket,
        bucket_opened(way(settings.s3_reading_key, settings.s3_reading_secret)) as reading_bucket,
    ):
        yield adapter(surroundings.database, surroundings.processing, *ways, bucket, reading_bucket)


def adapter(  # noqa: PLR0913, PLR0917 - two stores, two credentials of each
    record: Database,
    processing: Mapping[str, Category],
    writing: AsyncEngine,
    reading: AsyncEngine,
    bucket: Bucket,
    reading_bucket: Bucket,
) -> Recordings:
    """The two halves together. Raises InvalidInput where the record is not one of recordings."""
    try:
        return Recordings(
            DatabaseSystem(record, processing, writing, reading), writing, reading, bucket, reading_bucket
        )
    except ValueError as error:
        raise InvalidInput(str(error)) from None


registration = Registration.of(Recordings, opened)
