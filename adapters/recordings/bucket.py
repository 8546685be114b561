"""A versioned S3 bucket: a client that knows S3 and nothing of Habeas. Its errors are botocore's own.

Nothing is ever asked twice here. botocore's retries are off, and so is that of the HTTP client below it, which sends a
DELETE again when its connection is closed: a delete marker that is asked for twice is two delete markers.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import aiohttp
from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.session import AioSession, get_session
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

CONNECT_SECONDS = 5
READ_SECONDS = 10
CHUNK = 1024 * 1024
_AT_ONCE = 1000  # the most keys that one DeleteObjects may name


@dataclass(frozen=True)
class Access:
    """The way to one bucket. Without an endpoint it is Amazon's, without a key the machine's own role is used."""

    bucket: str
    endpoint: str | None = None
    key_id: str | None = None
    secret: str | None = field(default=None, repr=False)
    region: str = "us-east-1"


@dataclass(frozen=True)
class Version:
    """One version of an object, or a delete marker."""

    key: str = field(repr=False)
    id: str
    is_latest: bool
    is_marker: bool
    etag: str = ""
    size: int = 0


@dataclass(frozen=True)
class Upload:
    """A multipart upload that was begun and not finished."""

    key: str = field(repr=False)
    id: str


@dataclass(frozen=True)
class Lock:
    """What S3 Object Lock says of one version."""

    legal_hold: bool = False
    until: datetime | None = None


class Undeleted(Exception):
    """A batch was answered with 200, and some of it was not deleted: the codes of the errors, and what they concern."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"{len(errors)} versions were not deleted")
        self.codes = frozenset(errors.values())
        self.version_ids = tuple(errors)


@dataclass(frozen=True)
class Bucket:
    """One bucket through one credential."""

    client: "S3Client" = field(repr=False)
    name: str

    async def versions(self, prefix: str) -> list[Version]:
        """Every version and delete marker under a prefix; of one key the newest first, markers and versions apart."""
        pages = self.client.get_paginator("list_object_versions").paginate(Bucket=self.name, Prefix=prefix)
        found = []
        async for page in pages:
            found += [
                Version(v["Key"], v["VersionId"], v["IsLatest"], is_marker=False, etag=v["ETag"], size=v["Size"])
                for v in page.get("Versions", [])
            ]
            found += [
                Version(m["Key"], m["VersionId"], m["IsLatest"], is_marker=True) for m in page.get("DeleteMarkers", [])
            ]
        return found

    async def uploads(self, prefix: str) -> list[Upload]:
        """Every unfinished multipart upload under a prefix."""
        pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.name, Prefix=prefix)
        return [Upload(u["Key"], u["UploadId"]) async for page in pages for u in page.get("Uploads", [])]

    async def lock(self, version: Version) -> Lock:
        """What locks a version. One HEAD tells both kinds, to whoever may read the version and its lock."""
        head = await self.client.head_object(Bucket=self.name, Key=version.key, VersionId=version.id)
        return Lock(head.get("ObjectLockLegalHoldStatus") == "ON", head.get("ObjectLockRetainUntilDate"))

    async def head(self, version: Version, part: int | None = None) -> Mapping[str, Any]:
        """What S3 says of a version with its checksum, or of one of the parts in which it was uploaded."""
        of: dict[str, Any] = {"Bucket": self.name, "Key": version.key, "VersionId": version.id}
        some: dict[str, Any] = {"ChecksumMode": "ENABLED"} if part is None else {"PartNumber": part}
        return await self.client.head_object(**of, **some)

    async def read(self, version: Version, start: int = 0) -> AsyncIterator[bytes]:
        """The bytes of a version from one of them on, in pieces of at most 1 MiB.

        A bucket whose versioning was suspended has a version `null` that is written over: these bytes are then refused.
        """
        of: dict[str, Any] = {"Bucket": self.name, "Key": version.key, "VersionId": version.id, "IfMatch": version.etag}
        some: dict[str, Any] = {"Range": f"bytes={start}-"} if start else {}  # an empty object has no range at all
        answer = await self.client.get_object(**of, **some)
        async with answer["Body"] as body:
            async for chunk in body.iter_chunks(CHUNK):
                yield chunk

    async def hide(self, key: str) -> str:
        """Place a delete marker on a key; its version id."""
        answer = await self.client.delete_object(Bucket=self.name, Key=key)
        return answer["VersionId"]

    async def delete(self, versions: Sequence[Version]) -> None:
        """Delete versions and markers for good; those that are gone already count as deleted. Raises Undeleted."""
        for start in range(0, len(versions), _AT_ONCE):
            batch = versions[start : start + _AT_ONCE]
            answer = await self.client.delete_objects(
                Bucket=self.name,
                Delete={"Objects": [{"Key": v.key, "VersionId": v.id} for v in batch], "Quiet": True},
            )
            if errors := answer.get("Errors"):
                raise Undeleted({e.get("VersionId", ""): e.get("Code", "") for e in errors})

    async def abort(self, upload: Upload) -> None:
        """Abort a multipart upload and drop its parts; one that is gone already counts as aborted."""
        try:
            await self.client.abort_multipart_upload(Bucket=self.name, Key=upload.key, UploadId=upload.id)
        except ClientError as error:
            if error.response["Error"].get("Code") != "NoSuchUpload":
                raise

    async def is_versioned(self) -> bool:
        """Whether a delete hides a version and keeps it."""
        return (await self.client.get_bucket_versioning(Bucket=self.name)).get("Status") == "Enabled"

    async def lifecycle_rules(self) -> Sequence[Mapping[str, Any]]:
        """The rules by which the bucket expires objects by itself."""
        try:
            return (await self.client.get_bucket_lifecycle_configuration(Bucket=self.name)).get("Rules", [])
        except ClientError as error:
            if error.response["Error"].get("Code") != "NoSuchLifecycleConfiguration":
                raise
            return []

    async def try_delete(self, prefix: str) -> None:
        """Ask for the deletion of a version that does not exist: refused to whoever may not, and without effect."""
        await self.client.delete_object(Bucket=self.name, Key=f"{prefix}habeas-{uuid4()}", VersionId="null")


@asynccontextmanager
async def opened(access: Access) -> AsyncIterator[Bucket]:
    """The bucket, while its client is open."""
    config = AioConfig(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": 1},
        # botocore compares some answers and not others, no ranges least of all: who reads compares them all
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if access.endpoint else None,
        http_session_cls=_AsksOnce,
    )
    async with _session().create_client(
        "s3",
        endpoint_url=access.endpoint,
        region_name=access.region,
        aws_access_key_id=access.key_id,
        aws_secret_access_key=access.secret,
        config=config,
    ) as client:
        yield Bucket(client, access.bucket)


@cache
def _session() -> AioSession:
    """One for all clients: it reads botocore's descriptions of services, which takes some half a second, once."""
    return get_session()


class _AsksOnce(AIOHTTPSession):
    """Without aiohttp's own second try of PUT and DELETE, for which it has no public switch."""

    async def _get_session(self, proxy_url: str | None) -> aiohttp.ClientSession:
        session: aiohttp.ClientSession = await super()._get_session(proxy_url)  # type: ignore[misc]
        session._retry_connection = False
        return session
