"""The worker is killed (SIGKILL) and started again at once: how long until the case goes on."""

import asyncio
import time
from collections.abc import Sequence

from temporalio.api.enums.v1 import PendingActivityState
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.domain.right import Right

from .cases import open_case, plan_of
from .company import Company, company
from .crowd import add_people, address
from .figure import Figure, Size

TITLE = "from a kill of the worker to the next step"
LONGEST = 15
_LOOK_SECONDS = 0.05


async def ask(size: Size) -> list[Figure]:
    """Killed in the middle of a step, and while the case waited for its approval."""
    rows = size.of(60_000, 20_000)
    async with company() as place:
        await add_people(place.url, range(1), logins=rows)
        async with place.worker():
            case_id = await open_case(place.habeas, address(0), Right.ERASURE)
            digest = await plan_of(place.habeas, case_id)
        between, case = time.monotonic(), _handle(place, case_workflow_id(case_id))
        async with place.worker():
            await place.habeas.approve(case_id, digest, "dpo")
            waited = time.monotonic() - between
            part = _handle(place, part_workflow_id(case_id, "erasure"))
            await _attempt(part, "erase:accounts", 1)
        killed = time.monotonic()
        async with place.worker():
            await _attempt(part, "erase:accounts", 2)
            again = time.monotonic() - killed
            await case.result()
    return [
        Figure("while it waited for approval, until it is approved", waited, "s", at_most=LONGEST),
        Figure("in the middle of a step, until that step runs again", again, "s", at_most=LONGEST),
    ]


async def _attempt(part: WorkflowHandle[object, object], step: str, attempt: int) -> None:
    """Wait until this attempt of a step has been begun by a worker."""
    while True:
        if any(_is_begun(pending, step, attempt) for pending in await _pending(part)):
            return
        await asyncio.sleep(_LOOK_SECONDS)


async def _pending(part: WorkflowHandle[object, object]) -> Sequence[PendingActivityInfo]:
    try:
        return (await part.describe()).raw_description.pending_activities
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return ()  # the part has not begun yet


def _is_begun(pending: PendingActivityInfo, step: str, attempt: int) -> bool:
    is_begun = pending.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
    return is_begun and pending.activity_id == step and pending.attempt >= attempt


def _handle(place: Company, workflow_id: str) -> WorkflowHandle[object, object]:
    return place.habeas.temporal.get_workflow_handle(workflow_id)
