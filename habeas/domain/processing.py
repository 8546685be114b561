"""The record of processing (GDPR art. 30), as far as a request needs it.

What each category is, and which rights reach it. It is read from `policy/processing.yaml`; this module knows the words
and the rules, not the file. A record that could not answer an access request in full (GDPR art. 15(1), L-20) is none.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from .bucket import Bucket
from .holding import Retention
from .identity import Ages
from .information import Authorities, Company, Information
from .manual import ManualSystem, Owner
from .model import Strict
from .recipient import Recipient, RecipientKind
from .right import Right
from .stop import PURPOSE
from .text import Name, Text
from .time_limit import MONTHS_WHEN_EXTENDED, months_later, year_end
from .treatment import ErasureGround, Treatment


class Basis(StrEnum):
    """The legal basis of a processing (GDPR art. 6(1))."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Origin(StrEnum):
    """Where data comes from; portability covers only what the subject provided or what was observed (L-26)."""

    PROVIDED = "provided"
    OBSERVED = "observed"
    OBTAINED = "obtained"
    INFERRED = "inferred"


class Role(StrEnum):
    """Whose data it is (GDPR art. 4(7), 4(8), 26)."""

    CONTROLLER = "controller"
    JOINT = "joint"
    PROCESSOR = "processor"


class Exclusion(StrEnum):
    """Why portability does not reach a category, in English; the bundle knows each in the other languages."""

    OBTAINED = "it was obtained, not provided by you (GDPR art. 20(1))"
    INFERRED = "it was inferred, not provided by you (GDPR art. 20(1))"
    LEGAL_OBLIGATION = "it is held on legal obligation, not on consent or contract (GDPR art. 20(1)(a))"
    LEGITIMATE_INTEREST = "it is held on legitimate interest, not on consent or contract (GDPR art. 20(1)(a))"


_ERASED_ON = {
    Basis.CONSENT: ErasureGround.WITHDRAWN,
    Basis.CONTRACT: ErasureGround.NO_LONGER_NEEDED,
    Basis.LEGAL_OBLIGATION: ErasureGround.NO_LONGER_NEEDED,  # where the obligation is over: until then it is kept
    Basis.LEGITIMATE_INTEREST: ErasureGround.OBJECTED,
}
_BY_ORIGIN = {Origin.OBTAINED: Exclusion.OBTAINED, Origin.INFERRED: Exclusion.INFERRED}
_BY_BASIS = {
    Basis.LEGAL_OBLIGATION: Exclusion.LEGAL_OBLIGATION,
    Basis.LEGITIMATE_INTEREST: Exclusion.LEGITIMATE_INTEREST,
}


class RetentionRule(Strict):
    """A law that keeps a category: its citation, and for how many months.

    They count from each record's date; or, with `financial_year_ends` (as `12-31`; `02-29` is the last of February),
    from the end of the financial year in which that date is (L-50).
    """

    ground: str = Field(min_length=3)
    months: int = Field(gt=0)
    financial_year_ends: str | None = Field(default=None, pattern=r"^\d\d-\d\d$")

    @field_validator("financial_year_ends")
    @classmethod
    def _is_a_day(cls, ends: str | None) -> str | None:
        if ends is not None:
            year_end(date.min, ends)
        return ends

    def until(self, recorded: date) -> date:
        """The last day on which a record of that date is kept."""
        counts_from = year_end(recorded, self.financial_year_ends) if self.financial_year_ends else recorded
        return months_later(counts_from, self.months)

    def since(self, today: date) -> date:
        """The first day whose records are still kept; months and years differ in length, so each day is asked."""
        day = months_later(today, -self.months - (12 if self.financial_year_ends else 0))
        while self.until(day) < today:
            day += timedelta(days=1)
        return day

    def retention(self, newest: date) -> Retention:
        """The retention of several records: it ends with the newest."""
        return Retention(ground=self.ground, until=self.until(newest))


class Category(Strict):
    """One category of personal data in one system, as the policy describes it.

    `title`, `purpose`, `kept` and `source` are words for the person, and `recipients` the ids of who receives it: the
    answer to a request quotes them (GDPR art. 15(1)). Names are such that files can be called by them. What the answer
    needs is asked for by the whole record; a system's adapter needs only the rules. `label` is the title for others
    than the person, where the data is a customer's. `was_public`: other controllers may have copies (GDPR art. 17(2)).
    `deleted_after`: after how many months its system deletes it by itself, where it does.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9]*([ _-][a-z0-9]+)*$")
    system: str = Field(pattern=r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")
    title: Name
    label: Name | None = None
    purpose: Name
    role: Role
    basis: Basis
    origin: Origin
    kept: Text | None = None
    source: Name | None = None
    recipients: tuple[str, ...] | None = None
    retention: RetentionRule | None = None
    was_public: bool = False
    deleted_after: int | None = Field(default=None, gt=0)

    @property
    def slug(self) -> str:
        """The name as a part of a file's name."""
        return self.name.replace(" ", "-")

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether it did not come from the person, so that its source is to be told (GDPR art. 15(1)(g))."""
        return self.origin in _BY_ORIGIN

    def outside(self, right: Right) -> Exclusion | None:
        """Why this right does not reach this category, or None if it does.

        Portability (GDPR art. 20(1)) reaches what the subject provided or what was observed, held on consent or
        contract; access reaches all of it.
        """
        if right is not Right.PORTABILITY:
            return None
        return _BY_ORIGIN.get(self.origin) or _BY_BASIS.get(self.basis)

    @property
    def treatment(self) -> Treatment:
        """What a plan has to know of it."""
        return Treatment(erased_on=_ERASED_ON[self.basis], is_joint=self.role is Role.JOINT, was_public=self.was_public)

    def lacks(self) -> Iterator[tuple[str, str]]:
        """What an answer would miss: the key, and what the law wants there."""
        if self.kept is None:
            yield "kept", "is missing: for how long, or by which criteria (GDPR art. 15(1)(d))"
        if self.recipients is None:
            yield "recipients", "is missing: who receives it, or [] for nobody (GDPR art. 15(1)(c))"
        if self.label is None and self.role is not Role.CONTROLLER:
            yield "label", "is missing: what its controller is told of it (GDPR art. 28(3)(e))"
        if self.deleted_after is not None and self.deleted_after <= MONTHS_WHEN_EXTENDED:
            yield (
                "deleted_after",
                f"is not after the {MONTHS_WHEN_EXTENDED} months in which a request may be answered (L-22)",
            )
        if self.source is None and self.is_from_elsewhere:
            yield "source", "is missing: it does not come from the person (GDPR art. 15(1)(g))"
        for key, text in (("title", self.title), ("purpose", self.purpose)):
            if text.is_name:
                yield key, "is the same in all languages: it is not translated"


class Consent(Strict):
    """Something that a consent may be for: its name in systems, and what it is called to people (GDPR art. 7(3))."""

    name: str = Field(pattern=PURPOSE)
    title: Name


class ProcessingRecord(Strict):
    """Every category that the company processes, and what a person is told of it.

    `systems` are the systems' names in plain words; `phrases` are translations of what systems say in English: why
    they withhold something, and what was disclosed on what ground. `buckets` say what lies in them. `manual_systems`
    are those without an API, whose owner is asked. `consents` are what a consent may be for, and be withdrawn.
    `without` are systems whose adapter is installed and that the company does not have, each with the reason.
    """

    version: str
    controller: Company
    systems: dict[str, Text]
    recipients: tuple[Recipient, ...]
    information: Information
    authorities: Authorities
    ages_of_consent: Ages = Ages()
    phrases: tuple[Text, ...] = ()
    categories: tuple[Category, ...]
    buckets: tuple[Bucket, ...] = ()
    manual_systems: tuple[ManualSystem, ...] = ()
    consents: tuple[Consent, ...] = ()
    without: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_answer(self) -> Self:
        if complaints := [*self._doubled(), *self._unanswered(), *self._loose_ends(), *self._unowned()]:
            raise ValueError("; ".join(complaints))
        return self

    def _doubled(self) -> Iterator[str]:
        names = [(c.system, c.slug) for c in self.categories]
        if len(set(names)) != len(names):
            yield "categories: one is described twice for one system"
        if len({r.id for r in self.recipients}) != len(self.recipients):
            yield "recipients: one is described twice"
        if len({c.name for c in self.consents}) != len(self.consents):
            yield "consents: one is described twice"

    def _unanswered(self) -> Iterator[str]:
        for category in self.categories:
            for key, what in category.lacks():
                yield f"categories.{category.system}/{category.name}.{key}: {what}"

    def _loose_ends(self) -> Iterator[str]:
        known = {r.id for r in self.recipients}
        for category in self.categories:
            if not known.issuperset(category.recipients or ()):
                yield f"categories.{category.system}/{category.name}.recipients: one is not among the recipients"
            if category.system not in self.systems:
                yield f"systems.{category.system}: is missing"
        for system in sorted(self.systems.keys() & self.without.keys()):
            yield f"without.{system}: is also among the systems"
        described = frozenset((c.system, c.name) for c in self.categories)
        for bucket in self.buckets:
            yield from bucket.undescribed(described)

    def _unowned(self) -> Iterator[str]:
        """An owner is told of a person: it must hold the data already, for the company or as its processor."""
        processors = {r.id for r in self.recipients if r.kind is RecipientKind.PROCESSOR}
        names = [manual.name for manual in self.manual_systems]
        if len(set(names)) != len(names):
            yield "manual_systems: one is declared twice"
        for manual in self.manual_systems:
            if not self.of(manual.name):
                yield f"manual_systems.{manual.name}: no category says what it holds"
            if any(c.role is not Role.CONTROLLER for c in self.of(manual.name).values()):
                yield f"manual_systems.{manual.name}: what it holds is another controller's, who is asked another way"
            if manual.processor is not None and manual.processor not in processors:
                yield f"manual_systems.{manual.name}.processor: is not a recipient of the kind processor"

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Who is asked about the systems without an API."""
        return tuple(
            Owner(
                system=manual.name,
                role=manual.owner,
                address=manual.address,
                language=manual.language,
                is_processor=manual.processor is not None,
                finds_by=manual.finds_by,
                answers_within=timedelta(days=manual.answers_within),
                categories=tuple(self.of(manual.name)),
            )
            for manual in self.manual_systems
        )

    @property
    def treatments(self) -> dict[tuple[str, str], Treatment]:
        """How each category is treated when its person asks for its erasure, by system and name.

        Who asks for erasure withdraws the consent, objects, or ends what needs the data (L-35).
        """
        manual = {one.name for one in self.manual_systems}
        return {
            (c.system, c.name): c.treatment.model_copy(update={"is_manual": c.system in manual})
            for c in self.categories
        }

    @property
    def rest_on_consent(self) -> frozenset[str]:
        """The systems that hold something of ours on consent."""
        ours = (c for c in self.categories if c.role is not Role.PROCESSOR)
        return frozenset(c.system for c in ours if c.basis is Basis.CONSENT)

    @property
    def has_consent(self) -> bool:
        """Whether there is any consent that a person could withdraw."""
        return bool(self.consents or self.rest_on_consent)

    def of(self, system: str) -> dict[str, Category]:
        """The categories of one system, by name."""
        return {c.name: c for c in self.categories if c.system == system}
