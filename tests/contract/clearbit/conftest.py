"""A Clearbit of the sandbox for each test, plain HTTP to it, and the company's job with either database."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import delete, insert

from adapters.enrichment.schema import enrichment_metadata
from adapters.sql.engine import writing_engine
from habeas.sandbox.clearbit.enricher import Enricher
from habeas.sandbox.clearbit.entity import Access, Entity
from habeas.sandbox.clearbit.server import ClearbitServer
from habeas.sandbox.clearbit.store import CopyStore
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.rows import dump

KEY = bytes(range(32))


@dataclass(frozen=True)
class Clearbit:
    """A server, how to break it, and plain HTTP with its key."""

    server: ClearbitServer
    switchboard: Switchboard
    http: aiohttp.ClientSession

    async def get(self, path: str, headers: dict | None = None, method: str = "GET", **query: str):
        """Status, body (None without one) and headers of one request."""
        known = {"Authorization": f"Bearer {self.server.key}"} if headers is None else headers
        url = self.server.endpoint + path
        async with self.http.request(method, url, params=query, headers=known) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None, answer.headers

    async def find(self, address: str, **query: str):
        """One look-up of a person."""
        return await self.get("/v2/people/find", email=address, **query)

    async def post(self, path: str, body: object):
        """Status and body of one POST of a JSON document."""
        headers = {"Authorization": f"Bearer {self.server.key}"}
        async with self.http.post(self.server.endpoint + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()


@dataclass
class Listener:
    """Whoever takes webhooks: what came, as it came."""

    url: str = ""
    got: list[tuple[bytes, str | None]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((await request.read(), request.headers.get("X-Request-Signature")))
        return web.Response()


@dataclass(frozen=True)
class Job:
    """The company's job, and its database as anybody may see it."""

    store: CopyStore
    enricher: Enricher
    clearbit: Clearbit
    listener: Listener
    platform: object

    def of(self, access: Access) -> Enricher:
        return Enricher(self.store, self.clearbit.http, access)

    def access(self, key: str | None = None, endpoint: str | None = None, entity: Entity | None = None) -> Access:
        known = Access(endpoint or self.clearbit.server.endpoint, key or self.clearbit.server.key)
        return Access(known.endpoint, known.key, entity=entity or known.entity)

    async def rows(self, table: str) -> list[tuple[object, ...]]:
        return (await dump(self.platform.url_read))[table]

    async def put(self, table: str, **row: object) -> None:
        engine = writing_engine(self.platform.url_owner)
        async with engine.begin() as connection:
            await connection.execute(insert(enrichment_metadata.tables[table]).values(row))
        await engine.dispose()

    async def clear(self, table: str) -> None:
        engine = writing_engine(self.platform.url_owner)
        async with engine.begin() as connection:
            await connection.execute(delete(enrichment_metadata.tables[table]))
        await engine.dispose()


@asynccontextmanager
async def running(folder: Path, **settings: int) -> AsyncIterator[Clearbit]:
    """A server until the end."""
    switchboard = Switchboard(folder / "faults.json")
    server = await ClearbitServer.start(folder / "clearbit", switchboard, **settings)
    async with aiohttp.ClientSession() as http:
        yield Clearbit(server, switchboard, http)
    await server.stop()


@pytest.fixture
async def clearbit(tmp_path: Path) -> AsyncIterator[Clearbit]:
    """Everything fresh."""
    async with running(tmp_path) as started:
        yield started


@pytest.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Clearbit]:
    """A server that takes two requests a minute."""
    async with running(tmp_path, per_minute=2) as started:
        yield started


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    """Takes webhooks on loopback."""
    taking, app = Listener(), web.Application()
    app.router.add_post("/webhooks", taking.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taking.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks"
    yield taking
    await runner.cleanup()


@pytest.fixture
async def job(clearbit: Clearbit, listener: Listener, platform) -> AsyncIterator[Job]:
    """The job on empty tables."""
    owner, engine = writing_engine(platform.url_owner), writing_engine(platform.url_write)
    async with owner.begin() as connection:
        await connection.run_sync(enrichment_metadata.create_all)
        for table in reversed(enrichment_metadata.sorted_tables):
            await connection.execute(delete(table))
    await owner.dispose()
    access = Access(clearbit.server.endpoint, clearbit.server.key, listener.url)
    store = CopyStore(engine, KEY)
    yield Job(store, Enricher(store, clearbit.http, access), clearbit, listener, platform)
    await engine.dispose()
