"""What every part of a case hears: retry, attest, unwind."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from temporalio import workflow

from habeas.domain.case import Rules
from habeas.domain.manual import Asked
from habeas.domain.name import case_workflow_id
from habeas.domain.part import PartOutcome
from habeas.domain.update import Attestation, Cancellation, RetryNow

from .desk import Desk, signal_if_there, tell_case
from .owner import Owners
from .saga import is_cancelled
from .step import reason


class Part:
    """The signals of a part. They may come before `run`, so state is made in `@workflow.init`."""

    def __init__(self, case_id: str, systems: tuple[str, ...], rules: Rules) -> None:
        """A part with its desk."""
        self._desk = Desk(systems, rules.next_try, lambda report: tell_case(case_id, report))
        self._owners = Owners()
        self._case_id = case_id
        self._was_told_to_unwind = False
        self._is_adopted = False
        self._reversible: asyncio.Task[None] | None = None

    @workflow.signal
    def retry(self, _order: RetryNow) -> None:
        """Try what is stuck again at once."""
        self._desk.retries += 1

    @workflow.signal
    def attest(self, attestation: Attestation) -> None:
        """A person did the stuck step of one system by hand."""
        self._desk.attested[attestation.system] = attestation

    @workflow.signal
    def unwind(self, _order: Cancellation) -> None:
        """Take back what can be taken back, now if that is stuck. After the pivot there is nothing of the kind."""
        self._was_told_to_unwind = True
        self._desk.retries += 1
        if self._reversible is not None:
            self._reversible.cancel()

    @workflow.signal
    def owner(self, asked: Asked) -> None:
        """A question to the owner of a manual system says what became of it."""
        self._owners.hear(asked)

    @workflow.signal
    def adopt(self) -> None:
        """Another run of the case has found this part under way, and is to be told its outcome."""
        self._is_adopted = True

    async def _told(self, outcome: PartOutcome) -> PartOutcome:
        """A parent learns the outcome as a result, a case that adopted the part by a signal."""
        if self._is_adopted:
            await signal_if_there(case_workflow_id(self._case_id), "part_ended", outcome)
        return outcome

    @workflow.query
    def progress(self) -> dict[str, str]:
        """What each system is at."""
        return self._desk.progress

    async def _attempt(self, work: Coroutine[Any, Any, None]) -> str | None:
        """Do what can be taken back. Says why it must be, or None.

        A failure of our own code is none of this: it fails the workflow task, which waits for a fix.
        """
        self._reversible = asyncio.create_task(work)
        if self._was_told_to_unwind:
            self._reversible.cancel()
        why = None
        try:
            await self._reversible
        except (Exception, asyncio.CancelledError) as failure:
            if not (isinstance(failure, asyncio.CancelledError) or workflow.is_failure_exception(failure)):
                raise
            why = reason(failure)
        return "it was cancelled" if is_cancelled() or self._was_told_to_unwind else why
