"""Temporal's own development server, with its UI, on loopback and on a database file that survives."""

import asyncio
import contextlib
import socket
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from temporalio.client import Client
from temporalio.service import RPCError

from habeas.domain.name import SEARCH_ATTRIBUTES

HOST = "127.0.0.1"
READY_SECONDS = 60
STOP_SECONDS = 10


@dataclass(frozen=True)
class Temporal:
    """A running server."""

    port: int
    ui_port: int
    process: asyncio.subprocess.Process = field(repr=False)

    @property
    def address(self) -> str:
        """Where clients and workers connect."""
        return f"{HOST}:{self.port}"

    @property
    def ui(self) -> str:
        """Where an engineer looks."""
        return f"http://{HOST}:{self.ui_port}"

    @classmethod
    async def start(
        cls, folder: Path, port: int | None = None, ui_port: int | None = None, codec: str | None = None
    ) -> Self:
        """Start on this folder, on the ports of before if they are still free, and wait until it answers.

        `codec` is the URL of the codec server, for the pages.

        Raises RuntimeError when it does not within a minute; `temporal.log` in the folder says why.
        """
        ports = (free_port(port), free_port(ui_port))
        server = cls(*ports, await _spawn(folder, *ports, codec))
        try:
            await server._come_up()
        except BaseException:
            await server.stop()
            raise
        return server

    async def stop(self) -> None:
        """Stop the server. What it knows stays in its file."""
        if self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()

    async def _come_up(self) -> None:
        async with asyncio.timeout(READY_SECONDS):
            while self.process.returncode is None:
                with contextlib.suppress(RuntimeError, RPCError):  # it does not listen yet
                    client = await Client.connect(self.address)
                    await client.count_workflows()
                    return
                await asyncio.sleep(0.1)
        raise RuntimeError("the Temporal server ended while it started: see temporal.log")


async def _spawn(folder: Path, port: int, ui_port: int, codec: str | None) -> asyncio.subprocess.Process:
    program = Path(sysconfig.get_path("scripts")) / "temporal"
    attributes = [part for name, kind in SEARCH_ATTRIBUTES.items() for part in ("--search-attribute", f"{name}={kind}")]
    with (folder / "temporal.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).with_name("tethered.py")),
            *(str(program), "server", "start-dev", "--ip", HOST, "--port", str(port)),
            *("--ui-ip", HOST, "--ui-port", str(ui_port), "--ui-disable-news-fetch"),
            *(("--ui-codec-endpoint", codec) if codec else ()),
            *("--db-filename", str(folder / "temporal.db"), "--log-level", "error"),
            *("--dynamic-config-value", "matching.enableFairness=true"),  # as in deploy/temporal/dynamicconfig
            *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"),
            *attributes,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def free_port(wanted: int | None) -> int:
    """The port that is wanted if nothing listens there, else any that is free."""
    if wanted is not None and _is_free(wanted):
        return wanted
    return _reserved()


def _is_free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return True
    return False


def _reserved() -> int:
    """A port that the system hands out to nobody else for a minute, although a server may bind to it.

    A connection that its server ended stays in TIME_WAIT: without it the port may be that of somebody's outgoing
    connection before our server has come up.
    """
    with socket.create_server((HOST, 0)) as server:
        port = int(server.getsockname()[1])
        with socket.create_connection((HOST, port)):
            server.accept()[0].close()
    return port
