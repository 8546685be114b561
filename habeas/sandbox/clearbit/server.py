"""The sandbox's Clearbit: start it, break it, see what it was asked.

It has the Person and Combined APIs (v2) as Clearbit's own clients use them, and answers for the sandbox's people. It
has no way to erase anybody, as Clearbit has none; it listens on loopback alone.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aiohttp import ClientSession, web

from habeas.sandbox.fault import Switchboard

from .answer import Json
from .desk import Desk
from .dossier import dossiers
from .journal import Journal
from .key import key_in
from .limit import Limit
from .log import Asked, Log
from .webhook import Webhooks
from .wire import Wire

HOST = "127.0.0.1"
SYSTEM = "clearbit"  # not `enrichment`: that is what the company keeps of it
LOG_PATH = "/sandbox/log"
PER_MINUTE = 600  # as Clearbit's headers say


@dataclass(frozen=True)
class ClearbitServer:
    """A running server; its key, its log and the corrections that it was sent are in one folder."""

    port: int
    _runner: web.AppRunner = field(repr=False)
    _desk: Desk = field(repr=False)
    _log: Log = field(repr=False)

    @classmethod
    async def start(
        cls, folder: Path, switchboard: Switchboard, system: str = SYSTEM, port: int = 0, per_minute: int = PER_MINUTE
    ) -> Self:
        """Listen on this port, or on any free one, with the state in this folder, which is made when there is none."""
        secret, log = key_in(folder), Log(Journal(folder / "log.jsonl"))
        webhooks, flagged = Webhooks(secret, ClientSession()), Journal(folder / "flagged.jsonl")
        desk = Desk(secret, Limit(per_minute), webhooks, dossiers(), flagged)
        app = web.Application()
        app.router.add_get(LOG_PATH, log.show)
        app.router.add_route("*", "/{path:.*}", Wire(switchboard, system, desk, log).handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, HOST, port).start()
        return cls(runner.addresses[0][1], runner, desk, log)

    @property
    def endpoint(self) -> str:
        """Its URL, to be used in place of Clearbit's; another process reads the log below it at `/sandbox/log`."""
        return f"http://{HOST}:{self.port}"

    @property
    def key(self) -> str:
        """The secret key."""
        return self._desk.key

    @property
    def log(self) -> tuple[Asked, ...]:
        """Every request that it ever got, those for the log itself left out."""
        return self._log.entries

    @property
    def flagged(self) -> tuple[tuple[str, Json], ...]:
        """The corrections that were sent in, with the ids of the people."""
        return tuple((one["id"], one["says"]) for one in self._desk.flagged.all())

    def reindex(self, address: str, *, in_silence: bool = False) -> None:
        """The next look-up of this address is queued: answered with 202, and later by a webhook if it has one.

        `in_silence`: without a body, as some saw it; else with the document that Clearbit's clients test for.
        """
        self._desk.stale[address.casefold()] = in_silence

    async def settle(self) -> None:
        """Wait until every webhook that is under way has arrived, or has been given up."""
        await self._desk.webhooks.settle()

    async def stop(self) -> None:
        """Stop listening."""
        await self.settle()
        await self._runner.cleanup()
        await self._desk.webhooks.session.close()
