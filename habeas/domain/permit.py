"""What may be told to a case, and when: the one table of it, and the sentences that refuse the rest.

`refusal` is pure. It first asks the table for the case's station, and then whether the message fits the case.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from .fitness import unfit
from .plan import Keep
from .sentence import (
    APPROVED,
    BEING_MADE,
    CANCELLED,
    CLOSING,
    IDENTIFIED,
    NO_PLAN,
    NOT_BY_HAND,
    NOT_IDENTIFIED,
    NOT_STUCK,
    NOTHING_LEFT,
    NOTHING_TO_HOLD_BACK,
    NOTHING_WAITS,
    TOO_LATE,
    TOO_LATE_TO_ASK,
    UNDER_WAY,
)
from .standing import Standing, Station
from .update import (
    Approval,
    Attestation,
    Cancellation,
    Clarification,
    Direction,
    Extension,
    IdentityQuestion,
    IdentityRejected,
    Link,
    Refusal,
    Reply,
    Resumption,
    RetryNow,
    Standstill,
    Verification,
)

Update: TypeAlias = (
    Approval
    | Keep
    | Link
    | Refusal
    | Cancellation
    | RetryNow
    | Attestation
    | Verification
    | IdentityQuestion
    | IdentityRejected
    | Clarification
    | Reply
    | Direction
    | Extension
    | Standstill
    | Resumption
)

MAY = None

Row: TypeAlias = Mapping[type[Update], str | None]
_PLAN = (Approval, Keep, Link)
_ANY_TIME = (Reply, Direction, Extension, Resumption)  # but not when it is over: whether one fits says the case


def _row(  # noqa: PLR0913 - one column each
    *,
    plan: str | None,
    refuse: str | None,
    cancel: str | None,
    retry: str | None,
    attest: str | None,
    identify: str | None = IDENTIFIED,
    doubt: str | None = TOO_LATE_TO_ASK,
    clarify: str | None = TOO_LATE_TO_ASK,
    halt: str | None = UNDER_WAY,
) -> Row:
    """The decisions on a plan go together, and so do those on who asks."""
    rows: dict[type[Update], str | None] = dict.fromkeys(_PLAN, plan)
    rows |= dict.fromkeys(_ANY_TIME, MAY)
    rows |= dict.fromkeys((Verification, IdentityRejected), identify)
    rows |= {Refusal: refuse, Cancellation: cancel, RetryNow: retry, Attestation: attest}
    return MappingProxyType({**rows, IdentityQuestion: doubt, Clarification: clarify, Standstill: halt})


_CLOSED: Row = MappingProxyType(dict.fromkeys(_row(plan=MAY, refuse=MAY, cancel=MAY, retry=MAY, attest=MAY), CLOSING))

TABLE: Mapping[Station, Row] = {
    Station.IDENTIFYING: _row(
        plan=NOT_IDENTIFIED,
        refuse=MAY,
        cancel=MAY,
        retry=NOTHING_WAITS,
        attest=NOT_STUCK,
        identify=MAY,
        doubt=MAY,
        clarify=MAY,
        halt=MAY,
    ),
    Station.LOOKING: _row(
        plan=NO_PLAN, refuse=MAY, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_STUCK, clarify=MAY, halt=MAY
    ),
    Station.LOOKING_STUCK: _row(
        plan=NO_PLAN, refuse=MAY, cancel=MAY, retry=MAY, attest=NOT_STUCK, clarify=MAY, halt=MAY
    ),
    Station.PLANNING: _row(plan=BEING_MADE, refuse=BEING_MADE, cancel=MAY, retry=MAY, attest=NOT_STUCK, halt=MAY),
    Station.DECIDING: _row(
        plan=MAY, refuse=MAY, cancel=MAY, retry=MAY, attest=NOT_STUCK, doubt=MAY, clarify=MAY, halt=MAY
    ),
    Station.APPROVED: _row(plan=APPROVED, refuse=APPROVED, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_STUCK, halt=MAY),
    Station.REVERSIBLE: _row(plan=APPROVED, refuse=APPROVED, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.REVERSIBLE_STUCK: _row(plan=APPROVED, refuse=APPROVED, cancel=MAY, retry=MAY, attest=MAY),
    Station.FORWARD: _row(plan=APPROVED, refuse=APPROVED, cancel=TOO_LATE, retry=NOTHING_WAITS, attest=NOT_STUCK),
    Station.FORWARD_STUCK: _row(plan=APPROVED, refuse=APPROVED, cancel=TOO_LATE, retry=MAY, attest=MAY),
    Station.COLLECTING: _row(plan=NO_PLAN, refuse=NO_PLAN, cancel=MAY, retry=NOTHING_WAITS, attest=NOT_BY_HAND),
    Station.COLLECTING_STUCK: _row(plan=NO_PLAN, refuse=NO_PLAN, cancel=MAY, retry=MAY, attest=NOT_BY_HAND),
    Station.ANSWERING: _row(
        plan=NOTHING_LEFT,
        refuse=NOTHING_LEFT,
        cancel=NOTHING_LEFT,
        retry=NOTHING_WAITS,
        attest=NOT_STUCK,
        halt=NOTHING_TO_HOLD_BACK,
    ),
    Station.ANSWERING_STUCK: _row(
        plan=NOTHING_LEFT,
        refuse=NOTHING_LEFT,
        cancel=NOTHING_LEFT,
        retry=MAY,
        attest=MAY,
        halt=NOTHING_TO_HOLD_BACK,
    ),
    Station.WAITING: _row(
        plan=NO_PLAN,
        refuse=NOTHING_LEFT,
        cancel=MAY,
        retry=NOTHING_WAITS,
        attest=NOT_STUCK,
        halt=NOTHING_TO_HOLD_BACK,
    ),
    Station.CANCELLED: _row(
        plan=CANCELLED, refuse=CANCELLED, cancel=CANCELLED, retry=NOTHING_WAITS, attest=NOT_STUCK, halt=CANCELLED
    ),
    Station.CANCELLED_STUCK: _row(
        plan=CANCELLED, refuse=CANCELLED, cancel=CANCELLED, retry=MAY, attest=MAY, halt=CANCELLED
    ),
    Station.CLOSING: _CLOSED,
}


def refusal(update: Update, standing: Standing) -> str | None:
    """Why the case may not be told that now, in one line; None: it may."""
    sentence = TABLE[standing.station][type(update)]
    if sentence is not MAY:
        return sentence.format(state=standing.state, by=standing.approved_by)
    return unfit(update, standing)
