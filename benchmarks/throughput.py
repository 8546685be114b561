"""The subject of 23 rows in 4 tables: one case after the other, and 100 at once; processor time and memory."""

import time
from statistics import median

from habeas.domain.right import Right

from .cases import carry_out
from .company import Company, company
from .crowd import add_people, address
from .figure import Figure, Size
from .meter import Meter, used

TITLE = "a person with 23 rows in 4 tables, of whom four systems are asked"
GOALS = {Right.ACCESS: ("export", 10, 140), Right.ERASURE: ("erasure", 6, 250)}


async def ask(size: Size) -> list[Figure]:
    """Cases per second, milliseconds of processor time per case, and the memory of the worker and Temporal."""
    at_once, alone, warm = size.of(100, 6), size.of(10, 2), size.of(5, 1)
    people = [address(n) for n in range(at_once + alone + warm)]
    async with company() as place, place.worker():
        await add_people(place.url, range(len(people)))
        figures = []
        for right in GOALS:
            await _run(place, people[:warm], right)
            figures += await _measure(place, people[warm:], at_once, right)
        resident = Meter(place.processes).resident()
        figures.append(Figure("worker and Temporal, resident", sum(resident.values()), "MiB", at_most=300))
        figures += [Figure(f"  of it {name}", mib, "MiB") for name, mib in resident.items()]
        return figures


async def _measure(place: Company, people: list[str], at_once: int, right: Right) -> list[Figure]:
    name, per_second, milliseconds = GOALS[right]
    meter = Meter(place.processes)
    alone = [await _run(place, [who], right) for who in people[at_once:]]
    before, seconds = meter.cpu(), await _run(place, people[:at_once], right)
    after = meter.cpu()
    cpu = 1000 * used(before, after) / at_once
    return [
        Figure(f"{name}, one after the other, p50", median(alone), "s"),
        Figure(f"{name}, {at_once} at once", at_once / seconds, "/s", at_least=per_second),
        Figure("  against one after the other", at_once / seconds * median(alone), "times"),
        Figure("  processor time", cpu, "ms", at_most=milliseconds),
        *(Figure(f"    of it {n}", 1000 * (after[n] - before[n]) / at_once, "ms") for n in before),
    ]


async def _run(place: Company, who: list[str], right: Right) -> float:
    begun = time.monotonic()
    await carry_out(place.habeas, place.register, who, right)
    return time.monotonic() - begun
