"""What the house does by schedule: Temporal starts it, and shows when it did."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)

from habeas.domain.name import HOUSE_QUEUE, SHRED, TURN_OVER, house_workflow_id

from .answer import in_our_words

SHRED_ID, TURN_OVER_ID = "habeas-shred", "habeas-turn-over"


async def keep_schedules(temporal: Client, sweep: timedelta, turn_over: timedelta) -> None:
    """Let Temporal start both, each so often; what is there already gets these intervals. Raises Unreachable."""
    with in_our_words():
        await _keep(temporal, SHRED_ID, SHRED, "shred", sweep)
        await _keep(temporal, TURN_OVER_ID, TURN_OVER, "turn-over", turn_over)


async def _keep(temporal: Client, schedule_id: str, workflow: str, what: str, every: timedelta) -> None:
    action = ScheduleActionStartWorkflow(workflow, id=house_workflow_id(what), task_queue=HOUSE_QUEUE)
    spec = ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)])
    try:
        await temporal.create_schedule(schedule_id, Schedule(action=action, spec=spec))
    except ScheduleAlreadyRunningError:

        def anew(there: ScheduleUpdateInput) -> ScheduleUpdate:
            schedule = there.description.schedule
            schedule.action, schedule.spec = action, spec
            return ScheduleUpdate(schedule=schedule)

        await temporal.get_schedule_handle(schedule_id).update(anew)
