"""A person with 100,000 rows: how long, and whether the worker's memory stays flat."""

from habeas.domain.right import Right

from .cases import carry_out
from .company import company
from .crowd import add_people, address
from .figure import Figure, Size
from .history import PARTS
from .meter import Meter

TITLE = "a person with 100,000 rows"
ROWS = 100_000
SECONDS = {Right.ACCESS: 6, Right.ERASURE: 263}  # what the open-source rival takes (peers)
GROWTH_MIB = 32


async def ask(size: Size) -> list[Figure]:
    """Seconds, and the worker's peak of memory against that for a person with 23 rows."""
    rows = size.of(ROWS, 2_000)
    async with company() as place, place.worker():
        await add_people(place.url, range(2))
        await add_people(place.url, range(2, 3), logins=rows)
        meter, figures = Meter(place.processes), []
        for number, right in enumerate(PARTS):
            await carry_out(place.habeas, place.register, [address(number)], right)
            few = meter.peak("worker")
            (done,) = await carry_out(place.habeas, place.register, [address(2)], right)
            figures += [
                Figure(f"{PARTS[right]}, {rows:,} rows", done.seconds, "s", at_most=SECONDS[right]),
                Figure("  the worker's peak", meter.peak("worker"), "MiB"),
                Figure("  more than with 23 rows", meter.peak("worker") - few, "MiB", at_most=GROWTH_MIB),
            ]
        return figures
