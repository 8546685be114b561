"""The real worker, which dies by SIGKILL when every one of its cases stands at the moment that a list names for it.

The first moments of all lists are those of the first death, and so on. Moments are `<step> before`, `<step> after` and,
where there is but one case, `<step> statement <n>`, and `<step> delete <n>` of the statements that delete rows.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections import Counter
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import WorkflowUpdateStage
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

import worker
from habeas.domain.name import case_workflow_id
from habeas.domain.update import Cancellation

_BEAT_SECONDS = 1


class Mortal(Interceptor):
    """Sees every step, and every statement that a step puts to its system's database."""

    def __init__(self, folder: Path, moments: dict[str, tuple[str, ...]], cancel_at: str | None) -> None:
        self._steps, self._deaths = folder / "steps", folder / "deaths"
        self._deaths.touch()
        number = self._deaths.stat().st_size
        self._awaited = {(case_id, theirs[number]) for case_id, theirs in moments.items() if number < len(theirs)}
        self._arrived: set[tuple[str, str]] = set()
        self._statements: Counter[str] = Counter()
        self.cancel_at = cancel_at

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Step(next, self)

    def wire(self, engine: AsyncEngine, _system: str) -> AsyncEngine:
        event.listen(engine.sync_engine, "before_cursor_execute", self._statement)
        return engine

    def begin(self, case_id: str, step: str) -> None:
        with self._steps.open("a") as steps:
            steps.write(f"{case_id} {step}\n")

    def arrive(self, case_id: str, moment: str) -> bool:
        """Whether the case is to wait here for the end; it comes at once when all others are there."""
        if (case_id, moment) not in self._awaited:
            return False
        self._arrived.add((case_id, moment))
        if self._arrived == self._awaited:
            with self._deaths.open("a") as deaths:
                deaths.write("x")
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    def _statement(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        if activity.in_activity():
            case_id, step = _where()
            for kind in ("statement", *(["delete"] if statement.startswith("DELETE") else [])):
                self._statements[f"{step} {kind}"] += 1
                self.arrive(case_id, f"{step} {kind} {self._statements[f'{step} {kind}']}")


class _Step(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, mortal: Mortal) -> None:
        super().__init__(inner)
        self._mortal = mortal

    async def execute_activity(self, input: ExecuteActivityInput) -> object:  # noqa: A002
        case_id, step = _where()
        self._mortal.begin(case_id, step)
        if step == self._mortal.cancel_at:
            await _cancel(case_id)
            await _wait_for_the_end()
        if self._mortal.arrive(case_id, f"{step} before"):
            await _wait_for_the_end()
        result = await super().execute_activity(input)
        if self._mortal.arrive(case_id, f"{step} after"):
            await _wait_for_the_end()
        return result


def _where() -> tuple[str, str]:
    return activity.info().workflow_id.split("/")[1], activity.info().activity_id


async def _cancel(case_id: str) -> None:
    if activity.info().attempt == 1:
        case = activity.client().get_workflow_handle(case_workflow_id(case_id))
        order = Cancellation(by="support")
        await case.start_update("cancel", order, wait_for_stage=WorkflowUpdateStage.ACCEPTED)


async def _wait_for_the_end() -> None:
    """Until this process is killed, or this step is cancelled."""
    while True:
        activity.heartbeat()
        await asyncio.sleep(_BEAT_SECONDS)


def _end_with_the_tests() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)


def main(folder: Path, environment: dict[str, str], moments: dict[str, tuple[str, ...]], cancel_at: str | None) -> None:
    threading.Thread(target=_end_with_the_tests, daemon=True).start()
    log = os.open(folder / "worker.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update(environment)
    mortal = Mortal(folder, moments, cancel_at)
    worker.main(mortal.wire, [mortal])


if __name__ == "__main__":
    main(**BRIEF)  # noqa: F821 - the fork server's `runpy.run_path` is given it
