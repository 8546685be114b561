"""`habeas demo`: one story, told on a fresh home."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from . import embedded
from .door import Door
from .outcome import wait
from .story import Story


def demo(
    home: Annotated[Path | None, typer.Option("--home", help="A fresh folder; without it one that is removed.")] = None,
) -> int:
    """Tell one story: a person is located, exported and erased, with one system that refuses at first."""
    console = Console()

    async def play() -> None:
        async with embedded.stage(home, lambda text: console.print(text, style="dim")) as (root, addresses):
            await Story(Door.at(root, None), root, console).tell()
            if sys.stdout.isatty() and sys.stdin.isatty():
                await _stay(console, root, addresses.ui)

    wait(play())
    return 0


async def _stay(console: Console, root: Path, ui: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    console.rule("it is still up: try it yourself, in another terminal")
    for command in (
        "sandbox people",
        f"erase --email {embedded.SOMEBODY_ELSE} --home {root}",
        f"list --home {root}",
    ):
        console.print(f"  {sys.argv[0]} {command}", soft_wrap=True, highlight=False)
    console.print(f"Temporal's own page of every step: {ui}")
    console.print("Ctrl-C stops it.", style="dim")
    await stop.wait()
