"""Cases as a support tool drives them: opened, approved when their plan is there, waited for."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from habeas.client import Habeas
from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.identifier import email
from habeas.domain.identity import Identity
from habeas.domain.request import Intake
from habeas.domain.right import Right
from habeas.register.table import case_file

_LOOK_SECONDS = 0.05
_PAUSE = timedelta(seconds=_LOOK_SECONDS)
_WAITING = select(case_file.c.case_id).where(case_file.c.state == CaseState.AWAITING_DECISION)
_GOOD_ENDS = {CaseState.LOCATED, CaseState.READY, CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS}


@dataclass(frozen=True)
class Done:
    """A closed case, and how long it took from its opening, in seconds."""

    status: CaseStatus
    seconds: float


async def open_case(habeas: Habeas, who: str, right: Right) -> str:
    """Open a case of the person with this address."""
    identity = Identity(how="logged in", by="support")
    intake = Intake(identifiers=(email(who),), received_at=datetime.now(UTC), identity=identity)
    return await habeas.open(right, intake)


async def carry_out(habeas: Habeas, register: AsyncEngine, who: list[str], right: Right) -> list[Done]:
    """A case for each of them, all at once; erasures are approved as soon as their plans are there.

    Raises RuntimeError for a case that did not come to a good end.
    """
    plans = _Plans(register)
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(plans.watch())
        cases = [group.create_task(_one(habeas, plans, person, right)) for person in who]
        await asyncio.gather(*cases)
        watching.cancel()
    return [case.result() for case in cases]


async def _one(habeas: Habeas, plans: "_Plans", who: str, right: Right) -> Done:
    begun = time.monotonic()
    case_id = await open_case(habeas, who, right)
    if right is Right.ERASURE:
        await plans.has(case_id)
        await habeas.approve(case_id, await plan_of(habeas, case_id), "dpo")
    status = await habeas.outcome(case_id)
    if status.state not in _GOOD_ENDS:
        raise RuntimeError(f"a case ended as {status.state}")
    return Done(status, time.monotonic() - begun)


async def plan_of(habeas: Habeas, case_id: str) -> str:
    """The digest of the case's plan, once it waits for its approval. Raises RuntimeError when the case ends before."""
    async for status in habeas.follow(case_id, pause=_PAUSE):
        if status.state is CaseState.AWAITING_DECISION:
            return status.plan_digest or ""
    raise RuntimeError("the case ended before it had a plan")


class _Plans:
    """Who waits for approval, seen in the register: asking the worker over and over would be part of the figure."""

    def __init__(self, register: AsyncEngine) -> None:
        self._register = register
        self._asked: dict[str, asyncio.Event] = {}

    async def has(self, case_id: str) -> None:
        """Wait until the plan of this case is there."""
        await self._asked.setdefault(case_id, asyncio.Event()).wait()

    async def watch(self) -> None:
        """Look again and again."""
        while True:
            if not all(event.is_set() for event in self._asked.values()):
                async with self._register.connect() as connection:
                    waiting = await connection.scalars(_WAITING)
                for case_id in self._asked.keys() & set(waiting):
                    self._asked[case_id].set()
            await asyncio.sleep(_LOOK_SECONDS)
