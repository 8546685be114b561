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

from habeas.domain.datamap import MapChecking
from habeas.domain.model import Message
from habeas.domain.name import HOUSE_QUEUE, MAP_CHECK, PUBLISH, SHRED, TURN_OVER, house_workflow_id

from .answer import in_our_words

SHRED_ID, TURN_OVER_ID, PUBLISH_ID = "habeas-shred", "habeas-turn-over", "habeas-publish"
MAP_CHECK_ID = "habeas-map-check"


async def keep_schedules(temporal: Client, sweep: timedelta, turn_over: timedelta, publish: timedelta) -> None:
    """Let Temporal start all, each so often; what is there already gets these intervals. Raises Unreachable."""
    with in_our_words():
        await _keep(temporal, SHRED_ID, SHRED, "shred", sweep)
        await _keep(temporal, TURN_OVER_ID, TURN_OVER, "turn-over", turn_over)
        await _keep(temporal, PUBLISH_ID, PUBLISH, "publish", publish)


async def keep_map_check(temporal: Client, systems: tuple[str, ...], every: timedelta) -> None:
    """Let Temporal have the records of these systems compared with their databases so often. Raises Unreachable."""
    with in_our_words():
        await _keep(temporal, MAP_CHECK_ID, MAP_CHECK, "map-check", every, MapChecking(systems=systems))


async def _keep(temporal: Client, schedule_id: str, workflow: str, what: str, every: timedelta, *said: Message) -> None:
    action = ScheduleActionStartWorkflow(workflow, args=said, id=house_workflow_id(what), task_queue=HOUSE_QUEUE)
    spec = ScheduleSpec(intervals=[ScheduleIntervalSpec(every=every)])
    try:
        await temporal.create_schedule(schedule_id, Schedule(action=action, spec=spec))
    except ScheduleAlreadyRunningError:

        def anew(there: ScheduleUpdateInput) -> ScheduleUpdate:
            schedule = there.description.schedule
            schedule.action, schedule.spec = action, spec
            return ScheduleUpdate(schedule=schedule)

        await temporal.get_schedule_handle(schedule_id).update(anew)
