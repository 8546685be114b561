"""What sealing the messages of a case costs: cases with the codec against cases without it, in one run."""

from dataclasses import replace
from statistics import median

from temporalio.client import Client

from habeas.client import Habeas
from habeas.client.connection import connected
from habeas.domain.right import Right
from habeas.settings import HouseSettings
from habeas.vault.converter import DATA_CONVERTER

from .cases import carry_out
from .company import ROOT, Company, company
from .crowd import add_people, address
from .figure import Figure, Size
from .history import PARTS

TITLE = "sealed messages against messages in the clear"
SEALED, PLAIN = (str(ROOT / "worker.py"),), ("-m", "benchmarks.plain_worker")
MOST = 1.1


async def ask(size: Size) -> list[Figure]:
    """How many times as long a case takes, the median of cases one after the other; the two take turns."""
    turns, cases = size.of(3, 1), size.of(8, 1)
    took: dict[tuple[bool, Right], list[float]] = {}
    async with company() as place:
        await add_people(place.url, range(2 * turns * len(PARTS) * (cases + 1)))
        people = (address(n) for n in range(2 * turns * len(PARTS) * (cases + 1)))
        for turn in range(turns):
            for is_sealed in (True, False) if turn % 2 else (False, True):
                program = SEALED if is_sealed else PLAIN
                door = place.habeas if is_sealed else replace(place.habeas, temporal=await _plain(place))
                async with place.program("worker", *program):
                    for right in PARTS:
                        seconds = [await _one(place, door, next(people), right) for _ in range(cases + 1)]
                        took.setdefault((is_sealed, right), []).extend(seconds[1:])
    figures = []
    for right, part in PARTS.items():
        sealed, plain = median(took[True, right]), median(took[False, right])
        figures += [
            Figure(f"{part}, sealed, p50", sealed, "s"),
            Figure("  against in the clear", sealed / plain, "times", at_most=MOST),
        ]
    return figures


async def _plain(place: Company) -> Client:
    at = HouseSettings.given(place.environment)
    return await connected(at.temporal_address, at.temporal_namespace, at.access, DATA_CONVERTER)


async def _one(place: Company, door: Habeas, who: str, right: Right) -> float:
    (done,) = await carry_out(door, place.register, [who], right)
    return done.seconds
