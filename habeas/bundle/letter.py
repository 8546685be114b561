"""What the page says of recipients, reasons and authorities: the company's policy and the records, in one language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from habeas.domain.disclosure import EEA
from habeas.domain.processing import Category
from habeas.domain.receipt import Withheld
from habeas.domain.recipient import Recipient, Safeguard

from .cell import cell, printable
from .contents import Contents
from .facts import Disclosure, Facts
from .language.english import ENGLISH
from .language.words import Words


@dataclass(frozen=True)
class Said:
    """What a system said in English; `is_foreign` where it has no translation, and stays as it is."""

    text: str
    is_foreign: bool


@dataclass(frozen=True)
class Letter:
    """One bundle, as it is told in one language."""

    contents: Contents
    facts: Facts
    words: Words

    def receiving(self) -> list[Recipient]:
        """Who receives data of which something is held, by the nature of things: no single record is needed."""
        return [r for r in self._concerned() if not r.is_recorded]

    def possible(self) -> list[Recipient]:
        """Who may receive data of which something is held, and of whom no disclosure is on record."""
        return [r for r in self._concerned() if r.is_recorded and not self.facts.got(r)]

    def names(self, recipient: Recipient) -> list[str]:
        """Its names as records have them, else as the policy does."""
        found = self.facts.names.get(recipient.id)
        return [printable(n) for n in found] if found else [recipient.name.said_in(self.words.code)]

    def what(self, recipient: Recipient) -> str:
        """What it receives: in the policy's words, else the titles of the categories that name it."""
        if recipient.what:
            return recipient.what.said_in(self.words.code)
        return self._list(c.title.said_in(self.words.code) for c in self._held if recipient.id in (c.recipients or ()))

    def where(self, recipient: Recipient) -> str:
        """The countries that it is in."""
        return ", ".join(map(self.words.country, recipient.countries)) or self.words.sentences.elsewhere

    def protection(self, recipient: Recipient) -> str | None:
        """What protects data there (GDPR art. 15(2)); None where the country is not known."""
        if recipient.safeguard:
            return self.words.safeguards[recipient.safeguard]
        return self.words.sentences.within_eea if recipient.countries else None

    def protection_of(self, disclosure: Disclosure) -> str:
        """As above, of what went out; never a safeguard that the policy does not have for that country."""
        if disclosure.country in EEA:
            return self.words.sentences.within_eea
        for one in self.contents.processing.recipients:
            is_it = one.is_called(disclosure.recipient) and disclosure.country in one.countries
            if is_it and one.safeguard and one.safeguard is not Safeguard.NOT_TRANSFERRED:
                return self.words.safeguards[one.safeguard]
        return self.words.sentences.unprotected

    def last(self, disclosure: Disclosure) -> str:
        """The day of the last time, or what the record says instead of one."""
        try:
            return self.words.date(date.fromisoformat(disclosure.last[:10]))
        except ValueError:
            return printable(disclosure.last) or "–"

    def receivers_of(self, category: Category) -> str:
        """Who may receive a category, and what of it where that is not all."""
        theirs = [r for r in self.contents.processing.recipients if r.id in (category.recipients or ())]
        return self._list(map(self._narrowed, theirs)) or self.words.sentences.nobody

    def _narrowed(self, recipient: Recipient) -> str:
        names = self._list(self.names(recipient))
        return f"{names} ({self.what(recipient)})" if recipient.what else names

    def source_of(self, category: Category) -> str | None:
        """Who gave obtained data, as the records name them, else as the policy does; None for the person's own."""
        if category.source is None:
            return None
        named = self.facts.sources.get((category.system, category.name))
        return self._list(map(printable, named)) if named else category.source.said_in(self.words.code)

    def withheld(self) -> Iterator[tuple[str, Said, str]]:
        """What is withheld, by the category's title, why, and of a part how much of what, or who cut it."""
        titles = {(c.system, c.name): c.title.said_in(self.words.code) for c in self.contents.processing.categories}
        for receipt in self.contents.receipts:
            for one in receipt.withheld:
                title = titles.get((one.system, one.category))
                title = title or self.words.unknown_categories.get(one.category, one.category)
                yield title, self.translated(one.why), self._passages(one)

    def _passages(self, one: Withheld) -> str:
        if one.cut_by:
            return self.words.sentences.cut_by.format(item=printable(one.item), by=printable(one.cut_by))
        if not one.cut:
            return ""
        return self.words.sentences.passages.format(item=printable(one.item), cut=one.cut, of=one.of)

    def translated(self, english: str) -> Said:
        """What a system said, in this language if it is known there."""
        text = self._phrases.get(english)
        return Said(text or cell(english, self.words), is_foreign=text is None and self.words is not ENGLISH)

    @cached_property
    def _phrases(self) -> dict[str, str]:
        known = {phrase.en: phrase.said_in(self.words.code) for phrase in self.contents.processing.phrases}
        return known | {exclusion.value: said for exclusion, said in self.words.exclusions.items()}

    @cached_property
    def _held(self) -> list[Category]:
        return [category for category, _, _ in self.contents.held()]

    def _list(self, items: Iterable[str]) -> str:
        return self.words.forms.semicolon.join(items)

    def _concerned(self) -> list[Recipient]:
        ids = {i for category in self._held for i in category.recipients or ()}
        return [r for r in self.contents.processing.recipients if r.id in ids]
