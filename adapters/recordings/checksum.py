"""The checksum that S3 keeps of a version, as its HEAD tells it ("Checking object integrity", Amazon S3 User Guide).

The checksums proper come first, strongest first; else the ETag, which is the MD5 of what was uploaded, or over those of
its parts, unless a key of the customer's or of KMS encrypts it. Of what has neither, the size is all that is known.
"""

import asyncio
import re
from base64 import b64decode
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from habeas.domain.checksum import Algorithm, Checksum

from .bucket import Bucket, Version

_PROPER = (Algorithm.SHA256, Algorithm.SHA1, Algorithm.CRC32)
_ETAG = re.compile(r'"?(?P<md5>[0-9a-f]{32})(?:-(?P<parts>\d+))?"?')
_AT_ONCE = 16


async def checksum(bucket: Bucket, version: Version) -> Checksum:
    """What S3 itself says of the bytes of a version."""
    head = await bucket.head(version)
    size = head["ContentLength"]
    for algorithm in _PROPER:
        if value := head.get(f"Checksum{algorithm.upper()}"):
            digest, _, parts = value.partition("-")
            runs = await _runs(bucket, version, int(parts or 0))
            return Checksum(size=size, algorithm=algorithm, value=b64decode(digest).hex(), runs=runs)
    if (etag := _md5(head)) is None:
        return Checksum(size=size)
    runs = await _runs(bucket, version, int(etag["parts"] or 0))
    return Checksum(size=size, algorithm=Algorithm.MD5, value=etag["md5"], runs=runs)


def _md5(head: Mapping[str, Any]) -> re.Match[str] | None:
    is_opaque = head.get("ServerSideEncryption") not in (None, "AES256") or "SSECustomerAlgorithm" in head
    return None if is_opaque else _ETAG.fullmatch(head["ETag"])


async def _runs(bucket: Bucket, version: Version, parts: int) -> tuple[tuple[int, int], ...]:
    """How large each part is; whoever uploaded was free to make no two alike, so each is asked for."""
    sizes: list[int] = []
    for first in range(1, parts + 1, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, parts + 1))
        heads = await asyncio.gather(*(bucket.head(version, part=number) for number in numbers))
        sizes += [head["ContentLength"] for head in heads]
    return tuple((len(list(run)), size) for size, run in groupby(sizes))
