"""What the databases themselves must bear: many at once, a killed process, strangers who read the file."""

import asyncio
import random
import signal
import sqlite3
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from habeas.domain.case import Claim
from habeas.domain.error import Permanent, Unavailable
from habeas.domain.identifier import Identifier, email
from habeas.domain.right import Right
from habeas.register.engine import register_engine
from habeas.register.migrate import migrate
from habeas.register.register import Register
from habeas.register.table import case_file, claim, metadata

KEY = b"k" * 32
DUE = date(2026, 3, 2)


async def python(script: str, *arguments: str) -> int:
    """Run a script in a process of its own; what it printed is shown if the test fails."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, *arguments)
    return await process.wait()


@pytest.fixture
async def registers(url, signs):
    """Five registers over five engines, as in five processes."""
    engines = [register_engine(url) for _ in range(5)]
    yield [Register(engine, KEY, signs=signs) for engine in engines]
    for engine in engines:
        await engine.dispose()


async def test_migrations_make_the_tables(empty_url):
    """The migrations lead from nothing to the tables that the code knows, and twice is once."""
    for _ in range(2):
        await migrate(empty_url)
    engine = register_engine(empty_url)
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda c: compare_metadata(MigrationContext.configure(c, opts={"compare_type": True}), metadata)
        )
    await engine.dispose()
    assert differences == []


MIGRATE = "import asyncio, sys; from habeas.register.migrate import migrate; asyncio.run(migrate(sys.argv[1]))"


async def test_processes_migrate_at_once(empty_url):
    """Several processes that start at once over an empty database all find it ready."""
    assert await asyncio.gather(*(python(MIGRATE, empty_url) for _ in range(4))) == [0] * 4


@pytest.mark.parametrize("seed", range(3))
async def test_overlapping_opens_at_once(registers, ask, person, seed):
    """Of twenty requests at once that all overlap, in any order of their identifiers, one is opened."""
    chance = random.Random(seed)
    people = [person() for _ in range(6)]
    requests = [ask(Right.ERASURE, *chance.sample(people, 4)) for _ in range(20)]
    calls = [registers[i % 5].open(request, DUE) for i, request in enumerate(requests)]
    answers = await asyncio.gather(*calls)
    winners = [r.case_id for r, answer in zip(requests, answers, strict=True) if answer.duplicate_of is None]
    assert len(winners) == 1
    assert {answer.duplicate_of for answer in answers} == {None, winners[0]}


async def test_overlapping_claims_at_once(registers, opened, person):
    """Of cases that find each other's identifiers, no two have the same one; and each has all that it asked or none."""
    people = [person() for _ in range(20)]
    cases = [await opened() for _ in range(20)]
    asked = [random.Random(i).sample(people, 3) for i in range(20)]
    calls = [registers[i % 5].claim(case.case_id, tuple(asked[i])) for i, case in enumerate(cases)]
    answers = await asyncio.gather(*calls)
    got = [asked[i] for i, answer in enumerate(answers) if answer.duplicate_of is None]
    assert got
    assert len({i.value for some in got for i in some}) == 3 * len(got)
    for one in people:
        assert len(await registers[0].find(one)) == sum(one in some for some in got)


async def test_erasure_and_export_at_once(registers, ask, person):
    """An erasure and an export that start at once never wait for each other."""
    for _ in range(10):
        one = person()
        erasure, export = ask(Right.ERASURE, one), ask(Right.ACCESS, one)
        await registers[0].open(erasure, DUE)
        answers = await asyncio.gather(registers[1].engage(erasure.case_id), registers[2].open(export, DUE))
        assert sum(answer.waits_for is not None for answer in answers) == 1


STRUCK = """
import asyncio, os, signal, sys
from sqlalchemy import event
from habeas.domain.identifier import email
from habeas.register.engine import register_engine
from habeas.register.register import Register

async def main(url, case_id, moment, blow):
    engine = register_engine(url)
    def strike():
        os.kill(os.getpid(), int(blow))
    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def executed(connection, cursor, statement, *rest):
        if statement.startswith(moment):
            strike()
    await Register(engine, b"k" * 32).claim(case_id, tuple(email(f"{case_id}-{i}@example.org") for i in range(100)))
    strike()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize(("moment", "claims"), [("INSERT INTO claim", 1), ("answered", 101)])
async def test_killed_while_claiming(url, register, opened, person, moment, claims):
    """A process killed in the middle of its claims leaves none of them, and one killed afterwards all."""
    request = await opened()
    assert await python(STRUCK, url, request.case_id, moment, str(int(signal.SIGKILL))) == -signal.SIGKILL
    engine = register_engine(url)
    async with engine.connect() as connection:
        count = select(func.count()).select_from(claim).where(claim.c.case_id == request.case_id)
        assert await connection.scalar(count) == claims
    await engine.dispose()
    await register.claim(request.case_id, (person(),))


@pytest.mark.long
@pytest.mark.timeout(200)
@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_stopped_while_claiming(register, url, opened):
    """A process that is stopped in the middle of a decision holds up the others for a minute, and not for ever."""
    first, second = await opened(), await opened()
    stopped = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STRUCK, url, first.case_id, "INSERT INTO claim", str(int(signal.SIGSTOP))
    )
    try:
        await _until_stopped(stopped.pid)
        same = (email(f"{first.case_id}-0@example.org"),)
        with pytest.raises(Unavailable):
            await register.claim(second.case_id, same)
        answer = await _when_it_can(register, second.case_id, same)
        assert answer.duplicate_of is None
    finally:
        stopped.kill()
        await stopped.wait()


async def _until_stopped(pid: int) -> None:
    async with asyncio.timeout(20):
        while not _is_stopped(pid):
            await asyncio.sleep(0.05)


def _is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


async def _when_it_can(register: Register, case_id: str, found: tuple[Identifier, ...]) -> Claim:
    async with asyncio.timeout(120):
        while True:
            with suppress(Unavailable):
                return await register.claim(case_id, found)


async def test_no_identifier_in_the_file(new_database, ask, person, outcome, signs):
    """Neither the database file nor its log ever holds an identifier in clear, nor its hash without the key."""
    url = await new_database("sqlite")
    await migrate(url)
    engine = register_engine(url)
    register = Register(engine, KEY, signs=signs)
    given, found = person(), person()
    request = ask(Right.ERASURE, given)
    await register.open(request, DUE)
    await register.claim(request.case_id, (given, found))
    planted = [i.value.partition("@")[0].encode() for i in (given, found)]

    def holds_none() -> bool:
        files = list(Path(make_url(url).database).parent.iterdir())
        texts = [file.read_bytes() for file in files]
        assert any(request.case_id.encode() in text for text in texts), "the search itself finds nothing"
        return not any(p in text for p in planted for text in texts)

    assert holds_none()
    await register.close(request.case_id, outcome(request))
    assert await register.find(found)
    assert await Register(engine, b"l" * 32).find(found) == ()
    await engine.dispose()
    assert holds_none()


async def test_no_tables(empty_url):
    """A database that was never migrated is a mistake, and its error shows no statement."""
    engine = register_engine(empty_url)
    with pytest.raises(Permanent) as caught:
        await Register(engine, KEY).list()
    assert "case_file" not in str(caught.value)
    await engine.dispose()


UNREACHABLE = ["sqlite+aiosqlite:////nowhere/register.db", "postgresql+asyncpg://secret@/register?host=/nowhere"]


@pytest.mark.parametrize("url", UNREACHABLE)
async def test_no_answer(url):
    """A database that cannot be reached may be there later, and the error says neither where nor who."""
    engine = register_engine(url)
    for call in (Register(engine, KEY).list(), migrate(url)):
        with pytest.raises(Unavailable) as caught:
            await call
        assert not any(word in str(caught.value) for word in ("nowhere", "secret"))
        assert caught.value.system == "register"
    await engine.dispose()


async def test_readers_wait_for_nobody(new_database):
    """On SQLite, where one writes at a time, reading goes on while somebody writes."""
    url = await new_database("sqlite")
    await migrate(url)
    engine = register_engine(url)
    with sqlite3.connect(make_url(url).database, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(f"DELETE FROM {case_file.name}")
        assert await asyncio.wait_for(Register(engine, KEY).list(), 2) == ()
        writer.execute("ROLLBACK")
    writer.close()
    await engine.dispose()
