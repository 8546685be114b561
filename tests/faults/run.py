"""Runs cases while things go wrong, and judges what came of them: `make faults N=1000 SEED=7`.

    python tests/faults/run.py --cases 1000 --seed 7        # goes on where it was, when it was stopped
    python tests/faults/run.py --story 'many-sided, approve: late before hold:billing; cancel in hold:accounts 50'

Stories given side by side (several `--story`) are cases of one company. The exit code is 1 when an invariant broke.
"""

import argparse
import asyncio
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "faults"
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]

import room  # noqa: E402

if __name__ == "__main__":
    room.enter(BUILD)

import deck  # noqa: E402
from company import KEY  # noqa: E402
from deck import Company, without_one  # noqa: E402
from people import PEOPLE  # noqa: E402
from progress import Progress  # noqa: E402
from staff import NOW, preload  # noqa: E402
from story import Story  # noqa: E402
from trial import Place, Undisturbed, Verdict  # noqa: E402
from trials import Trials  # noqa: E402

from habeas.sandbox.enriched import build_enrichment  # noqa: E402
from habeas.sandbox.platform import build_platform  # noqa: E402
from habeas.sandbox.seaweed import Seaweed  # noqa: E402


def main() -> int:
    """Run what was asked for."""
    asked = _asked()
    room.prepare()
    preload()
    for kind in sorted(room.left_out()):
        print(f"left out: {kind}, which cannot be made on this machine", flush=True)
    return asyncio.run(_run(asked))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--side-by-side", type=int, default=6, help="how many companies at a time")
    parser.add_argument("--story", type=Story.told, action="append", default=[])
    parser.add_argument("--people", type=int, default=len(PEOPLE), help="how many of the people")
    parser.add_argument("--as-it-is", action="store_true", help="do not look for the shortest story that breaks")
    parser.add_argument("--again", action="store_true", help="from the beginning, whatever was done before")
    return parser.parse_args()


async def _run(asked: argparse.Namespace) -> int:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True)))
        template = folder / "platform.db"
        await build_platform(f"sqlite+aiosqlite:///{template}", NOW)
        await build_enrichment(f"sqlite+aiosqlite:///{template}", NOW, KEY)
        seaweed = await Seaweed.start(folder / "seaweed")
        stack.push_async_callback(seaweed.stop)
        logs = BUILD / "logs" / str(os.getpid())
        shutil.rmtree(logs, ignore_errors=True)
        logs.mkdir(parents=True)
        place = Place(template, (seaweed.writer, seaweed.reader), logs)
        return await asyncio.to_thread(
            _told if asked.story else _dealt, asked, partial(Trials, place, asked.side_by_side)
        )


def _told(asked: argparse.Namespace, trials: Callable[[Iterable[str]], Trials]) -> int:
    """The stories that were given, in one company."""
    held = trials(dict.fromkeys(story.person for story in asked.story))
    ((_, verdict),) = held.play([tuple(asked.story)])
    _say(verdict, asked.story)
    return 1 if verdict.broken else 0


def _dealt(asked: argparse.Namespace, trials: Callable[[Iterable[str]], Trials]) -> int:
    print(f"seed {asked.seed}: make faults N={asked.cases} SEED={asked.seed}", flush=True)
    held = trials(list(PEOPLE)[: asked.people])
    progress = Progress(BUILD / f"{asked.seed}.jsonl", again=asked.again)
    companies = _companies(asked, held.known)
    ahead = [stories for stories in companies if not progress.has(stories)]
    began, failed = time.monotonic(), None
    for stories, verdict in held.play(ahead):
        progress.add(stories, verdict)
        print(f"{len(progress.cases)} cases in {time.monotonic() - began:.0f} s: {_in_a_line(verdict)}", flush=True)
        if verdict.broken:
            _say(verdict, stories)
            failed = failed or stories
    print(progress.report(), flush=True)
    if failed and not asked.as_it_is:
        _shrink(failed, held)
    return 1 if progress.has_broken else 0


def _companies(asked: argparse.Namespace, known: Undisturbed) -> list[Company]:
    steps = {name: footprint.steps for name, footprint in known.footprints.items()}
    size = len(steps)
    number = -(-asked.cases // size)
    batches = deck.deal(-(-number // deck.COMPANIES), asked.seed, steps, room.left_out())
    return [company for batch in batches for company in batch][:number]


def _shrink(stories: Company, held: Trials) -> None:
    """Leave out case by case and fault by fault what is not needed for it to break, as long as it breaks."""
    for shorter in iter(partial(_shorter, stories, held), None):
        stories = shorter
    print("the shortest that still breaks:", flush=True)
    print(f"    {sys.argv[0]} {' '.join(f'--story {str(story)!r}' for story in stories)}", flush=True)


def _shorter(stories: Company, held: Trials) -> Company | None:
    for shorter, verdict in held.play(without_one(stories)):
        if verdict.broken:
            return shorter
    return None


def _in_a_line(verdict: Verdict) -> str:
    outcomes = ", ".join(
        f"{number} {state}" for state, number in sorted(Counter(state for state, _ in verdict.outcomes).items())
    )
    return f"{outcomes}; {len(verdict.hits)} faults, {verdict.deaths} deaths, {verdict.seconds:.0f} s"


def _say(verdict: Verdict, stories: Iterable[Story]) -> None:
    print(
        "\n".join(
            [f"  {story} => {state} ({why})" for story, (state, why) in zip(stories, verdict.outcomes, strict=True)]
        )
    )
    print(
        "\n".join([f"  BROKEN {one}" for one in verdict.broken] or [f"  as it must be; {_in_a_line(verdict)}"]),
        flush=True,
    )


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the SDK may crash the interpreter at exit (sdk-python#300)
