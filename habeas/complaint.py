"""From what a model complains of to the file, the line and the key where it stands."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from .document import Document, dotted
from .fault import Fault
from .node import Place, name_of

DATABASE = "database"
"""Where a system's model has what stands at the top of its file."""


def model_faults(error: ValidationError, content: object, documents: Iterable[Document]) -> Iterator[Fault]:
    """What a model found wrong, in that of the documents in which it stands."""
    known = tuple(documents)
    for problem in error.errors(include_url=False, include_input=False, include_context=False):
        place = _named(content, problem["loc"])
        place = place[1:] if place[:1] == (DATABASE,) else place
        said = problem["msg"]
        if not said.startswith("Value error, "):
            yield fault(place, "", said, known)
            continue
        for complaint in said.removeprefix("Value error, ").split("; "):
            yield told(complaint, known, place)


def told(complaint: str, documents: Iterable[Document], place: Place = ()) -> Fault:
    """A complaint that begins with where it is, as in `columns.Email.emptied: is missing`."""
    known = tuple(documents)
    words, separator, what = complaint.partition(": ")
    leads = separator and any(document.below(place, words) != place for document in known)
    return fault(place, words, what, known) if leads else fault(place, "", complaint, known)


def fault(place: Place, words: str, what: str, documents: tuple[Document, ...]) -> Fault:
    """What is wrong at a place, and further below it as the words say, in the document that knows it best."""
    best = max(documents, key=lambda d: d.node(d.below(place, words) if d.node(place)[0] == len(place) else place)[0])
    whole = best.below(place, words) if best.node(place)[0] == len(place) else place
    return Fault(best.file, best.line(whole), ".".join(filter(None, (dotted(place), words))), what)


def _named(content: object, place: Place) -> Place:
    """A place for people: entries of a list by their name rather than their position."""
    words: list[str | int] = []
    for key in place:
        content = _content_below(content, key)
        words.append(name_of(content) or key if isinstance(key, int) else key)
    return tuple(words)


def _content_below(content: object, key: str | int) -> object:
    match content:
        case dict():
            return content.get(key)
        case list() if isinstance(key, int) and key < len(content):
            return content[key]
        case _:
            return None
