"""A part carries the case out: it is started, or found under way, and runs to its end whatever happens to it."""

from collections.abc import Awaitable, Coroutine
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import WorkflowAlreadyStartedError

from habeas.domain.name import part_workflow_id
from habeas.domain.part import ErasureOrder, ExportOrder, PartOutcome
from habeas.domain.update import Cancellation

from .desk import signal_if_there
from .inquiry import Inquiry
from .saga import to_the_end

Order = ErasureOrder | ExportOrder

_LONGEST_SILENCE = timedelta(hours=1)


class CarryOut(Inquiry):
    """Has a part carry the case out. Parts are begun by the name of their kind: a case need not load their code."""

    async def _carry_out(self, kind: str, order: Order) -> PartOutcome:
        """Let a part run to its end. One that fails is begun again when a person says so: it does nothing twice."""

        async def attempt(_number: int) -> PartOutcome:
            return await self._run_part(kind, order)

        return await self._protected(self._desk.insist(kind.lower(), "carry out", attempt))

    async def _protected(self, work: Coroutine[Any, Any, PartOutcome]) -> PartOutcome:
        """Whatever cancels arrive: Temporal's own asks the part to unwind, as ours does."""
        before, self._is_carrying_out = self._is_carrying_out, True
        try:
            return await to_the_end(work, on_cancel=self._stop_for_temporal)
        finally:
            self._is_carrying_out = before

    async def _stop_for_temporal(self) -> None:
        if not await self._stop(Cancellation(by="the Temporal service")):
            self._board.show(reason="a cancel came after the pivot and is ignored")

    async def _run_part(self, kind: str, order: Order) -> PartOutcome:
        self._part = part_workflow_id(self._request.case_id, kind.lower())
        try:
            while True:
                if child := await self._start(self._part, kind, order):
                    return await child
                if outcome := await self._adopted(self._part):
                    return outcome
        finally:
            self._part = None

    async def _start(self, part_id: str, kind: str, order: Order) -> Awaitable[PartOutcome] | None:
        """Start the part; None when one runs already, for a case that was reset or lost meanwhile."""
        try:
            child = await workflow.start_child_workflow(
                kind,
                order,
                id=part_id,
                result_type=PartOutcome,
                static_summary=kind.lower(),
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            )
        except WorkflowAlreadyStartedError:
            return None
        if self._cancellation is not None:
            await self._tell_part("unwind", self._cancellation)
        return child

    async def _adopted(self, part_id: str) -> PartOutcome | None:
        """The outcome of a part that this run of the case did not start; None when it says nothing for an hour."""
        self._ended = None
        if not await signal_if_there(part_id, "adopt"):
            return None
        try:
            await workflow.wait_condition(
                lambda: self._ended is not None, timeout=_LONGEST_SILENCE, timeout_summary="a part under way"
            )
        except TimeoutError:
            workflow.logger.info("the part that was under way says nothing: trying to start it")
        return self._ended
