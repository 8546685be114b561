"""Asks every question, or those that are named, and prints one table: `python -m benchmarks.run [NAME ...]`.

With `QUICK=1` in the environment there is little of everything: a look, and no measurement.
"""

import argparse
import asyncio
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable

from rich.console import Console
from rich.table import Table

from . import (
    after_kill,
    codec,
    database,
    history,
    log,
    many_rows,
    overhead,
    recordings,
    sealing,
    slow_system,
    throughput,
)
from .figure import Figure, Size
from .meter import load

LONGEST_SECONDS = 1200

Ask = Callable[[Size], Awaitable[list[Figure]]]
QUESTIONS: dict[str, tuple[str, Ask]] = {
    module.__name__.rpartition(".")[2]: (module.TITLE, module.ask)
    for module in (
        throughput,
        overhead,
        codec,
        history,
        slow_system,
        many_rows,
        database,
        recordings,
        sealing,
        log,
        after_kill,
    )
}


async def run(names: list[str], size: Size, table: Table) -> None:
    """Ask these questions one after the other. Raises TimeoutError for one that takes longer than twenty minutes."""
    for name in names:
        title, ask = QUESTIONS[name]
        begun, before = time.monotonic(), load()
        async with asyncio.timeout(LONGEST_SECONDS):
            figures = await ask(size)
        table.add_section()
        table.add_row(f"[bold]{name}[/bold]: {title}")
        for figure in figures:
            table.add_row(f"  {figure.what}", figure.shown, figure.goal, figure.verdict)
        took = f"  {time.monotonic() - begun:.0f} s; load {before:.1f} before, {load():.1f} after"
        table.add_row(took, style="dim")


def _table() -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("what", "figure", "goal", ""):
        table.add_column(column)
    return table


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser("benchmarks.run", description="What Habeas costs. QUICK=1 for a look.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(QUESTIONS)}; all without it")
    names = parser.parse_args().names or list(QUESTIONS)
    if unknown := [name for name in names if name not in QUESTIONS]:
        parser.error(f"there is no question {unknown[0]!r}")
    size, table = Size(quick=os.environ.get("QUICK", "") not in {"", "0"}), _table()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    try:
        asyncio.run(run(names, size, table))
    finally:
        Console(width=None if sys.stdout.isatty() else 110).print(machine, table, sep="\n")
    sys.stdout.flush()
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(0)


if __name__ == "__main__":
    os.umask(0o077)
    main()
