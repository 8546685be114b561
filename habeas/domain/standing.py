"""Where a case stands: what it knows of itself when somebody tells it something, and the station that this is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from .case import CaseState
from .clock import Clock
from .identity import Rung
from .plan import Plan
from .right import Right
from .stage import Stage


class Station(StrEnum):
    """The stations of a case. A case that is stuck waits for a person, besides what it tries by itself."""

    IDENTIFYING = "identifying"  # it is not known yet who asks
    LOOKING = "looking"  # received; or asks the systems, waits for its turn, makes a plan
    LOOKING_STUCK = "looking, stuck"
    PLANNING = "planning"  # somebody's decision changes the plan that waited, and the next one is being made
    DECIDING = "deciding"  # a plan waits for the DPO
    APPROVED = "approved"  # nothing has begun yet: it may wait for its turn
    REVERSIBLE = "reversible"  # an erasure before the pivot, or unwinding after a failure
    REVERSIBLE_STUCK = "reversible, stuck"
    FORWARD = "forward"  # an erasure past the pivot
    FORWARD_STUCK = "forward, stuck"
    COLLECTING = "collecting"  # an export that collects or packages
    COLLECTING_STUCK = "collecting, stuck"
    STOPPING = "stopping"  # an objection or a withdrawal acts
    STOPPING_STUCK = "stopping, stuck"
    ANSWERING = "answering"  # the person is being told
    ANSWERING_STUCK = "answering, stuck"
    WAITING = "waiting"  # for the instruction of another controller
    CANCELLED = "cancelled"  # somebody stopped it: what was begun is taken back
    CANCELLED_STUCK = "cancelled, stuck"
    CLOSING = "closing"  # the outcome is known, as once the DPO has refused, and is being written down


_STUCK = {
    Station.LOOKING: Station.LOOKING_STUCK,
    Station.REVERSIBLE: Station.REVERSIBLE_STUCK,
    Station.FORWARD: Station.FORWARD_STUCK,
    Station.COLLECTING: Station.COLLECTING_STUCK,
    Station.STOPPING: Station.STOPPING_STUCK,
    Station.ANSWERING: Station.ANSWERING_STUCK,
    Station.CANCELLED: Station.CANCELLED_STUCK,
}


@dataclass(frozen=True)
class Standing:
    """What a case knows of itself. Of the pivot it may not know yet: the register has the last word on a cancel.

    `attestable`: the systems whose step is stuck and may be done by hand; `in_doubt`: references of identifiers that
    are tied to several people; `approved_by`: who approved, where somebody did; `controllers`: those that were asked
    for an instruction, and have given none; `shown`: which recordings each was asked about.
    """

    right: Right
    state: CaseState
    today: date
    submitted_by: str
    may_approve_own: bool = False
    plan: Plan | None = None
    in_doubt: frozenset[str] = frozenset()
    attestable: frozenset[str] = frozenset()
    approved_by: str = "the DPO"
    is_approved: bool = False
    is_refused: bool = False
    is_carrying_out: bool = False
    is_cancelled: bool = False
    has_pivoted: bool = False
    is_closing: bool = False
    stage: Stage = Stage.PLANNING
    now: datetime | None = None
    clock: Clock | None = None
    asks_for: Rung | None = None
    has_open_question: bool = False
    stands_still: bool = False
    is_answered: bool = False
    controllers: frozenset[str] = frozenset()
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def station(self) -> Station:
        """The station that this is; every combination is one."""
        station = self._unhindered
        return _STUCK.get(station, station) if self.state is CaseState.NEEDS_ATTENTION else station

    @property
    def _unhindered(self) -> Station:
        if self.is_closing or (self.is_refused and self.stage is not Stage.ANSWERING):
            return Station.CLOSING
        if self.stage is Stage.ANSWERING:
            return Station.ANSWERING
        if self.right.acts_at_once and self.is_carrying_out:
            return Station.STOPPING
        if self.has_pivoted or self.stage is Stage.WAITING_FOR_DAY:
            return Station.FORWARD
        if self.is_cancelled:
            return Station.CANCELLED
        if self.is_carrying_out:
            return Station.COLLECTING if self.right.is_export else Station.REVERSIBLE
        return self._before_it_is_carried_out

    @property
    def _before_it_is_carried_out(self) -> Station:
        if self.is_approved:
            return Station.APPROVED
        if self.stage is Stage.AWAITING_DECISION:
            return Station.PLANNING if self.plan is None else Station.DECIDING
        return _EARLY.get(self.stage, Station.LOOKING)


_EARLY = {Stage.IDENTITY: Station.IDENTIFYING, Stage.WAITING_FOR_CONTROLLER: Station.WAITING}
