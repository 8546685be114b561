"""The processes of a company: Temporal, the servers of its systems, a worker. Each may be killed at any time."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

import faulty_worker
import systems
from faulty_worker import Brief
from layout import Layout
from story import Fault

from adapters.recordings.bucket import Access
from habeas.sandbox.temporal import Temporal

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

FORKS = multiprocessing.get_context("forkserver")
"""A fork of a process that has imported everything is up in a third of the time."""


def preload() -> None:
    """Before the first fork."""
    heavy = ["aiosqlite", "alembic.command", "holidays.countries", "habeas.sandbox.stripe.server"]
    FORKS.set_forkserver_preload(["worker", "habeas.sandbox.proxy", *heavy])


@dataclass
class Staff:
    """What runs for a company. `heard` takes what the worker says; `faults` are those that are still to come."""

    layout: Layout
    recordings: tuple[Access, Access]
    heard: Callable[[tuple[Any, ...]], None]
    faults: Mapping[str, Mapping[int, Fault]]
    waits: Mapping[str, int] = field(default_factory=dict)
    temporal: Temporal | None = None
    worker: ForkServerProcess | None = None
    servers: ForkServerProcess | None = None
    deaths: int = 0
    _talk: Connection | None = None
    _orders: Connection | None = None

    async def start_temporal(self) -> None:
        """On the ports and the database of before. Raises RuntimeError when they are somebody else's by now."""
        layout = self.layout
        self.temporal = await Temporal.start(layout.temporal, layout.temporal_port, layout.ui_port)
        if self.temporal.address != layout.address:
            raise RuntimeError("somebody took Temporal's port")

    async def start_servers(self) -> None:
        """The servers of the systems; returns when they answer."""
        self._orders, theirs = FORKS.Pipe()
        what = systems.Systems(self.layout, self.recordings[0].endpoint or "", NOW)
        self.servers = FORKS.Process(target=systems.main, args=(what, theirs))
        self.servers.start()
        theirs.close()
        await asyncio.to_thread(self._orders.recv)

    def start_worker(self) -> None:
        """It knows the faults that are still to come."""
        self._talk, theirs = FORKS.Pipe()
        brief = Brief(
            self.faults,
            self.waits,
            self.layout.environment(self.recordings),
            self.layout.beside / "faults.json",
            self.layout.beside / "worker.log",
        )
        self.worker = FORKS.Process(target=faulty_worker.main, args=(brief, theirs))
        self.worker.start()
        theirs.close()
        asyncio.get_running_loop().add_reader(self._talk.fileno(), self._hear, self._talk)

    def _hear(self, talk: Connection) -> None:
        try:
            while talk.poll():
                self.heard(talk.recv())
        except (EOFError, OSError):  # it is dead, and has said everything
            asyncio.get_running_loop().remove_reader(talk.fileno())
            talk.close()

    def tell_worker(self, *words: object) -> None:
        """A worker that has just died hears nothing, and is told again what it asks for again."""
        with suppress(OSError):
            if self._talk is not None and not self._talk.closed:
                self._talk.send(words)

    def set_clock_of_systems(self, seconds: int) -> None:
        """So far from the true time."""
        if self._orders is not None and self.servers is not None and self.servers.is_alive():
            self._orders.send(seconds)

    def stop_worker(self) -> None:
        """SIGKILL: returns when it is dead."""
        if self.worker is not None:
            self.worker.kill()
            self.worker.join()

    def kill_servers(self) -> None:
        """SIGKILL: returns when they are dead."""
        if self.servers is not None:
            self.servers.kill()
            self.servers.join()

    async def kill_temporal(self) -> None:
        """SIGKILL: returns when it is dead."""
        if self.temporal is not None:
            if self.temporal.process.returncode is None:
                os.kill(self.temporal.process.pid, signal.SIGKILL)
            await self.temporal.process.wait()

    async def watch(self) -> None:
        """Start again what has died."""
        if self.temporal is not None and self.temporal.process.returncode is not None:
            await self.start_temporal()
        if self.servers is not None and not self.servers.is_alive():
            await self.start_servers()
        if self.worker is not None and not self.worker.is_alive():
            self.deaths += 1
            self.heard(("died",))
            self.start_worker()

    async def stop(self) -> None:
        """Nothing of it runs afterwards."""
        self.stop_worker()
        self.kill_servers()
        await self.kill_temporal()
