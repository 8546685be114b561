"""A case is opened once, however often it is asked for under the same id."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.converter import WorkflowSerializationContext
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from habeas.domain.error import InvalidInput
from habeas.domain.name import HOUSE_QUEUE, case_workflow_id, procedure_of
from habeas.domain.request import Request

from .priority import priority_of


async def open_once(temporal: Client, request: Request, answer: timedelta) -> None:
    """Start the case, or find it started with the same request.

    Raises InvalidInput when a case of this id has another request, and RPCError.
    """
    try:
        await temporal.start_workflow(
            procedure_of(request.right),
            request,
            id=case_workflow_id(request.case_id),
            task_queue=HOUSE_QUEUE,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            static_summary=request.right,
            priority=priority_of(request),
            rpc_timeout=answer,
        )
    except WorkflowAlreadyStartedError:
        if other := await _differences(temporal, request, answer):
            raise InvalidInput(f"a case of this id was opened before, with another request ({other})") from None


async def _differences(temporal: Client, request: Request, answer: timedelta) -> str:
    """The names of the fields in which the request differs from that of the case: no values."""
    before = await _request_of(temporal, case_workflow_id(request.case_id), answer)
    if before is None:
        return "one that cannot be read"
    return ", ".join(n for n in Request.model_fields if getattr(before, n) != getattr(request, n))


async def _request_of(temporal: Client, workflow_id: str, answer: timedelta) -> Request | None:
    """What a case was opened with: its history begins with that."""
    context = WorkflowSerializationContext(namespace=temporal.namespace, workflow_id=workflow_id)
    converter = temporal.data_converter.with_context(context)
    history = temporal.get_workflow_handle(workflow_id).fetch_history_events(page_size=1, rpc_timeout=answer)
    first = await anext(history)
    try:
        (request,) = await converter.decode(first.workflow_execution_started_event_attributes.input.payloads, [Request])
    except ApplicationError:
        return None
    return request if isinstance(request, Request) else None
