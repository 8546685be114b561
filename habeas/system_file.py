"""Reads `policy/systems/NAME.yaml`: the record of one database with the categories of its own."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from habeas.domain.recipient import dead_basis
from habeas.domain.record.database import Database
from habeas.domain.system_record import SystemRecord

from .complaint import DATABASE, fault, model_faults
from .document import OPEN, Document
from .fault import Fault, Faulty
from .node import Place

M = TypeVar("M", bound=BaseModel)

_OWN = ("title", "categories", "phrases")  # what a system's file has beside the record of its database


def system_files(path: Path) -> list[Path]:
    """The records of databases beside this record of processing."""
    return sorted((path.parent / "systems").glob("*.yaml"))


def read_system(file: Path) -> tuple[SystemRecord, Document]:
    """Read the record of one database from its file, which is called as the system is. Raises Faulty."""
    document = Document.read(file, file.stem)
    if isinstance(document.content, dict) and document.content.get("system") != file.stem:
        raise Faulty([fault(("system",), "", f"is not {file.stem}, as the file is called", (document,))])
    record = validated(SystemRecord, as_record(document), [document], said_to_be_wrong(document))
    return record, document


def load_database(file: Path) -> Database:
    """Read the record of one database alone. Raises Faulty, with file, line and key of what is wrong."""
    record, _ = read_system(file)
    return record.database


def as_record(document: Document) -> Any:
    """The content of a system's file as its model has it."""
    match document.content:
        case dict() as content:
            own = {key: content[key] for key in _OWN if key in content}
            own |= {"categories": own_categories(document)} if isinstance(own.get("categories"), list) else {}
            return {DATABASE: _meant({key: value for key, value in content.items() if key not in _OWN}), **own}
        case other:
            return other


def _meant(content: Any) -> Any:
    """A record in which `emptied: null` names the method, as whoever writes it means."""
    if not isinstance(content, dict):
        return content
    return {k: "null" if k == "emptied" and v is None else _meant(v) for k, v in content.items()}


def database_alone(document: Document) -> Database | None:
    """The record of the database, also while the categories beside it are open, and how columns are emptied.

    None where it is none.
    """
    content = as_record(document)
    try:
        return Database.model_validate(_without_open(content[DATABASE])) if isinstance(content, dict) else None
    except ValidationError:
        return None  # `read_system` says why


def _without_open(content: Any) -> Any:
    """A record in which a column whose emptying is open is left alone for now."""
    if not isinstance(content, dict):
        return content
    if content.get("emptied") == OPEN:
        return {**{key: value for key, value in content.items() if key != "emptied"}, "is_personal": False}
    return {key: _without_open(value) for key, value in content.items()}


def own_categories(document: Document) -> list[Any]:
    """The categories that a system's file brings, each with the name of its system."""
    given = document.content.get("categories")
    return [{"system": document.system, **c} if isinstance(c, dict) else c for c in given or ()]


def validated(model: type[M], content: Any, documents: Iterable[Document], wrong: Iterable[Fault]) -> M:
    """The content as a model; what is wrong anyway is not complained of twice."""
    known, faults = tuple(documents), [*wrong]
    try:
        valid = model.model_validate(content)
    except ValidationError as error:
        said = [f"{f.key}." for f in faults]
        faults += [f for f in model_faults(error, content, known) if not f"{f.key}.".startswith(tuple(said))]
        raise Faulty(faults) from None
    if faults:
        raise Faulty(faults)
    return valid


def said_to_be_wrong(document: Document) -> Iterator[Fault]:
    """What needs no model to be wrong: what is open, and what is no longer in force."""
    for place, question in document.open_places():
        yield fault(place, "", f"is open: {question}" if question else "is open", (document,))
    for place, basis in _dead(document.content):
        yield fault(document.named(place), "", f"{basis} is not in force", (document,))


def _dead(content: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Each text of the file, keys too, that names a transfer basis which is no longer in force."""
    match content:
        case dict():
            for key, value in content.items():
                yield from _dead(str(key), (*place, str(key)))
                yield from _dead(value, (*place, str(key)))
        case list():
            for number, value in enumerate(content):
                yield from _dead(value, (*place, number))
        case str() if basis := dead_basis(content):
            yield place, " ".join(basis.split())
