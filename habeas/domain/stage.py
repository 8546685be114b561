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
    WAITING_FOR_DAY = "waiting_for_day"  # what is left cannot be erased before a day, and is erased then
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
    Stage.ANSWERING: frozenset({Stage.PLANNING, Stage.WAITING_FOR_CONTROLLER, Stage.WAITING_FOR_DAY, Stage.CLOSED}),
    Stage.WAITING_FOR_CONTROLLER: frozenset({Stage.PLANNING, Stage.ANSWERING, Stage.WAITING_FOR_DAY, Stage.CLOSED}),
    Stage.WAITING_FOR_DAY: frozenset({Stage.CARRYING_OUT, Stage.CLOSED}),
    Stage.CLOSED: frozenset(),
}


AT_ONCE: Mapping[Stage, Stage] = {Stage.IDENTITY: Stage.CARRYING_OUT}
"""Where nobody decides (L-09): as soon as it is known who asks it is carried out."""


class Unlawful(Exception):
    """A step that the procedure does not have: a mistake of ours. Nothing was done by it."""


def moved(at: Stage, to: Stage, *, acts_at_once: bool = False) -> Stage:
    """The stage after a move; to where the case is already is no move. Raises Unlawful."""
    if to is not at and to not in NEXT[at] and not (acts_at_once and AT_ONCE.get(at) is to):
        raise Unlawful(f"a case does not go from {at} to {to}")
    return to
