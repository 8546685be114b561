"""Checks records by themselves and against their databases; everything found has a file, a line and a key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from habeas.complaint import told
from habeas.document import Document, dotted, shown
from habeas.domain.processing import Category
from habeas.domain.system_record import SystemRecord
from habeas.fault import Fault, Faulty
from habeas.policy import load_policy
from habeas.system_file import database_alone, read_system

from .drift import Said, check_schema
from .finding import Finding
from .record import check_record
from .schema import Schema


def check_policy(path: Path) -> Iterator[Fault]:
    """The record of processing with every record beside it, as far as the files tell. Never raises Faulty."""
    try:
        policy = load_policy(path)
    except Faulty as wrong:
        yield from wrong.faults
        return
    for name, record in policy.systems.items():
        found = check_record(record, policy.processing.of(name))
        yield from placed(found, policy.documents[name])


def check_files(files: Sequence[Path]) -> Iterator[Fault]:
    """Some records: with the record of processing, where they lie beside one, else each by itself."""
    together = {policy: [f for f in files if _policy(f) == policy] for policy in dict.fromkeys(map(_policy, files))}
    for policy, own in together.items():
        if policy is None:
            for file in own:
                yield from _alone(file)
        else:
            names = {shown(file) for file in own}
            yield from (fault for fault in check_policy(policy) if fault.file in names)


def check_database(file: Path, schema: Schema, progress: Said = lambda _: None) -> Iterator[Fault]:
    """What of a record does not fit its database; nothing where the file is no record, which `check_files` says."""
    document = Document.read(file, file.stem)
    database = database_alone(document)
    if database is not None:
        asked = {dotted(place) for place, _ in document.open_places()}  # is told already
        found = placed(check_schema(database, schema, _described(file), progress), document)
        yield from (fault for fault in found if fault.key not in asked)


def placed(findings: Iterable[Finding], document: Document) -> Iterator[Fault]:
    """Findings with the file and line in which they are."""
    for finding in findings:
        yield replace(told(finding.said, [document]), is_warning=finding.is_warning)


def _policy(file: Path) -> Path | None:
    beside = file.parent.parent / "processing.yaml"
    return beside if file.parent.name == "systems" and beside.exists() else None


def _alone(file: Path) -> Iterator[Fault]:
    try:
        record, document = read_system(file)
    except Faulty as wrong:
        yield from wrong.faults
        return
    yield from placed(_of_one(record), document)


def _of_one(record: SystemRecord) -> Iterator[Finding]:
    categories = _by_name(record)
    for name, category in categories.items():
        yield from (Finding(f"categories.{name}.{key}: {what}") for key, what in category.lacks())
    yield from map(Finding, record.undescribed(categories))
    yield from check_record(record, categories)


def _described(file: Path) -> Mapping[str, Category]:
    """The categories of a system, as far as its files can be read already."""
    policy = _policy(file)
    try:
        return load_policy(policy).processing.of(file.stem) if policy else _by_name(read_system(file)[0])
    except Faulty:
        return {}


def _by_name(record: SystemRecord) -> dict[str, Category]:
    return {category.name: category for category in record.categories}
