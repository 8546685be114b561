"""The whole state of a bucket, so that two moments can be compared."""

from adapters.recordings.bucket import Bucket

State = list[tuple[str, str, bool, bool, str]]


async def versions(bucket: Bucket) -> State:
    """Every version and delete marker: key, version id, whether it is the latest, whether a marker, and its ETag."""
    return sorted((v.key, v.id, v.is_latest, v.is_marker, v.etag) for v in await bucket.versions(""))
