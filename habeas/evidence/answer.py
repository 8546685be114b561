"""What a verifier says to people: what is proved, by whom, of when, and what is not."""

import json
from collections import Counter
from collections.abc import Iterator

from .bundle import Bundle
from .certificate import Certificate
from .checkpoint import Checkpoint
from .keys import SigningKey
from .place import Place
from .stated import Stated

_OF_SOMEBODY_ELSE = "It is NOT about the person with that salt and address."
_LATER = "  when it was signed: its key was revoked later, and only the log says that it was there before"
_UNKNOWN = "  who signed it: its key was revoked, and nothing here says that it was signed before"
_NOT_PROVED = (
    "that nothing came in afterwards: it speaks of one moment",
    "what is in systems that it does not name, or in copies that it says are out of reach",
    "that who signed it told the truth: the log shows that it was said then, and was not changed since",
)
_NOT_PROVED_OF_A_BUNDLE = (
    "that it holds all there is: it shows what the company handed out, not what it holds",
    "that what it says is true, or when it was made",
    "whom it is about: it names the case, and everybody who has the file can show it",
)


def of_certificate(certificate: Certificate, *, is_about: bool | None) -> str:
    """A few lines. `is_about`: whether the salt that was given shows that it is about its person; None without one."""
    return "\n".join(_lines(certificate, is_about)) + "\n"


def _lines(certificate: Certificate, is_about: bool | None) -> Iterator[str]:
    at = certificate.at.isoformat(" ", "seconds")
    log = certificate.checkpoint
    what = "a certificate" if certificate.adds_to is None else "an addendum to a certificate"
    yield f"Verified: {what} of case {certificate.case}, which speaks of {at}."
    if certificate.adds_to is not None:
        yield f"It adds to the certificate whose JWS has the SHA-256 {certificate.adds_to}."
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
        yield _LATER


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


def of_statement(stated: Stated) -> str:
    """A few lines, with all that it says."""
    return "\n".join(_of_statement(stated)) + "\n"


def _of_statement(stated: Stated) -> Iterator[str]:
    at = f", of {stated.at.isoformat(' ', 'seconds')}" if stated.at else ""
    log = stated.place.checkpoint
    yield f"Verified: the statement {stated.statement.kind} of case {stated.case}{at}."
    yield f"Signed with the key {stated.key.id}{_validity(stated.key)}."
    yield f"In the log {log.origin} as entry {stated.place.index} of {log.size}."
    said = {name: value for name, value in stated.statement.predicate.items() if name not in ("case", "at")}
    if said:
        yield "It says:"
        yield from (f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())
    yield "It does not prove:"
    yield f"  {_NOT_PROVED[-1]}"
    if stated.key.revoked_at is not None:
        yield _LATER


def of_bundle(bundle: Bundle, place: Place | None = None) -> str:
    """A few lines. `place`: where its statement stands in the log, if there is a proof of that."""
    return "\n".join(_of_bundle(bundle, place)) + "\n"


def _of_bundle(bundle: Bundle, place: Place | None) -> Iterator[str]:
    files = f"{bundle.files} {'file' if bundle.files == 1 else 'files'}"
    yield f"Verified: the bundle of case {bundle.case}, with {files} of {bundle.size} bytes together."
    yield f"Signed with the key {bundle.key.id}{_validity(bundle.key)}."
    yield "Every byte of it, pages and lists included, is as it was signed."
    if place is not None:
        yield f"In the log {place.checkpoint.origin} as entry {place.index} of {place.checkpoint.size}."
    yield "It does not prove:"
    yield from (f"  {one}" for one in _NOT_PROVED_OF_A_BUNDLE)
    if bundle.key.revoked_at is not None:
        yield _UNKNOWN if place is None else _LATER
