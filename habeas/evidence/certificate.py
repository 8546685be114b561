"""A certificate: what became of each category in each system, as it was read back at one moment; signed, and logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .checkpoint import Checkpoint
from .commitment import is_of
from .error import Unreadable
from .event import Event
from .keys import KeySet, SigningKey
from .opening import Opening
from .stated import Stated, moment_of, verified_statement
from .statement import Statement

CERTIFICATE, ADDENDUM = Event.CERTIFICATE.value, Event.ADDENDUM.value
SUBJECT = "data-subject"
PLAN = "plan"
OUTCOMES = frozenset(
    {
        "erased",
        "already-absent",
        "anonymised",
        "retained",
        "referred",
        "undecided",
        "inaccessible-key-destroyed",
        "in-backup-until",
        "notified",
        "outside-reach",
        "attested-manually",
        "refused",
    }
)


@dataclass(frozen=True)
class Certificate:
    """What was verified: the statement, whose key signed it, and where it stands in the log.

    An addendum to a certificate has the same form, and says what became of something later.
    """

    statement: Statement
    key: SigningKey
    checkpoint: Checkpoint
    index: int

    @property
    def case(self) -> str:
        """The id of the case."""
        return str(self.statement.predicate["case"])

    @property
    def at(self) -> datetime:
        """The moment of which it speaks."""
        return moment_of(self.statement.predicate)

    @property
    def plan(self) -> str | None:
        """The commitment to the digest of the plan that was approved; None where it names none."""
        return self.statement.digest_of(PLAN)

    @property
    def outcomes(self) -> tuple[Mapping[str, Any], ...]:
        """One for each system and category."""
        return tuple(self.statement.predicate["outcomes"])

    @property
    def adds_to(self) -> str | None:
        """Of an addendum: the SHA-256 of the JWS of the certificate that it adds to; None for a certificate."""
        return self.statement.digest_of(CERTIFICATE) if self.statement.kind == ADDENDUM else None

    def is_about(self, opening: Opening) -> bool:
        """Whether it is about who has this: the salt, and what was committed to."""
        digest = self.statement.digest_of(SUBJECT)
        return digest is not None and is_of(digest, opening.salt, opening.identifier)


def verified_certificate(signed: str, proof: str, keys: KeySet, held: str | None = None) -> Certificate:
    """The certificate that these two files are, checked against the company's keys.

    Raises as `verified_statement` and `certificate_of` do.
    """
    return certificate_of(verified_statement(signed, proof, keys, held))


def certificate_of(stated: Stated) -> Certificate:
    """The certificate, or the addendum to one, that a statement is. Raises Unreadable when it is neither."""
    statement, said = stated.statement, stated.statement.predicate
    if not is_certificate(statement):
        raise Unreadable(f"that is a statement of another kind: {statement.kind}")
    outcomes = said.get("outcomes")
    if not isinstance(outcomes, list) or not all(map(_is_outcome, outcomes)):
        raise Unreadable("the certificate does not say what became of what")
    moment_of(said)
    return Certificate(statement, stated.key, stated.place.checkpoint, stated.place.index)


def is_certificate(statement: Statement) -> bool:
    """Whether it is one, or an addendum to one."""
    return statement.kind in (CERTIFICATE, ADDENDUM)


def _is_outcome(said: object) -> bool:
    return isinstance(said, dict) and said.get("outcome") in OUTCOMES and {"system", "category"} <= said.keys()
