"""The letters: templates by kind and language, looked through when this module is imported, and how one is rendered."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from habeas.bundle.language.book import WORDS
from habeas.domain.language import Language
from habeas.domain.letter import Letter, LetterKind
from habeas.domain.processing import ProcessingRecord

from .check import MARK, check
from .content import ITEMS, Item, Omission
from .facts import Facts, Row
from .language.book import LETTER_WORDS
from .says import must_say


def loaded(loader: BaseLoader) -> Environment:
    """The templates of this loader, of every kind and language. Raises Omission when one lacks what the law wants."""
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["cells"] = _cells
    for language in Language:
        for kind in LetterKind:
            source, _, _ = loader.get_source(environment, _name(kind, language))
            check(environment, source, kind, language)
    return environment


def _cells(rows: Iterable[Row], *names: str) -> list[list[str]]:
    return [[getattr(row, name) for name in names] for row in rows]


def _name(kind: LetterKind, language: Language) -> str:
    return f"{language}/{kind}.html"


TEMPLATES = loaded(PackageLoader("habeas.letters"))


class Letters:
    """Renders letters with what this record of processing says of categories, systems and authorities."""

    def __init__(self, record: ProcessingRecord, zone: ZoneInfo, templates: Environment = TEMPLATES) -> None:
        """`zone` is the controller's: the days of letters are days there."""
        self._record = record
        self._zone = zone
        self._templates = templates

    def render(self, letter: Letter, language: Language | None = None) -> str:
        """A letter as a fragment of HTML, in its own language unless another one is asked for.

        Raises Omission when it lacks something that the law wants in it.
        """
        chosen = language or letter.language
        facts = Facts(letter, LETTER_WORDS[chosen], WORDS[chosen], self._record, self._zone)
        found: set[str] = set()
        template = self._templates.get_template(_name(letter.kind, chosen))
        text = template.render({"letter": facts, MARK: _marker(facts, found)})
        for item in ITEMS[letter.kind]:
            if item not in found:
                raise Omission(letter.kind, chosen, item, "is not in the letter")
        return f'<article lang="{chosen}">\n{text}\n</article>'


def _marker(facts: Facts, found: set[str]) -> Callable[..., str]:
    """What templates call at each item: it looks at what is said there."""

    def item(code: str, caller: Callable[[], Markup]) -> Markup:
        text = caller()
        plain = _plain(text)
        if not plain or any(_squeezed(said) not in plain for said in must_say(Item(code), facts)):
            raise Omission(facts.letter.kind, facts.words.code, code, "does not say it")
        found.add(code)
        return text

    return item


def _plain(text: Markup) -> str:
    return _squeezed(Markup(text).striptags())  # noqa: S704 - what a template of ours has rendered


def _squeezed(text: str) -> str:
    return " ".join(text.split())
