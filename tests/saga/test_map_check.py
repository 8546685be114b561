"""By schedule each system's record is compared with its database, on that system's queue; what differs is told."""

import asyncio
import logging
import sqlite3
from datetime import timedelta

import pytest

from activities.datamap import MapSteps
from habeas.client.schedules import MAP_CHECK_ID, keep_map_check
from habeas.datamap.watch import Watch
from habeas.domain.name import HOUSE_KEY, system_queue
from queues import Queue
from worker import build_replayer, build_worker

RECORD = """\
system: shop
tables:
  customer:
    category: contact
    key: [id]
    person: {pin: shop_customer, found_by: {email: email}}
    columns: {id: , email: }
categories:
  - name: contact
    title: {nb: Hvem du er, fr: Qui vous êtes, en: Who you are}
    purpose: {nb: å levere, fr: livrer, en: to deliver}
    role: controller
    basis: contract
    origin: provided
    kept: {nb: til du går, fr: jusqu'à votre départ, en: until you leave}
    recipients: []
"""


@pytest.fixture
def watch(tmp_path) -> Watch:
    """A record and its database, which has a column more and somebody in it."""
    file, database = tmp_path / "shop.yaml", tmp_path / "shop.db"
    file.write_text(RECORD)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE customer (id integer PRIMARY KEY, email text, nickname text)")
        connection.execute("INSERT INTO customer VALUES (1, 'freja.holm@example.org', 'Fro')")
    return Watch(file, f"sqlite:///{database}")


async def checked(world):
    """What the schedule finds when it is started now; its history replays."""
    handle = world.temporal.get_schedule_handle(MAP_CHECK_ID)
    before = len((await handle.describe()).info.recent_actions)
    await handle.trigger()
    while len(ran := (await handle.describe()).info.recent_actions) == before:
        await asyncio.sleep(0.1)
    run = world.temporal.get_workflow_handle(ran[-1].action.workflow_id)
    await run.result()
    await build_replayer(world.temporal.data_converter).replay_workflow(await run.fetch_history())
    return await world.register.drift()


async def test_what_nobody_described_is_told_by_name(world, keys, watch, caplog):
    """The DPO and the log learn which column, in which system, and nothing of anybody in it."""
    await keys.create(HOUSE_KEY)
    assert await world.register.drift() == ()
    await keep_map_check(world.temporal, ("shop",), timedelta(days=1))
    queue = Queue(system_queue("shop"), [MapSteps(watch).check_map])
    with caplog.at_level(logging.WARNING, "activities.datamap"):
        async with build_worker(world.temporal, queue):
            (found,) = await checked(world)
            assert found.found == ("tables.customer.columns: nickname is in the database and has no entry",)
            assert (found.system, found.is_known, found.warnings) == ("shop", True, 1)
            told = [record for record in caplog.records if record.name == "activities.datamap"]
            assert [record.place for record in told] == ["tables.customer.columns"]
            with sqlite3.connect(watch.url.removeprefix("sqlite:///")) as connection:
                connection.execute("ALTER TABLE customer DROP COLUMN nickname")
            assert await checked(world) == ()
            watch.file.unlink()
            (found,) = await checked(world)
            assert not found.is_known
            assert found.found[0].endswith("shop.yaml: cannot be read: No such file or directory")
    await world.temporal.get_schedule_handle(MAP_CHECK_ID).delete()
    assert "freja" not in caplog.text.lower()
