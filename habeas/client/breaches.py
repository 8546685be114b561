"""What a support tool may do with breaches."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from temporalio.client import WorkflowHandle, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from habeas.domain.breach import BreachDecision, BreachOrder, BreachStatus
from habeas.domain.error import InvalidInput, NotNow
from habeas.domain.language import Language
from habeas.domain.name import BREACH, HOUSE_QUEUE, part_workflow_id

from .answer import in_our_words
from .cases import Habeas
from .message import checked_case, made

Handle: TypeAlias = WorkflowHandle[Any, BreachStatus]


@dataclass(frozen=True)
class Breaches:
    """The breaches of one installation's cases: a copy or a letter that reached the wrong person (GDPR art. 33).

    Each call raises what those of `Habeas` do.
    """

    habeas: Habeas

    async def report(self, case_id: str, aware_at: datetime, by: str, language: Language = Language.ENGLISH) -> None:
        """The case's links end, the DPO is written to in that language, and 72 hours run from `aware_at`.

        Raises NotNow where one is open already, and InvalidInput for a moment that is still to come.
        """
        if aware_at > datetime.now(UTC):
            raise InvalidInput("the moment at which we became aware of it is still to come")
        right = (await self.habeas.status(case_id)).right
        order = made(BreachOrder, case_id=case_id, right=right, language=language, aware_at=aware_at, by=by)
        try:
            with in_our_words():
                await self.habeas.temporal.start_workflow(
                    BREACH,
                    order,
                    id=_id(case_id),
                    task_queue=HOUSE_QUEUE,
                    id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                    static_summary="breach",
                    rpc_timeout=self.habeas.answer,
                )
        except WorkflowAlreadyStartedError:
            raise NotNow("a breach of this case was reported, and is open") from None

    async def status(self, case_id: str) -> BreachStatus:
        """Where the latest breach of a case stands. Raises NoSuchCase where none was reported."""
        breach, answer = self._breach(case_id), self.habeas.answer
        with in_our_words():
            try:
                status: BreachStatus = await breach.query(
                    "status",
                    result_type=BreachStatus,
                    reject_condition=QueryRejectCondition.NOT_OPEN,
                    rpc_timeout=answer,
                )
            except WorkflowQueryRejectedError:
                return await breach.result(rpc_timeout=answer)
        return status

    async def settle(self, case_id: str, decision: BreachDecision) -> BreachStatus:
        """The authority was notified, or need not be. Raises NoSuchCase where no breach is open."""
        with in_our_words():
            status: BreachStatus = await self._breach(case_id).execute_update(
                "settle", decision, result_type=BreachStatus, rpc_timeout=self.habeas.answer
            )
        return status

    def _breach(self, case_id: str) -> Handle:
        workflow_id = _id(checked_case(case_id))
        return self.habeas.temporal.get_workflow_handle(workflow_id, result_type=BreachStatus)


def _id(case_id: str) -> str:
    return part_workflow_id(case_id, "breach")
