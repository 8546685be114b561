"""What somebody else has locked is not waited for longer than is set, and is tried again."""

import asyncio
from datetime import timedelta

import pytest
from small_world import open_fence
from sqlalchemy import Column, Integer, MetaData, String, Table, select

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from adapters.sql.limits import Limits
from habeas.domain.error import Unavailable

TABLES = MetaData()
client = Table("client", TABLES, Column("id", Integer, primary_key=True), Column("mail", String(80)))
RECORD = """
client:
  key: [id]
  category: account
  person: {pin: client, found_by: {email: mail}}
  columns: {id: , mail: }
"""


async def test_an_erasure_does_not_wait_for_a_lock(opens):
    """It is given up in time, nothing is lost, and it is done when the lock has gone."""
    world = await opens(TABLES, RECORD, {"client": [{"id": 1, "mail": "ana@example.org"}]})
    order = await world.order("ana@example.org")
    limits = Limits(statement=timedelta(seconds=20), lock=timedelta(seconds=1))
    engines = writing_engine(world.place.url_write, limits), reading_engine(world.place.url_read, limits)
    system = DatabaseSystem(world.record, world.categories, *engines)
    async with world.writing.begin() as other:
        await other.execute(select(client).with_for_update())
        async with asyncio.timeout(10):
            with pytest.raises(Unavailable, match="somebody else holds a lock"):
                await system.erase(order, open_fence)
    assert (await system.erase(order, open_fence)).counts == {"shop/account/company": 1}
    for engine in engines:
        await engine.dispose()
