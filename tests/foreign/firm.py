"""A company that is not ours, on servers of its own: its database, Temporal, a mail server, and the worker program.

What it says of itself is YAML alone. It is reached as a company reaches Habeas: settings in the environment, and the
command.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from box import COMMAND, NotSo
from browser import TETHERED, stop
from maps import database

from habeas.sandbox.fault import Switchboard
from habeas.sandbox.letterbox import Letterbox
from habeas.sandbox.mail import MailServer
from habeas.sandbox.postgres import READER, WRITER, Postgres
from habeas.sandbox.temporal import HOST, Temporal, free_port

ROOT = Path(__file__).parents[2]
SECONDS = 150
FROM = "privacy@sillon.example"


@dataclass(frozen=True)
class Firm:
    """A company: its folder, the way of its database's owner, and the settings that docs/operations.md lists."""

    folder: Path
    system: str
    owner: str = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)

    @property
    def policy(self) -> Path:
        """Its own record of processing."""
        return self.folder / "policy" / "processing.yaml"

    @property
    def letters(self) -> Letterbox:
        """What its mail server was given."""
        return Letterbox(self.folder / "mail")

    @property
    def reading(self) -> str:
        """The address of the database by the credential that can only read, for the commands of the map."""
        return self.environment[f"HABEAS_{self.system.upper()}_READING_URL"]

    @property
    def at(self) -> tuple[str, str]:
        """How a command is told which installation is meant."""
        return "--address", self.environment["HABEAS_TEMPORAL_ADDRESS"]

    async def do(self, *words: object, stdin: str = "") -> dict[str, Any]:
        """Type a command; its answer. Raises NotSo, with what it said, when it did not do what was asked."""
        code, out, complaint = await self.typed(*words, stdin=stdin)
        if code:
            raise NotSo(f"`habeas {' '.join(map(str, words[:2]))}` ended with {code}: {complaint or out}")
        return dict(json.loads(out))

    async def asked(self, *words: object, stdin: str = "") -> dict[str, Any]:
        """As `do`, of a command about cases."""
        return await self.do(*words, *self.at, stdin=stdin)

    async def typed(self, *words: object, stdin: str = "") -> tuple[int, str, str]:
        """Type a command: the exit code, and what it said on each stream."""
        return await _ran(COMMAND, *words, "--json", environment=self.environment, stdin=stdin)

    async def systems(self) -> list[str]:
        """Which systems the worker program says there are."""
        _, out, _ = await _ran(sys.executable, ROOT / "worker.py", "--systems", environment=self.environment)
        return [line.split()[0] for line in out.splitlines()]

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """The worker program serves all of it while the context lasts. Raises NotSo when it does not come up."""
        with (self.folder / "worker.log").open("ab") as log:
            worker = await asyncio.create_subprocess_exec(
                *(sys.executable, str(TETHERED), sys.executable, str(ROOT / "worker.py")),
                env=_with(self.environment),
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            for queue in ("house", self.system):
                await self._healthy(queue, worker)
            yield
        finally:
            await stop(worker, SECONDS)

    @asynccontextmanager
    async def door(self) -> AsyncIterator[str]:
        """The door of people who ask, by the command; where it is. Raises NotSo when it does not open."""
        with (self.folder / "door.log").open("ab") as log:
            words = (sys.executable, TETHERED, COMMAND, "web", "person")
            door = await asyncio.create_subprocess_exec(
                *map(str, words), env=_with(self.environment), stdin=DEVNULL, stdout=PIPE, stderr=log
            )
        try:
            said = await asyncio.wait_for(door.stdout.readline(), SECONDS) if door.stdout else b""
            if not said:
                raise NotSo("the person's door does not open")
            yield self.environment["HABEAS_WEB_PERSON_URL"]
        finally:
            await stop(door, SECONDS)

    async def _healthy(self, queue: str, worker: asyncio.subprocess.Process) -> None:
        check = (sys.executable, ROOT / "deploy" / "health.py", queue)
        async with asyncio.timeout(SECONDS):
            while (await _ran(*check, environment=self.environment))[0]:
                if worker.returncode is not None:
                    said = (self.folder / "worker.log").read_text().strip().splitlines()
                    raise NotSo(f"the worker ended with {worker.returncode}: {(said or ['it said nothing'])[-1]}")
                await asyncio.sleep(0.5)


@asynccontextmanager
async def founded(folder: Path, system: str) -> AsyncIterator[Firm]:
    """A company with an empty database of this name, and with servers that run while the context lasts."""
    for name in ("policy", "keys", "temporal", "cases", "published"):
        (folder / name).mkdir(mode=0o700)
    async with AsyncExitStack() as stack:
        server = await Postgres.start(folder / "postgres")
        stack.push_async_callback(server.stop)
        temporal = await Temporal.start(folder / "temporal")
        stack.push_async_callback(temporal.stop)
        mail = await MailServer.start(folder / "mail", Switchboard(folder / "faults.json"))
        stack.callback(mail.stop)
        owner = await database(server, system)
        ways = {"WRITING": server.url(WRITER, system), "READING": server.url(READER, system)}
        own = {f"HABEAS_{system.upper()}_{way}_URL": url for way, url in ways.items()}
        yield Firm(folder, system, owner, {**_house(folder, temporal), **_mail(mail), **own})


def _house(folder: Path, temporal: Temporal) -> dict[str, str]:
    port = free_port(None)
    keys = {kind: f"file:{folder / 'keys' / f'{kind}.json'}" for kind in ("payload", "file", "signing")}
    return {
        "HABEAS_TEMPORAL_ADDRESS": temporal.address,
        "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{folder / 'register.db'}",
        "HABEAS_CLAIM_KEY_FILE": str(folder / "keys" / "claim.key"),
        **{f"HABEAS_{kind.upper()}_WRAPPING_KEYS": uri for kind, uri in keys.items()},
        "HABEAS_CASE_FOLDER": str(folder / "cases"),
        "HABEAS_PROCESSING_FILE": str(folder / "policy" / "processing.yaml"),
        "HABEAS_APPROVER_KEYS": str(folder / "keys" / "approvers"),
        "HABEAS_EVIDENCE_LOG": "sillon.example/habeas",
        "HABEAS_EVIDENCE_PUBLISHED": str(folder / "published"),
        "HABEAS_WEB_PERSON_URL": f"http://{HOST}:{port}",
        "HABEAS_WEB_PERSON_PORT": str(port),
        "HABEAS_WEB_AUDIT_FILE": str(folder / "web.jsonl"),
    }


def _mail(server: MailServer) -> dict[str, str]:
    return {
        "HABEAS_MAIL_HOST": HOST,
        "HABEAS_MAIL_PORT": str(server.port),
        "HABEAS_MAIL_SECURITY": "none",
        "HABEAS_MAIL_FROM_ADDRESS": FROM,
    }


def _with(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process, with no settings but these."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HABEAS_")} | dict(environment)


async def _ran(*command: object, environment: Mapping[str, str], stdin: str = "") -> tuple[int, str, str]:
    words = (sys.executable, TETHERED, *command)
    process = await asyncio.create_subprocess_exec(
        *map(str, words), stdin=PIPE, stdout=PIPE, stderr=PIPE, env=_with(environment)
    )
    try:
        out, complaint = await asyncio.wait_for(process.communicate(stdin.encode()), SECONDS)
    except TimeoutError:
        await stop(process, 0)
        raise NotSo(f"`{Path(str(command[0])).name}` did not answer within {SECONDS} seconds") from None
    return process.returncode or 0, out.decode(), complaint.decode().strip()
