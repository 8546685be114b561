"""Where a case is, for its person: in which words, what is wanted of them now, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import NoSuchCase
from habeas.domain.identity import Rung
from habeas.domain.stage import Stage
from habeas.register.download import Download

from .office import Office

BY = "the person's page"
STEPS = ("came", "who", "work", "answer")
_STEP = {
    Stage.RECEIVED: 0,
    Stage.IDENTITY: 1,
    Stage.PLANNING: 2,
    Stage.AWAITING_DECISION: 2,
    Stage.CARRYING_OUT: 2,
    Stage.ANSWERING: 3,
    Stage.WAITING_FOR_CONTROLLER: 2,
    Stage.WAITING_FOR_DAY: 2,
    Stage.CLOSED: 4,
}
_FORWARD = ("erase", "confirm", "stop", "later", "answer")  # phases from which nothing is taken back
_OVER = (Stage.ANSWERING, Stage.CLOSED)


class Need(StrEnum):
    """What is wanted of the person, so that it goes on."""

    NOTHING = "nothing"
    LINK = "link"
    CONFIRM = "confirm"  # they have opened the link, and the case could not be told
    SESSION = "session"
    EVIDENCE = "evidence"


_NEEDS = {Rung.LINK: Need.LINK, Rung.SESSION: Need.SESSION, Rung.EVIDENCE: Need.EVIDENCE}


@dataclass(frozen=True)
class Standing:
    """One case, as its page shows it."""

    status: CaseStatus
    has_shown: bool
    download: Download | None

    @property
    def words(self) -> str:
        """The stage or the outcome, by which the words are found."""
        if self.status.duplicate_of is not None:
            return "duplicate"
        if self.status.state is CaseState.NEEDS_ATTENTION:
            return self.status.stage.value
        return self.status.state.value

    @property
    def step(self) -> int:
        """How many of `STEPS` are behind it."""
        return _STEP[self.status.stage]

    @property
    def need(self) -> Need:
        """What is wanted now, beside an answer to a question."""
        if self.status.stage is not Stage.IDENTITY or self.status.asks_for is None:
            return Need.NOTHING
        need = _NEEDS[self.status.asks_for]
        return Need.CONFIRM if need is Need.LINK and self.has_shown else need

    @property
    def fetched_at(self) -> datetime | None:
        """When the copy was fetched whole."""
        return self.download.fetched_at if self.download else None

    @property
    def can_fetch(self) -> bool:
        """Whether there is a copy to be fetched."""
        return self.status.bundle is not None and self.fetched_at is None

    @property
    def can_withdraw(self) -> bool:
        """Whether it may be taken back, as far as is known here; the case has the last word."""
        return self.status.stage not in _OVER and self.status.phase not in _FORWARD


async def status_of(office: Office, case_id: str) -> CaseStatus:
    """The case's status; where Temporal has forgotten it, that with which it closed. Raises as `Habeas.status`."""
    try:
        return await office.cases.status(case_id)
    except NoSuchCase:
        row = await office.register.show(case_id)
        if row is None or row.report is None:
            raise
        return row.report
