"""What lies in the bucket: media, captions and a thumbnail of each recording, and what was made of it; the same each
time.
"""

import asyncio
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.recordings.bucket import Bucket
from adapters.sql.engine import reading_engine

from .captions import Segment, captions
from .recordings import appearance, derivative, participant, recording

_MEDIA_BYTES = 60_000
_FTYP = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"


@dataclass(frozen=True)
class Recorded:
    """A recording: where its objects lie, who speaks in it, and whether the objects are under a legal hold.

    `made` is what was made of it, kind and prefix.
    """

    id: int
    prefix: str
    is_held: bool = False
    made: tuple[tuple[str, str], ...] = ()
    segments: tuple[Segment, ...] = field(default=(), repr=False)


async def recorded(url: str) -> tuple[Recorded, ...]:
    """The recordings of a platform's database."""
    engine = reading_engine(url)
    try:
        async with engine.connect() as connection:
            query = select(recording.c.id, recording.c.prefix, recording.c.legal_hold_until).order_by(recording.c.id)
            rows = (await connection.execute(query)).all()
            made, segments = await _made(connection), await _segments(connection)
        return tuple(
            Recorded(id_, prefix, until is not None, tuple(made[id_]), tuple(segments[id_]))
            for id_, prefix, until in rows
        )
    finally:
        await engine.dispose()


async def _made(connection: AsyncConnection) -> defaultdict[int, list[tuple[str, str]]]:
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    query = select(derivative.c.recording_id, derivative.c.kind, derivative.c.prefix).order_by(derivative.c.id)
    for recording_id, kind, prefix in await connection.execute(query):
        found[recording_id].append((kind, prefix))
    return found


async def _segments(connection: AsyncConnection) -> defaultdict[int, list[Segment]]:
    found: defaultdict[int, list[Segment]] = defaultdict(list)
    name = participant.c.first_name + " " + participant.c.last_name
    query = (
        select(appearance.c.recording_id, participant.c.id, name, appearance.c.from_second, appearance.c.to_second)
        .join_from(appearance, participant)
        .order_by(appearance.c.id)
    )
    for recording_id, *segment in await connection.execute(query):
        found[recording_id].append(Segment(*segment))
    return found


async def store_objects(bucket: Bucket, recordings: Iterable[Recorded]) -> None:
    """Put the objects of these recordings there; where that was broken off it goes on."""
    await asyncio.gather(*(_store_one(bucket, one) for one in recordings))


async def _store_one(bucket: Bucket, one: Recorded) -> None:
    prefixes = (one.prefix, *(prefix for _, prefix in one.made))
    there = sum([len(await bucket.versions(prefix)) for prefix in prefixes])
    for key, kind, content in islice(_objects(one), there, None):
        await _store(bucket, key, kind, content, is_held=one.is_held)


async def _store(bucket: Bucket, key: str, kind: str, content: bytes, *, is_held: bool) -> None:
    client, name = bucket.client, bucket.name
    put = await client.put_object(Bucket=name, Key=key, Body=content, ContentType=kind)
    if is_held:
        await client.put_object_legal_hold(Bucket=name, Key=key, VersionId=put["VersionId"], LegalHold={"Status": "ON"})


def _objects(one: Recorded) -> Iterator[tuple[str, str, bytes]]:
    """Key, type and content. The captions come twice: they were corrected."""
    media = _FTYP + Random(one.id).randbytes(_MEDIA_BYTES)  # noqa: S311 - reproducible, and nothing secret
    corrected = captions(one.id, "welcome", one.segments)
    yield f"{one.prefix}media.mp4", "video/mp4", media
    yield f"{one.prefix}captions.vtt", "text/vtt", captions(one.id, "wellcome", one.segments)
    yield f"{one.prefix}captions.vtt", "text/vtt", corrected
    yield f"{one.prefix}thumbnail.png", "image/png", _png(one.id)
    for kind, prefix in one.made:
        match kind:
            case "transcript":
                yield f"{prefix}transcript.vtt", "text/vtt", corrected
            case "clip":
                yield f"{prefix}clip.mp4", "video/mp4", media[: _MEDIA_BYTES // 4]
            case "replica":
                yield f"{prefix}media.mp4", "video/mp4", media
                yield f"{prefix}captions.vtt", "text/vtt", corrected


def _png(number: int) -> bytes:
    """One grey pixel (ISO/IEC 15948)."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, number % 256]))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixel) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
