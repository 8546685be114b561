"""Keeps the sandbox's worker running: whoever kills it sees it come back and go on."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from .home import Addresses, Home

_STOP_SECONDS = 10
_AGAIN_SECONDS = 1


class WorkerKeeper:
    """Starts the worker, starts it again when it dies, and stops it."""

    def __init__(self, home: Home, addresses: Addresses) -> None:
        """`addresses` has the worker's settings."""
        self._home = home
        self._addresses = addresses
        self._process: asyncio.subprocess.Process | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The worker runs while the context lasts."""
        await self._start()
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping
            await self._stop()

    async def _keep(self) -> None:
        while self._process is not None:
            await self._process.wait()
            await asyncio.sleep(_AGAIN_SECONDS)
            await self._start()

    async def _start(self) -> None:
        log = self._home.ours / "logs" / "worker.log"
        with log.open("ab") as stream:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                str(Path(__file__).with_name("tethered.py")),
                *(sys.executable, "-m", "habeas.sandbox.worker"),
                env={**os.environ, **self._addresses.environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        processes = {**self._addresses.processes, "worker": self._process.pid}
        self._home.remember(self._addresses.model_copy(update={"processes": processes}))

    async def _stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
