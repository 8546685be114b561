"""Four systems of which one is slow, against that slow one alone: nobody should wait for more than the slowest."""

import time

from habeas.domain.right import Right
from habeas.sandbox.people import MANY_SIDED

from .cases import carry_out
from .company import company
from .figure import Figure, Size
from .history import PARTS

TITLE = "four systems with a slow one, against that slow one alone"
SLOW, SECONDS = "recordings", 2.0  # so much longer for each step
SYSTEMS = "accounts,recordings,billing,enrichment"
TIMES, MORE = 1.15, 0.2


async def ask(size: Size) -> list[Figure]:
    """How many seconds an export and an erasure take, and how many times as long as with the slow system alone."""
    seconds = SECONDS if not size.quick else SECONDS / 4
    alone, four = await _seconds(seconds, SLOW), await _seconds(seconds, SYSTEMS)
    figures = []
    for right, part in PARTS.items():
        figures += [
            Figure(f"{part}: {SLOW} alone, {seconds:.3g} s slower at each step", alone[right], "s"),
            Figure("  with three more systems", four[right], "s", at_most=TIMES * alone[right] + MORE),
            Figure("  against alone", four[right] / alone[right], "times"),
        ]
    return figures


async def _seconds(slower: float, systems: str) -> dict[Right, float]:
    took: dict[Right, float] = {}
    async with (
        company() as place,
        place.program("worker", "-m", "benchmarks.slow_worker", SLOW, str(slower), systems),
    ):
        await carry_out(place.habeas, place.register, [MANY_SIDED.email], Right.CONFIRMATION)
        for right in PARTS:
            begun = time.monotonic()
            await carry_out(place.habeas, place.register, [MANY_SIDED.email], right)
            took[right] = time.monotonic() - begun
    return took
