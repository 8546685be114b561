"""Reads the record of processing from its file."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import ValidationError

from habeas.domain.error import InvalidInput
from habeas.domain.processing import ProcessingRecord
from habeas.domain.recipient import dead_basis

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's reads the file in a tenth of the time
Place = tuple[str | int, ...]
"""The keys and positions that lead to a value of the file."""


def load_processing(path: Path) -> ProcessingRecord:
    """Read a YAML file as the record of processing.

    Raises InvalidInput, naming in one line the file and each entry and key that is wrong or missing, or the line where
    the file is no YAML. A transfer basis that is no longer in force is wrong wherever it stands (P-2).
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - it is a safe one
        if dead := "; ".join(f"{_named(document, place)}: {basis} is not in force" for place, basis in _dead(document)):
            raise InvalidInput(f"{path.name}: {dead}")
        return ProcessingRecord.model_validate(document)
    except OSError as error:
        raise InvalidInput(f"{path.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name}: is not UTF-8 text") from None
    except yaml.YAMLError as error:
        raise InvalidInput(f"{path.name}: is not YAML{_line(error)}") from None
    except ValidationError as error:
        raise InvalidInput(f"{path.name}: {_fields(error, document)}") from None


def _line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark else ""


def _fields(error: ValidationError, document: object) -> str:
    """Each wrong field by its place, as in `categories.accounts/usage.title.fr`."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(_complaint(_named(document, p["loc"]), p["msg"].removeprefix("Value error, ")) for p in problems)


def _complaint(place: str, what: str) -> str:
    return f"{place}: {what}" if place else what


def _named(document: object, place: Place) -> str:
    """A place for people: entries of a list by their name rather than their position, all in one line."""
    words = []
    for key in place:
        document = _below(document, key)
        words.append(_name(document) or str(key) if isinstance(key, int) else key)
    return " ".join(".".join(words).split())


def _below(document: object, key: str | int) -> object:
    match document:
        case dict():
            return document.get(key)
        case list() if isinstance(key, int) and key < len(document):
            return document[key]
        case _:
            return None


def _name(entry: object) -> str | None:
    """The name of an entry, as others refer to it: its id, or its system and name."""
    match entry:
        case {"id": str(name)}:
            return name
        case {"system": str(system), "name": str(name)}:
            return f"{system}/{name}"
        case {"name": str(name)}:
            return name
        case _:
            return None


def _dead(document: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Each text of the file, keys too, that names a transfer basis which is no longer in force."""
    match document:
        case dict():
            for key, value in document.items():
                yield from _dead(str(key), (*place, str(key)))
                yield from _dead(value, (*place, str(key)))
        case list():
            for number, value in enumerate(document):
                yield from _dead(value, (*place, number))
        case str() if basis := dead_basis(document):
            yield place, " ".join(basis.split())
