"""What all tests share: the company's platform in both databases, fresh for each test, and one S3 server."""

import asyncio
import gc
import os
import shutil
import sys
from asyncio.subprocess import DEVNULL
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text, update

import habeas.sandbox
from adapters.recordings.bucket import Bucket, opened
from adapters.sql.engine import writing_engine
from habeas.sandbox.enriched import build_enrichment
from habeas.sandbox.objects import recorded, store_objects
from habeas.sandbox.platform import build_platform
from habeas.sandbox.postgres import DATABASE, OWNER, READER, SUPERUSER, WRITER, Postgres
from habeas.sandbox.recordings import derivative, recording
from habeas.sandbox.seaweed import Seaweed
from habeas.sandbox.temporal import free_port

gc.set_threshold(50_000)  # what is imported here is much, and is looked through for garbage each time
# machines are shared: how long an example takes says nothing about the code
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

TETHERED = Path(habeas.sandbox.__file__).with_name("tethered.py")
_ORDER = {"faults": 0, "e2e": 1, "saga": 2}
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Platform:
    """The ways to one database: for Habeas to write, for Habeas to read, and for whoever owns it."""

    url_write: str
    url_read: str
    url_owner: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each file stays on one process; those that wait more than they work begin, and the others fill the time.

    What is asked of each system in PostgreSQL too takes minutes: by default the adapter of databases is, and of what
    it serves the accounts; and of other systems that a record makes only what ends at once.
    """
    for item in items:
        if _is_asked_at_length(item):
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: _ORDER.get(item.path.parent.name, len(_ORDER)))


def _is_asked_at_length(item: pytest.Item) -> bool:
    system = item.path.parent.name
    if system in {"activity", "marketing"} and item.path.name == "test_kit.py":
        return "postgres" in item.name or "test_stop" not in item.name
    return system in {"accounts", "recordings", "enrichment"} and "postgres" in item.name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what each suite takes: seconds of work, which several processes do side by side."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.split("/")[1]] += report.duration
    said = ", ".join(f"{suite} {round(took)}" for suite, took in seconds.most_common())
    terminalreporter.write_line(f"seconds of each suite: {said}")


@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_cmdline_main(config: pytest.Config) -> Iterator[None]:
    """Leave at once when all is done: the SDK may crash the interpreter at exit (sdk-python#300)."""
    outcome = yield
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(outcome.get_result()))


@pytest.fixture(scope="session")
def now() -> datetime:
    """The moment to which all times of the platform are relative."""
    return NOW


@pytest.fixture(params=["sqlite_platform", "postgres_platform"])
def platform(request: pytest.FixtureRequest) -> Platform:
    """The platform, once in SQLite and once in PostgreSQL."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
async def built_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built platform in SQLite, to be copied."""
    file = tmp_path_factory.mktemp("platform") / "built.db"
    await build_platform(f"sqlite+aiosqlite:///{file}", NOW)
    return file


@pytest.fixture(scope="session")
def enrichment_key() -> bytes:
    """The key of the hashes in enrichment."""
    return b"e" * 32


@pytest.fixture(scope="session")
async def company_file(built_file: Path, tmp_path_factory: pytest.TempPathFactory, enrichment_key: bytes) -> Path:
    """A built platform in SQLite with enrichment's tables, to be copied."""
    file = shutil.copy(built_file, tmp_path_factory.mktemp("company") / "built.db")
    await build_enrichment(f"sqlite+aiosqlite:///{file}", NOW, enrichment_key)
    return file


@pytest.fixture
async def company_platform(company_file: Path, tmp_path: Path) -> Platform:
    """A copy of the whole company's platform in SQLite."""
    url = f"sqlite+aiosqlite:///{shutil.copy(company_file, tmp_path / 'company.db')}"
    return Platform(url, url, url)


@pytest.fixture
async def sqlite_platform(built_file: Path, tmp_path: Path) -> Platform:
    """A copy of the platform in SQLite."""
    file = shutil.copy(built_file, tmp_path / "platform.db")
    url = f"sqlite+aiosqlite:///{file}"
    return Platform(url, url, url)


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[Postgres]:
    """One PostgreSQL for all tests, with a built platform to be copied."""
    with TemporaryDirectory() as folder:
        server = await Postgres.start(Path(folder) / "postgres")
        try:
            await build_platform(server.url(OWNER), NOW)
            yield server
        finally:
            await server.stop()


@pytest.fixture
async def postgres_platform(postgres: Postgres) -> AsyncIterator[Platform]:
    """A copy of the platform in PostgreSQL."""
    name = f"platform_{uuid4().hex}"
    async with postgres.as_superuser(SUPERUSER) as connection:
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {DATABASE} OWNER {OWNER}"))
        yield Platform(*(postgres.url(role, name) for role in (WRITER, READER, OWNER)))
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
async def seaweed(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Seaweed]:
    """The S3 server."""
    server = await Seaweed.start(tmp_path_factory.mktemp("seaweed"))
    yield server
    await server.stop()


@pytest.fixture(scope="session")
async def judge(seaweed: Seaweed) -> AsyncIterator[Bucket]:
    """The bucket as a judge sees it: straight, past every wire that may be cut."""
    async with opened(seaweed.writer) as bucket:
        yield bucket


@pytest.fixture(scope="session")
async def kms() -> AsyncIterator[str]:
    """A key management service as Amazon's: its endpoint. It refuses keys that are disabled or being deleted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        port = free_port(None)
        known = {**os.environ, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)}
        words = (sys.executable, "-I", TETHERED, sys.executable, "-m", "ministack")  # it dies with these tests
        process = await asyncio.create_subprocess_exec(*words, env=known, stdout=DEVNULL, stderr=DEVNULL)
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.kill()
        await process.wait()


async def _own_recordings(owner_url: str, judge: Bucket) -> str:
    prefix = f"{uuid4()}/"
    engine = writing_engine(owner_url)
    async with engine.begin() as connection:
        for table in (recording, derivative):
            await connection.execute(update(table).values(prefix=prefix + table.c.prefix))
    await engine.dispose()
    await store_objects(judge, await recorded(owner_url))
    return prefix


@pytest.fixture(scope="session")
def own_recordings() -> Callable[[str, Bucket], Awaitable[str]]:
    """Gives a platform recordings of its own in the bucket; answers with the prefix that all of them are under."""
    return _own_recordings
