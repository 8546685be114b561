"""The Data Package of a bundle (datapackage.org, version 2): each table with its fields, each file, for programs.

It is in English whatever the request's language, as the schemas of tables are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from itertools import count
from pathlib import PurePosixPath
from typing import Any

import orjson

from habeas.domain.processing import Category
from habeas.domain.receipt import StagedFile, StagedKind
from habeas.evidence.archive import Entry
from habeas.vault.opener import Opener

from .contents import Contents, place

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# what systems hold of people; a machine's own list would differ from another's
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".zip": "application/zip",
}
_ANY_BYTES = "application/octet-stream"


def package(contents: Contents, opener: Opener, payload: Sequence[Entry]) -> bytes:
    """datapackage.json, of what the payload came to. Raises Altered when a table's schema is not what was staged."""
    written = {entry.name: entry for entry in payload}
    document = {
        "$schema": _PROFILE,
        "name": contents.case_id,
        "title": "Personal data",
        "right": contents.right,
        "language": contents.language,
        "received_at": contents.received_at.astimezone(UTC).isoformat(),
        "resources": list(_resources(contents, opener, written)),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _resources(contents: Contents, opener: Opener, written: Mapping[str, Entry]) -> Iterator[dict[str, Any]]:
    categories = {(c.system, c.name): c for c in contents.processing.categories}
    for receipt in sorted(contents.receipts, key=lambda r: r.system):
        schemas, numbers = {f.category: f for f in receipt.files if f.kind is StagedKind.SCHEMA}, count(1)
        for file in sorted(receipt.files, key=lambda f: f.name):
            entry = written[place(file)]
            described = {**_described(categories.get((receipt.system, file.category))), **_file(entry)}
            if file.kind is StagedKind.FILE:
                yield {"name": f"{receipt.system}.file-{next(numbers)}", **described, **_cut(file), "bytes": entry.size}
            elif file.kind is StagedKind.TABLE:
                name = file.name.removesuffix(".json").replace("/", ".")
                yield {"name": name, "type": "table", **described, **_table(opener, schemas[file.category])}


def _described(category: Category | None) -> dict[str, str]:
    """What the record of processing says of it."""
    return {"title": category.title.en, "description": f"Held {category.purpose.en}."} if category else {}


def _cut(file: StagedFile) -> dict[str, object]:
    """Who has cut it by hand, where it is in the place of a recording (`contributors`, as the standard has them)."""
    if not file.cut_by:
        return {}
    why = "Cut by hand for this copy, in place of a recording that shows other people (GDPR art. 15(4))."
    return {"description": why, "contributors": [{"title": file.cut_by, "roles": ["editor"]}]}


def _file(entry: Entry) -> dict[str, object]:
    media_type = _MEDIA_TYPES.get(PurePosixPath(entry.name).suffix.lower(), _ANY_BYTES)
    return {"path": entry.name, "mediatype": media_type, "hash": f"sha256:{entry.sha256}"}


def _table(opener: Opener, schema: StagedFile) -> dict[str, object]:
    """How a table is read. A record may lack a field, so the keys are named: none has to be in the first one.

    Its bytes are not said: Frictionless does not count those of JSON, and finds any number wrong.
    """
    text = b"".join(opener.chunks(schema.path, schema.parts, schema.sha256))
    properties: dict[str, Any] = orjson.loads(text)["items"]["properties"]
    keys = list(properties)
    fields = [{"name": name, "type": _type(said["type"])} for name, said in properties.items()]
    return {
        "format": "json",
        "encoding": "utf-8",
        # as the standard says it, and as the reader of Frictionless does
        "dialect": {"itemType": "object", "itemKeys": keys, "json": {"keys": keys}},
        "schema": {"fields": fields, "missingValues": []},
    }


def _type(types: str | list[str]) -> str:
    """A field's type in a Table Schema, which knows no null: any field may lack a value. Several types are any."""
    distinct = {types} if isinstance(types, str) else set(types)
    one, *more = sorted(distinct - {"null"}) or ["any"]
    return "any" if more else one
