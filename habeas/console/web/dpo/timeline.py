"""What has happened in a case and when, the oldest first: made of what the case and the register say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from habeas.domain.case import CaseStatus
from habeas.domain.justification import Justification
from habeas.domain.letter import LetterKind
from habeas.domain.referral import ReferralState
from habeas.register.row import CaseRow


class Happened(StrEnum):
    """What has happened."""

    RECEIVED = "received"
    OPENED = "opened"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_SHOWN = "identity_shown"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    LETTER = "letter"
    REFERRED = "referred"
    APPROVED = "approved"
    ENGAGED = "engaged"  # holds began: from then on systems are changed
    CLOSED = "closed"


@dataclass(frozen=True)
class Event:
    """One thing that happened; `letter`, `is_sent` and `name` say more where there is more to say."""

    at: datetime
    what: Happened
    letter: LetterKind | None = None
    is_sent: bool | None = None
    name: str | None = None


_PAUSES = {
    Justification.IDENTITY_REQUIRED: (Happened.IDENTITY_ASKED, Happened.IDENTITY_SHOWN),
    Justification.INFORMATION_REQUIRED: (Happened.QUESTION_ASKED, Happened.QUESTION_ANSWERED),
}


def timeline(status: CaseStatus, row: CaseRow | None) -> tuple[Event, ...]:
    """All of it, in order; what happened at one moment in the order of the procedure."""
    return tuple(sorted((*_of_status(status), *_of_row(row)), key=lambda event: event.at))


def _of_status(status: CaseStatus) -> Iterator[Event]:
    yield Event(status.received_at, Happened.RECEIVED)
    for pause in status.pauses:
        asked, answered = _PAUSES.get(pause.why, _PAUSES[Justification.INFORMATION_REQUIRED])
        yield Event(pause.asked_at, asked)
        if pause.answered_at is not None:
            yield Event(pause.answered_at, answered)
    for note in status.letters:
        yield Event(note.at, Happened.LETTER, letter=note.kind, is_sent=note.is_sent)
    for one in status.referrals:
        if one.asked_at is not None and one.state is not ReferralState.STANDING:
            yield Event(one.asked_at, Happened.REFERRED, name=one.name)


def _of_row(row: CaseRow | None) -> Iterator[Event]:
    if row is None:
        return
    yield Event(row.opened_at, Happened.OPENED, name=row.submitted_by)
    moments = (
        (row.approved_at, Happened.APPROVED),
        (row.engaged_at, Happened.ENGAGED),
        (row.closed_at, Happened.CLOSED),
    )
    for at, what in moments:
        if at is not None:
            yield Event(at, what, name=row.approved_by if what is Happened.APPROVED else None)
