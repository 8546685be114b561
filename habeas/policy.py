"""Reads the record of processing from its files: `processing.yaml`, and `systems/NAME.yaml` beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from habeas.domain.processing import ProcessingRecord
from habeas.domain.record.database import Database
from habeas.domain.system_record import SystemRecord

from .complaint import told
from .document import Document
from .fault import Fault, Faulty
from .system_file import own_categories, read_system, said_to_be_wrong, system_files, validated


@dataclass(frozen=True)
class Policy:
    """What the files say together: all of it, and the record of each database by the system's name."""

    processing: ProcessingRecord
    systems: dict[str, SystemRecord]
    documents: dict[str, Document]

    @property
    def databases(self) -> dict[str, Database]:
        """The records of databases alone."""
        return {name: record.database for name, record in self.systems.items()}


def load_processing(path: Path) -> ProcessingRecord:
    """Read a YAML file and the records of databases beside it as the record of processing.

    Raises Faulty, naming in one line each file, line and key that is wrong, missing or still open. A transfer basis
    that is no longer in force is wrong wherever it stands (P-2).
    """
    return load_policy(path).processing


def load_policy(path: Path) -> Policy:
    """Read all that the company says. Raises Faulty, as `load_processing` does."""
    base = Document.read(path)
    faults: list[Fault] = []
    found: dict[str, tuple[SystemRecord, Document]] = {}
    for file in system_files(path):
        try:
            found[file.stem] = read_system(file)
        except Faulty as wrong:
            faults += wrong.faults
    documents = (base, *(document for _, document in found.values()))
    content = _together(base.content, [document for _, document in found.values()])
    try:
        processing = validated(ProcessingRecord, content, documents, said_to_be_wrong(base))
    except Faulty as wrong:
        raise Faulty([*faults, *wrong.faults]) from None
    for name, (record, document) in found.items():
        faults += [told(c, [document]) for c in record.undescribed(processing.of(name))]
        others = {other: one.database for other, (one, _) in found.items()}
        faults += [told(c, [document]) for c in _strangers(record, processing, others)]
    if faults:
        raise Faulty(faults)
    return Policy(processing, {n: r for n, (r, _) in found.items()}, {"": base} | {n: d for n, (_, d) in found.items()})


def _together(base: Any, documents: list[Document]) -> Any:
    """The record of processing with what the systems' files add; what is no record at all stays as it is."""
    if not isinstance(base, dict):
        return base
    whole = dict(base)
    for document in documents:
        for key, added in (
            ("categories", own_categories(document)),
            ("phrases", document.content.get("phrases") or []),
        ):
            if isinstance(whole.get(key, []), list):
                whole[key] = [*whole.get(key, []), *added]
        if "title" in document.content and isinstance(whole.get("systems"), dict):
            whole["systems"] = {document.system: _in_all(document.content["title"]), **whole["systems"]}
    return whole


def _in_all(title: object) -> object:
    return dict.fromkeys(("nb", "fr", "en"), title) if isinstance(title, str) else title


def _strangers(record: SystemRecord, processing: ProcessingRecord, records: Mapping[str, Database]) -> Iterator[str]:
    """What a record says of other systems and is not so; of one without a record nobody knows which tables it has."""
    for system in record.database.needs:
        if system not in processing.systems:
            yield f"needs: {system} is no system"
    for table, system in record.database.elsewhere.items():
        if system not in processing.systems:
            yield f"elsewhere.{table}: {system} is no system"
        elif system in records and not records[system].has(table):
            yield f"elsewhere.{table}: {system} has no such table"
