"""What statements say of the events of a case: ids, dates, codes, counts and digests. Nobody's name, no words of staff.

The one exception is a certificate, which says on what ground something is kept, in the words of who decided it. It also
names organisations: those that have a copy.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from habeas.domain.attached import Attached
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.decision import Decision
from habeas.domain.dpv import justification_iri, right_iri
from habeas.domain.letter import LetterNote
from habeas.domain.outcome import Outcome
from habeas.domain.own_store import KEYS_DESTROYED, kept_by_us
from habeas.domain.receipt import BundleReceipt, Receipt
from habeas.domain.request import Instruction, Request
from habeas.domain.stop import StopNote
from habeas.domain.sweep import Periods
from habeas.domain.update import Directive
from habeas.evidence.certificate import CERTIFICATE
from habeas.evidence.event import Event
from habeas.evidence.statement import Subject

_SIDES = {Decision.PIVOTED: Event.PIVOT, Decision.UNWINDING: Event.UNWINDING}
_REFUSED = (CaseState.REFUSED, CaseState.NOT_IDENTIFIED)


@dataclass(frozen=True)
class Fact:
    """What a statement is made of: of a case, an event and a mark there is one. `said` is JSON.

    `plan` is the digest of the plan that it is about; the statement has a commitment to it, as its bare digest could be
    guessed by who guesses the identifiers in it (L-56).
    """

    case_id: str
    event: Event
    mark: str = ""
    subjects: tuple[Subject, ...] = ()
    plan: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


def moment(at: datetime) -> str:
    """As statements have it (RFC 3339, UTC)."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def opened(request: Request, due: date) -> Fact:
    """A case was opened, for this right, and is to be answered by that day."""
    said = {"right": right_iri(request.right), "received": moment(request.received_at), "due": due.isoformat()}
    return Fact(request.case_id, Event.OPENED, said=said)


def identified(case_id: str, at: datetime, *, is_known: bool) -> Fact:
    """It was verified who asks, or is in doubt again; how, stays with the case."""
    return Fact(case_id, Event.VERIFIED if is_known else Event.DOUBTED, mark=moment(at))


def approved(case_id: str, digest: str, people: int) -> Fact:
    """A plan was approved, by so many people, each with a signature that the register has verified."""
    return Fact(case_id, Event.APPROVED, digest, plan=digest, said={"approvals": people})


def instructed(case_id: str, digest: str, instructions: Iterable[Instruction]) -> Iterator[Fact]:
    """The instructions of controllers by which a plan was approved (GDPR art. 28(3)(a))."""
    for number, one in enumerate(instructions):
        shared = Directive.ERASE_SHARED if one.is_for_shared else Directive.LEAVE
        said = {"controller": one.controller, "standing": one.is_standing, "shared": shared}
        yield Fact(case_id, Event.INSTRUCTED, f"{digest}/{number}", plan=digest, said=said)


def instructed_copy(case_id: str, receipt: BundleReceipt, decided: Mapping[str, bool]) -> Iterator[Fact]:
    """The instructions of controllers by which a copy has what shows others, or has not (GDPR art. 28(3)(a))."""
    for number, (controller, is_given) in enumerate(sorted(decided.items())):
        shared = Directive.GIVE if is_given else Directive.WITHHOLD
        said = {"controller": controller, "standing": False, "shared": shared}
        yield Fact(case_id, Event.INSTRUCTED, f"{receipt.manifest_sha256}/{number}", said=said)


def attached_to_copy(
    case_id: str, receipt: BundleReceipt, attached: Mapping[str, Iterable[Attached]]
) -> Iterator[Fact]:
    """The instructions of controllers by which a copy has what was cut by hand in the place of recordings of theirs.

    The files are known by what they are: whoever has the copy finds them in it.
    """
    for number, (controller, files) in enumerate(sorted(attached.items())):
        cut = [{"sha256": one.sha256, "size": one.size, "mediatype": one.media_type} for one in files]
        said = {"controller": controller, "standing": False, "shared": Directive.ATTACH, "files": cut}
        yield Fact(case_id, Event.INSTRUCTED, f"{receipt.manifest_sha256}/attached/{number}", said=said)


def decided(case_id: str, digest: str, side: Decision) -> Fact:
    """A plan was decided."""
    return Fact(case_id, _SIDES[side], digest, plan=digest)


def stopped(note: StopNote) -> Fact:
    """An objection or a withdrawal has ended something in one system, and it was read back; or somebody attests it."""
    one = note.stopped
    said = {
        "right": right_iri(note.right),
        "system": one.system,
        "outcome": one.ended,
        "done": moment(one.at),
        "counts": _by_category(one.counts),
    }
    return Fact(note.case_id, Event.STOPPED, one.system, said=said)


def finished(case_id: str, digest: str, steps: Iterable[Receipt], *, is_whole: bool = True) -> Iterator[Fact]:
    """All of a plan was carried out, or all that could be for now: what each system did, and what was read back there.

    What was done later in a system that could not do all of it at first is said in a statement of its own.
    """
    for receipt in steps:
        event = Event.READ_BACK if receipt.step == "confirm" else Event.DONE
        yield _step(case_id, digest, event, receipt, mark="" if is_whole else "/at first")
    if is_whole:
        yield Fact(case_id, Event.CONFIRMED, digest, plan=digest)


def unwound(case_id: str, digest: str, steps: Iterable[Receipt], attested: Iterable[str]) -> Iterator[Fact]:
    """What was on hold was given back, by system; where it could not be, a person has attested it."""
    for receipt in steps:
        yield _step(case_id, digest, Event.RELEASED, receipt)
    for system in attested:
        yield Fact(case_id, Event.NOT_RELEASED, f"{digest}/{system}", plan=digest, said={"system": system})


def closed(status: CaseStatus, at: datetime, periods: Periods) -> Iterator[Fact]:
    """The outcome of a case: a refusal with its code, a certificate where everything was confirmed.

    `at` is when it closes, `periods` how long we keep what is left of it.
    """
    if status.state in _REFUSED:
        code = justification_iri(status.justification) if status.justification else None
        yield Fact(status.case_id, Event.REFUSED, said={"justification": code})
    if status.outcomes:
        yield certificate(status, kept_by_us(at, periods, has_bundle=status.bundle is not None))
    yield Fact(status.case_id, Event.CLOSED, said={"state": status.state})


def certificate(status: CaseStatus, ours: Iterable[Outcome]) -> Fact:
    """What became of everything, as it was read back; and what of the case is left in our own house."""
    said = {
        "right": right_iri(status.right),
        "received": moment(status.received_at),
        "outcomes": [_outcome(one) for one in (*status.outcomes, *ours)],
    }
    return Fact(status.case_id, Event.CERTIFICATE, plan=status.plan_digest, said=said)


def addendum(case_id: str, certificate: str, outcome: Outcome) -> Fact:
    """What became of something afterwards; `certificate` is the SHA-256 of the one that spoke of it, as signed."""
    mark = "/".join(filter(None, (outcome.system, outcome.category, outcome.became, outcome.recipient)))
    mark = sha256(mark.encode()).hexdigest()  # names of recipients may be long
    said = {"outcomes": [_outcome(outcome)]}
    return Fact(case_id, Event.ADDENDUM, mark, (Subject(CERTIFICATE, certificate),), said=said)


def noticed(case_id: str, note: LetterNote) -> Fact:
    """A letter was written; whether its mail was taken, as far as there is mail."""
    said = {"notice": note.kind, "to": note.addressee, "accepted": note.is_sent}
    return Fact(case_id, Event.NOTICE, f"{note.kind}-{note.number}", said=said)


def shredded(case_id: str) -> Fact:
    """The keys of a case were destroyed: what was sealed under them opens no more."""
    return Fact(case_id, Event.SHREDDED, said={"outcomes": [_outcome(KEYS_DESTROYED)]})


def _step(case_id: str, digest: str, event: Event, receipt: Receipt, mark: str = "") -> Fact:
    counts = _by_category(receipt.counts)
    said = {"system": receipt.system, "step": receipt.step, "done": moment(receipt.at), "counts": counts}
    return Fact(case_id, event, f"{digest}/{receipt.system}{mark}", plan=digest, said=said)


def _by_category(by_holding: Mapping[str, int]) -> dict[str, int]:
    """The keys of holdings name controllers too."""
    counts: Counter[str] = Counter()
    for key, count in by_holding.items():
        counts[key.split("/")[1] if "/" in key else key] += count
    return dict(counts)


def _outcome(one: Outcome) -> dict[str, Any]:
    said = one.model_dump(mode="json", exclude_none=True, exclude={"became"}) | {"outcome": one.became}
    if one.exception is not None:
        said["exception"] = justification_iri(one.exception)
    return said
