"""What a company is at a moment: every row, every version of every object, everything at Stripe."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from adapters.recordings.bucket import Bucket
from habeas.sandbox.rows import dump


class Object(NamedTuple):
    """A version of an object, or a delete marker."""

    key: str
    id: str
    is_latest: bool
    is_marker: bool
    etag: str


@dataclass(frozen=True)
class State:
    """A whole company, under names that are the same in each."""

    rows: Mapping[str, list[tuple[object, ...]]]
    objects: list[Object]
    billing: Mapping[str, list[dict[str, Any]]]

    @classmethod
    async def of(cls, url: str, judge: Bucket, prefix: str, billing: Mapping[str, list[dict[str, Any]]]) -> "State":
        """As the judge sees it now; `prefix` is the company's own in the bucket, and is no part of a name."""
        versions = await judge.versions(prefix)
        objects = [Object(v.key.removeprefix(prefix), v.id, v.is_latest, v.is_marker, v.etag) for v in versions]
        rows = await dump(url)
        for table in ("recording", "derivative"):
            rows[table] = [tuple(str(v).removeprefix(prefix) for v in row) for row in rows[table]]
        return cls(rows, sorted(objects), billing)
