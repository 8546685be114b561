"""Each adapter's page is held against the adapter: what it holds, what a release restores, its settings, its rights."""

import asyncio
import json
import re
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from accounts_world import accounts_world
from billing_world import billing_world
from enrichment_world import enrichment_world
from record_world import MarketingWorld, activity_world, marketing_world
from recordings_world import recordings_world
from sql_world import PAGES, SqlWorld, grants, page_of, superuser
from sqlalchemy import text

from adapters.enrichment.schema import enrichment_metadata
from adapters.sql.hold import hold_table
from adapters.testing import OURS, Opens, Thing
from adapters.testing.asking import ALIKE, CASE, HELD, added, exported, locate, theirs
from adapters.testing.holds import hold
from habeas.catalogue import Catalogue
from habeas.domain.error import Permanent
from habeas.domain.identifier import email
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights, Stops
from habeas.domain.right import Right
from habeas.domain.stop import StopOrder
from habeas.policy import load_processing
from habeas.sandbox.accounts import accounts_metadata
from habeas.sandbox.activity import activity_metadata
from habeas.sandbox.marketing import marketing_metadata
from habeas.sandbox.recordings import recordings_metadata
from habeas.settings import BillingSettings, EnrichmentSettings, RecordingsSettings, database_settings

POLICY = Path(__file__).parents[3] / "policy" / "processing.yaml"
SETTINGS = {
    "accounts": database_settings("accounts"),
    "billing": BillingSettings,
    "enrichment": EnrichmentSettings,
    "activity": database_settings("activity"),
    "marketing": database_settings("marketing"),
    "recordings": RecordingsSettings,
}
SQL = ("accounts", "activity", "enrichment", "marketing", "recordings")
WORLDS = {"accounts": accounts_world, "activity": activity_world, "enrichment": enrichment_world}
WORLDS["marketing"] = marketing_world
SEVERAL = (accounts_metadata, activity_metadata, enrichment_metadata, marketing_metadata, recordings_metadata)
TABLES = {name: table for metadata in SEVERAL for name, table in metadata.tables.items()}
ABILITIES = {Locates: "locates", Exports: "exports", Preflights: "preflights", Holds: "holds and releases"}
ABILITIES |= {Erases: "erases and confirms", Stops: "ends at once"}


@pytest.fixture
def opens(request, sqlite_platform, tmp_path, now) -> Opens:
    """The world of the system that the test is about."""
    system = request.getfixturevalue("system")
    if system == "billing":
        return partial(billing_world, tmp_path)
    if system == "recordings":
        return partial(recordings_world, sqlite_platform, request.getfixturevalue("seaweed"), tmp_path, now)
    return partial(WORLDS[system], sqlite_platform, tmp_path, now)


@pytest.fixture
def postgres_opens(request, postgres_platform, tmp_path, now) -> Opens:
    """The same in PostgreSQL, by roles that have what the page gives them."""
    system = request.getfixturevalue("system")
    if system == "recordings":
        return partial(recordings_world, postgres_platform, request.getfixturevalue("seaweed"), tmp_path, now)
    return partial(WORLDS[system], postgres_platform, tmp_path, now)


def part(system: str, title: str) -> str:
    """What stands on the page under a title."""
    return page_of(system).partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_there_is_a_page_for_each_system():
    """And for no other."""
    assert {page.stem for page in PAGES.glob("*.md")} == set(Catalogue.read().systems) == set(SETTINGS)


@pytest.mark.parametrize("system", SETTINGS)
def test_what_it_holds(system):
    """Its categories are those of the record of processing, and its identifiers those of its registration."""
    said = part(system, "What it holds")
    route = Catalogue.read().registration(system).route
    assert set(re.findall(r"^\| `([^`]+)` \|", said, re.M)) == set(load_processing(POLICY).of(system))
    looks = said.partition("It looks by ")[2].partition(".")[0]
    assert set(route.finds_by) <= set(re.findall(r"`(\w+)`", looks))
    assert all(f"after {needed}" in looks for needed in route.needs)


@pytest.mark.parametrize("system", SETTINGS)
def test_what_it_can_do(opens, system):
    """The page names the abilities that the adapter has."""

    async def has() -> list[str]:
        async with opens() as world:
            able = [ability for ability in ABILITIES if isinstance(world.adapter, ability)]
            able = [ability for ability in able if ability is not Stops or _stops(world.adapter)]
            return [ABILITIES[ability] for ability in able]

    said = part(system, "What it can do, and what it cannot")
    assert [word for word in ABILITIES.values() if word in said] == run(has())


@pytest.mark.parametrize("system", SETTINGS)
def test_what_a_release_restores(opens, system):
    """The fields on the page are those that a hold changes, and all of them: the kit sees that they come back."""

    async def changes() -> set[str]:
        async with opens() as world:
            order = await added(world)
            before = await world.snapshot()
            await hold(world, order)
            return set(fields(world, before, await world.snapshot()))

    said = set(re.findall(r"^- `([\w.]+)`", part(system, "What a release restores"), re.M))
    assert said == run(changes())


@pytest.mark.parametrize("system", SETTINGS)
def test_its_settings(system):
    """All of them, and no other."""
    said = set(re.findall(r"`(HABEAS_\w+)`", part(system, "Settings")))
    assert said == set(SETTINGS[system].variables().values())


def test_the_table_of_holds():
    """The statement on the page makes the table that adapters write to."""
    (statement,) = re.findall(r"^```text\n(CREATE TABLE (?s:.*?))^```$", page_of("accounts"), re.M)
    with sqlite3.connect(":memory:") as database:
        database.execute(statement)
        made = database.execute(f"PRAGMA table_info({hold_table.name})").fetchall()
    assert {name: bool(key) for _, name, _, _, _, key in made} == {c.name: c.primary_key for c in hold_table.columns}


@pytest.mark.parametrize("system", SQL)
def test_its_rights(system):
    """They are given to two roles, of which one only reads; that they suffice the kit sees, on PostgreSQL."""
    given = rights(system)
    reader, writer = f"habeas_{system}_reader", f"habeas_{system}_writer"
    assert {role for _, _, role in given} == {reader, writer}
    assert {right for right, _, role in given if role == reader} == {"SELECT"}
    assert {right for right, _, role in given if role == writer} <= {"SELECT", "INSERT", "UPDATE", "DELETE", "USAGE"}


@pytest.mark.parametrize("system", SQL)
def test_each_right_is_needed_and_is_missed_before_the_pivot(postgres_opens, system):
    """Where any one is missing a preflight says no, as far as the plan needs it; of others a stop, or a look does."""

    async def unnoticed() -> list[tuple[str, ...]]:
        async with postgres_opens() as world:
            order, objecting = await added(world, HELD, 2), await _who_has_not_objected(world)
            needed = {"habeas_hold", *(t.what[0] for t in theirs(await world.snapshot(), HELD))}
            asked = [one for one in rights(system) if one[1] in needed or one[0] == "USAGE"]
            return [one for one in asked if not await _is_missed(world, order, objecting, *one)]

    assert run(unnoticed()) == []


async def _who_has_not_objected(world):
    """Somebody for whom a stop has something to write."""
    identifiers = await world.add(ALIKE[0])
    if isinstance(world, MarketingWorld):
        async with superuser(world.platform.url_owner) as connection:
            await connection.execute(
                text("DELETE FROM objection WHERE contact_id = (SELECT id FROM contact WHERE email = :email)"),
                {"email": ALIKE[0]},
            )
    return identifiers


async def _is_missed(world, order, objecting, right: str, table: str, role: str) -> bool:
    async with superuser(world.platform.url_owner) as connection:
        await connection.execute(text(f"REVOKE {right} ON {table} FROM {role}"))
        try:
            await (_writes(world, order, objecting) if role.endswith("writer") else _looks(world, order))
        except Permanent:
            return True
        finally:
            await connection.execute(text(f"GRANT {right} ON {table} TO {role}"))
    return False


async def _writes(world, order, objecting) -> None:
    await world.adapter.preflight(order)
    if _stops(world.adapter):
        who = {"case_id": CASE, "system": order.system, "identifiers": objecting, "as_of": order.as_of}
        await world.adapter.stop(StopOrder(right=Right.OBJECTION, **who))


def _stops(adapter) -> bool:
    """A database has the ability where its record says what it writes."""
    return isinstance(adapter, Stops) and bool(adapter.stops)


async def _looks(world, order) -> None:
    await locate(world, email(HELD))
    await exported(world, *order.identifiers)
    await world.adapter.confirm(order)


def rights(system: str) -> list[tuple[str, str, str]]:
    """Each right that the page gives: what, on which table, to whom."""
    given = [re.fullmatch(r"GRANT ([\w, ]+) ON ([\w, ]+)\s+TO (\w+)", one) for one in grants(system)]
    assert all(given)
    return [(right, table, g[3]) for g in given for right in g[1].split(", ") for table in g[2].strip().split(", ")]


def fields(world, before: frozenset[Thing], after: frozenset[Thing]) -> list[str]:
    """What is different, but for what was noted for it."""
    parts = partial(_parts, is_sql=isinstance(world, SqlWorld))
    was = dict(map(parts, before))
    found = []
    for thing in after - before:
        name, values = parts(thing)
        if name[0] == "suppression" or (thing.whose != OURS and name not in was):
            found.append(name[0])
        elif thing.whose != OURS:
            found += [f"{name[0]}.{key}" for key in values if values[key] != was[name][key]]
    return ["objects" if name.startswith("objects") else name for name in found]


def _parts(thing: Thing, *, is_sql: bool) -> tuple[tuple[str, object], dict[str, object]]:
    """What a thing is called, and its fields."""
    if not is_sql:
        values = json.loads(str(thing.what))
        return (values["object"], values["id"]), values
    table, *row = thing.what
    if table not in TABLES:  # a version of an object, or what is noted
        return ("objects", tuple(thing.what[:2])), {"is_latest": thing.what[2:]}
    return (table, row[0]), dict(zip(TABLES[table].columns.keys(), row, strict=True))


def run(asked):
    """The answer, on a loop of its own."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(asked)
