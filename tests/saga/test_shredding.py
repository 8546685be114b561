"""When its time is over a case is shredded: nothing opens it any more, and nothing that goes on ever needed it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from habeas.domain.case import CaseState
from habeas.domain.error import NoSuchCase
from habeas.domain.key import Kind
from habeas.domain.name import HOUSE_KEY, HOUSE_QUEUE, SHRED, TURN_OVER, case_workflow_id, house_workflow_id
from habeas.domain.right import Right
from habeas.domain.sweep import Swept, TurnedOver
from habeas.register.engine import register_engine
from habeas.register.keyring import Keyring
from habeas.register.log import EvidenceLog
from habeas.register.table import case_file, statement
from habeas.sandbox.people import HOST_AND_PARTICIPANT, MANY_SIDED, UNKNOWN
from habeas.vault.case_keys import CaseKeys
from habeas.vault.error import Gone
from habeas.vault.file_keys import FileKeys
from habeas.vault.folder import CaseFolder
from worker import build_replayer


@pytest.fixture
def rules() -> dict[str, object]:
    """A bundle is kept for longer than a case without one, and evidence for longer than either."""
    return {"shred_after": timedelta(days=1), "bundle_kept": timedelta(days=3), "evidence_kept": timedelta(days=10)}


@pytest.fixture
def remembered() -> float:
    """A key that is destroyed is gone at once."""
    return 0.0


async def sweep(world, keys, kind=Swept, what=SHRED):
    """What the schedule starts; its history replays."""
    await keys.create(HOUSE_KEY)
    handle = await world.temporal.start_workflow(
        what, id=house_workflow_id(what.lower()), task_queue=HOUSE_QUEUE, result_type=kind
    )
    swept = await handle.result()
    await build_replayer(world.temporal.data_converter).replay_workflow(await handle.fetch_history())
    return swept


async def age(url, days, *case_ids):
    """These cases closed so long ago."""
    engine = register_engine(url)
    async with engine.begin() as connection:
        for case_id in case_ids:
            mine = case_file.c.case_id == case_id
            at = await connection.scalar(select(case_file.c.closed_at).where(mine))
            await connection.execute(update(case_file).where(mine).values(closed_at=at - timedelta(days=days)))
    await engine.dispose()


async def test_each_case_when_its_time_is_over(world, keys, cases, register_url):
    """First those without a bundle, then those with one; an open case and what it needs stay."""
    nothing = (await world.closed(await world.open(UNKNOWN))).case_id
    ready = await world.closed(await world.open(MANY_SIDED, Right.ACCESS))
    waiting = await world.planned(HOST_AND_PARTICIPANT)
    assert await sweep(world, keys) == Swept(shredded=0)
    await age(register_url, 2, nothing, ready.case_id)
    assert await sweep(world, keys) == Swept(shredded=1)
    with pytest.raises(Gone):
        await keys.unwrap(nothing, Kind.PAYLOAD)
    with await world.bundle(ready) as bundle:
        assert bundle.testzip() is None
    await age(register_url, 2, ready.case_id)
    assert await sweep(world, keys) == Swept(shredded=1)
    for kind in Kind:
        with pytest.raises(Gone):
            await keys.unwrap(ready.case_id, kind)
    assert CaseFolder(cases).cases_with() == [waiting.case_id]
    assert (await world.register.show(ready.case_id)).report == ready
    await world.habeas.approve(waiting.case_id, waiting.plan_digest, "dpo")
    assert (await world.closed(waiting.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(waiting.case_id, "erasure")


async def test_l_55_evidence_ends_when_its_time_is_over(world, keys, register_url):
    """L-55: the sweep erases the statements of a case that is long over; the log is as long as it was."""
    case_id = (await world.closed(await world.open(UNKNOWN))).case_id
    log = EvidenceLog(world.register._engine)
    assert await sweep(world, keys) == Swept(shredded=0)
    assert await log.statements(case_id)
    engine = register_engine(register_url)
    async with engine.begin() as connection:
        await connection.execute(update(statement).values(appended_at=datetime.now(UTC) - timedelta(days=11)))
    await engine.dispose()
    before = await log.size()
    await sweep(world, keys)
    assert await log.statements(case_id) == ()
    assert await log.size() == before


@pytest.mark.long
async def test_a_lost_case_is_an_orphan_and_is_not_shredded(world, keys):
    """What was terminated has no outcome: it can be resumed for as long as it takes."""
    status = await world.planned(HOST_AND_PARTICIPANT)
    await world.temporal.get_workflow_handle(case_workflow_id(status.case_id)).terminate()
    assert await world.register.due_for_shredding(*[datetime.now(UTC) + timedelta(days=365)] * 2, 9) == ()
    assert await sweep(world, keys) == Swept(shredded=0)
    assert await keys.unwrap(status.case_id, Kind.PAYLOAD)


async def test_a_case_that_still_runs_keeps_its_key(world, keys, register_url):
    """The register has its outcome, and its workflow is still about to end: it is shredded by a later sweep."""
    there, go = asyncio.Event(), asyncio.Event()

    async def stay():
        there.set()
        await go.wait()

    world.moments.after["close_case"] = stay
    case_id = await world.open(UNKNOWN)
    await there.wait()
    await age(register_url, 2, case_id)
    assert await sweep(world, keys) == Swept(shredded=0, running=1)
    go.set()
    assert (await world.closed(case_id)).state is CaseState.NO_DATA
    assert await sweep(world, keys) == Swept(shredded=1)


@pytest.mark.long
async def test_yesterdays_register_opens_nothing_that_was_shredded(world, keys, register_url, tmp_path):
    """After the turn-over a copy of the register from before, with the wrapping keys of today, opens no part."""
    ready = await world.closed(await world.open(MANY_SIDED, Right.ACCESS))
    unshredded = await world.closed(await world.open(HOST_AND_PARTICIPANT, Right.ACCESS))
    copy = tmp_path / "yesterday.db"
    with closing(sqlite3.connect(register_url.partition(":///")[2])) as today, closing(sqlite3.connect(copy)) as other:
        today.backup(other)
    await keys.destroy(ready.case_id)
    turned = await sweep(world, keys, list[TurnedOver], TURN_OVER)
    assert [one.kind for one in turned] == list(Kind)
    assert all(one.destroyed for one in turned)
    yesterday = CaseKeys(
        Keyring(register_engine(f"sqlite+aiosqlite:///{copy}", is_kept=False)),
        {kind: FileKeys(tmp_path / f"{kind}.json") for kind in Kind},
    )
    for case_id in (ready.case_id, unshredded.case_id):
        for kind in Kind:
            with pytest.raises(Gone, match="wrapping key"):
                await yesterday.unwrap(case_id, kind)
    with await world.bundle(unshredded) as bundle:
        assert bundle.testzip() is None
    with pytest.raises(Gone):
        await world.bundle(ready)
    with pytest.raises(NoSuchCase, match="the data is gone"):
        await world.habeas.outcome(ready.case_id)
    assert await world.habeas.outcome(unshredded.case_id) == unshredded
