"""What every language must have words for: a translation that lacks one is no `Words`, and does not come to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from habeas.domain.language import Language
from habeas.domain.processing import Basis, Exclusion, Origin, Role
from habeas.domain.recipient import RecipientKind, Safeguard
from habeas.domain.right import Right

_UNITS = (10**9, 10**6, 10**3)


@dataclass(frozen=True)
class Headings:
    """Titles and labels."""

    title: str
    overview: str
    recipients: str
    withheld: str
    files: str
    rights: str
    purpose: str
    basis: str
    origin: str
    kept: str
    role: str
    receivers: str
    recipient: str
    country: str
    what: str
    ground: str
    last: str
    safeguard: str


@dataclass(frozen=True)
class Sentences:
    """What is said around the data; `{…}` are filled in."""

    lead: str
    keep_safe: str
    confirmed: str
    nothing_reached: str
    records: str
    first_records: str
    first_files: str
    disclosed: str
    not_disclosed: str
    more_disclosed: str
    receiving: str
    possible: str
    nobody: str
    passages: str
    cut_by: str
    within_eea: str
    unprotected: str
    elsewhere: str
    only_portable: str
    leads: str
    case: str
    cut: str


@dataclass(frozen=True)
class Files:
    """What each kind of file is."""

    page: str
    table: str
    schema: str
    own: str
    package: str
    manifest: str
    tag_manifest: str
    bag: str
    signature: str


@dataclass(frozen=True)
class Forms:
    """How dates, sizes, lists and truth values are written; `units` from gigabytes down to bytes."""

    months: tuple[str, ...]
    first_day: str
    day: str
    moment: str
    comma: str
    colon: str
    semicolon: str
    units: tuple[str, str, str, str]
    yes: str
    no: str


@dataclass(frozen=True)
class Words:
    """One language: its code, its own name, and all that the page says in it."""

    code: Language
    name: str
    languages: str
    headings: Headings
    sentences: Sentences
    files: Files
    forms: Forms
    rights: Mapping[Right, str]
    bases: Mapping[Basis, str]
    origins: Mapping[Origin, str]
    roles: Mapping[Role, str]
    kinds: Mapping[RecipientKind, str]
    safeguards: Mapping[Safeguard, str]
    exclusions: Mapping[Exclusion, str]
    countries: Mapping[str, str]
    fields: Mapping[str, str]
    unknown_categories: Mapping[str, str]

    def date(self, day: date) -> str:
        """A day, as in `5 March 2026`."""
        number = self.forms.first_day if day.day == 1 else str(day.day)
        return self.forms.day.format(day=number, month=self.forms.months[day.month - 1], year=day.year)

    def moment(self, at: datetime) -> str:
        """A day with its time, in UTC and saying so."""
        utc = at.astimezone(UTC)
        return self.forms.moment.format(date=self.date(utc.date()), hour=f"{utc:%H}", minute=f"{utc:%M}")

    def amount(self, size: int) -> str:
        """A size in bytes as people say it."""
        for unit, bytes_in_it in zip(self.forms.units, _UNITS, strict=False):
            if size >= bytes_in_it:
                return f"{size / bytes_in_it:.1f} {unit}".replace(".", self.forms.comma)
        return f"{size} {self.forms.units[-1]}"

    def country(self, code: str) -> str:
        """A country's name; its code where there is no entry."""
        return self.countries.get(code, code)
