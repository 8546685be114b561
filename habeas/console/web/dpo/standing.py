"""A case's standing, made from what it says of itself: so that page and case ask one table what may be decided.

The case knows more than it says, as that somebody has cancelled it: so it has the last word.
"""

from datetime import datetime

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.plan import Plan
from habeas.domain.referral import ReferralState
from habeas.domain.stage import Stage
from habeas.domain.standing import Standing

_NOT_BEGUN = frozenset({"received", "locate", "approve"})  # phases in which no part is at work
_FORWARD = frozenset({"erase", "confirm"})


def standing(status: CaseStatus, now: datetime, *, may_approve_own: bool) -> Standing:
    """Where the case stands."""
    is_carried_out = status.stage is Stage.CARRYING_OUT
    return Standing(
        right=status.right,
        state=status.state,
        today=now.date(),
        submitted_by=status.submitted_by,
        may_approve_own=may_approve_own,
        plan=_plan(status),
        in_doubt=frozenset(one.reference for one in status.reached if one.is_shared),
        attestable=stuck(status),
        approved_by=status.approved_by or Standing.approved_by,
        is_approved=_is_approved(status),
        is_refused=status.is_refused,
        is_carrying_out=is_carried_out and status.phase not in _NOT_BEGUN,
        has_pivoted=is_carried_out and status.phase in _FORWARD,
        is_closing=not status.state.is_open,
        stage=status.stage,
        now=now,
        clock=status.clock,
        asks_for=status.asks_for,
        has_open_question=status.has_open_question,
        stands_still=status.stands_still is not None,
        is_answered=status.is_answered,
        controllers=frozenset(r.controller for r in status.referrals if r.state is ReferralState.ASKED),
        shown={r.controller: r.shown for r in status.referrals},
    )


def stuck(status: CaseStatus) -> frozenset[str]:
    """The systems whose step is stuck: what they are at is then not the phase, but why."""
    if status.state is not CaseState.NEEDS_ATTENTION:
        return frozenset()
    return frozenset(system for system, what in status.progress.items() if what != status.phase)


def _plan(status: CaseStatus) -> Plan | None:
    """The plan that waits: what of it decides whether a message fits."""
    if status.stage is not Stage.AWAITING_DECISION or status.plan_digest is None:
        return None
    return Plan(items=status.items, identifiers={}, stages=(), as_of=status.received_at, digest=status.plan_digest)


def _is_approved(status: CaseStatus) -> bool:
    """A plan that waits for somebody is not approved, whoever approved one before it."""
    waits = status.stage is Stage.AWAITING_DECISION and status.waits_for is not None
    return status.approved_by is not None and not waits
