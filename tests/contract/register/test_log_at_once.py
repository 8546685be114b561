"""The log under four processes that append as fast as they can: one tree, in one order, with no gap."""

import asyncio
import sys
from hashlib import sha256
from itertools import pairwise

import pytest
from sqlalchemy import select

from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.note import NoteKey
from habeas.evidence.signature import new_key
from habeas.evidence.tree import is_consistent
from habeas.register.engine import register_engine
from habeas.register.log import EvidenceLog
from habeas.register.migrate import migrate
from habeas.register.table import statement

LOG, FOUR, EACH = "webinars.example/log", 4, 2_500
APPENDS = """
import asyncio, secrets, sys
from uuid6 import uuid7
from habeas.evidence.signature import new_key, signed
from habeas.evidence.statement import Statement, Subject
from habeas.register.engine import register_engine
from habeas.register.log import Entry, append

async def main(url, many):
    engine, key, case_id = register_engine(url), new_key(), str(uuid7())
    for number in range(int(many)):
        said = Statement("step-done", (Subject("plan", "0" * 64),), {"case": case_id, "step": number})
        entry = Entry(case_id, said.kind, str(number), secrets.token_bytes(32), signed(said.canonical, key))
        async with engine.begin() as connection:
            await append(connection, entry)
    await engine.dispose()

asyncio.run(main(*sys.argv[1:]))
"""


def root_of(entries):
    """The root as the RFC defines it (9162, 2.1.1), by other code than that of the log."""
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    middle = 1 << (len(entries) - 1).bit_length() - 1
    return sha256(b"\x01" + root_of(entries[:middle]) + root_of(entries[middle:])).digest()


@pytest.fixture
async def engine(new_database):
    """A register with an empty log, in PostgreSQL."""
    url = await new_database("postgresql")
    await migrate(url)
    engine = register_engine(url)
    yield engine
    await engine.dispose()


async def appended_by_four(url):
    """Four processes, each in a case of its own. Says their exit codes."""
    words = (sys.executable, "-c", APPENDS, url, str(EACH))
    processes = [await asyncio.create_subprocess_exec(*words) for _ in range(FOUR)]
    return await asyncio.gather(*(process.wait() for process in processes))


async def checkpoints(log, key, until):
    """What the log says of itself, signed, again and again until all is appended, and once more then."""
    taken = []
    while not until.done():
        await asyncio.sleep(0.2)
        size = await log.size()
        taken.append(Checkpoint(LOG, size, await log.root(size)).signed(key.private_key))
    size = await log.size()
    return [*taken, Checkpoint(LOG, size, await log.root(size)).signed(key.private_key)]


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_ten_thousand_statements_of_four_processes_are_one_tree(engine):
    """Every checkpoint that was taken meanwhile is the beginning of the next one and of the last."""
    log, key = EvidenceLog(engine), new_key()
    url = engine.url.render_as_string(hide_password=False)
    until = asyncio.create_task(appended_by_four(url))
    notes = await checkpoints(log, key, until)
    assert await until == [0] * FOUR

    async with engine.connect() as connection:
        rows = (await connection.execute(select(statement).order_by(statement.c.number))).all()
    assert [row.number for row in rows] == list(range(FOUR * EACH))
    assert sum(one.case_id != other.case_id for one, other in pairwise(rows)) > EACH  # they did take turns
    marks = dict[str, list[int]]()
    for row in rows:
        marks.setdefault(row.case_id, []).append(int(row.mark))
    assert list(marks.values()) == [list(range(EACH))] * FOUR

    mine = NoteKey(LOG, key.private_key.public_key().public_bytes_raw())
    taken = [Checkpoint.of(note, [mine]) for note in notes]
    assert (taken[-1].size, taken[-1].root) == (len(rows), root_of([row.salt + row.signed.encode() for row in rows]))
    assert len({one.size for one in taken}) > FOUR
    for older, newer in [*pairwise(taken), *((one, taken[-1]) for one in taken)]:
        path = await log.consistency(older.size, newer.size)
        assert is_consistent(older.size, newer.size, path, older.root, newer.root)
