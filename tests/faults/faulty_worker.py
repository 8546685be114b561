"""The real worker, in whose steps things happen as the stories say; it tells whoever started it what it does.

A step is watched from outside: what it awaits is counted, and a fault on its way happens when it has waited for a
certain part of what it waits for when nothing is disturbed.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import coroutine
from typing import Any

import deeds
import ending
import room
from kind import BROKEN, BY_DRIVER, LOSES_A_RUN, STOPS, Kind
from sqlalchemy.ext.asyncio import AsyncEngine
from story import Fault, Side, base
from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, ActivityOutboundInterceptor, ExecuteActivityInput, Interceptor

import worker
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.wire import breakable

_BEAT = 1.0
LATE_BEFORE = 23.0  # seconds: long enough for another attempt, a release after it, and the late one after that
LATE_IN = 9.5  # less than the rule `late_write`, by which nothing can land that much later
DAY = 86_400
_FOR_EVER = 1_000_000

Meets = Callable[[Fault], Awaitable[None]]


@dataclass(frozen=True)
class Brief:
    """What the worker is to know: the faults by case that are still to come, by their number."""

    faults: Mapping[str, Mapping[int, Fault]]
    waits: Mapping[str, int]
    environment: Mapping[str, str] = field(repr=False)
    switchboard: Path
    log: Path


@dataclass
class _Attempt:
    """One attempt at a step."""

    case_id: str
    step: str
    number: int = 0
    is_mute: bool = False


_now: ContextVar[_Attempt] = ContextVar("attempt")


class Faulty(Interceptor):
    """Lets faults happen in every step."""

    def __init__(self, brief: Brief, talk: Connection) -> None:
        self._faults = {case: dict(faults) for case, faults in brief.faults.items()}
        self._talk = talk
        self._going: dict[tuple[str, int], asyncio.Event] = {}
        self._attempts = 0
        self.waits = brief.waits
        self.switchboard = Switchboard(brief.switchboard)

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        return _Step(next, self)

    def wire(self, engine: AsyncEngine, system: str) -> AsyncEngine:
        return breakable(engine, system, self.switchboard)

    def listen(self) -> None:
        """Hear what the driver says; once for each loop."""
        if not self._attempts:
            asyncio.get_running_loop().add_reader(self._talk.fileno(), self._hear)

    def _hear(self) -> None:
        while self._talk.poll():
            case_id, number = self._talk.recv()
            if case_id == "clock":
                room.set_clock(number)
            if go := self._going.get((case_id, number)):
                go.set()

    def say(self, *words: object) -> None:
        self._talk.send(words)

    def begin(self, case_id: str, step: str) -> _Attempt:
        self.listen()
        self._attempts += 1
        attempt = _Attempt(case_id, step, self._attempts)
        self.say("begun", case_id, step, attempt.number)
        return attempt

    def take(self, attempt: _Attempt, side: Side, waited: int = 0) -> tuple[int, Fault] | None:
        """The fault that is to happen now, if any."""
        for number, fault in self._faults.get(attempt.case_id, {}).items():
            if (fault.step, fault.side) == (attempt.step, side) and waited >= self._from(fault):
                return number, fault
        return None

    def _from(self, fault: Fault) -> int:
        return 0 if fault.side is not Side.IN else max(1, self.waits.get(fault.step, 1) * fault.at // 100)

    def forget(self, case_id: str, number: int) -> None:
        del self._faults[case_id][number]

    async def until_driven(self, attempt: _Attempt, number: int, fault: Fault) -> None:
        """The driver lets it happen; until then the step stays where it is, and lives."""
        go = self._going.setdefault((attempt.case_id, number), asyncio.Event())
        self.say("asks", attempt.case_id, number)
        while not go.is_set():
            activity.heartbeat()
            try:
                await asyncio.wait_for(go.wait(), _BEAT)
            except TimeoutError:
                continue
        self.forget(attempt.case_id, number)


class _Mute(ActivityOutboundInterceptor):
    def heartbeat(self, *details: Any) -> None:
        if not _now.get().is_mute:
            super().heartbeat(*details)


class _Step(ActivityInboundInterceptor):
    def __init__(self, inner: ActivityInboundInterceptor, faulty: Faulty) -> None:
        super().__init__(inner)
        self._faulty = faulty

    def init(self, outbound: ActivityOutboundInterceptor) -> None:
        super().init(_Mute(outbound))

    async def execute_activity(self, input: ExecuteActivityInput) -> object:  # noqa: A002
        info = activity.info()
        attempt = self._faulty.begin(info.workflow_id.split("/")[1], base(info.activity_id))
        _now.set(attempt)
        waited = 0

        def waits() -> Coroutine[Any, Any, None] | None:
            nonlocal waited
            waited += 1
            return self._meet(attempt, Side.IN, waited) if self._faulty.take(attempt, Side.IN, waited) else None

        try:
            twice = await self._meet(attempt, Side.BEFORE)
            if twice:
                await super().execute_activity(input)
            result = await _watched(super().execute_activity(input), waits)
            self._faulty.say("waited", attempt.case_id, attempt.step, waited)
            await self._meet(attempt, Side.IN)  # it waited less than it does as a rule
            await self._meet(attempt, Side.AFTER)
        finally:
            self._faulty.say("ended", attempt.case_id, attempt.step, attempt.number)
        return result

    async def _meet(self, attempt: _Attempt, side: Side, waited: int = _FOR_EVER) -> bool:
        """Let the faults of this moment happen; whether the step is to be done twice."""
        twice = False
        while found := self._faulty.take(attempt, side, waited):
            number, fault = found
            twice = twice or fault.kind is Kind.TWICE
            if fault.kind in BY_DRIVER:
                await self._faulty.until_driven(attempt, number, fault)
                continue
            self._faulty.forget(attempt.case_id, number)
            self._faulty.say("fired", attempt.case_id, number)
            await self._let_happen(attempt, number, fault)
        return twice

    async def _let_happen(self, attempt: _Attempt, number: int, fault: Fault) -> None:
        match fault.kind:
            case kind if kind in BROKEN:
                # a refusal turns a case back: it is meant for this one
                times = 1 if kind is Kind.REFUSE else None
                self._faulty.switchboard.break_(attempt.step.split(":")[1], How(kind.value), times)
            case Kind.HANG:
                self._faulty.say("hangs", attempt.case_id, attempt.step, attempt.number)
                await _stay_away(attempt, None)
            case Kind.LATE:
                await _stay_away(attempt, LATE_IN if fault.side is Side.IN else LATE_BEFORE)
            case Kind.LOST:
                raise ApplicationError("the answer was lost", type="Lost")
            case Kind.CLOCK_WORKER:
                room.set_clock(DAY if number % 2 else -DAY)
            case kind if kind in (*STOPS, *LOSES_A_RUN):
                if await deeds.do(kind, attempt.case_id) and kind in STOPS:
                    self._faulty.say("cancelled", attempt.case_id)


async def _stay_away(attempt: _Attempt, seconds: float | None) -> None:
    """No heartbeats, and no ear for a cancel: so it is given up, and goes on all the same."""
    attempt.is_mute = True
    away = asyncio.ensure_future(asyncio.sleep(seconds) if seconds else asyncio.Event().wait())
    while not away.done():
        try:
            await asyncio.shield(away)
        except asyncio.CancelledError:
            continue


@coroutine
def _watched(
    work: Coroutine[Any, Any, Any], waits: Callable[[], Coroutine[Any, Any, Any] | None]
) -> Generator[Any, Any, Any]:
    """As `await work`; each time it has waited for something, `waits` may give it something to do first."""
    answer, failure = None, None
    while True:
        try:
            awaited = work.throw(failure) if failure else work.send(answer)
        except StopIteration as done:
            return done.value
        answer, failure = None, None
        try:
            answer = yield awaited
            if inserted := waits():
                yield from inserted.__await__()
        except GeneratorExit:
            work.close()
            raise
        except BaseException as error:  # noqa: BLE001 - it belongs to the work
            failure = error


def main(brief: Brief, talk: Connection) -> None:
    """Serve until the end, or until whoever started it has gone."""
    ending.with_parent(brief.log)
    os.environ.update(brief.environment)
    faulty = Faulty(brief, talk)
    worker.main(faulty.wire, [faulty])
