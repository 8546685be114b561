"""How things are said on a page: dates in the controller's zone, names of systems, sentences of cases, choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from habeas.bundle.language.book import WORDS as BUNDLE
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.holding import COMPANY, Circumstance
from habeas.domain.identifier import GIVEN
from habeas.domain.identity import Rung
from habeas.domain.letter import LetterKind
from habeas.domain.processing import ProcessingRecord
from habeas.domain.time_limit import Place

from .decision import NO, YES
from .language.words import Words
from .saying import meant


class Said(NamedTuple):
    """A sentence of a case; `is_known`: it is in the page's language, and else in English."""

    text: str
    is_known: bool


@dataclass(frozen=True)
class Speech:
    """One language, where the controller acts, and the names in the record of processing."""

    words: Words
    place: Place
    record: ProcessingRecord

    @property
    def zone(self) -> str:
        """The name of the zone in which all times are."""
        return self.place.zone.key

    @property
    def colon(self) -> str:
        """What stands between a label and what it is of."""
        return BUNDLE[self.words.code].forms.colon

    def date(self, day: date | None) -> str:
        """A day in words."""
        return BUNDLE[self.words.code].date(day) if day is not None else "–"

    def moment(self, at: datetime | None) -> str:
        """A day and a time, with the zone."""
        if at is None:
            return "–"
        here = at.astimezone(self.place.zone)
        return self.words.moment.format(date=self.date(here.date()), time=f"{here:%H:%M}", zone=self.zone)

    def system(self, name: str) -> str:
        """A system, or what of the house may be stuck; one that nobody named is shown by its id."""
        if name in self.record.systems:
            return self.record.systems[name].said_in(self.words.code)
        return self.words.house.get(name, name)

    def source(self, name: str) -> str:
        """Where an identifier comes from."""
        return self.words.case.from_the_person if name == GIVEN else self.system(name)

    def category(self, system: str, name: str) -> str:
        """A category of a system's data: of a customer's as the customer reads it, of ours as the person does."""
        category = self.record.of(system).get(name)
        if category is not None:
            return (category.label or category.title).said_in(self.words.code)
        return BUNDLE[self.words.code].unknown_categories.get(name, name)

    def controller(self, name: str, status: CaseStatus) -> str:
        """Whose data it is."""
        if name == COMPANY:
            return self.words.case.ours
        return next((one.name for one in status.referrals if one.controller == name), name)

    def country(self, code: str | None) -> str:
        """A country, or that it is not known."""
        return self.words.new.unknown if code is None else BUNDLE[self.words.code].countries.get(code, code)

    def phrase(self, text: str) -> Said:
        """What a system says in English, where the record of processing has it in this language."""
        found = next((p for p in self.record.phrases if p.en == text), None)
        return Said(text, is_known=False) if found is None else Said(found.said_in(self.words.code), is_known=True)

    def holding(self, key: str, status: CaseStatus) -> str:
        """A holding of a plan, or a whole system, by its key."""
        system, _, rest = key.partition("/")
        if not rest:
            return self.words.form.whole.format(system=self.system(system))
        category, controller, circumstance = _parts(rest)
        said = f"{self.system(system)}{self.colon}{self.category(system, category)}"
        more = [self.controller(controller, status)] if controller != COMPANY else []
        more += [self.words.circumstances[circumstance]] if circumstance else []
        return f"{said} ({', '.join(more)})" if more else said

    def sentence(self, text: str, status: CaseStatus) -> Said:
        """What a case says, in this language if it is known."""
        saying = meant(text)
        if saying is None:
            return Said(text, is_known=False)
        filled = {name: self._filling(name, value, status) for name, value in saying.filled.items()}
        return Said(self.words.sayings[saying.name].format(**filled), is_known=True)

    def _filling(self, name: str, value: str, status: CaseStatus) -> str:
        match name:
            case "state" if value in set(CaseState):
                return self.words.states[CaseState(value)]
            case "asked" if value in set(Rung):
                return self.words.rungs[Rung(value)]
            case "letter" if value in set(LetterKind):
                return self.words.letters[LetterKind(value)]
            case "keys":
                return "; ".join(self.holding(key, status) for key in value.split(", "))
            case "controller":
                return self.controller(value, status)
            case "system":
                return self.system(value)
        return value

    @cached_property
    def _codes(self) -> Mapping[str, Mapping[Any, str]]:
        """The words for what may be chosen in a field, where that is a code; none chosen is one too."""
        w = self.words
        codes: dict[str, Mapping[Any, str]] = {
            "doubt": w.doubts,
            "directive": w.directives,
            "right": w.rights,
            "justification": w.justifications,
            "channel": w.channels,
            "language": w.languages,
            "rung": {**w.rungs, "": w.new.not_yet},
            "copy_first": {**w.rights, "": w.new.no_copy},
            "consent": {**{c.name: c.title.said_in(w.code) for c in self.record.consents}, "": w.new.all_consents},
            "is_theirs": {YES: w.case.yes, NO: w.case.no},
        }
        return codes

    def choice(self, field: str, value: str, status: CaseStatus | None = None) -> str:
        """One that may be chosen in a field."""
        if field in self._codes:
            return self._codes[field][value]
        if field == "country":
            return self.country(value or None)
        if field == "system":
            return self.system(value)
        if status is None:
            return value
        return {"holding": self.holding, "controller": self.controller}.get(field, _as_it_is)(value, status)


def _as_it_is(value: str, _status: CaseStatus) -> str:
    return value


def _parts(rest: str) -> tuple[str, str, Circumstance | None]:
    """Category, controller (whose name may have slashes of its own) and circumstance, of a holding's key."""
    category, *parts = rest.split("/")
    circumstance = Circumstance(parts.pop()) if parts[-1] in set(Circumstance) else None
    return category, "/".join(parts), circumstance
