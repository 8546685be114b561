"""The log of evidence: one tree, whoever appends and whatever dies; what is erased of it takes no proof away."""

import asyncio
import os
import secrets
import signal
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select
from uuid6 import uuid7

from habeas.domain.escrow import Escrow
from habeas.evidence.tree import EMPTY, is_consistent, is_included, leaf_hash, node_hash
from habeas.register.engine import register_engine
from habeas.register.escrow import Escrows, keep_escrow
from habeas.register.log import Entry, EvidenceLog, append
from habeas.register.migrate import migrate
from habeas.register.table import log_node, statement

FOUR, EACH = 4, 25
APPENDS_FOR_EVER = """
import asyncio, sys
from habeas.register.engine import register_engine
from habeas.register.log import Entry, append

async def main(url, case_id):
    engine, number = register_engine(url), 0
    while True:
        async with engine.begin() as connection:
            await append(connection, Entry(case_id, "step", str(number), b"s" * 32, f"a statement {number}"))
        print(number, flush=True)
        number += 1

asyncio.run(main(*sys.argv[1:]))
"""


def entry(mark="1", kind="pivot", case_id=None):
    """A statement of a case of its own, as far as the log looks at one."""
    return Entry(case_id or str(uuid7()), kind, mark, secrets.token_bytes(32), f"{mark}.of.{secrets.token_hex(8)}")


@pytest.fixture
async def log_url(empty_url) -> str:
    """A register with an empty log."""
    await migrate(empty_url)
    return empty_url


@pytest.fixture
async def engine(log_url):
    """What writes to it."""
    engine = register_engine(log_url)
    yield engine
    await engine.dispose()


async def forget(engine, before):
    """Erase what is kept as evidence from before."""
    return await Escrows(engine).forget_evidence(before)


@pytest.fixture
def log(engine) -> EvidenceLog:
    """What is read of it."""
    return EvidenceLog(engine)


async def appended(engine, *entries):
    """Each in a transaction of its own."""
    for one in entries:
        async with engine.begin() as connection:
            await append(connection, one)
    return entries


async def all_of_it_is_proven(log, entries, indices):
    """Each entry at its index, and each older tree as the beginning of the newest."""
    size, root = await log.size(), await log.root(await log.size())
    for one, index in zip(entries, indices, strict=True):
        assert is_included(leaf_hash(one.content), index, size, await log.inclusion(index, size), root)
    for older in {0, 1, size // 2, size - 1, size}:
        assert is_consistent(older, size, await log.consistency(older, size), await log.root(older), root)


async def test_what_is_appended_is_proven(engine, log):
    """In the order in which it came."""
    assert (await log.size(), await log.root(0)) == (0, EMPTY)
    entries = await appended(engine, *(entry() for _ in range(21)))
    assert await log.size() == len(entries)
    await all_of_it_is_proven(log, entries, range(len(entries)))
    (logged,) = await log.statements(entries[7].case_id)
    assert (logged.index, logged.entry) == (7, entries[7])


async def test_the_root_of_two(engine, log):
    """Is as the RFC says: what the log hashes is the salt and what was signed."""
    first, second = await appended(engine, entry(), entry())
    hashes = (leaf_hash(one.salt + one.signed.encode()) for one in (first, second))
    assert await log.root(2) == node_hash(*hashes)


async def test_what_is_said_again_is_there_once(engine, log):
    """A step that runs again says the same with another salt and another signature: the first stays."""
    case_id = str(uuid7())
    first, _again, other = await appended(engine, *(entry(m, case_id=case_id) for m in ("accounts", "accounts", "all")))
    assert [one.entry for one in await log.statements(case_id)] == [first, other]
    assert await log.size() == 2


async def test_a_transaction_that_fails_leaves_nothing(engine, log):
    """Neither a leaf nor a gap."""
    before = await appended(engine, entry())

    async def fail():
        async with engine.begin() as connection:
            await append(connection, entry())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await log.size() == 1
    after = await appended(engine, entry())
    await all_of_it_is_proven(log, [*before, *after], range(2))


async def test_several_that_append_at_once_make_one_tree(log_url, log):
    """No index is given twice, and none is left out."""
    engines = [register_engine(log_url) for _ in range(FOUR)]
    theirs = [[entry() for _ in range(EACH)] for _ in engines]
    await asyncio.gather(*(appended(one, *entries) for one, entries in zip(engines, theirs, strict=True)))
    logged = [(await log.statements(one.case_id))[0] for entries in theirs for one in entries]
    assert sorted(one.index for one in logged) == list(range(FOUR * EACH))
    await all_of_it_is_proven(log, [one.entry for one in logged], [one.index for one in logged])
    for one in engines:
        await one.dispose()


async def test_killed_while_it_appends(log_url, engine, log):
    """What was acknowledged is there, and the log goes on: three times by another process."""
    case_ids, acknowledged = [str(uuid7()) for _ in range(3)], []
    for case_id in case_ids:
        words = (sys.executable, "-c", APPENDS_FOR_EVER, log_url, case_id)
        process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
        for _ in range(secrets.randbelow(20) + 1):
            last = int(await process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        await process.communicate()
        acknowledged.append(last)
    for case_id, last in zip(case_ids, acknowledged, strict=True):
        assert [one.entry.mark for one in await log.statements(case_id)][: last + 1] == list(map(str, range(last + 1)))
    logged = [one for case_id in case_ids for one in await log.statements(case_id)]
    assert [one.index for one in logged] == list(range(await log.size()))
    await appended(engine, entry())
    await all_of_it_is_proven(log, [one.entry for one in logged], [one.index for one in logged])


async def test_l_55_what_is_erased_of_it_takes_no_proof_away(engine, log):
    """L-55: statements go when their time is over; leaves stay, and what is kept is proven as before."""
    old = await appended(engine, *(entry() for _ in range(5)))
    moment = datetime.now(UTC)
    new = await appended(engine, *(entry() for _ in range(4)))
    assert await forget(engine, moment) == len(old)
    assert [await log.statements(one.case_id) for one in old] == [()] * len(old)
    await all_of_it_is_proven(log, [*old, *new], range(9))
    assert await forget(engine, moment) == 0
    later = await appended(engine, entry())
    await all_of_it_is_proven(log, [*new, *later], range(5, 10))


async def test_l_55_what_two_people_open_ends_with_the_evidence(engine):
    """L-55: the escrows of before, and no others."""
    old, new = str(uuid7()), str(uuid7())
    moments = []
    for case_id in (old, new):
        moments.append(datetime.now(UTC))
        async with engine.begin() as connection:
            await keep_escrow(connection, case_id, Escrow("for two", b"sealed"))
    await forget(engine, moments[1])
    assert await Escrows(engine).escrow(old) is None
    assert await Escrows(engine).escrow(new) == Escrow("for two", b"sealed")


async def test_l_56_nothing_in_the_log_links_two_cases(engine, log):
    """L-56: the same statement of two cases has two leaves: what is kept for ever are hashes that nobody can guess."""
    case, other = str(uuid7()), str(uuid7())
    salted = [Entry(one, "pivot", "1", secrets.token_bytes(32), "the.same.words") for one in (case, other)]
    await appended(engine, *salted)
    await forget(engine, datetime.now(UTC))
    async with engine.connect() as connection:
        leaves = set(await connection.scalars(select(log_node.c.hash).where(log_node.c.level == 0)))
        assert await connection.scalar(select(func.count()).select_from(statement)) == 0
    assert len(leaves) == 2
    assert leaf_hash(b"the.same.words") not in leaves


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_nothing_that_is_asked_of_the_log_goes_through_all_of_it(engine, log):
    """However long it is, its hashes are found by their keys."""
    asked = []
    event.listen(
        engine.sync_engine, "before_cursor_execute", lambda _on, _by, words, given, *_: asked.append((words, given))
    )
    await appended(engine, *(entry() for _ in range(8)))
    await log.inclusion(3, 7)
    await log.consistency(3, 7)
    looks = [one for one in asked if one[0].startswith("SELECT log_node")]
    assert looks
    async with engine.connect() as connection:
        plans = [
            row[3]
            for words, given in looks
            for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", given)
        ]
    assert [step for step in plans if step.startswith("SCAN log_node")] == []
