"""One company with all that belongs to it: Temporal, the servers of its systems, a worker, a register, a disk.

Everything may be killed at any time, and is started again on what it left.
"""

import asyncio
import multiprocessing
import os
import random
import shutil
import signal
import socket
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import faulty_worker
import systems
from faulty_worker import Brief
from sqlalchemy import update
from story import Fault

from adapters.recordings.bucket import Access, Bucket
from adapters.recordings.schema import recording
from adapters.sql.engine import writing_engine
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.objects import recorded, store_objects
from habeas.sandbox.rows import dump
from habeas.sandbox.stripe.keys import Keys
from habeas.sandbox.stripe.look import look
from habeas.sandbox.temporal import Temporal

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RULES = {"REVERSIBLE_LIMIT": "PT75S", "ATTENTION_AFTER": "PT8S", "NEXT_TRY": "PT20S", "LATE_WRITE": "PT11S"}
_PORTS = range(22_000, 30_000)  # below those that a system hands out by itself

FORKS = multiprocessing.get_context("forkserver")
"""A fork of a process that has imported everything is up in a third of the time."""


def preload() -> None:
    """Before the first fork."""
    heavy = ["aiosqlite", "alembic.command", "holidays.countries", "habeas.sandbox.stripe.server"]
    FORKS.set_forkserver_preload(["worker", "habeas.sandbox.proxy", *heavy])


class Object(NamedTuple):
    """A version of an object, or a delete marker."""

    key: str
    id: str
    is_latest: bool
    is_marker: bool
    etag: str


@dataclass(frozen=True)
class State:
    """A whole company, under names that are the same in each: every row, every version, everything at Stripe."""

    rows: Mapping[str, list[tuple[object, ...]]]
    objects: list[Object]
    billing: Mapping[str, list[dict[str, Any]]]


@dataclass
class Company:
    """`root` is its disk, `beside` what is not on it: logs, and what breaks it. `heard` takes what the worker says."""

    root: Path
    beside: Path
    recordings: tuple[Access, Access]
    template: Path
    judge: Bucket
    heard: Callable[[tuple[Any, ...]], None]
    waits: Mapping[str, int] = field(default_factory=dict)
    prefix: str = ""
    faults: dict[str, dict[int, Fault]] = field(default_factory=dict)
    temporal: Temporal | None = None
    worker: ForkServerProcess | None = None
    servers: ForkServerProcess | None = None
    deaths: int = 0
    _talk: Connection | None = None
    _orders: Connection | None = None
    _ports: list[int] = field(default_factory=list)

    async def build(self) -> None:
        """The people, and everything of theirs; and what has to run."""
        self._ports = _free_ports(4)
        for folder in (self.root / "temporal", self.root / "stripe"):
            folder.mkdir()
        shutil.copy(self.template, self.root / "platform.db")
        (self.root / "enrichment.key").touch(mode=0o600)
        (self.root / "enrichment.key").write_bytes(KEY)
        self.prefix = f"{uuid4()}/"
        engine = writing_engine(self.url)
        async with engine.begin() as connection:
            await connection.execute(update(recording).values(prefix=self.prefix + recording.c.prefix))
        await engine.dispose()
        await store_objects(self.judge, await recorded(self.url))
        await self.start_temporal()
        await self.start_servers()
        for name, file in (("platform", self.platform), ("billing", self.stripe)):
            copy(file, self.beside / f"{name}.copy")

    @property
    def url(self) -> str:
        """The platform's database."""
        return f"sqlite+aiosqlite:///{self.platform}"

    @property
    def platform(self) -> Path:
        """Its file."""
        return self.root / "platform.db"

    @property
    def stripe(self) -> Path:
        """What the company has at Stripe."""
        return self.root / "stripe" / "stripe.db"

    @property
    def register(self) -> Path:
        """The register's file."""
        return self.root / "register.db"

    @property
    def switchboard(self) -> Switchboard:
        """What breaks the systems."""
        return Switchboard(self.beside / "faults.json")

    @property
    def address(self) -> str:
        """Where Temporal listens."""
        return f"127.0.0.1:{self._ports[0]}"

    @property
    def ports_of_temporal(self) -> list[int]:
        """By which it is cut off."""
        return self._ports[:1]

    @property
    def ports_of_systems(self) -> list[int]:
        """By which they are cut off."""
        return self._ports[2:]

    async def start_temporal(self) -> None:
        """On the ports and the database of before."""
        self.temporal = await Temporal.start(self.root / "temporal", *self._ports[:2])
        if self.temporal.address != self.address:
            raise RuntimeError("somebody took Temporal's port")

    async def start_servers(self) -> None:
        """The servers of the systems; returns when they answer."""
        self._orders, theirs = FORKS.Pipe()
        what = systems.Systems(
            self.root / "stripe",
            *self._ports[2:],
            self.recordings[0].endpoint or "",
            self.beside / "faults.json",
            self.beside / "systems.log",
            NOW,
        )
        self.servers = FORKS.Process(target=systems.main, args=(what, theirs))
        self.servers.start()
        theirs.close()
        await asyncio.to_thread(self._orders.recv)

    def start_worker(self) -> None:
        """It knows the faults that are still to come."""
        self._talk, theirs = FORKS.Pipe()
        brief = Brief(
            self.faults, self.waits, self._environment(), self.beside / "faults.json", self.beside / "worker.log"
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

    async def state(self) -> State:
        """All of it, as it is now."""
        versions = await self.judge.versions(self.prefix)
        objects = [Object(v.key.removeprefix(self.prefix), v.id, v.is_latest, v.is_marker, v.etag) for v in versions]
        rows = await dump(self.url)
        rows["recording"] = [tuple(str(v).removeprefix(self.prefix) for v in row) for row in rows["recording"]]
        return State(rows, sorted(objects), look(self.root / "stripe"))

    async def stop(self) -> None:
        """Nothing of it runs afterwards."""
        self.stop_worker()
        self.kill_servers()
        await self.kill_temporal()

    def environment(self) -> dict[str, str]:
        """The worker's settings."""
        return self._environment()

    def _environment(self) -> dict[str, str]:
        keys = Keys.of(self.root / "stripe" / "keys.json")
        writer, reader = self.recordings
        urls = {
            f"HABEAS_{system}_{way}_URL": self.url
            for system in ("ACCOUNTS", "RECORDINGS", "ENRICHMENT")
            for way in ("WRITING", "READING")
        }
        return {
            **{f"HABEAS_{name}": value for name, value in RULES.items()},
            **urls,
            "HABEAS_TEMPORAL_ADDRESS": self.address,
            "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{self.register}",
            "HABEAS_CLAIM_KEY_FILE": str(self.root / "claim.key"),
            "HABEAS_CASE_FOLDER": str(self.root / "cases"),
            "HABEAS_ENRICHMENT_KEY_FILE": str(self.root / "enrichment.key"),
            "HABEAS_BILLING_ENDPOINT": f"http://127.0.0.1:{self._ports[2]}",
            "HABEAS_BILLING_WRITING_KEY": keys.writing,
            "HABEAS_BILLING_READING_KEY": keys.reading,
            "HABEAS_RECORDINGS_BUCKET": writer.bucket,
            "HABEAS_RECORDINGS_S3_ENDPOINT": f"http://127.0.0.1:{self._ports[3]}",
            "HABEAS_RECORDINGS_S3_WRITING_KEY": writer.key_id or "",
            "HABEAS_RECORDINGS_S3_WRITING_SECRET": writer.secret or "",
            "HABEAS_RECORDINGS_S3_READING_KEY": reader.key_id or "",
            "HABEAS_RECORDINGS_S3_READING_SECRET": reader.secret or "",
        }


KEY = b"e" * 32


def copy(file: Path, to: Path) -> None:
    """A copy of a SQLite database as it is now, whoever writes it."""
    to.unlink(missing_ok=True)
    source, target = sqlite3.connect(file), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def restore(copied: Path, file: Path) -> None:
    """The copy takes the place of the database, which nobody has open."""
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    shutil.copy(copied, file)


def _free_ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    found: list[int] = []
    while len(found) < number:
        port = random.SystemRandom().choice(_PORTS)
        with socket.socket() as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
    return found
