"""A case that Temporal has lost is begun again under its own id, and finds in the register what was done of it."""

from datetime import timedelta

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from habeas.domain.name import HOUSE_QUEUE, case_workflow_id, procedure_of
from habeas.domain.request import Request

from .priority import priority_of

GOES_ON = "goes on"
HAS_ENDED = "has ended"


async def standing(temporal: Client, case_id: str, answer: timedelta) -> str:
    """How Temporal has the case: `goes on`, `has ended` with an outcome, or in a word how it was lost.

    Raises RPCError.
    """
    return await standing_of(temporal, case_workflow_id(case_id), answer)


async def standing_of(temporal: Client, workflow_id: str, answer: timedelta) -> str:
    """As `standing`, of any workflow."""
    try:
        description = await temporal.get_workflow_handle(workflow_id).describe(rpc_timeout=answer)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return "unknown to Temporal"
    match description.status:
        case WorkflowExecutionStatus.RUNNING | WorkflowExecutionStatus.CONTINUED_AS_NEW:
            return GOES_ON
        case WorkflowExecutionStatus.COMPLETED:
            return HAS_ENDED
        case ended:
            return ended.name.lower().replace("_", " ") if ended else "of no status"


async def begin_again(temporal: Client, request: Request, answer: timedelta) -> bool:
    """Start the case of this request anew; False when it goes on by itself. Raises RPCError."""
    try:
        await temporal.start_workflow(
            procedure_of(request.right),
            request,
            id=case_workflow_id(request.case_id),
            task_queue=HOUSE_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            static_summary=request.right,
            priority=priority_of(request),
            rpc_timeout=answer,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
