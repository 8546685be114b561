"""The stages of a case, as who decides knows them, and which may follow which: a case moves by this table alone."""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """Where a case is in its procedure. What it waits for, or is stuck at, is said beside it."""

    RECEIVED = "received"
    IDENTITY = "identity"  # it is not known yet whether who asks is the person (GDPR art. 12(6))
    PLANNING = "planning"  # systems are asked, and a plan is made of what they hold
    AWAITING_DECISION = "awaiting_decision"
    CARRYING_OUT = "carrying_out"
    ANSWERING = "answering"  # the person is told what was done, or what was not and why (GDPR art. 12(3), 12(4))
    WAITING_FOR_CONTROLLER = "waiting_for_controller"  # our own part is done, and a customer has not instructed us yet
    CLOSED = "closed"


NEXT: Mapping[Stage, frozenset[Stage]] = {
    Stage.RECEIVED: frozenset({Stage.IDENTITY, Stage.PLANNING, Stage.CARRYING_OUT, Stage.ANSWERING, Stage.CLOSED}),
    Stage.IDENTITY: frozenset({Stage.PLANNING, Stage.ANSWERING, Stage.CLOSED}),
    Stage.PLANNING: frozenset(
        {Stage.IDENTITY, Stage.AWAITING_DECISION, Stage.CARRYING_OUT, Stage.ANSWERING, Stage.CLOSED}
    ),
    Stage.AWAITING_DECISION: frozenset(
        {Stage.IDENTITY, Stage.PLANNING, Stage.CARRYING_OUT, Stage.ANSWERING, Stage.CLOSED}
    ),
    Stage.CARRYING_OUT: frozenset({Stage.PLANNING, Stage.ANSWERING, Stage.CLOSED}),
    # after the copy, when the person asked for it first; after our own part; and when all has been said
    Stage.ANSWERING: frozenset({Stage.PLANNING, Stage.WAITING_FOR_CONTROLLER, Stage.CLOSED}),
    Stage.WAITING_FOR_CONTROLLER: frozenset({Stage.PLANNING, Stage.ANSWERING, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}


class Unlawful(Exception):
    """A step that the procedure does not have: a mistake of ours. Nothing was done by it."""


def moved(at: Stage, to: Stage) -> Stage:
    """The stage after a move; to where the case is already is no move. Raises Unlawful."""
    if to is not at and to not in NEXT[at]:
        raise Unlawful(f"a case does not go from {at} to {to}")
    return to
