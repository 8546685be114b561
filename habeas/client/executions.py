"""What Temporal still has of cases that have closed."""

from datetime import timedelta

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from habeas.domain.error import Unavailable
from habeas.domain.name import case_workflow_id, part_workflow_id

from .resuming import GOES_ON, standing_of

_ANSWER = timedelta(seconds=10)
_PARTS = ("export", "erasure")
_TEMPORAL = "temporal"  # how errors name it


class Executions:
    """The executions of one case: its own, and those of its parts."""

    def __init__(self, temporal: Client, *, deletes: bool = False) -> None:
        """`deletes`: whether Temporal is to delete those of shredded cases, whose bytes open no more anyway."""
        self._temporal = temporal
        self._deletes = deletes

    async def runs(self, case_id: str) -> bool:
        """Whether one of them still runs. Raises Unavailable."""
        try:
            return any([await standing_of(self._temporal, w, _ANSWER) == GOES_ON for w in _all_of(case_id)])
        except RPCError as error:
            raise Unavailable(_TEMPORAL, f"no answer about a case ({error.status.name})") from None

    async def forget(self, case_id: str) -> None:
        """Have them deleted, if that is wanted. Twice is once. Raises Unavailable."""
        for workflow_id in _all_of(case_id) if self._deletes else ():
            await self._delete(workflow_id)

    async def _delete(self, workflow_id: str) -> None:
        request = DeleteWorkflowExecutionRequest(
            namespace=self._temporal.namespace, workflow_execution=WorkflowExecution(workflow_id=workflow_id)
        )
        try:
            await self._temporal.workflow_service.delete_workflow_execution(request, timeout=_ANSWER)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise Unavailable(_TEMPORAL, f"an execution was not deleted ({error.status.name})") from None


def _all_of(case_id: str) -> tuple[str, ...]:
    return (case_workflow_id(case_id), *(part_workflow_id(case_id, part) for part in _PARTS))
