"""Somebody else who works in the database meanwhile: how long a change of their own row has to wait.

`python -m benchmarks.neighbour URL NUMBER` changes a person's row again and again, each in its own transaction, till
standard input is closed; it then prints the longest of them in milliseconds.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.engine import writing_engine
from habeas.sandbox.accounts import account

PAUSE = 0.005  # seconds between two changes


@dataclass
class Waited:
    """The longest that they waited, in milliseconds; known when they have stopped."""

    longest: float = 0.0


@asynccontextmanager
async def neighbour(url: str, number: int) -> AsyncIterator[Waited]:
    """They begin to work before the body does, and stop after it."""
    words = (sys.executable, "-m", "benchmarks.neighbour", url, str(number))
    pipe, waited = asyncio.subprocess.PIPE, Waited()
    process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe)
    assert process.stdout
    await process.stdout.readline()
    try:
        yield waited
    finally:
        out, _ = await process.communicate(b"")
        waited.longest = float(out)


async def _work(url: str, number: int) -> None:
    engine, longest, reader = writing_engine(url), 0.0, asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await _change(engine, number)
    print("working", flush=True)
    while not reader.at_eof():
        begun = time.monotonic()
        await _change(engine, number)
        longest = max(longest, time.monotonic() - begun)
        await asyncio.sleep(PAUSE)
    await engine.dispose()
    print(longest * 1000)


async def _change(engine: AsyncEngine, number: int) -> None:
    async with engine.begin() as connection:
        await connection.execute(update(account).where(account.c.id == number + 1).values(gets_mail=True))


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1], int(sys.argv[2])))
