"""How long the person's door takes to answer, for addresses that the company knows and for those that it does not.

Times of one run are compared with each other, and never with a number: machines differ, and are busy.
"""

import random
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles

from aiohttp import ClientSession, CookieJar, TCPConnector
from box import NotSo

_CSRF = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass(frozen=True)
class Times:
    """The seconds that answers took, for each kind of address."""

    known: list[float]
    unknown: list[float]

    @property
    def apart(self) -> float:
        """How far the medians are apart, as a share of the spread (the middle half) of the kind that has less."""
        return abs(median(self.known) - median(self.unknown)) / min(_spread(self.known), _spread(self.unknown))


async def compare(url: str, known: Iterable[str], unknown: Iterable[str]) -> Times:
    """Ask in turns, each time from another place of the network; which kind is first changes by chance."""
    times, places = Times([], []), (f"127.0.{n // 200 + 1}.{n % 200 + 1}" for n in range(10_000))
    for pair in zip(known, unknown, strict=True):
        turns = list(zip((times.known, times.unknown), pair, strict=True))
        random.shuffle(turns)
        for taken, address in turns:
            taken.append(await _seconds(url, address, next(places)))
    return times


async def _seconds(url: str, address: str, place: str) -> float:
    """From sending the form to the answer. Raises NotSo when it was not taken."""
    connector = TCPConnector(local_addr=(place, 0))
    async with ClientSession(url, connector=connector, cookie_jar=CookieJar(unsafe=True)) as session:
        async with session.get("/") as page:
            hidden = dict(_CSRF.findall(await page.text()))
        form, headers = {**hidden, "right": "confirmation", "email": address}, {"Sec-Fetch-Site": "same-origin"}
        began = time.perf_counter()
        async with session.post("/", data=form, headers=headers, allow_redirects=False) as answer:
            await answer.read()
            taken = time.perf_counter() - began
    if answer.headers.get("Location") != "/asked":
        raise NotSo("the form of a stranger was not taken")
    return taken


def _spread(times: list[float]) -> float:
    lower, _, upper = quantiles(times, n=4)
    return upper - lower
