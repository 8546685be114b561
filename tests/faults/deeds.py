"""What people do to a case by Habeas' door and by Temporal's, while it is under way."""

from contextlib import suppress
from uuid import uuid4

from kind import Kind
from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import ResetReapplyExcludeType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus, WorkflowHandle, WorkflowUpdateStage
from temporalio.service import RPCError

from habeas.domain.name import case_workflow_id, part_workflow_id
from habeas.domain.update import Cancellation


async def do(kind: Kind, case_id: str) -> bool:
    """Do it, and say whether Temporal let it be done: a run that has ended cannot be terminated."""
    case, part = _handles(case_id)
    with suppress(RPCError):
        match kind:
            case Kind.CANCEL:
                order = Cancellation(by="support")
                await case.start_update("cancel", order, wait_for_stage=WorkflowUpdateStage.ACCEPTED)
            case Kind.CANCEL_TEMPORAL:
                await part.cancel()
                await case.cancel()
            case Kind.TERMINATE:
                await case.terminate()
                await part.terminate()
            case Kind.TERMINATE_CASE:
                await case.terminate()
            case Kind.TERMINATE_PART:
                await part.terminate()
            case Kind.RESET_CASE:
                await _reset(case)
            case Kind.RESET_PART:
                await _reset(part)
        return True
    return False


def _handles(case_id: str) -> tuple[WorkflowHandle, WorkflowHandle]:
    client = activity.client()
    workflows = case_workflow_id(case_id), part_workflow_id(case_id, "erasure")
    return client.get_workflow_handle(workflows[0]), client.get_workflow_handle(workflows[1])


async def _reset(handle: WorkflowHandle) -> None:
    """To its very beginning. One that has ended stays as it is."""
    if (await handle.describe()).status is not WorkflowExecutionStatus.RUNNING:
        return
    async for event in handle.fetch_history_events():
        if event.HasField("workflow_task_completed_event_attributes"):
            break
    await activity.client().workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=activity.client().namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            reason="a fault",
            request_id=str(uuid4()),
            workflow_task_finish_event_id=event.event_id,
            # the SDK replays Updates that a reset reapplies in another order than it first took them (docs/faults.md)
            reset_reapply_exclude_types=[ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE],
        )
    )
