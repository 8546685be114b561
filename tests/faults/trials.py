"""Trials in processes of their own, so many at a time."""

import asyncio
import traceback
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.connection import Connection
from typing import Any, TypeVar

import ending
import trial
from deck import Company
from staff import FORKS
from trial import Place, Undisturbed, Verdict

T = TypeVar("T")


class Trials:
    """Companies that are played, and judged by what is erased of these people when nothing is disturbed."""

    def __init__(self, place: Place, side_by_side: int, names: Iterable[str]) -> None:
        """Begins by learning that, half of the people beside the other half."""
        self._place = place
        self._pool = ThreadPoolExecutor(side_by_side)
        names = tuple(names)
        work = [self._pool.submit(_apart, trial.undisturbed, place, half) for half in (names[::2], names[1::2]) if half]
        self.known = Undisturbed.of([one.result() for one in work])

    def play(self, companies: Iterable[Company]) -> Iterator[tuple[Company, Verdict]]:
        """The verdict on each company, as it comes."""
        work = {
            self._pool.submit(_apart, trial.play, self._place, stories, self.known): stories for stories in companies
        }
        for one in as_completed(work):
            yield work[one], one.result()


def _apart(act: Callable[..., Coroutine[Any, Any, T]], place: Place, *arguments: object) -> T:
    """Do it in a process of its own. Raises RuntimeError when that ends without an answer."""
    ours, theirs = FORKS.Pipe()
    process = FORKS.Process(target=_answer, args=(theirs, act, place, *arguments))
    process.start()
    theirs.close()
    try:
        found: T = ours.recv()
    except EOFError:
        raise RuntimeError("a trial broke off: its log says why") from None
    finally:
        ours.close()
        process.join()
    return found


def _answer(
    answers: Connection, act: Callable[..., Coroutine[Any, Any, object]], place: Place, *arguments: object
) -> None:
    ending.with_parent(place.logs / "trials.log")
    try:
        answers.send(asyncio.run(act(place, *arguments)))
    except BaseException:
        traceback.print_exc()
        raise
