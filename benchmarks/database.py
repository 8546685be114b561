"""One person among ten million rows: found, handed out and erased by a record, against statements by hand.

`python -m benchmarks.database URL NUMBER` does it for one person and prints the peak of its memory in KiB.
"""

import asyncio
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Column, delete, func, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from adapters.sql.hold import hold_metadata
from habeas.domain.findings import Findings
from habeas.domain.identifier import email
from habeas.domain.order import CollectOrder, LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.right import Right
from habeas.sandbox.accounts import account, accounts_metadata, login_place
from habeas.sandbox.postgres import OWNER, Postgres
from habeas.system_file import load_database

from .figure import Figure, Size
from .neighbour import neighbour

TITLE = "one person among ten million rows, by the record and by hand"
ACCOUNTS = Path(__file__).parents[1] / "policy" / "systems" / "accounts.yaml"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE, BATCH = "01890a5d-ac96-774b-bcce-b302099a8057", 500
TIMES, MORE, LONGEST_WAIT = 3, 16, 250
FEW, MANY, CROWD = 1_000, 1_001, range(1_002, 2_002)  # people: one with few rows, one with many, and all others


async def ask(size: Size) -> list[Figure]:
    """How many times by hand it takes by the record, by turns; and the more of memory for a hundred times the rows."""
    rows, each, turns = size.of(10_000_000, 20_000), size.of(5_000, 600), size.of(5, 1)
    figures = list[Figure]()
    async with _databases() as urls:
        for name, url in urls.items():
            await _fill(url, rows, each, turns)
            took: dict[Callable[..., Awaitable[None]], list[float]] = {_by_hand: [], _by_record: []}
            waits: dict[Callable[..., Awaitable[None]], list[float]] = {_by_hand: [], _by_record: []}
            for number in range(2 * turns):
                way = (_by_hand, _by_record)[number % 2]
                async with neighbour(url, FEW) as waited:
                    took[way].append(await _timed(url, way, number))
                waits[way].append(waited.longest)
            hand, record = median(took[_by_hand]), median(took[_by_record])
            few, many = [await _peak(url, number) for number in (FEW, MANY)]
            figures += [
                Figure(f"{name}: {each:,} rows among {rows:,}, by hand", hand * 1000, "ms"),
                Figure("  by the record", record * 1000, "ms"),
                Figure("  against that by hand", record / hand, "times", at_most=TIMES),
                Figure("  somebody else waits at most, by hand", median(waits[_by_hand]), "ms"),
                Figure("  by the record", median(waits[_by_record]), "ms", at_most=LONGEST_WAIT),
                Figure("  more memory for 100 times the rows", many - few, "MiB", at_most=MORE),
            ]
    return figures


@asynccontextmanager
async def _databases() -> AsyncIterator[dict[str, str]]:
    with TemporaryDirectory(prefix="habeas-bench-") as folder:
        server = await Postgres.start(Path(folder) / "postgres")
        try:
            yield {"SQLite": f"sqlite+aiosqlite:///{Path(folder) / 'some.db'}", "PostgreSQL": server.url(OWNER)}
        finally:
            await server.stop()


async def _fill(url: str, rows: int, each: int, turns: int) -> None:
    """People from some places each, one with few and one with many, and a crowd: doubled until they are enough."""
    engine = writing_engine(url)
    async with engine.begin() as connection:
        for metadata in (accounts_metadata, hold_metadata):
            await connection.run_sync(metadata.create_all)
        people = [*range(2 * turns), FEW, MANY]
        await connection.execute(insert(account), [_account(number) for number in (*people, *CROWD)])
        for number in people:
            count = {FEW: each // 10, MANY: each * 10}.get(number, each)
            await connection.execute(insert(login_place), [_place(number)] * count)
        await connection.execute(insert(login_place), [_place(number) for number in CROWD])
        there, is_crowd = len(CROWD), login_place.c.account_id > CROWD.start
        while there < rows:
            more = select(*_columns()).where(is_crowd).limit(rows - there)
            await connection.execute(insert(login_place).from_select([c.name for c in _columns()], more))
            there = min(rows, 2 * there)
    if engine.dialect.name == "postgresql":
        async with engine.connect() as connection:
            await (await connection.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql("ANALYZE")
    await engine.dispose()


def _columns() -> list[Column[Any]]:
    return [column for column in login_place.columns if column.name != "id"]


def _account(number: int) -> dict[str, object]:
    flags = {"may_log_in": True, "gets_mail": True, "created_at": NOW}
    return {"id": number + 1, "username": "x", "email": f"p{number}@example.org", "password_hash": "x", **flags}


def _place(number: int) -> dict[str, object]:
    return {"account_id": number + 1, "at": NOW, "ip_address": "203.0.113.7", "country": "FR"}


async def _timed(url: str, way: Callable[..., Awaitable[None]], number: int) -> float:
    writing, reading = writing_engine(url), reading_engine(url)
    try:
        for engine in (writing, reading):
            async with engine.connect() as connection:
                await connection.scalar(select(literal(1)))
        begun = time.monotonic()
        await way(writing, reading, number)
        return time.monotonic() - begun
    finally:
        await writing.dispose()
        await reading.dispose()


async def _by_record(writing: AsyncEngine, reading: AsyncEngine, number: int) -> None:
    system = DatabaseSystem(load_database(ACCOUNTS), {}, writing, reading)
    given = (email(f"p{number}@example.org"),)
    found = await system.locate(LocateOrder(case_id=CASE, system=system.name, identifiers=given, as_of=NOW))
    wanted = {"case_id": CASE, "system": system.name, "as_of": NOW, "identifiers": found.pinned}
    async for _ in system.export(CollectOrder(right=Right.ACCESS, **wanted)):
        pass
    pinned = {system.name: found.pinned}
    findings = Findings(as_of=NOW, identifiers=found.identifiers, holdings=found.holdings, pinned=pinned)
    await system.erase(StepOrder.of(CASE, plan_erasure(findings, {}), system.name), _open)


async def _by_hand(writing: AsyncEngine, reading: AsyncEngine, number: int) -> None:
    """What somebody would write for this one schema: find, count, read, and delete by key in batches of as many."""
    address = f"p{number}@example.org"
    tables = [t for t in reversed(accounts_metadata.sorted_tables) if t.name != "workspace"]
    async with reading.connect() as connection:
        id_ = await connection.scalar(select(account.c.id).where(func.lower(account.c.email) == address))
        whose = {t: t.c.id if t is account else t.c.account_id for t in tables}
        for table, column in whose.items():
            await connection.scalar(select(func.count()).select_from(table).where(column == id_))
        for table, column in whose.items():
            query = select(table).where(column == id_).order_by(*table.primary_key.columns)
            async with connection.stream(query.execution_options(yield_per=200)) as rows:
                async for row in rows.mappings():
                    dict(row)
    for table, column in whose.items():
        key, taken = next(iter(table.primary_key.columns)), BATCH
        while taken == BATCH:
            async with writing.begin() as connection:
                query = select(key).where(column == id_).order_by(key).limit(BATCH).with_for_update()
                ids = (await connection.scalars(query)).all()
                taken = len(ids)
                await connection.execute(delete(table).where(key.in_(ids)))


async def _open() -> None:
    """The fence of a benchmark."""


async def _peak(url: str, number: int) -> float:
    """The peak of a process that does nothing else, in MiB."""
    words = (sys.executable, "-m", "benchmarks.database", url, str(number))
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return int(out) / 1024


async def _alone(url: str, number: int) -> None:
    await _timed(url, _by_record, number)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    asyncio.run(_alone(sys.argv[1], int(sys.argv[2])))
