"""What accounts say when their database is broken, and that it is usable as soon as it is mended."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.accounts.adapter import Accounts
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable
from habeas.domain.findings import Findings
from habeas.domain.identifier import email
from habeas.domain.order import LocateOrder, StepOrder
from habeas.domain.plan import plan_erasure
from habeas.sandbox import people
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.rows import dump
from habeas.sandbox.wire import breakable

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
PERSON = people.CO_OWNER


@pytest.fixture
def switchboard(tmp_path: Path) -> Switchboard:
    return Switchboard(tmp_path / "switchboard.json")


@pytest.fixture
async def accounts(platform, switchboard: Switchboard) -> AsyncIterator[Accounts]:
    engines = [
        breakable(engine, "accounts", switchboard)
        for engine in (writing_engine(platform.url_write), reading_engine(platform.url_read))
    ]
    yield Accounts(*engines, {})
    for engine in engines:
        await engine.dispose()


@pytest.fixture
def locate_order(now: datetime) -> LocateOrder:
    return LocateOrder(case_id=CASE, system="accounts", identifiers=(email(PERSON.email),), as_of=now)


@pytest.fixture
async def order(accounts: Accounts, locate_order: LocateOrder) -> StepOrder:
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


async def test_a_refusal_is_final_and_changes_nothing(platform, accounts, switchboard, locate_order, order) -> None:
    before = await dump(platform.url_read)
    switchboard.break_("accounts", How.REFUSE)
    assert await accounts.locate(locate_order)
    for step in (accounts.hold, accounts.erase):
        assert isinstance(await error_of(step(order, open_fence)), Refused)
    assert await dump(platform.url_read) == before


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


async def test_a_database_that_hangs_is_free_as_soon_as_it_is_mended(accounts, switchboard, locate_order) -> None:
    switchboard.break_("accounts", How.TIMEOUT)
    locating = asyncio.create_task(accounts.locate(locate_order))
    await asyncio.sleep(0.3)
    assert not locating.done()
    switchboard.mend()
    assert (await locating).holdings


async def test_a_database_that_does_not_answer_is_unavailable(accounts, switchboard, locate_order) -> None:
    switchboard.break_("accounts", How.TIMEOUT)
    assert isinstance(await error_of(accounts.locate(locate_order)), Unavailable)


async def test_a_hold_whose_answer_was_lost_is_in_effect_and_can_be_released(
    platform, accounts, switchboard, order
) -> None:
    before = await dump(platform.url_read)
    switchboard.break_("accounts", How.FAIL_AFTER, times=1)
    assert isinstance(await error_of(accounts.hold(order, open_fence)), OutcomeUnknown)
    held = await dump(platform.url_read)
    assert len(held["habeas_hold"]) == 1
    assert (await accounts.hold(order, open_fence)).counts == {}
    await accounts.release(order)
    assert await dump(platform.url_read) == before


async def test_a_release_whose_answer_was_lost_has_restored_all(platform, accounts, switchboard, order) -> None:
    before = await dump(platform.url_read)
    await accounts.hold(order, open_fence)
    switchboard.break_("accounts", How.FAIL_AFTER, times=1)
    assert isinstance(await error_of(accounts.release(order)), OutcomeUnknown)
    assert await dump(platform.url_read) == before
    assert (await accounts.release(order)).counts == {}


async def test_an_erasure_whose_answers_are_lost_ends_erased(platform, accounts, switchboard, order) -> None:
    await accounts.hold(order, open_fence)
    switchboard.break_("accounts", How.FAIL_AFTER, times=3)
    for _ in range(3):
        assert isinstance(await error_of(accounts.erase(order, open_fence)), OutcomeUnknown)
    assert (await accounts.erase(order, open_fence)).counts
    assert erased_clean(await dump(platform.url_read))
    assert (await accounts.confirm(order)).counts == {}


async def test_a_lost_answer_is_never_lost_by_reading(accounts, switchboard, locate_order, order) -> None:
    switchboard.break_("accounts", How.FAIL_AFTER, times=1)
    assert (await accounts.locate(locate_order)).holdings
    assert (await accounts.confirm(order)).counts
    assert switchboard.peek("accounts")


@pytest.mark.parametrize("how", [How.REFUSE, How.RATE_LIMIT, How.FAIL_AFTER])
async def test_no_error_says_who_it_was_about(accounts, switchboard, order, how: How) -> None:
    switchboard.break_("accounts", how)
    error = await error_of(accounts.hold(order, open_fence))
    assert PERSON.email not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


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
    assert isinstance(await error_of(Accounts(engine, engine, {}).locate(locate_order)), Unavailable)
    await engine.dispose()
