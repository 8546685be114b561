"""A hold in enrichment and its release, and what preflight finds out before."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.enrichment import schema
from adapters.sql.engine import writing_engine
from habeas.domain.error import Barred, Unfit
from habeas.domain.plan import Keep

PUBLIC = "enrichment/public information/company"
SUPPRESSION = "enrichment/suppression/company/retained"

MAJA, IDRIS, OTHER, TOLD_ONLY = (
    "maja.lund@example.org",
    "idris@example.com",
    "other.person@example.org",
    "told.only@example.org",
)


# preflight


async def test_preflight_is_content(world) -> None:
    """It changes nothing where everything is as it should be."""
    before = await world.rows()
    assert (await world.enrichment.preflight(await world.order(MAJA))).step == "preflight"
    assert await world.rows() == before


@pytest.mark.parametrize("table", ["habeas_hold", "suppression"])
async def test_preflight_misses_a_table(world, table: str) -> None:
    """Without the table of holds or the suppression list nothing could be held."""
    order = await world.order(MAJA)
    await world.owner_says(f"DROP TABLE {table}")
    with pytest.raises(Unfit, match=table):
        await world.enrichment.preflight(order)


async def test_preflight_refuses_a_credential_that_can_only_read(world) -> None:
    """Such a credential is found out before anything is held."""
    order = await world.order(MAJA)
    file = world.platform.url_read.removeprefix("sqlite+aiosqlite:///")
    is_file = file != world.platform.url_read
    only_reads = writing_engine(
        f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true" if is_file else world.platform.url_read
    )
    with pytest.raises(Unfit):
        await world.writing_with(only_reads).preflight(order)
    await only_reads.dispose()


@pytest.mark.parametrize(("right", "table"), [("DELETE", "enrichment"), ("INSERT", "suppression")])
async def test_preflight_misses_a_privilege(postgres_world, right: str, table: str) -> None:
    """What a later step needs and may not do is named."""
    await postgres_world.owner_says(f"REVOKE {right} ON {table} FROM habeas_writer")
    with pytest.raises(Unfit, match=f"{right} on the table {table}"):
        await postgres_world.enrichment.preflight(await postgres_world.order(MAJA))


async def test_preflight_finds_a_strange_table_that_refers_to_a_copy(world) -> None:
    """Rows that stay and refer to a copy are in the way of its erasure, and of no other's."""
    await world.owner_says(
        "CREATE TABLE badge (id INTEGER PRIMARY KEY, copy VARCHAR(36) REFERENCES enrichment (id))",
        "INSERT INTO badge (id, copy) VALUES (1, 'c1')",
    )
    with pytest.raises(Unfit, match="badge"):
        await world.enrichment.preflight(await world.order(MAJA))
    await world.enrichment.preflight(await world.order(OTHER))


# hold and release


@pytest.mark.parametrize("address", [MAJA, IDRIS])
async def test_a_hold_and_its_release(world, address: str) -> None:
    """A hold takes copies out of use and bars look-ups; a release restores exactly what was."""
    before, order = await world.rows(), await world.order(address)
    receipt = await world.enrichment.hold(order, world.open_fence)
    assert receipt.counts == {PUBLIC: 1, SUPPRESSION: 1}
    assert not await world.may_ask(address.upper())
    (copy,) = [row for row in (await world.rows())["enrichment"] if row[0] == order.identifiers[0].value]
    assert not copy[-1]
    assert (await world.enrichment.release(order)).counts == {PUBLIC: 1, SUPPRESSION: 1}
    assert await world.rows() == before
    assert await world.may_ask(address)


async def test_a_hold_changes_nobody_else(world) -> None:
    """Only the pinned copies, the list and the notes change."""
    before = await world.rows()
    await world.enrichment.hold(await world.order(MAJA), world.open_fence)
    after = await world.rows()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"enrichment", "suppression", "habeas_hold"}
    assert [r for r in after["enrichment"] if r[0] != "c1"] == [r for r in before["enrichment"] if r[0] != "c1"]
    assert await world.may_ask(OTHER)


async def test_a_second_hold(world) -> None:
    """It is no other hold, and one release undoes both."""
    before, order = await world.rows(), await world.order(MAJA)
    await world.enrichment.hold(order, world.open_fence)
    held = await world.rows()
    assert (await world.enrichment.hold(order, world.open_fence)).counts == {}
    assert await world.rows() == held
    await world.enrichment.release(order)
    assert await world.rows() == before


async def test_a_release_without_a_hold(world) -> None:
    """It does nothing, and leaves the hold of another case alone."""
    before, order = await world.rows(), await world.order(MAJA)
    assert (await world.enrichment.release(order)).counts == {}
    assert await world.rows() == before
    await world.enrichment.hold(order, world.open_fence)
    held = await world.rows()
    assert (await world.enrichment.release(order.model_copy(update={"case_id": "another"}))).counts == {}
    assert await world.rows() == held


async def test_a_release_keeps_what_was_suppressed_before(world) -> None:
    """An address that was suppressed already is not held anew, and stays suppressed."""
    row = {"address_hash": world.hash(MAJA), "ground": "before", "since": world.now, "review_on": world.now.date()}
    await world.owner_says(insert(schema.suppression).values(row))
    before, order = await world.rows(), await world.order(MAJA)
    assert (await world.enrichment.hold(order, world.open_fence)).counts == {PUBLIC: 1}
    await world.enrichment.release(order)
    assert await world.rows() == before
    assert not await world.may_ask(MAJA)


async def test_the_fence_is_asked_with_the_copy_locked(world) -> None:
    """Nobody else can write the copy while the fence is asked."""
    url, fast = world.platform.url_owner, {"server_settings": {"lock_timeout": "100ms"}}
    impatient = create_async_engine(url, connect_args={"timeout": 0.1} if "sqlite" in url else fast)

    async def fence() -> None:
        with pytest.raises(DBAPIError):
            async with impatient.begin() as connection:
                await connection.execute(text("UPDATE enrichment SET source = source WHERE id = 'c1'"))

    assert (await world.enrichment.hold(await world.order(MAJA), fence)).counts
    await impatient.dispose()


async def test_a_release_waits_for_a_late_hold(postgres_world) -> None:
    """A hold that has passed its fence is given back by a release that began meanwhile, with no row there to lock."""
    world, releases = postgres_world, []
    before, order = await world.rows(), await world.order(TOLD_ONLY)

    async def fence() -> None:
        releases.append(asyncio.create_task(world.enrichment.release(order)))
        while not await _is_waited_for(world):
            await asyncio.sleep(0.01)

    assert (await world.enrichment.hold(order, fence)).counts == {SUPPRESSION: 1}
    assert (await releases[0]).counts == {SUPPRESSION: 1}
    assert await world.rows() == before


async def _is_waited_for(world) -> bool:
    async with world.reading.connect() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        return bool(await connection.scalar(text(waiting)))


async def test_nothing_is_held_that_the_plan_keeps(world) -> None:
    """A plan that keeps the copies holds nothing, suppresses nobody, and asks no fence."""
    keep = Keep(holding=PUBLIC, ground="a legal claim", until=date(2030, 1, 1), by="the DPO")
    before = await world.rows()
    assert (await world.enrichment.hold(await world.order(MAJA, keeps=(keep,)), world.closed_fence)).counts == {}
    assert await world.rows() == before


async def test_a_closed_fence(world) -> None:
    """Nothing is written when the fence says no."""
    before, order = await world.rows(), await world.order(MAJA)
    for step in (world.enrichment.hold, world.enrichment.erase):
        with pytest.raises(Barred):
            await step(order, world.closed_fence)
        assert await world.rows() == before


async def test_a_second_look_under_a_hold(world) -> None:
    """While a case holds the person, locating finds what it found before: nothing new returns to the DPO."""
    for address in (MAJA, TOLD_ONLY):
        before = await world.locate(address)
        await world.enrichment.hold(await world.order(address), world.open_fence)
        assert await world.locate(address) == before
