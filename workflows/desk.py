"""Where a procedure stands, and where a stuck step waits for a person."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from pydantic import BaseModel
from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, ChildWorkflowError, is_cancelled_exception

from habeas.domain.name import case_workflow_id
from habeas.domain.part import PartReport
from habeas.domain.update import Attestation

from .details import part_details
from .saga import heed_cancel
from .step import reason

T = TypeVar("T")

DONE = "done"
UNWINDING = "unwinding"

Tell = Callable[[PartReport], Awaitable[None]]


class Attested(ApplicationError):
    """A person says that the stuck step of this system was done by hand."""

    def __init__(self, system: str) -> None:
        """A failure of the part, should nobody catch it: never one of the workflow task."""
        super().__init__(f"{system}: attested by hand", type="Attested", non_retryable=True)


class Desk:
    """The desk of a case or a part. All that it tells is states and reasons that are safe."""

    def __init__(self, systems: tuple[str, ...], next_try: timedelta, tell: Tell) -> None:
        """`next_try`: how long a stuck step waits before it is tried again by itself; `tell` takes the reports."""
        self._tell = tell
        self._telling = asyncio.Lock()
        self.progress = dict.fromkeys(systems, "waiting")
        self.attested: dict[str, Attestation] = {}
        self.retries = 0
        self.has_pivoted = False
        self._next_try = next_try
        self._phase = "received"
        self._stuck: dict[str, str] = {}

    async def enter(self, phase: str, *, turns: bool = True) -> None:
        """Another phase begins; it is reported if it `turns`: if after it something else is possible than before."""
        self._phase = phase
        if turns:
            await self._report()

    def at(self, system: str, what: str) -> None:
        """A system begins another step."""
        self.progress[system] = what
        workflow.set_current_details(part_details(self._phase, self.progress))

    async def insist(self, system: str, what: str, attempt: Callable[[int], Awaitable[T]]) -> T:
        """Carry a step out until it succeeds. Raises Attested when a person says that it was done by hand."""
        number = 0
        try:
            while True:
                number += 1
                try:
                    self.at(system, what)
                    return await self._well(system, await attempt(number))
                except (ActivityError, ApplicationError, ChildWorkflowError) as failure:
                    if isinstance(failure, ActivityError) and is_cancelled_exception(failure):
                        raise
                    heed_cancel()
                    await self._wait_for_a_person(system, f"{what}: {reason(failure)}")
        finally:
            self._stuck.pop(system, None)

    async def _well(self, system: str, done: T) -> T:
        if self._stuck.pop(system, None):
            await self._report()
        return done

    async def _wait_for_a_person(self, system: str, why: str) -> None:
        """Until a person says something, or the next try comes by itself: then it is told again only if it differs."""
        retries = self.retries
        self.at(system, why)
        if self._stuck.get(system) != why:
            self._stuck[system] = why
            await self._report()
        try:
            await workflow.wait_condition(
                lambda: self.retries > retries or system in self.attested,
                timeout=self._next_try,
                timeout_summary=f"next try: {system}",
            )
        except TimeoutError:
            workflow.logger.info("trying again by itself", extra={"system": system})
            return
        del self._stuck[system]
        await self._report()
        if system in self.attested:
            raise Attested(system)

    async def _report(self) -> None:
        async with self._telling:  # one after the other: of two signals on their way the second may arrive first
            await self._tell(self._as_of_now())

    def _as_of_now(self) -> PartReport:
        return PartReport(
            phase=self._phase,
            has_pivoted=self.has_pivoted,
            stuck=self._stuck,
            pending=tuple(system for system, what in self.progress.items() if what != DONE),
        )


async def tell_case(case_id: str, report: PartReport) -> None:
    """Tell a case where its part is. A case that is gone is resumed from the register, not from here."""
    await signal_if_there(case_workflow_id(case_id), "report", report)


async def signal_if_there(workflow_id: str, signal: str, *message: BaseModel) -> bool:
    """Signal another workflow, which may have ended meanwhile; says whether it was there."""
    try:
        await workflow.get_external_workflow_handle(workflow_id).signal(signal, args=message)
    except ApplicationError as gone:
        workflow.logger.warning("another workflow does not listen", extra={"error": gone.type})
        return False
    return True
