"""What accounts promise, on SQLite and on PostgreSQL."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from adapters.sql.error import classified
from habeas.domain.error import Barred, Permanent, Refused, Unfit
from habeas.domain.findings import Findings
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import ACCOUNT_ID, Identifier, email, values
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights, Record
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.domain.receipt import Receipt, Withheld
from habeas.domain.right import Right
from habeas.sandbox import accounts as schema
from habeas.sandbox import people
from habeas.sandbox.person import Person
from habeas.sandbox.rows import dump
from habeas.system_file import load_database

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
OWNED = ("account", "profile", "membership", "login_place")


def _described(name: str, rule: RetentionRule | None = None) -> Category:
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER}
    basis = {"basis": Basis.CONTRACT, "origin": Origin.OBSERVED}
    return Category(name=name, system="accounts", **words, **basis, retention=rule)


RECORD = load_database(Path(__file__).parents[2] / "policy" / "systems" / "accounts.yaml")


PROCESSING = {"log-in place": _described("log-in place")}


@dataclass(frozen=True)
class World:
    """The platform with the system under test, and what a case does before it comes to a step."""

    platform: object
    writing: AsyncEngine
    reading: AsyncEngine
    accounts: DatabaseSystem
    now: datetime

    async def locate(self, address: str, *more: Identifier) -> Located:
        identifiers = (email(address), *more)
        order = LocateOrder(case_id=CASE, system="accounts", identifiers=identifiers, as_of=self.now)
        return await self.accounts.locate(order)

    async def order(self, person: Person) -> StepOrder:
        located = await self.locate(person.email)
        pinned = {"accounts": located.pinned}
        found = {"identifiers": located.identifiers, "holdings": located.holdings, "pinned": pinned}
        return StepOrder.of(CASE, plan_erasure(Findings(as_of=self.now, **found), {}), "accounts")

    async def rows(self) -> dict[str, list[tuple[object, ...]]]:
        return await dump(self.platform.url_read)

    async def owner_says(self, *statements: object) -> None:
        engine = writing_engine(self.platform.url_owner)
        async with engine.begin() as connection:
            for statement in statements:
                await connection.execute(text(statement) if isinstance(statement, str) else statement)
        await engine.dispose()


@asynccontextmanager
async def opened(platform, now: datetime) -> AsyncIterator[World]:
    writing, reading = writing_engine(platform.url_write), reading_engine(platform.url_read)
    try:
        yield World(platform, writing, reading, DatabaseSystem(RECORD, PROCESSING, writing, reading), now)
    finally:
        await writing.dispose()
        await reading.dispose()


@pytest.fixture
async def world(platform, now: datetime) -> AsyncIterator[World]:
    """The platform in either database."""
    async with opened(platform, now) as opened_world:
        yield opened_world


@pytest.fixture
async def postgres_world(postgres_platform, now: datetime) -> AsyncIterator[World]:
    """The platform in PostgreSQL, for what SQLite does not have."""
    async with opened(postgres_platform, now) as opened_world:
        yield opened_world


async def open_fence() -> None:
    """A fence that lets everything pass."""


async def closed_fence() -> None:
    raise Barred("accounts", "too late")


def counts(located: Located) -> dict[str, int]:
    return {h.key: h.count for h in located.holdings}


def others(rows: dict[str, list[tuple[object, ...]]], table: str, number: int) -> list[tuple[object, ...]]:
    """The rows of a table that are not of this account."""
    columns = schema.accounts_metadata.tables[table].columns.keys()
    place = columns.index("id" if table == "account" else "account_id")
    return [row for row in rows[table] if row[place] != number]


def test_accounts_have_every_ability(world: World) -> None:
    assert all(isinstance(world.accounts, ability) for ability in (Locates, Exports, Preflights, Holds, Erases))


def test_a_retention_rule_needs_rows_that_bear_a_date(world: World) -> None:
    rule = RetentionRule(ground="some law", months=1)
    with pytest.raises(ValueError, match="no date"):
        DatabaseSystem(RECORD, {"role": _described("role", rule)}, world.writing, world.reading)


# locate


async def test_locate_counts_each_category(world: World) -> None:
    assert counts(await world.locate(people.HOST_AND_PARTICIPANT.email)) == {
        "accounts/account/company": 1,
        "accounts/identification/company": 1,
        "accounts/role/company": 1,
        "accounts/log-in place/company": 2,
    }


@pytest.mark.parametrize("written", ["ana.berg@example.org", "ANA.BERG@EXAMPLE.ORG", " Ana.Berg@Example.org "])
async def test_an_address_is_found_in_any_case_and_handed_on_as_stored(world: World, written: str) -> None:
    located = await world.locate(written)
    assert [(i.kind, i.value, i.found_in) for i in located.identifiers] == [
        ("account_id", "5", "accounts"),
        ("email", "Ana.Berg@Example.org", "accounts"),
    ]
    assert values(located.pinned, ACCOUNT_ID) == ("5",)


async def test_an_unknown_person_is_an_answer_and_creates_nothing(world: World) -> None:
    before = await world.rows()
    located = await world.locate(people.UNKNOWN.email, Identifier(kind=ACCOUNT_ID, value="999"))
    assert located == Located(system="accounts")
    assert await world.rows() == before


@pytest.mark.parametrize("value", ["not-a-number", "-1", "9" * 40, "1e3"])
async def test_what_can_be_no_account_id_finds_nobody(world: World, value: str) -> None:
    located = await world.locate(people.UNKNOWN.email, Identifier(kind=ACCOUNT_ID, value=value))
    assert located.holdings == ()


async def test_the_only_owner_of_a_workspace_is_found_to_be_one(world: World) -> None:
    located = await world.locate(people.SOLE_OWNER.email)
    assert {h.circumstance for h in located.holdings} == {Circumstance.SOLE_OWNER}


@pytest.mark.parametrize("person", [people.CO_OWNER, people.OTHER_CO_OWNER, people.BYSTANDERS[0]])
async def test_one_of_several_owners_is_nothing_special(world: World, person: Person) -> None:
    located = await world.locate(person.email)
    assert {h.circumstance for h in located.holdings} == {None}


async def test_two_accounts_of_one_person_that_own_a_workspace_together_leave_it_without_owner(world: World) -> None:
    other = Identifier(kind=ACCOUNT_ID, value=str(people.OTHER_CO_OWNER.account.id))
    located = await world.locate(people.CO_OWNER.email, other)
    assert Circumstance.SOLE_OWNER in {h.circumstance for h in located.holdings}


# export


async def exported(world: World, person: Person) -> list[object]:
    pinned = (await world.locate(person.email)).pinned
    order = CollectOrder(case_id=CASE, system="accounts", right=Right.ACCESS, as_of=world.now, identifiers=pinned)
    return [entry async for entry in world.accounts.export(order)]


async def test_an_export_holds_every_row_that_was_located(world: World) -> None:
    entries = await exported(world, people.TWO_WRITINGS)
    assert sum(isinstance(e, Record) for e in entries) == sum(
        counts(await world.locate(people.TWO_WRITINGS.email)).values()
    )
    (account,) = [e.fields for e in entries if isinstance(e, Record) and e.category == "account"]
    assert account["email"] == "Ana.Berg@Example.org"
    assert account["created_at"] == (world.now - timedelta(days=805)).isoformat()


async def test_p_12_an_export_never_holds_a_hash_and_says_so(world: World) -> None:
    entries = await exported(world, people.TWO_WRITINGS)
    shown = json.dumps([dict(e.fields) for e in entries if isinstance(e, Record)])
    assert "scrypt" not in shown
    assert "password" not in shown
    (withheld,) = [e for e in entries if isinstance(e, Withheld)]
    assert withheld.category == "account"


async def test_an_export_comes_in_the_same_order_each_time(world: World) -> None:
    assert await exported(world, people.SOLE_OWNER) == await exported(world, people.SOLE_OWNER)


async def test_an_export_of_nobody_is_empty(world: World) -> None:
    assert await exported(world, people.UNKNOWN) == []


# preflight


async def test_preflight_changes_nothing_and_is_content(world: World) -> None:
    before = await world.rows()
    receipt = await world.accounts.preflight(await world.order(people.HOST_AND_PARTICIPANT))
    assert receipt.step == "preflight"
    assert await world.rows() == before


async def test_preflight_finds_a_strange_table_whose_rows_refer_to_the_account(world: World) -> None:
    await world.owner_says(
        "CREATE TABLE badge (id INTEGER PRIMARY KEY, holder INTEGER REFERENCES account (id))",
        "INSERT INTO badge (id, holder) VALUES (1, 1)",
    )
    with pytest.raises(Unfit, match="badge"):
        await world.accounts.preflight(await world.order(people.HOST_AND_PARTICIPANT))
    await world.accounts.preflight(await world.order(people.CO_OWNER))


async def test_preflight_finds_rows_of_ours_that_stay_and_refer_to_a_row_that_goes(world: World) -> None:
    order = await world.order(people.CO_OWNER)
    items = tuple(i for i in order.items if i.category != "log-in place")
    with pytest.raises(Unfit, match="login_place"):
        await world.accounts.preflight(order.model_copy(update={"items": items}))


async def test_preflight_misses_the_table_of_holds(world: World) -> None:
    order = await world.order(people.CO_OWNER)
    await world.owner_says("DROP TABLE habeas_hold")
    with pytest.raises(Unfit, match="habeas_hold"):
        await world.accounts.preflight(order)


async def test_preflight_refuses_a_credential_that_can_only_read(world: World) -> None:
    order = await world.order(people.CO_OWNER)
    file = world.platform.url_read.removeprefix("sqlite+aiosqlite:///")
    is_file = file != world.platform.url_read
    url = f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true" if is_file else world.platform.url_read
    only_reads = writing_engine(url)
    with pytest.raises(Permanent):
        await DatabaseSystem(RECORD, PROCESSING, only_reads, world.reading).preflight(order)
    await only_reads.dispose()


async def test_preflight_misses_a_privilege(postgres_world: World) -> None:
    await postgres_world.owner_says("REVOKE DELETE ON login_place FROM habeas_writer")
    with pytest.raises(Unfit, match="DELETE on the table login_place"):
        await postgres_world.accounts.preflight(await postgres_world.order(people.CO_OWNER))


async def test_preflight_sees_tables_of_other_schemas_that_it_may_not_read(postgres_world: World) -> None:
    await postgres_world.owner_says(
        "CREATE SCHEMA other", "CREATE TABLE other.card (holder INTEGER REFERENCES account (id))"
    )
    with pytest.raises(Unfit, match="may not read"):
        await postgres_world.accounts.preflight(await postgres_world.order(people.CO_OWNER))


# hold and release


@pytest.mark.parametrize("person", [people.HOST_AND_PARTICIPANT, people.SUSPENDED])
async def test_a_hold_suspends_and_a_release_restores_exactly_what_was(world: World, person: Person) -> None:
    before, order = await world.rows(), await world.order(person)
    receipt = await world.accounts.hold(order, open_fence)
    assert receipt.counts == {"accounts/account/company": 1}
    flags = [row[7:9] for row in (await world.rows())["account"] if row[0] == person.account.id]
    assert [tuple(map(bool, flag)) for flag in flags] == [(False, False)]
    await world.accounts.release(order)
    assert await world.rows() == before


async def test_a_hold_changes_nobody_else(world: World) -> None:
    before = await world.rows()
    await world.accounts.hold(await world.order(people.HOST_AND_PARTICIPANT), open_fence)
    after = await world.rows()
    assert others(after, "account", 1) == others(before, "account", 1)
    assert len(after.pop("habeas_hold")) == 1
    assert all(after[table] == before[table] for table in after if table != "account")


async def test_a_second_hold_is_no_other_hold(world: World) -> None:
    before, order = await world.rows(), await world.order(people.HOST_AND_PARTICIPANT)
    await world.accounts.hold(order, open_fence)
    held = await world.rows()
    assert (await world.accounts.hold(order, open_fence)).counts == {}
    assert await world.rows() == held
    await world.accounts.release(order)
    assert await world.rows() == before


async def test_a_release_without_a_hold_does_nothing(world: World) -> None:
    before = await world.rows()
    receipt = await world.accounts.release(await world.order(people.SUSPENDED))
    assert receipt.counts == {}
    assert await world.rows() == before


async def test_a_release_leaves_the_hold_of_another_case(world: World) -> None:
    order = await world.order(people.HOST_AND_PARTICIPANT)
    await world.accounts.hold(order, open_fence)
    held = await world.rows()
    await world.accounts.release(order.model_copy(update={"case_id": "another"}))
    assert await world.rows() == held


async def test_the_fence_of_a_hold_is_asked_with_the_account_locked(world: World) -> None:
    url, fast = world.platform.url_owner, {"server_settings": {"lock_timeout": "100ms"}}
    impatient = create_async_engine(url, connect_args={"timeout": 0.1} if "sqlite" in url else fast)

    async def fence() -> None:
        with pytest.raises(DBAPIError):
            async with impatient.begin() as connection:
                await connection.execute(text("UPDATE account SET gets_mail = gets_mail WHERE id = 1"))

    assert (await world.accounts.hold(await world.order(people.HOST_AND_PARTICIPANT), fence)).counts
    await impatient.dispose()


async def test_nothing_is_held_that_the_plan_does_not_erase(world: World) -> None:
    before = await world.rows()
    assert (await world.accounts.hold(await world.order(people.SOLE_OWNER), closed_fence)).counts == {}
    assert await world.rows() == before


async def test_a_closed_fence_leaves_everything_as_it_was(world: World) -> None:
    before, order = await world.rows(), await world.order(people.HOST_AND_PARTICIPANT)
    with pytest.raises(Barred):
        await world.accounts.hold(order, closed_fence)
    with pytest.raises(Barred):
        await world.accounts.erase(order, closed_fence)
    assert await world.rows() == before


# erase and confirm


async def test_an_erasure_takes_what_the_plan_erases_and_no_row_of_anybody_else(world: World) -> None:
    before, order = await world.rows(), await world.order(people.HOST_AND_PARTICIPANT)
    await world.accounts.hold(order, open_fence)
    receipt = await world.accounts.erase(order, open_fence)
    assert receipt.counts == {i.key: i.count for i in order.items}
    after = await world.rows()
    for table in OWNED:
        assert after.pop(table) == others(before, table, 1)
    assert after == {table: before[table] for table in after}


async def test_before_an_erasure_confirming_counts_what_locating_counted(world: World) -> None:
    for person in people.people():
        order = await world.order(person)
        assert (await world.accounts.confirm(order)).counts == {i.key: i.count for i in order.items}


async def test_an_erasure_twice_is_once(world: World) -> None:
    order = await world.order(people.HOST_AND_PARTICIPANT)
    await world.accounts.erase(order, open_fence)
    once = await world.rows()
    assert (await world.accounts.erase(order, open_fence)).counts == {}
    assert await world.rows() == once


async def test_many_rows_go_in_batches_each_behind_the_fence(world: World) -> None:
    row = {"account_id": 1, "at": world.now, "ip_address": "203.0.113.1", "country": "NO"}
    await world.owner_says(insert(schema.login_place).values([row] * 1201))
    order, asked = await world.order(people.HOST_AND_PARTICIPANT), []

    async def fence() -> None:
        asked.append(1)

    receipt = await world.accounts.erase(order, fence)
    assert receipt.counts["accounts/log-in place/company"] == 1203
    assert len(asked) == 2 + len(OWNED)


async def test_a_fence_that_closes_half_way_stops_the_rest(world: World) -> None:
    order, passes = await world.order(people.HOST_AND_PARTICIPANT), [open_fence, open_fence]

    async def fence() -> None:
        await (passes.pop() if passes else closed_fence)()

    with pytest.raises(Barred):
        await world.accounts.erase(order, fence)
    left = await world.accounts.confirm(order)
    assert left.counts["accounts/account/company"] == 1


async def test_l_44_somebody_who_signed_up_again_is_not_erased_by_a_late_step(world: World) -> None:
    order = await world.order(people.CO_OWNER)
    await world.accounts.erase(order, open_fence)
    fresh = {"id": 50, "username": "new", "password_hash": "scrypt$", "may_log_in": True, "gets_mail": True}
    row = {**fresh, "email": people.CO_OWNER.email, "created_at": world.now}
    await world.owner_says(insert(schema.account).values(row))
    await world.accounts.erase(order, open_fence)
    assert counts(await world.locate(people.CO_OWNER.email)) == {"accounts/account/company": 1}


async def test_who_became_the_only_owner_since_the_approval_is_left_alone(world: World) -> None:
    order, other = (
        await world.order(people.CO_OWNER),
        schema.membership.c.account_id == people.OTHER_CO_OWNER.account.id,
    )
    await world.owner_says(delete(schema.membership).where(other))
    before = await world.rows()
    assert (await world.accounts.erase(order, open_fence)).counts == {}
    assert await world.rows() == before


async def test_a_hold_is_forgotten_with_an_account_that_somebody_else_erased(world: World) -> None:
    order = await world.order(people.CO_OWNER)
    await world.accounts.hold(order, open_fence)
    of = [f"DELETE FROM {table} WHERE account_id = 3" for table in OWNED[1:]]
    await world.owner_says(*of, "DELETE FROM account WHERE id = 3")
    await world.accounts.erase(order, open_fence)
    assert (await world.rows())["habeas_hold"] == []


class Forgetful(DatabaseSystem):
    """Says that it erased, and did not."""

    async def erase(self, order: StepOrder, fence: object) -> Receipt:
        return Receipt(system="accounts", step="erase", at=order.as_of, counts={i.key: i.count for i in order.items})


async def test_confirming_does_not_believe_the_receipt(world: World) -> None:
    liar = Forgetful(RECORD, PROCESSING, world.writing, world.reading)
    order = await world.order(people.HOST_AND_PARTICIPANT)
    receipt = await liar.erase(order, open_fence)
    assert (await liar.confirm(order)).counts == receipt.counts


def statements() -> Sequence[object]:
    return (
        delete(schema.login_place),
        insert(schema.workspace).values(id="x", name="x"),
        text("DROP TABLE habeas_hold"),
    )


@pytest.mark.parametrize("credential", ["url_read", "url_write"])
async def test_the_reading_engine_cannot_write_whatever_its_credential(world: World, credential: str) -> None:
    reading = reading_engine(getattr(world.platform, credential))
    for statement in statements():
        with pytest.raises(Refused):
            async with classified("accounts", writes=True), reading.begin() as connection:
                await connection.execute(statement)
    await reading.dispose()
