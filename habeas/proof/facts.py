"""What the page says of a certificate, in the words of one language; the template calls it `facts`."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from habeas.domain.information import Company
from habeas.domain.outcome import Became
from habeas.domain.processing import ProcessingRecord
from habeas.evidence.certificate import SUBJECT, Certificate
from habeas.evidence.checkpoint import Checkpoint

from .iri import RIGHTS
from .language.words import Words
from .predicate import Predicate
from .table import Section, Tables


@dataclass(frozen=True)
class Facts:
    """One certificate; None where it does not say something."""

    certificate: Certificate
    said: Predicate
    record: ProcessingRecord
    words: Words
    zone: ZoneInfo

    @property
    def case(self) -> str:
        """The id of the case."""
        return self.certificate.case

    @property
    def company(self) -> Company:
        """Who says it."""
        return self.record.controller

    @property
    def moment(self) -> str:
        """Of when it speaks."""
        return self._moment(self.certificate.at)

    @property
    def received(self) -> str | None:
        """When the request came."""
        return self._moment(self.said.received) if self.said.received else None

    @property
    def right(self) -> str | None:
        """What was asked for; one that has no words is called by its IRI."""
        known = RIGHTS.get(self.said.right) if self.said.right else None
        return self.words.rights[known] if known else self.said.right

    @property
    def plan(self) -> str | None:
        """The commitment to the plan that was approved."""
        return self.certificate.plan

    @property
    def sections(self) -> list[Section]:
        """All that became of anything."""
        return Tables(self.record, self.words).sections(self.said.outcomes)

    @property
    def limits(self) -> list[str]:
        """What the certificate does not prove."""
        s = self.words.sentences
        is_attested = any(item.outcome is Became.ATTESTED for item in self.said.outcomes)
        attested, revoked = [s.attested] if is_attested else [], [s.revoked] if self.revoked else []
        return [s.nothing_else, s.copies, s.later, *attested, *revoked, s.truth]

    @property
    def key(self) -> str:
        """Which key has signed it, and from when until when that one signs."""
        key, s = self.certificate.key, self.words.sentences
        begins = self._day(key.begins_at)
        if key.ends_at is None:
            return s.since.format(key=key.id, begins=begins)
        return s.between.format(key=key.id, begins=begins, ends=self._day(key.ends_at))

    @property
    def revoked(self) -> str | None:
        """What it means that its key was revoked, where it was."""
        key = self.certificate.key
        if key.revoked_at is None:
            return None
        reason = key.revoked_for or "–"
        return self.words.sentences.revocation.format(date=self._day(key.revoked_at), reason=reason)

    @property
    def log(self) -> Checkpoint:
        """The log as it was when the proof was made."""
        return self.certificate.checkpoint

    @property
    def names_a_person(self) -> bool:
        """Whether it commits to somebody, so that the salt shows to whom."""
        return self.certificate.statement.digest_of(SUBJECT) is not None

    def _day(self, at: datetime) -> str:
        return self.words.date(at.astimezone(self.zone).date())

    def _moment(self, at: datetime) -> str:
        return self.words.moment(at.astimezone(self.zone))
