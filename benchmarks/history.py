"""What a case leaves in Temporal: events, bytes, and what Temporal Cloud would bill, counted from its histories.

Billable are a start, an activity and each retry of it, a timer, an upsert, an update, a signal, and once more a child
(docs.temporal.io/cloud/actions). The goal is 8 for each system and 10 besides, for a case with its part.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.domain.right import Right
from habeas.sandbox.people import MANY_SIDED

from .cases import carry_out
from .company import Company, company
from .crowd import add_people, address
from .figure import Figure, Size

TITLE = "events, bytes and billable actions"
SYSTEMS, PER_SYSTEM, BESIDES = 4, 8, 10
PARTS = {Right.ACCESS: "export", Right.ERASURE: "erasure"}
_BILLED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
}


@dataclass(frozen=True)
class Left:
    """The history of one workflow."""

    events: tuple[HistoryEvent, ...]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(event.ByteSize() for event in self.events)

    @property
    def actions(self) -> int:
        """How many things would be billed."""
        retries = sum(max(0, e.activity_task_started_event_attributes.attempt - 1) for e in self.events)
        return retries + sum(event.event_type in _BILLED for event in self.events)

    @property
    def tasks(self) -> int:
        """How often the workflow's code was run."""
        return sum(e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED for e in self.events)

    @property
    def shape(self) -> list[int]:
        """How many activities were scheduled together, one time after the other."""
        scheduled = (e.activity_task_scheduled_event_attributes for e in self.events)
        by_task = Counter(s.workflow_task_completed_event_id for s in scheduled if s.activity_id)
        return [by_task[task] for task in sorted(by_task)]


async def ask(size: Size) -> list[Figure]:
    """Of a person whom all four systems have, and of one with 23 rows in accounts."""
    who = {"in four systems": MANY_SIDED.email, "in one of four": address(0)}
    async with company() as place, place.worker():
        await add_people(place.url, range(1))
        return [
            figure
            for where, person in (list(who.items())[:1] if size.quick else who.items())
            for right in PARTS
            for figure in _figures(f"{PARTS[right]}, {where}", await left_of(place, person, right))
        ]


async def left_of(place: Company, who: str, right: Right) -> list[Left]:
    """Carry out a case of this person: the histories of the case and of its part."""
    (done,) = await carry_out(place.habeas, place.register, [who], right)
    case_id = done.status.case_id
    ids = (case_workflow_id(case_id), part_workflow_id(case_id, PARTS[right]))
    handles = [place.habeas.temporal.get_workflow_handle(workflow_id) for workflow_id in ids]
    return [Left(tuple((await handle.fetch_history()).events)) for handle in handles]


def _figures(what: str, histories: list[Left]) -> Iterator[Figure]:
    yield Figure(f"{what}: events", sum(len(h.events) for h in histories), "")
    yield Figure("  bytes", sum(h.size for h in histories) / 1024, "KiB")
    yield Figure("  activities", sum(sum(h.shape) for h in histories), "")
    yield Figure("  workflow tasks", sum(h.tasks for h in histories), "")
    goal = SYSTEMS * PER_SYSTEM + BESIDES
    yield Figure("  billable actions", sum(h.actions for h in histories), "", at_most=goal)
