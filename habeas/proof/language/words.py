"""What every language must have words for: one that lacks an outcome, a column or a code does not come to be."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from habeas.domain.justification import KEEPS, REFUSES, Justification
from habeas.domain.language import Language
from habeas.domain.outcome import Became
from habeas.domain.right import Right
from habeas.domain.treatment import ErasureGround

from ..column import Column
from ..iri import RIGHTS
from .why import KEPT_BY


@dataclass(frozen=True)
class Headings:
    """Titles and labels."""

    title: str
    subtitle: str
    case: str
    moment: str
    controller: str
    contact: str
    right: str
    received: str
    plan: str
    summary: str
    outcome: str
    items: str
    outcomes: str
    unproved: str
    check: str
    key: str
    log: str
    index: str
    size: str
    root: str


@dataclass(frozen=True)
class Sentences:
    """What is said around the outcomes; `{…}` are filled in."""

    lead: str
    moment: str
    erased: str
    titles: str
    nothing: str
    unproved: str
    nothing_else: str
    copies: str
    later: str
    attested: str
    revoked: str
    truth: str
    warning: str
    revocation: str
    page: str
    command: str
    keys: str
    keep: str
    person: str
    since: str
    between: str


@dataclass(frozen=True)
class Forms:
    """How dates, moments and numbers are written."""

    months: tuple[str, ...]
    first_day: str
    day: str
    moment: str
    thousands: str


@dataclass(frozen=True)
class OutcomeWords:
    """One outcome: its name, and what it means and does not mean."""

    name: str
    means: str


@dataclass(frozen=True)
class Words:
    """One language. Raises KeyError for a mapping that lacks a code that a certificate may have.

    `whys` are reasons by their English words, `kept_by` one that says who decided; `unknown_categories` are those that
    no record of processing has.
    """

    code: Language
    headings: Headings
    sentences: Sentences
    forms: Forms
    outcomes: Mapping[Became, OutcomeWords]
    columns: Mapping[Column, str]
    rights: Mapping[Right, str]
    erasure_grounds: Mapping[ErasureGround, str]
    exceptions: Mapping[Justification, str]
    whys: Mapping[str, str]
    kept_by: str
    unknown_categories: Mapping[str, str]

    def __post_init__(self) -> None:
        """Raises KeyError."""
        if missing := sorted(self._missing()):
            raise KeyError(f"{self.code} has no words for {', '.join(missing)}")

    def date(self, day: date) -> str:
        """A day, as in `5 March 2026`."""
        number = self.forms.first_day if day.day == 1 else str(day.day)
        return self.forms.day.format(day=number, month=self.forms.months[day.month - 1], year=day.year)

    def moment(self, at: datetime) -> str:
        """A day with its time, the zone's name, and how far it is from UTC."""
        offset = f"{at:%z}"
        said = {"date": self.date(at.date()), "hour": f"{at:%H}", "minute": f"{at:%M}"}
        return self.forms.moment.format(**said, zone=at.tzinfo, offset=f"{offset[:3]}:{offset[3:5]}")

    def number(self, value: int) -> str:
        """A number with its thousands set apart."""
        return f"{value:,}".replace(",", self.forms.thousands)

    def why(self, said: str) -> str | None:
        """A reason in this language; None where it is known in English alone."""
        if said.startswith(KEPT_BY):
            return self.kept_by.format(by=said.removeprefix(KEPT_BY))
        return self.whys.get(said)

    def _missing(self) -> Iterator[str]:
        needed: tuple[tuple[Iterable[StrEnum], set[StrEnum]], ...] = (
            (self.outcomes, set(Became)),
            (self.columns, set(Column)),
            (self.rights, set(RIGHTS.values())),
            (self.erasure_grounds, set(ErasureGround)),
            (self.exceptions, set(KEEPS | REFUSES)),
        )
        for words, codes in needed:
            yield from codes - set(words)
