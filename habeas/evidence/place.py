"""Where a signed statement stands in the log, as a proof shows that is checked against the company's keys."""

from dataclasses import dataclass

from .checkpoint import Checkpoint
from .error import NotVerified, Unreadable
from .keys import KeySet
from .proof import Proof


@dataclass(frozen=True)
class Place:
    """Its index, and the checkpoint of the log in which it has that."""

    checkpoint: Checkpoint
    index: int


def place_in_log(signed: str, proof: str, keys: KeySet, held: str | None = None) -> Place:
    """Where this JWS stands, as this proof shows.

    `held`: a checkpoint that was kept earlier, or got elsewhere; the proof then has to be of that one, so that the
    company cannot show one log to one and another to others. Raises NotVerified when it is not so; Unreadable for what
    has not the form, and for a proof of another size than the checkpoint that is held.
    """
    given = Proof.of(proof)
    log = _log_of(given)
    checkpoint = given.verify(given.extra + signed.encode(), keys.of_log(log))
    if held is not None:
        _must_be_the_same(Checkpoint.of(held, keys.of_log(log)), checkpoint)
    return Place(checkpoint, given.index)


def _log_of(proof: Proof) -> str:
    """The name of the log that a proof says it is of: our keys have to have signed it in that name."""
    return proof.checkpoint.partition("\n")[0]


def _must_be_the_same(held: Checkpoint, shown: Checkpoint) -> None:
    if held.size != shown.size:
        raise Unreadable(f"the proof is of another checkpoint: ask for the one of the log with {held.size} entries")
    if held != shown:
        raise NotVerified("there are two logs of that size: this one is not the one that was held")
