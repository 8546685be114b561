"""What accounts say when their database is broken, and that it is usable as soon as it is mended."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.database.adapter import DatabaseSystem
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.error import HabeasError, Unavailable
from habeas.domain.findings import Findings
from habeas.domain.identifier import email
from habeas.domain.order import LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.sandbox import people
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.rows import dump
from habeas.sandbox.wire import breakable
from habeas.system_file import load_database

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PERSON = people.CO_OWNER
RECORD = load_database(Path(__file__).parents[2] / "policy" / "systems" / "accounts.yaml")


@pytest.fixture
def switchboard(tmp_path: Path) -> Switchboard:
    return Switchboard(tmp_path / "switchboard.json")


@pytest.fixture
async def accounts(platform, switchboard: Switchboard) -> AsyncIterator[DatabaseSystem]:
    engines = [
        breakable(engine, "accounts", switchboard)
        for engine in (writing_engine(platform.url_write), reading_engine(platform.url_read))
    ]
    yield DatabaseSystem(RECORD, {}, *engines)
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def locate_order(now: datetime) -> LocateOrder:
    return LocateOrder(case_id=CASE, system="accounts", identifiers=(email(PERSON.email),), as_of=now)


@pytest.fixture
async def order(accounts: DatabaseSystem, locate_order: LocateOrder) -> StepOrder:
    located = await accounts.locate(locate_order)
    pinned = {"accounts": located.pinned}
    found = {"identifiers": located.identifiers, "holdings": located.holdings, "pinned": pinned}
    return StepOrder.of(CASE, plan_erasure(Findings(as_of=locate_order.as_of, **found), {}), "accounts")


async def open_fence() -> None:
    """A fence that lets everything pass."""


async def error_of(step: object) -> HabeasError:
    with pytest.raises(HabeasError) as caught:
        await step
    return caught.value


def erased_clean(rows: dict[str, list[tuple[object, ...]]]) -> bool:
    return not rows["habeas_hold"] and all(row[0] != PERSON.account.id for row in rows["account"])


async def test_too_many_connections_are_a_matter_of_time(accounts, switchboard, locate_order, order) -> None:
    switchboard.break_("accounts", How.RATE_LIMIT)
    steps = (accounts.locate(locate_order), accounts.hold(order, open_fence), accounts.confirm(order))
    for step in (*steps, accounts.release(order), accounts.preflight(order)):
        assert isinstance(await error_of(step), Unavailable)


async def test_a_break_that_is_counted_ends_by_itself(accounts, switchboard, locate_order) -> None:
    switchboard.break_("accounts", How.RATE_LIMIT, times=2)
    for _ in range(2):
        assert isinstance(await error_of(accounts.locate(locate_order)), Unavailable)
    assert (await accounts.locate(locate_order)).holdings


async def test_a_database_that_does_not_answer_is_unavailable(accounts, switchboard, locate_order) -> None:
    switchboard.break_("accounts", How.TIMEOUT)
    assert isinstance(await error_of(accounts.locate(locate_order)), Unavailable)


async def test_a_lost_answer_is_never_lost_by_reading(accounts, switchboard, locate_order, order) -> None:
    switchboard.break_("accounts", How.FAIL_AFTER, times=1)
    assert (await accounts.locate(locate_order)).holdings
    assert (await accounts.confirm(order)).counts
    assert switchboard.peek("accounts")


async def test_the_pool_outlives_many_breaks(platform, accounts, switchboard, order) -> None:
    for how in (How.REFUSE, How.RATE_LIMIT, How.FAIL_AFTER) * 4:
        switchboard.break_("accounts", how, times=1)
        await error_of(accounts.hold(order, open_fence))
        await accounts.release(order)
    await accounts.erase(order, open_fence)
    assert erased_clean(await dump(platform.url_read))


async def test_a_database_that_is_not_there_is_unavailable(postgres, locate_order) -> None:
    nowhere = postgres.url("habeas_reader").replace("host=", "host=%2Fnowhere")
    engine = reading_engine(nowhere)
    assert isinstance(await error_of(DatabaseSystem(RECORD, {}, engine, engine).locate(locate_order)), Unavailable)
    await engine.dispose()
