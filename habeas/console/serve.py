"""Serving a door until somebody ends it."""

import asyncio
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web


async def serve_until_told(app: "web.Application", host: str, port: int, what: str) -> None:
    """Listen until SIGTERM or Ctrl-C, and say on standard output where; requests under way are ended first."""
    from aiohttp import web

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        print(f"{what} on http://{host}:{runner.addresses[0][1]}", flush=True)  # noqa: T201 - it is ready
        await stop.wait()
    finally:
        await runner.cleanup()
