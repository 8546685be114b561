"""What lies in the bucket: media, captions and a thumbnail of each recording, the same each time."""

import asyncio
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from sqlalchemy import select

from adapters.recordings.bucket import Bucket
from adapters.recordings.schema import recording
from adapters.sql.engine import reading_engine

_MEDIA_BYTES = 60_000
_FTYP = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"


@dataclass(frozen=True)
class Recorded:
    """A recording: where its objects lie, and whether they are under a legal hold."""

    id: int
    prefix: str
    is_held: bool = False


async def recorded(url: str) -> tuple[Recorded, ...]:
    """The recordings of a platform's database."""
    engine = reading_engine(url)
    try:
        async with engine.connect() as connection:
            query = select(recording.c.id, recording.c.prefix, recording.c.legal_hold_until).order_by(recording.c.id)
            return tuple(
                Recorded(id_, prefix, until is not None) for id_, prefix, until in await connection.execute(query)
            )
    finally:
        await engine.dispose()


async def store_objects(bucket: Bucket, recordings: Iterable[Recorded]) -> None:
    """Put the objects of these recordings there; where that was broken off it goes on."""
    await asyncio.gather(*(_store_one(bucket, one) for one in recordings))


async def _store_one(bucket: Bucket, one: Recorded) -> None:
    there = len(await bucket.versions(one.prefix))
    for name, kind, content in islice(_objects(one), there, None):
        await _store(bucket, one.prefix + name, kind, content, is_held=one.is_held)


async def _store(bucket: Bucket, key: str, kind: str, content: bytes, *, is_held: bool) -> None:
    client, name = bucket.client, bucket.name
    put = await client.put_object(Bucket=name, Key=key, Body=content, ContentType=kind)
    if is_held:
        await client.put_object_legal_hold(Bucket=name, Key=key, VersionId=put["VersionId"], LegalHold={"Status": "ON"})


def _objects(one: Recorded) -> Iterator[tuple[str, str, bytes]]:
    """The captions come twice: they were corrected."""
    media = Random(one.id).randbytes(_MEDIA_BYTES)  # noqa: S311 - reproducible, and nothing secret
    yield "media.mp4", "video/mp4", _FTYP + media
    yield "captions.vtt", "text/vtt", _captions(one.id, "wellcome")
    yield "captions.vtt", "text/vtt", _captions(one.id, "welcome")
    yield "thumbnail.png", "image/png", _png(one.id)


def _captions(number: int, word: str) -> bytes:
    return f"WEBVTT\n\n00:00.000 --> 00:04.000\nGood morning, and {word} to session {number}.\n".encode()


def _png(number: int) -> bytes:
    """One grey pixel (ISO/IEC 15948)."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, number % 256]))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixel) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
