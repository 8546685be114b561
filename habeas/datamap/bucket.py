"""Compares the prefixes of a bucket with the record. Only folders are listed, with a credential that can only read."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from habeas.domain.bucket import Bucket
from habeas.domain.error import InvalidInput

from .finding import Finding

if TYPE_CHECKING:
    from types_aiobotocore_s3.client import S3Client

_HIDDEN = "…"  # a folder that is called as a person is would tell of them


@dataclass(frozen=True)
class BucketAccess:
    """Where a bucket is, and the key that reads it."""

    name: str
    endpoint: str | None
    region: str
    key_id: str
    secret: str = field(repr=False)


async def check_bucket(record: Bucket, access: BucketAccess) -> list[Finding]:
    """Each prefix that the record does not know, and each that it knows and the bucket has not.

    Raises InvalidInput where the bucket cannot be read.
    """
    place = f"buckets.{record.system}"
    try:
        async with _opened(access) as client:
            unknown = [prefix async for prefix in _unknown(client, access.name, record, "")]
            empty = [p for p in (*record.prefixes, *record.without) if not await _is_there(client, access.name, p)]
    except (ClientError, BotoCoreError, OSError) as error:
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
        raise InvalidInput(f"the bucket cannot be read: {code}") from None
    found = [Finding(f"{place}.prefixes: {prefix} is in the bucket and has no entry") for prefix in unknown]
    return found + [Finding(f"{place}.prefixes: {p} is not in the bucket", is_warning=True) for p in empty]


async def _unknown(client: "S3Client", bucket: str, record: Bucket, above: str) -> AsyncIterator[str]:
    """The folders that the record knows neither by themselves nor by what is in them; and objects beside such."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=above, Delimiter="/")
    has_objects = False
    async for page in pages:
        has_objects = has_objects or any(o["Key"] != above for o in page.get("Contents", ()))
        for folder in (f["Prefix"] for f in page.get("CommonPrefixes", ())):
            if record.knows(folder):
                continue
            if record.leads_on(folder):
                async for deeper in _unknown(client, bucket, record, folder):
                    yield deeper
            elif await _is_there(client, bucket, folder):  # some servers list folders that nothing is in
                yield _named(folder)
    if has_objects:
        yield f"an object directly under {_named(above) or 'the top'}"


async def _is_there(client: "S3Client", bucket: str, prefix: str) -> bool:
    page = await client.list_objects_v2(Bucket=bucket, Prefix=prefix, MaxKeys=1)
    return bool(page.get("Contents"))


def _named(folder: str) -> str:
    return "/".join(_HIDDEN if "@" in part else part for part in folder.split("/"))


@asynccontextmanager
async def _opened(access: BucketAccess) -> AsyncIterator["S3Client"]:
    style: Any = {"addressing_style": "path"} if access.endpoint else None
    config = AioConfig(connect_timeout=5, read_timeout=30, s3=style)
    async with get_session().create_client(
        "s3",
        endpoint_url=access.endpoint,
        region_name=access.region,
        aws_access_key_id=access.key_id,
        aws_secret_access_key=access.secret,
        config=config,
    ) as client:
        yield client
