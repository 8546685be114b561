"""The outcomes of a certificate as tables: one section for each that there is, and every outcome in its section."""

from collections.abc import Iterator
from dataclasses import dataclass

from habeas.domain.holding import COMPANY
from habeas.domain.language import Language
from habeas.domain.outcome import Became
from habeas.domain.processing import ProcessingRecord

from .column import ALWAYS, BELONGING, Column
from .iri import EXCEPTIONS, GROUNDS
from .language.words import OutcomeWords, Words
from .predicate import Item

_DASH = "–"
_LONG = 20  # letters


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table; `is_english` where only English words are known, on a page that is not."""

    text: str
    is_english: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it has a word that would not fit its column, and has to be broken anywhere."""
        return any(len(word) > _LONG for word in self.text.split())


@dataclass(frozen=True)
class Section:
    """One outcome with all that became so. `columns` are those that belong to it, and those that any of it needs."""

    became: Became
    words: OutcomeWords
    columns: list[Column]
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Tables:
    """Outcomes in the words of one language; titles are those of the record of processing."""

    record: ProcessingRecord
    words: Words

    def sections(self, items: tuple[Item, ...]) -> list[Section]:
        """A section for each outcome that one of these has, in the order of the outcomes."""
        of = {became: [item for item in items if item.outcome is became] for became in Became}
        return [self._section(became, some) for became, some in of.items() if some]

    def _section(self, became: Became, items: list[Item]) -> Section:
        cells = [self._cells(item) for item in items]
        shown = ALWAYS | BELONGING[became] | {column for row in cells for column in row}
        columns = [column for column in Column if column in shown]
        rows = [[row.get(column, Cell(_DASH)) for column in columns] for row in cells]
        return Section(became, self.words.outcomes[became], columns, rows)

    def _cells(self, item: Item) -> dict[Column, Cell]:
        cells = {Column.SYSTEM: self._system(item), Column.CATEGORY: self._category(item), **dict(self._measured(item))}
        return {**cells, **dict(self._named(item)), **dict(self._reasons(item))}

    def _measured(self, item: Item) -> Iterator[tuple[Column, Cell]]:
        if item.count is not None and item.is_counted:
            yield Column.COUNT, Cell(self.words.number(item.count))
        if item.left is not None:
            yield Column.LEFT, Cell(self.words.number(item.left))
        if item.until is not None:
            yield Column.UNTIL, Cell(self.words.date(item.until))

    def _named(self, item: Item) -> Iterator[tuple[Column, Cell]]:
        if item.controller is not None:
            own = self.record.controller.name
            yield Column.CONTROLLER, Cell(own if item.controller == COMPANY else item.controller)
        if item.recipient is not None:
            yield Column.RECIPIENT, Cell(item.recipient)
        if item.test is not None:
            yield Column.TEST, Cell(item.test)

    def _reasons(self, item: Item) -> Iterator[tuple[Column, Cell]]:
        if item.erased_on is not None:
            ground = GROUNDS.get(item.erased_on)
            yield Column.ERASED_ON, Cell(self.words.erasure_grounds[ground] if ground else item.erased_on)
        if item.exception is not None:
            known = self.words.exceptions.get(code) if (code := EXCEPTIONS.get(item.exception)) else None
            yield Column.EXCEPTION, Cell(known or item.exception)
        if item.ground is not None:
            yield Column.GROUND, Cell(self._phrase(item.ground) or item.ground)
        if item.why is not None:
            why = self.words.why(item.why)
            yield Column.WHY, Cell(why) if why else self._english(item.why)

    def _system(self, item: Item) -> Cell:
        system = self.record.systems.get(item.system)
        return Cell(system.said_in(self.words.code) if system else item.system)

    def _category(self, item: Item) -> Cell:
        """Its title; of what has none its words, as of what was disclosed; else its name."""
        if category := self.record.of(item.system).get(item.category):
            return Cell(category.title.said_in(self.words.code))
        words = self.words.unknown_categories.get(item.category) or self._phrase(item.category)
        return Cell(words) if words else self._english(item.category)

    def _phrase(self, said: str) -> str | None:
        return next((p.said_in(self.words.code) for p in self.record.phrases if p.en == said), None)

    def _english(self, text: str) -> Cell:
        return Cell(text, is_english=self.words.code is not Language.ENGLISH)
