"""A person with 2 GiB of recordings is exported: how fast, and with how much memory of the worker.

The real worker does it, against a real S3 server (SeaweedFS). A person with 1 MiB comes first: what is more than their
peak is what size costs. Peaks are VmHWM (proc_pid_status(5)). Needs four times the size in free disk.
"""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, insert

from adapters.recordings.bucket import Bucket, opened
from adapters.sql.engine import writing_engine
from habeas.domain.right import Right
from habeas.sandbox.recordings import appearance, participant, recording

from .cases import carry_out
from .company import Company, company
from .figure import Figure, Size
from .meter import Meter

TITLE = "2 GiB of recordings exported"
MIB, PART_MIB = 1 << 20, 64
SMALL, LARGE = 1000, 1001  # numbers of people, beyond those of the sandbox
EVENT = 1  # one of the sandbox's, whose customer has instructed us
RECORDINGS = 2  # of the person who has much
COPIES = 4  # in the bucket, staged, in the bundle, and room to spare


async def ask(size: Size) -> list[Figure]:
    """MiB per second from the opening of the case to its close, and the peak. Raises OSError when the disk is full."""
    mib = size.of(2048, 64)
    if shutil.disk_usage(tempfile.gettempdir()).free < mib * MIB * COPIES:
        raise OSError(f"this needs {mib * COPIES} MiB of free disk in {tempfile.gettempdir()} (TMPDIR)")
    async with company() as place:
        await _fill(place, {SMALL: [1], LARGE: [mib // RECORDINGS] * RECORDINGS})
        async with place.worker():
            meter, before = Meter(place.processes), 0.0
            for number in (SMALL, LARGE):
                before = meter.peak("worker")
                (done,) = await carry_out(place.habeas, place.register, [_address(number)], Right.ACCESS)
            return [
                Figure(f"export of {mib} MiB", mib / done.seconds, "MiB/s", at_least=100),
                Figure("  the worker's peak", meter.peak("worker"), "MiB", at_most=200),
                Figure("  more than with 1 MiB", meter.peak("worker") - before, "MiB"),
            ]


def _address(number: int) -> str:
    return f"speaker.{number}@example.org"


async def _fill(place: Company, sizes: dict[int, list[int]]) -> None:
    """For each person recordings of so many MiB, which show nobody else."""
    engine = writing_engine(place.url)
    async with engine.begin() as connection:
        for table, row in _rows(sizes):
            await connection.execute(insert(table).values(row))
    await engine.dispose()
    async with opened(place.seaweed.writer) as bucket:
        for person, each in sizes.items():
            for number, mib in enumerate(each):
                await _upload(bucket, f"{_prefix(person, number)}media.mp4", mib)


def _rows(sizes: dict[int, list[int]]) -> Iterator[tuple[Table, dict[str, object]]]:
    for person, each in sizes.items():
        yield (
            participant,
            {"id": person, "event_id": EVENT, "role": "speaker", "email": _address(person), "is_hidden": False},
        )
        for number in range(len(each)):
            id_ = person * 10 + number
            title = f"Talk {number}"
            yield recording, {"id": id_, "event_id": EVENT, "title": title, "prefix": _prefix(person, number)}
            shown = {"participant_id": person, "from_second": 0, "to_second": 60}
            yield appearance, {"id": id_, "recording_id": id_, **shown}


def _prefix(person: int, number: int) -> str:
    return f"recordings/{person}-{number}/"


async def _upload(bucket: Bucket, key: str, mib: int) -> None:
    """In parts, of bytes that do not compress."""
    client: Any = bucket.client
    of = {"Bucket": bucket.name, "Key": key}
    upload = (await client.create_multipart_upload(**of))["UploadId"]
    parts: list[Any] = []
    for number, start in enumerate(range(0, mib, PART_MIB), start=1):
        body = secrets.token_bytes(min(PART_MIB, mib - start) * MIB)
        part = await client.upload_part(**of, UploadId=upload, PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    await client.complete_multipart_upload(**of, UploadId=upload, MultipartUpload={"Parts": parts})
