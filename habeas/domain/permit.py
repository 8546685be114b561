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
    AT_ONCE,
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
    retry: str | None = NOTHING_WAITS,
    attest: str | None = NOT_STUCK,
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


def _stuck(row: Row, *, attest: str | None = MAY) -> Row:
    """The same where a step is stuck: it can be tried again, and, unless `attest` says no, done by hand."""
    return MappingProxyType({**row, RetryNow: MAY, Attestation: attest})


_LOOKING = _row(plan=NO_PLAN, refuse=MAY, cancel=MAY, clarify=MAY, halt=MAY)
_REVERSIBLE = _row(plan=APPROVED, refuse=APPROVED, cancel=MAY)
_FORWARD = _row(plan=APPROVED, refuse=APPROVED, cancel=TOO_LATE)
_COLLECTING = _row(plan=NO_PLAN, refuse=NO_PLAN, cancel=MAY, attest=NOT_BY_HAND)
_STOPPING = _row(plan=AT_ONCE, refuse=AT_ONCE, cancel=AT_ONCE, halt=AT_ONCE)
_ANSWERING = _row(plan=NOTHING_LEFT, refuse=NOTHING_LEFT, cancel=NOTHING_LEFT, halt=NOTHING_TO_HOLD_BACK)
_CANCELLED = _row(plan=CANCELLED, refuse=CANCELLED, cancel=CANCELLED, halt=CANCELLED)

TABLE: Mapping[Station, Row] = {
    Station.IDENTIFYING: _row(
        plan=NOT_IDENTIFIED, refuse=MAY, cancel=MAY, identify=MAY, doubt=MAY, clarify=MAY, halt=MAY
    ),
    Station.LOOKING: _LOOKING,
    Station.LOOKING_STUCK: _stuck(_LOOKING, attest=NOT_STUCK),
    Station.PLANNING: _row(plan=BEING_MADE, refuse=BEING_MADE, cancel=MAY, retry=MAY, halt=MAY),
    Station.DECIDING: _row(plan=MAY, refuse=MAY, cancel=MAY, retry=MAY, doubt=MAY, clarify=MAY, halt=MAY),
    Station.APPROVED: _row(plan=APPROVED, refuse=APPROVED, cancel=MAY, halt=MAY),
    Station.REVERSIBLE: _REVERSIBLE,
    Station.REVERSIBLE_STUCK: _stuck(_REVERSIBLE),
    Station.FORWARD: _FORWARD,
    Station.FORWARD_STUCK: _stuck(_FORWARD),
    Station.COLLECTING: _COLLECTING,
    Station.COLLECTING_STUCK: _stuck(_COLLECTING, attest=NOT_BY_HAND),
    Station.STOPPING: _STOPPING,
    Station.STOPPING_STUCK: _stuck(_STOPPING),
    Station.ANSWERING: _ANSWERING,
    Station.ANSWERING_STUCK: _stuck(_ANSWERING),
    Station.WAITING: _row(plan=NO_PLAN, refuse=NOTHING_LEFT, cancel=MAY, halt=NOTHING_TO_HOLD_BACK),
    Station.CANCELLED: _CANCELLED,
    Station.CANCELLED_STUCK: _stuck(_CANCELLED),
    Station.CLOSING: MappingProxyType(dict.fromkeys(_CANCELLED, CLOSING)),
}


def refusal(update: Update, standing: Standing) -> str | None:
    """Why the case may not be told that now, in one line; None: it may."""
    sentence = TABLE[standing.station][type(update)]
    if sentence is not MAY:
        return sentence.format(state=standing.state, by=standing.approved_by)
    return unfit(update, standing)
