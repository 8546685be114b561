"""A case against a bare Temporal workflow with as many activities, in the same shape, on the same server."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median
from uuid import uuid4

from temporalio.client import Client

from habeas.domain.right import Right

from . import bare
from .cases import carry_out
from .company import Company, company
from .crowd import add_people, address
from .figure import Figure, Size
from .history import PARTS, left_of
from .meter import Meter, used

TITLE = "a case against a bare Temporal workflow with the same activities"


Work = Callable[[range], Awaitable[None]]


@dataclass(frozen=True)
class _Cost:
    """Of one: how long it takes alone, and its processor time when there are many; both in seconds."""

    seconds: float
    cpu: float


async def ask(size: Size) -> list[Figure]:
    """How many times as long, and how many times the processor time, for an export and an erasure."""
    alone, together = size.of(8, 1), size.of(30, 3)
    each = alone + together + 1
    async with company() as place, place.worker(), place.program("bare", "-m", "benchmarks.bare"):
        await add_people(place.url, range(each * len(PARTS)))
        figures = []
        for number, right in enumerate(PARTS):
            people = [address(n) for n in range(number * each, (number + 1) * each)]
            shape = [width for one in await left_of(place, people.pop(), right) for width in one.shape]
            figures += await _compared(place, right, people, alone, shape)
        return figures


async def _compared(place: Company, right: Right, people: list[str], alone: int, shape: list[int]) -> list[Figure]:
    client = await Client.connect(place.environment["HABEAS_TEMPORAL_ADDRESS"])

    async def case(numbers: range) -> None:
        await carry_out(place.habeas, place.register, [people[n] for n in numbers], right)

    async def workflow(numbers: range) -> None:
        await asyncio.gather(*(_bare(client, shape) for _ in numbers))

    ours = await _cost(place, "worker", case, alone, len(people))
    theirs = await _cost(place, "bare", workflow, alone, len(people))
    what = f"{PARTS[right]}: {sum(shape)} activities"
    return [
        Figure(f"{what}, one after the other, p50", ours.seconds, "s"),
        Figure("  against the bare workflow", ours.seconds / theirs.seconds, "times"),
        Figure("  processor time", ours.cpu * 1000, "ms"),
        Figure("  against the bare workflow", ours.cpu / theirs.cpu, "times"),
    ]


async def _bare(client: Client, shape: list[int]) -> None:
    await client.execute_workflow(bare.Bare.run, shape, id=f"bare/{uuid4()}", task_queue=bare.QUEUE)


async def _cost(place: Company, worker: str, work: Work, alone: int, every: int) -> _Cost:
    meter = Meter({name: place.processes[name] for name in ("temporal", worker)})
    seconds = [await _timed(work, range(number, number + 1)) for number in range(alone)]
    before = meter.cpu()
    await work(range(alone, every))
    return _Cost(median(seconds), used(before, meter.cpu()) / (every - alone))


async def _timed(work: Work, numbers: range) -> float:
    begun = time.monotonic()
    await work(numbers)
    return time.monotonic() - begun
