"""What the activity log and marketing promise by their records: whose rows are found, and by what."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.findings import Findings
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import ACCOUNT_ID, COOKIE_ID, Identifier, cookie_id, email
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Record
from habeas.domain.right import Right
from habeas.domain.time_limit import months_later
from habeas.policy import load_processing
from habeas.sandbox import activity, people
from habeas.sandbox.rows import dump
from habeas.system_file import load_database

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
POLICY = Path(__file__).parents[2] / "policy" / "processing.yaml"
KEPT = "activity/technical/company/retained"
MAJA, READER = people.HOST_AND_PARTICIPANT, people.ONLY_A_READER
ACCOUNT = Identifier(kind=ACCOUNT_ID, value="1", found_in="accounts")
COOKIE = cookie_id(MAJA.cookie_id)


@dataclass(frozen=True)
class World:
    """Both systems over one platform, and what a case does before it comes to a step."""

    url: str
    systems: dict[str, DatabaseSystem]
    now: datetime

    async def locate(self, system: str, *identifiers: Identifier) -> Located:
        order = LocateOrder(case_id=CASE, system=system, identifiers=identifiers, as_of=self.now)
        return await self.systems[system].locate(order)

    async def counts(self, system: str, *identifiers: Identifier) -> dict[str, int]:
        return {h.key: h.count for h in (await self.locate(system, *identifiers)).holdings}

    async def order(self, system: str, *identifiers: Identifier) -> StepOrder:
        found = await self.locate(system, *identifiers)
        known = {"identifiers": found.identifiers, "holdings": found.holdings, "pinned": {system: found.pinned}}
        return StepOrder.of(CASE, plan_erasure(Findings(as_of=self.now, **known), {}), system)

    async def erase(self, system: str, *identifiers: Identifier) -> dict[str, int]:
        order = await self.order(system, *identifiers)
        await self.systems[system].erase(order, open_fence)
        return (await self.systems[system].confirm(order)).counts

    async def owner_says(self, statement: object) -> None:
        engine = writing_engine(self.url)
        async with engine.begin() as connection:
            await connection.execute(statement)
        await engine.dispose()


async def open_fence() -> None:
    """A fence that lets everything pass."""


@pytest.fixture
async def world(platform, now) -> AsyncIterator[World]:
    """The platform in either database."""
    processing, records = load_processing(POLICY), POLICY.parent / "systems"
    async with AsyncExitStack() as stack:
        engines = writing_engine(platform.url_write), reading_engine(platform.url_read)
        for engine in engines:
            stack.push_async_callback(engine.dispose)
        systems = {
            name: DatabaseSystem(load_database(records / f"{name}.yaml"), processing.of(name), *engines)
            for name in ("activity", "marketing")
        }
        yield World(platform.url_owner, systems, now)


async def test_the_log_of_an_account_is_found_by_its_id(world):
    """And not by an address, which stands nowhere in it; a law keeps a part of it."""
    assert await world.counts("activity", ACCOUNT, email(MAJA.email)) == {
        "activity/usage/company": 4,
        "activity/log-in/company": 3,
        "activity/location/company": 2,
        "activity/technical/company": 2,
        KEPT: 2,
    }
    assert await world.counts("activity", email(MAJA.email)) == {}


@pytest.mark.parametrize(
    ("system", "found"),
    [("activity", {"activity/navigation/company": 4}), ("marketing", {"marketing/cookies/company": 1})],
)
async def test_p_18_a_cookie_id_finds_what_a_browser_left_and_nothing_else_does(world, system, found):
    """P-18: neither an account nor an address leads there, nor does a cookie id lead to them."""
    assert await world.counts(system, COOKIE) == found
    assert (await world.locate(system, COOKIE)).identifiers == (
        Identifier(kind=COOKIE_ID, value=COOKIE.value, found_in=system),
    )
    assert found.keys().isdisjoint(await world.counts(system, ACCOUNT, email(MAJA.email)))
    assert await world.counts(system, cookie_id(MAJA.cookie_id.upper())) == {}


@pytest.mark.parametrize("system", ["activity", "marketing"])
async def test_who_is_unknown_is_an_answer(world, system):
    """A cookie that nobody has, an account that is not there, an address that no one knows: nothing is held."""
    unknown = cookie_id("ffffffffffffffff"), Identifier(kind=ACCOUNT_ID, value="999"), email(people.UNKNOWN.email)
    assert await world.locate(system, *unknown) == Located(system=system)


async def test_what_a_law_keeps_says_why_and_until_when(world):
    """It is kept for twelve months from the newest record, and is all that is left."""
    (kept,) = [h for h in (await world.locate("activity", ACCOUNT)).holdings if h.circumstance is Circumstance.RETAINED]
    newest = (world.now - timedelta(days=20)).date()
    assert kept.retention.until == months_later(newest, 12)
    assert "L34-1" in kept.retention.ground
    assert await world.erase("activity", ACCOUNT, COOKIE) == {KEPT: 2}
    assert await world.counts("activity", ACCOUNT, COOKIE) == {KEPT: 2}  # also when all else of the account has gone


async def test_a_row_is_kept_to_the_last_day_of_its_law_and_not_a_day_longer(world):
    """By the day, whatever the hour; and what confirms counts as what locates does."""
    recorded = (world.now - timedelta(days=300)).date()
    of = {"account_id": 1, "source_address": "203.0.113.1", "source_port": 1}
    await world.owner_says(insert(activity.technical).values(at=midnight(recorded), **of))
    last = datetime.combine(months_later(recorded, 12), world.now.timetz())
    for moment, kept in ((last, 3), (last + timedelta(days=1), 1)):
        then = replace(world, now=moment)
        order = await then.order("activity", ACCOUNT)
        assert (await then.counts("activity", ACCOUNT))[KEPT] == kept
        assert (await then.systems["activity"].confirm(order)).counts[KEPT] == kept


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


async def test_log_ins_are_found_without_a_count_of_usage(world):
    """The row to which the others are tied need not be there."""
    await world.owner_says(delete(activity.usage_count).where(activity.usage_count.c.account_id == 1))
    assert (await world.counts("activity", ACCOUNT))["activity/log-in/company"] == 3


async def test_a_contact_is_found_in_any_case_and_by_its_account(world):
    """Who has no account is found by their address alone."""
    found = {"marketing/preferences/company": 3, "marketing/consents/company": 2}
    assert await world.counts("marketing", ACCOUNT) == found
    assert await world.counts("marketing", email(MAJA.email.upper())) == found
    assert await world.counts("marketing", email(READER.email)) == {**found, "marketing/consents/company": 3}


async def test_an_erasure_takes_what_is_the_persons_and_no_row_of_anybody_else(world):
    """All of marketing goes, objections too (P-8); every other row of the platform is as it was."""
    before = await dump(world.url)
    assert await world.erase("marketing", email(READER.email)) == {}
    after = await dump(world.url)
    mine = READER.contact.id
    gone = {"contact": 0, "preference": 1, "consent": 1, "objection": 1}
    assert after == before | {t: [row for row in before[t] if row[at] != mine] for t, at in gone.items()}
    assert sum(len(before[table]) - len(after[table]) for table in gone) == 6


async def test_an_export_gives_every_row_that_was_located(world):
    """With the purposes agreed to, and when each was given and withdrawn."""
    pinned = (await world.locate("marketing", email(READER.email))).pinned
    order = CollectOrder(case_id=CASE, system="marketing", right=Right.ACCESS, as_of=world.now, identifiers=pinned)
    entries = [entry async for entry in world.systems["marketing"].export(order)]
    assert all(isinstance(entry, Record) for entry in entries)
    consents = {e.fields["purpose"]: e.fields["withdrawn_at"] for e in entries if "purpose" in e.fields}
    assert consents.keys() == {"newsletter", "offers"}
    assert consents["newsletter"] is None
    assert len(entries) == 6
