"""What a case shows: its status to people, search attributes and details to engineers, its state to the register."""

import asyncio
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from activities.house import RegisterSteps
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.clock import Clock, Pause
from habeas.domain.count import by_category
from habeas.domain.findings import Findings
from habeas.domain.house import StateNote
from habeas.domain.name import DUE, PENDING, RIGHT, STATE
from habeas.domain.part import PartOutcome, PartReport
from habeas.domain.request import Request
from habeas.domain.stage import Stage, moved

from .details import case_details
from .step import house_step

_RIGHT = SearchAttributeKey.for_keyword(RIGHT)
_STATE = SearchAttributeKey.for_keyword(STATE)
_DUE = SearchAttributeKey.for_datetime(DUE)
_PENDING = SearchAttributeKey.for_keyword_list(PENDING)


class Board:
    """Holds the status and keeps what is shown of it true."""

    def __init__(self, request: Request) -> None:
        """The status of a case that has just come."""
        self.stuck: dict[str, str] = {}
        self._noting = asyncio.Lock()
        self.status = CaseStatus(
            case_id=request.case_id,
            right=request.right,
            state=CaseState.RECEIVED,
            received_at=request.received_at,
            submitted_by=request.submitted_by,
            verified_how=request.identity.how if request.identity else None,
            verified_by=request.identity.by if request.identity else None,
        )

    def show(self, **changes: Any) -> CaseStatus:
        """Change the status and its details."""
        self.status = self.status.model_copy(update=changes)
        workflow.set_current_details(case_details(self.status))
        return self.status

    def open(self, clock: Clock, pending: tuple[str, ...]) -> None:
        """The case is in the register, with its dates; `pending`: the systems that are about to be asked."""
        self.show(clock=clock, due=clock.due, progress=dict.fromkeys(pending, "waiting"))
        attributes: list[SearchAttributeUpdate[Any]] = [
            _RIGHT.value_set(self.status.right),
            _STATE.value_set(self.status.state),
            _PENDING.value_set(list(pending)),
            _DUE.value_set(clock.due_at),
        ]
        workflow.upsert_search_attributes(attributes)

    def time(self, clock: Clock, pauses: tuple[Pause, ...]) -> None:
        """The dates that the case goes by."""
        self.show(clock=clock, due=clock.due, pauses=pauses)
        workflow.upsert_search_attributes([_DUE.value_set(clock.due_at)])

    def found(self, findings: Findings, systems: tuple[str, ...]) -> None:
        """What the systems hold, and how each identifier was reached."""
        self.show(
            holdings=by_category(systems, findings.holdings),
            reached=findings.reached,
            location=findings.location,
            disclosed=findings.disclosed,
        )

    async def enter(self, stage: Stage, *, is_noted: bool = False, **changes: Any) -> None:
        """Another stage, if the procedure has that step. Raises Unlawful.

        For engineers it is a search attribute; the register has it for lists: told here, unless a step notes it.
        """
        self.show(stage=moved(self.status.stage, stage, acts_at_once=self.status.right.acts_at_once))
        await self._stand(CaseState(stage.value), is_noted=is_noted, **changes)

    async def _stand(self, state: CaseState, *, is_noted: bool = False, **changes: Any) -> None:
        has_changed = state is not self.status.state
        self.show(state=state, **changes)
        if has_changed:
            workflow.upsert_search_attributes([_STATE.value_set(state)])
        if has_changed and not is_noted:
            await self._note(state)

    async def _note(self, state: CaseState) -> None:
        """One note after the other, so that the last one stays; of two steps of one id Temporal takes none.

        What another state has followed meanwhile is not noted any more.
        """
        async with self._noting:
            if state is self.status.state:
                note = StateNote(case_id=self.status.case_id, state=state)
                await workflow.execute_activity_method(RegisterSteps.note_state, note, **house_step(f"note:{state}"))

    async def report(self, report: PartReport, *, may_attest: bool = False) -> None:
        """A part, or the case's own search, says where it is."""
        if set(report.pending) != set(self.status.progress):
            workflow.upsert_search_attributes([_PENDING.value_set(list(report.pending))])
        self.stuck = report.stuck
        progress = {system: report.stuck.get(system, report.phase) for system in report.pending}
        stuck = "; ".join(f"{system}: {why}" for system, why in report.stuck.items()) or None
        state = CaseState.NEEDS_ATTENTION if stuck else CaseState(self.status.stage.value)
        waits_for = _for_a_person(stuck, _ways(report, may_attest=may_attest)) if stuck else None
        await self._stand(state, phase=report.phase, progress=progress, waits_for=waits_for)

    def copied(self, outcome: PartOutcome) -> None:
        """The person has a copy, which they asked for first."""
        self.show(bundle=outcome.bundle, exported=outcome.exported, withheld=outcome.withheld)

    def outcome(self, outcome: PartOutcome) -> CaseStatus:
        """The status with which the case will close."""
        changes = outcome.model_dump(include={"state", "reason"}, exclude_none=True)
        return self.status.model_copy(
            update={
                **changes,
                "stage": Stage.CLOSED,
                "phase": "closed",
                "waits_for": None,
                "progress": {},
                "systems": outcome.counts or self.status.systems,
                "exported": outcome.exported or self.status.exported,
                "withheld": outcome.withheld or self.status.withheld,
                "open_steps": outcome.open_steps,
                "bundle": outcome.bundle or self.status.bundle,
                "outcomes": outcome.outcomes,
                "stopped": outcome.stopped,
            }
        )

    def close(self, status: CaseStatus) -> None:
        """The case has ended."""
        self.status = status
        workflow.set_current_details(case_details(status))
        workflow.upsert_search_attributes([_STATE.value_set(status.state), _PENDING.value_set([])])


def _for_a_person(stuck: str, ways: list[str]) -> str:
    return f"a person: {'; or '.join(ways)} ({stuck})"


def _ways(report: PartReport, *, may_attest: bool) -> list[str]:
    """What can be done about a stuck step now."""
    ways = ["mend it, or give its worker a new credential, then retry"]
    if may_attest:
        ways.append("attest what was done by hand")
    return ways if report.has_pivoted else [*ways, "cancel"]
