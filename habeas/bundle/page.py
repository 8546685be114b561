"""The page of a bundle that a person reads: what is held, why, who got it, for how long, what is withheld and why.

It needs no network and no script, and shows each table as far as a person reads: the rest is in the JSON beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from habeas.domain.language import Language
from habeas.domain.processing import Category
from habeas.domain.receipt import StagedFile
from habeas.domain.right import Right
from habeas.domain.text import Text
from habeas.vault.opener import Opener

from .cell import cell
from .contents import Contents, place
from .facts import Facts
from .language.book import WORDS
from .language.words import Words
from .legal import check
from .letter import Letter
from .reading import records

ROWS = 100  # of a table, on the page
LINKS = 500  # files of a category, on the page
_PIECES = 500  # of the template, written at once


@dataclass(frozen=True)
class Section:
    """One category on the page."""

    category: Category
    table: StagedFile | None
    files: list[StagedFile]
    columns: list[str]
    rows: list[list[str]]


def page(
    contents: Contents, opener: Opener, facts: Facts, words: Words, progress: Callable[[], None]
) -> Iterator[bytes]:
    """The page in one language, in pieces, as UTF-8; one table at a time is in memory. Calls `progress` for each."""
    pieces = _template(words.code).stream(
        contents=contents,
        letter=Letter(contents, facts, words),
        words=words,
        languages=WORDS,
        is_access=contents.right is Right.ACCESS,
        held=[(category, table) for category, table, _ in contents.held()],
        sections=_sections(contents, opener, words, progress),
        most_links=LINKS,
    )
    pieces.enable_buffering(_PIECES)
    return (piece.encode() for piece in pieces)


_PAGE = "index.html"


@cache
def _template(language: Language) -> Template:
    """The page's template in one language; to compile it takes longer than to fill it in."""
    return _environment(WORDS[language]).get_template(_PAGE)


def _environment(words: Words) -> Environment:
    loader = PackageLoader("habeas.bundle")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def shown(value: str) -> str:
        return cell(value, words)

    def said(text: Text) -> str:
        return text.said_in(words.code)

    environment.filters.update(said=said, plain=_plain, shown=shown, place=place)
    check(environment, loader.get_source(environment, _PAGE)[0])
    return environment


def _sections(contents: Contents, opener: Opener, words: Words, progress: Callable[[], None]) -> Iterator[Section]:
    for category, table, files in contents.held():
        progress()
        columns, rows = _rows(table, opener, words) if table else ([], [])
        yield Section(category, table, files, columns, rows)


def _rows(table: StagedFile, opener: Opener, words: Words) -> tuple[list[str], list[list[str]]]:
    """The first records of a table."""
    shown = [
        {cell(field, words): cell(value, words) for field, value in record.items()}
        for record in islice(records(opener, table), ROWS)
    ]
    columns = list(dict.fromkeys(field for fields in shown for field in fields))
    return columns, [[fields.get(column, "") for column in columns] for fields in shown]


def _plain(field: str) -> str:
    return field.replace("_", " ")


for _words in WORDS.values():  # who cannot answer as the law wants learns it when it starts
    _environment(_words)
