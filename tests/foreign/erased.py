"""People are erased from databases that nobody here designed by the record alone: drafted, answered in YAML, no code.

Each in SQLite and in PostgreSQL, there with two roles that may do what they need and no more. Every row of every table
is hashed before and after: nothing but what is theirs has changed, and a hold that is released changes nothing at all.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from imprint import Difference, Place, imprint, words
from maps import answered, answers_of, database, downloads, drafted
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine
from trials import TRIALS, Trial

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from adapters.sql.hold import hold_metadata
from habeas.datamap.connection import ask
from habeas.datamap.reading import read_schema
from habeas.domain.findings import Findings
from habeas.domain.identifier import EMAIL, Identifier
from habeas.domain.order import LocateOrder, StepOrder
from habeas.domain.plan import Plan
from habeas.domain.planning import plan_erasure
from habeas.domain.record.database import Database
from habeas.domain.request import Instruction
from habeas.sandbox.postgres import READER, WRITER, Postgres
from habeas.system_file import read_system

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"


@dataclass(frozen=True)
class Ways:
    """The owner's way into a database, and the two of Habeas."""

    owner: AsyncEngine
    writing: AsyncEngine
    reading: AsyncEngine


async def main(got: Path) -> int:
    """Print a line for each thing that must hold; the number of failures decides the exit code.

    What is downloaded is kept in the folder `got`.
    """
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        server = await Postgres.start(folder / "postgres")
        try:
            for trial in TRIALS:
                for url in (f"sqlite+aiosqlite:///{folder / trial.name}.db", await database(server, trial.name)):
                    await trial.build(url, got)
                    for line in [line async for line in _tried(trial, url, folder)]:
                        failures += line.startswith("FAILED")
                        print(line, flush=True)  # noqa: T201 - it is what was asked for
        finally:
            await server.stop()
    return 1 if failures else 0


async def _tried(trial: Trial, url: str, folder: Path) -> AsyncIterator[str]:
    where = f"{trial.name} in {url.partition('+')[0]}"
    record, _ = read_system(await recorded(trial.name, url, folder))
    async with opened(url, record.database) as ways:
        known = {category.name: category for category in record.categories}
        system = DatabaseSystem(record.database, known, ways.writing, ways.reading)
        async for line in _erased(trial, where, system, ways.owner):
            yield line


async def recorded(name: str, url: str, folder: Path) -> Path:
    """The record of this database, downloads, drafted and then edited as the answers say."""
    file = await drafted(name, url, await ask(url, read_schema), folder)
    record = answered(yaml.safe_load(file.read_text()), answers_of(name))
    file.write_text(yaml.safe_dump(record, allow_unicode=True))
    return file


@asynccontextmanager
async def opened(url: str, record: Database) -> AsyncIterator[Ways]:
    """The ways into a database, in which the table of holds is made and the roles are given their rights."""
    owner = writing_engine(url)
    async with owner.begin() as connection:
        await connection.run_sync(hold_metadata.create_all)
        for statement in () if url.startswith("sqlite") else rights(record):
            await connection.execute(text(statement))
    ways = Ways(owner, writing_engine(_by(url, WRITER)), reading_engine(_by(url, READER)))
    try:
        yield ways
    finally:
        for engine in (ways.owner, ways.writing, ways.reading):
            await engine.dispose()


def rights(record: Database) -> Iterator[str]:
    """What the two roles need: who writes must see every table that may refer to a row that goes."""
    yield f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {WRITER}"
    yield f"GRANT INSERT, DELETE ON habeas_hold TO {WRITER}"
    for name in record.tables:
        yield f"GRANT UPDATE, DELETE ON {name} TO {WRITER}"
        yield f"GRANT SELECT ON {name} TO {READER}"
    if record.controllers is not None:
        yield f"GRANT SELECT ON {record.controllers.table} TO {READER}"


def _by(url: str, role: str) -> str:
    known = make_url(url)
    return (known if url.startswith("sqlite") else known.set(username=role)).render_as_string()


async def _erased(trial: Trial, where: str, system: DatabaseSystem, owner: AsyncEngine) -> AsyncIterator[str]:
    emptied, goes = await places(owner, trial.emptied), await places(owner, trial.goes)
    before, plan = await _now(owner), await _plan(system, trial)
    order = StepOrder.of(CASE, plan, trial.name)
    await system.preflight(order)
    held = await system.hold(order, _open)
    await system.release(order)
    is_same = sum(held.counts.values()) > 0 and await _now(owner) == before
    yield _line(is_same, f"{where}: what was held and released is as it was, row by row")
    await system.hold(order, _open)
    receipt, left = await system.erase(order, _open), await system.confirm(order)
    erased = sum(receipt.counts.values())
    yield _line(erased == len(emptied) + len(goes), f"{where}: {erased} rows of one person are erased by the record")
    fates = {item.key: item.disposition for item in plan.items}
    kept = Counter(fates[key] for key, count in left.counts.items() for _ in range(count))
    told = ", ".join(f"{count} to {fate}" for fate, count in sorted(kept.items()))
    yield _line(kept == trial.left, f"{where}: what is left is left for its reason: {told}")
    after = await _now(owner)
    others = f"{len(before) - erased} other rows of {len({table for table, _ in before})} tables"
    is_all = Difference.of(before, after) == Difference(goes, frozenset(), emptied)
    yield _line(is_all, f"{where}: {others} are as they were, by their hashes")
    yield _line(not await _said(owner, trial.who), f"{where}: what they were found by is nowhere in it any more")
    await system.erase(order, _open)
    yield _line(await _now(owner) == after, f"{where}: erased once more, nothing changes")


async def places(owner: AsyncEngine, queries: Mapping[str, str]) -> frozenset[Place]:
    """The rows that these queries ask for, each by its table and key."""
    async with owner.connect() as connection:
        found = [(name, await connection.execute(text(query))) for name, query in queries.items()]
        return frozenset((name, tuple(key)) for name, keys in found for key in keys)


async def _now(owner: AsyncEngine) -> Mapping[Place, str]:
    async with owner.connect() as connection:
        return await imprint(connection)


async def _said(owner: AsyncEngine, who: Identifier) -> bool:
    """Whether any text of any table has this address in it, however it is written, or is this name for logging in."""
    async with owner.connect() as connection:
        said = await words(connection)
    if who.kind == EMAIL:
        return any(who.value.casefold() in one.casefold() for one in said)
    return who.value in said


async def _plan(system: DatabaseSystem, trial: Trial) -> Plan:
    """What becomes of all that is found; those controllers that the trial names have told us to erase."""
    asked = LocateOrder(case_id=CASE, system=trial.name, identifiers=(trial.who,), as_of=trial.as_of)
    found = await system.locate(asked)
    told = tuple(Instruction(controller=one, recorded_by="the DPO") for one in trial.instructed)
    pinned = {trial.name: found.pinned}
    findings = Findings(
        identifiers=found.identifiers, holdings=found.holdings, instructions=told, pinned=pinned, as_of=trial.as_of
    )
    return plan_erasure(findings, {})


async def _open() -> None:
    """A fence that lets everything pass."""


def _line(is_so: bool, what: str) -> str:
    return f"{'ok' if is_so else 'FAILED'}: {what}"


if __name__ == "__main__":
    sys.exit(asyncio.run(main(downloads())))
