"""Any statement of a case, verified: whose key signed it, and where it stands in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .error import NotVerified, Unreadable
from .keys import KeySet, SigningKey
from .place import Place, place_in_log
from .statement import Statement


@dataclass(frozen=True)
class Stated:
    """What was verified."""

    statement: Statement
    key: SigningKey
    place: Place

    @property
    def case(self) -> str:
        """The id of the case."""
        return str(self.statement.predicate["case"])

    @property
    def at(self) -> datetime | None:
        """When it became true; None where it does not say so, as that of a bundle."""
        return moment_of(self.statement.predicate) if "at" in self.statement.predicate else None


def verified_statement(signed: str, proof: str, keys: KeySet, held: str | None = None) -> Stated:
    """The statement that these two files are, checked against the company's keys; `held` as in `place_in_log`.

    Raises NotVerified when it is not so; Unreadable for what has not the form, and for a proof of another size than the
    checkpoint that is held.
    """
    text = signed.strip()
    key = keys.signer(text)
    statement = Statement.of(keys.payload(text))
    if not isinstance(statement.predicate.get("case"), str):
        raise Unreadable("the statement does not say of which case it is")
    stated = Stated(statement, key, place_in_log(text, proof, keys, held))
    if stated.at is not None and not key.signs_at(stated.at):
        raise NotVerified("the key that signed it was not one of that moment")
    return stated


def moment_of(said: Mapping[str, Any]) -> datetime:
    """When what is said became true. Raises Unreadable where it does not say so."""
    try:
        moment = datetime.fromisoformat(said["at"])
    except (KeyError, TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Unreadable("it does not say of which moment it speaks")
    return moment
