"""Where the objects of recordings lie: under their own prefixes, and under those of what was made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, exists, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from .bucket import Bucket, Upload, Version
from .pin import folder
from .schema import derivative, recording

REPLICA = "replica"


@dataclass(frozen=True)
class Derivative:
    """What was made of a recording: its row, what it is, and where it lies."""

    id: int
    kind: str
    prefix: str


@dataclass(frozen=True)
class Contents:
    """All that the bucket has in some places: every version, delete marker and unfinished upload, each once."""

    versions: Sequence[Version]
    uploads: Sequence[Upload]

    @property
    def keys(self) -> frozenset[str]:
        """The objects, however many versions there are of each."""
        return frozenset(v.key for v in self.versions) | {u.key for u in self.uploads}


async def contents(bucket: Bucket, prefixes: Sequence[str]) -> Contents:
    """Look into these places, of which one may lie in another."""
    versions: dict[tuple[str, str], Version] = {}
    uploads: dict[tuple[str, str], Upload] = {}
    for place in map(folder, prefixes):
        versions |= {(v.key, v.id): v for v in await bucket.versions(place)}
        uploads |= {(u.key, u.id): u for u in await bucket.uploads(place)}
    return Contents(list(versions.values()), list(uploads.values()))


async def derivatives(connection: AsyncConnection, recordings: Sequence[int]) -> dict[int, tuple[Derivative, ...]]:
    """What was made of these recordings, by recording."""
    query = (
        select(derivative.c.recording_id, derivative.c.id, derivative.c.kind, derivative.c.prefix)
        .where(derivative.c.recording_id.in_(recordings))
        .order_by(derivative.c.id)
    )
    found: dict[int, tuple[Derivative, ...]] = {}
    for recording_id, *row in await connection.execute(query):
        found[recording_id] = (*found.get(recording_id, ()), Derivative(*row))
    return found


async def is_in_use(connection: AsyncConnection, prefix: str) -> bool:
    """Whether a recording that still exists has objects there."""
    other = _places("others").c.prefix
    overlaps = or_(other.startswith(prefix, autoescape=True), func.substr(prefix, 1, func.length(other)) == other)
    return bool(await connection.scalar(select(exists().where(overlaps))))


def overlaps() -> ColumnElement[bool]:
    """Another recording's objects lie in one of its places, or the other way round: they are not of one alone."""
    mine, theirs = _places("mine").c, _places("theirs").c
    either = or_(
        func.substr(mine.prefix, 1, func.length(theirs.prefix)) == theirs.prefix,
        func.substr(theirs.prefix, 1, func.length(mine.prefix)) == mine.prefix,
    )
    return exists().where(mine.recording_id == recording.c.id, theirs.recording_id != recording.c.id, either)


def _places(name: str) -> Subquery:
    own = recording.alias()
    of_recordings: Select[Any] = select(own.c.id.label("recording_id"), own.c.prefix)
    return union_all(of_recordings, select(derivative.c.recording_id, derivative.c.prefix)).subquery(name)
