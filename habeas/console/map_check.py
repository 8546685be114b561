"""`habeas map check`: what of the records of databases is open, wrong or missing."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from habeas.datamap.check import check_database, check_files, check_policy, placed
from habeas.domain.error import InvalidInput
from habeas.fault import Fault
from habeas.policy import load_policy
from habeas.settings import bucket_settings
from habeas.system_file import system_files

from . import typed
from .follow import Progress
from .map import POLICY, Policy
from .outcome import FAILED, WENT_WELL, tell, wait


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Records of databases; all of the company's, without any."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            envvar="HABEAS_MAP_URL",
            help="The database of the one FILE, with a credential that can only read; - reads it from standard input.",
        ),
    ] = None,
    bucket: Annotated[
        str | None,
        typer.Option(
            "--bucket",
            metavar="SYSTEM",
            help="Also the bucket of this system: HABEAS_<SYSTEM>_BUCKET, _S3_ENDPOINT, _S3_READING_KEY ...",
        ),
    ] = None,
    policy: Policy = POLICY,
    as_json: typed.Json = False,
) -> int:
    """Say what of the records is wrong, missing or still open, one line each; 1 if there is anything, 0 if not.

    Without --url the files alone, as in CI. With it the database too: what has no entry, what an entry names and is not
    there, foreign keys that would refuse an erasure, values that cannot be emptied as the record says. Warnings, such
    as a missing index, do not fail.
    """
    found = list(check_files(files) if files else check_policy(policy))
    if url is not None:
        found += wait(_against(_the_one(files or system_files(policy)), typed.line(url)))
    if bucket is not None:
        found += wait(_in_bucket(policy, bucket))
    ordered = sorted(set(found), key=lambda f: (f.file, f.line or 0, f.key, f.what))
    tell(Text("\n".join(_lines(ordered))), _answer(ordered), as_json=as_json)
    return FAILED if any(not fault.is_warning for fault in ordered) else WENT_WELL


def _the_one(files: Sequence[Path]) -> Path:
    if len(files) != 1:
        raise InvalidInput("a database is that of one record: name its FILE beside --url")
    return files[0]


async def _against(file: Path, url: str) -> list[Fault]:
    from habeas.datamap.connection import ask
    from habeas.datamap.reading import read_schema

    with Progress() as progress:
        progress.say("reading the schema")
        schema = await ask(url, read_schema)
        return list(check_database(file, schema, progress.say))


async def _in_bucket(policy: Path, system: str) -> list[Fault]:
    from habeas.datamap.bucket import BucketAccess, check_bucket

    loaded = load_policy(policy)
    record = next((b for b in loaded.processing.buckets if b.system == system), None)
    if record is None:
        raise InvalidInput(f"the record of processing names no bucket of {system}: see its section `buckets`")
    at = bucket_settings(system).read()
    access = BucketAccess(at.bucket, at.s3_endpoint, at.s3_region, at.s3_reading_key, at.s3_reading_secret)
    return list(placed(await check_bucket(record, access), loaded.documents[""]))


def _lines(found: Sequence[Fault]) -> Iterator[str]:
    for fault in found:
        where = f"{fault.file}:{fault.line}" if fault.line else fault.file
        kind = "warning: " if fault.is_warning else ""
        yield f"{where}: {kind}{fault.key}: {fault.what}" if fault.key else f"{where}: {kind}{fault.what}"
    yield f"{_count(found, is_warning=False)} to mend, {_count(found, is_warning=True)} warnings"


def _answer(found: Sequence[Fault]) -> dict[str, Any]:
    return {
        "findings": [vars(fault) for fault in found],
        "to_mend": _count(found, is_warning=False),
        "warnings": _count(found, is_warning=True),
    }


def _count(found: Sequence[Fault], *, is_warning: bool) -> int:
    return sum(fault.is_warning is is_warning for fault in found)
