"""A certificate: what became of each category in each system, as it was read back at one moment; signed, and logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .checkpoint import Checkpoint
from .commitment import is_of
from .error import NotVerified, Unreadable
from .keys import KeySet, SigningKey
from .opening import Opening
from .proof import Proof
from .statement import Statement

CERTIFICATE = "certificate"
SUBJECT = "data-subject"
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
    """What was verified: the statement, whose key signed it, and where it stands in the log."""

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
        return _moment(self.statement.predicate)

    @property
    def outcomes(self) -> tuple[Mapping[str, Any], ...]:
        """One for each system and category."""
        return tuple(self.statement.predicate["outcomes"])

    def is_about(self, opening: Opening) -> bool:
        """Whether it is about who has this: the salt, and what was committed to."""
        digest = self.statement.digest_of(SUBJECT)
        return digest is not None and is_of(digest, opening.salt, opening.identifier)


def verified_certificate(signed: str, proof: str, keys: KeySet, held: str | None = None) -> Certificate:
    """The certificate that these two files are, checked against the company's keys.

    `held`: a checkpoint that was kept earlier, or got elsewhere; the proof then has to be of that one, so that the
    company cannot show one log to one and another to others. Raises NotVerified when it is not so; Unreadable for what
    has not the form, and for a proof of another size than the checkpoint that is held.
    """
    text = signed.strip()
    key = keys.signer(text)
    statement = _certificate(keys.payload(text))
    if not key.signs_at(_moment(statement.predicate)):
        raise NotVerified("the key that signed it was not one of that moment")
    given = Proof.of(proof)
    log = _log_of(given)
    checkpoint = given.verify(given.extra + text.encode(), keys.of_log(log))
    if held is not None:
        _must_be_the_same(Checkpoint.of(held, keys.of_log(log)), checkpoint)
    return Certificate(statement, key, checkpoint, given.index)


def _certificate(payload: bytes) -> Statement:
    statement = Statement.of(payload)
    said = statement.predicate
    if statement.kind != CERTIFICATE:
        raise Unreadable(f"that is a statement of another kind: {statement.kind}")
    outcomes = said.get("outcomes")
    if not isinstance(said.get("case"), str) or not isinstance(outcomes, list) or not all(map(_is_outcome, outcomes)):
        raise Unreadable("the certificate does not say of which case it is, and what became of what")
    return statement


def _is_outcome(said: object) -> bool:
    return isinstance(said, dict) and said.get("outcome") in OUTCOMES and {"system", "category"} <= said.keys()


def _moment(said: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(said["at"])
    except (KeyError, TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Unreadable("the certificate does not say of which moment it speaks")
    return moment


def _log_of(proof: Proof) -> str:
    """The name of the log that a proof says it is of: our keys have to have signed it in that name."""
    return proof.checkpoint.partition("\n")[0]


def _must_be_the_same(held: Checkpoint, shown: Checkpoint) -> None:
    if held.size != shown.size:
        raise Unreadable(f"the proof is of another checkpoint: ask for the one of the log with {held.size} entries")
    if held != shown:
        raise NotVerified("there are two logs of that size: this one is not the one that was held")
