"""What a verifier says to people: what is proved, by whom, of when, and what is not."""

from collections import Counter
from collections.abc import Iterator

from .certificate import Certificate
from .checkpoint import Checkpoint
from .keys import SigningKey

_OF_SOMEBODY_ELSE = "It is NOT about the person with that salt and address."
_NOT_PROVED = (
    "that nothing came in afterwards: it speaks of one moment",
    "what is in systems that it does not name, or in copies that it says are out of reach",
    "that who signed it told the truth: the log shows that it was said then, and was not changed since",
)


def of_certificate(certificate: Certificate, *, is_about: bool | None) -> str:
    """A few lines. `is_about`: whether the salt that was given shows that it is about its person; None without one."""
    return "\n".join(_lines(certificate, is_about)) + "\n"


def _lines(certificate: Certificate, is_about: bool | None) -> Iterator[str]:
    at = certificate.at.isoformat(" ", "seconds")
    log = certificate.checkpoint
    yield f"Verified: a certificate of case {certificate.case}, which speaks of {at}."
    yield f"Signed with the key {certificate.key.id}{_validity(certificate.key)}."
    yield f"In the log {log.origin} as entry {certificate.index} of {log.size}."
    if is_about is not None:
        yield "It is about the person with that salt and address." if is_about else _OF_SOMEBODY_ELSE
    yield "It says:"
    counted = Counter((str(one["outcome"]), str(one["system"])) for one in certificate.outcomes)
    for (outcome, system), number in sorted(counted.items()):
        yield f"  {outcome}: {number} {'category' if number == 1 else 'categories'} of {system}"
    yield "It does not prove:"
    yield from (f"  {one}" for one in _NOT_PROVED)
    if certificate.key.revoked_at is not None:
        yield "  when it was signed: its key was revoked later, and only the log says that it was there before"


def _validity(key: SigningKey) -> str:
    ends = f" until {key.ends_at:%Y-%m-%d}" if key.ends_at else ""
    revoked = f", revoked on {key.revoked_at:%Y-%m-%d} ({key.revoked_for})" if key.revoked_at else ""
    return f", of {key.begins_at:%Y-%m-%d}{ends}{revoked}"


def of_checkpoint(checkpoint: Checkpoint) -> str:
    """One line, and what it is good for."""
    said = (
        f"Verified: the log {checkpoint.origin} had {checkpoint.size} entries, with the root {checkpoint.root.hex()}."
    )
    return f"{said}\nKeep it: a later proof that does not agree with it shows that the log was changed.\n"
