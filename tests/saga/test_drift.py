"""A database is changed while a case runs: the case says which table or column, and nothing is lost or half-done."""

import pytest
from crossed import mainly
from sqlalchemy import text

from adapters.sql.engine import writing_engine
from habeas.domain.case import CaseState
from habeas.domain.decision import Decision
from habeas.evidence.event import Event
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
# what somebody does to the database, what undoes it, and what the case then says
CHANGES = {
    "a new column": (
        "ALTER TABLE profile ADD COLUMN nickname TEXT",
        "ALTER TABLE profile DROP COLUMN nickname",
        "the column nickname of profile is not in the record",
    ),
    "a column gone": (
        "ALTER TABLE account RENAME COLUMN social_profile TO elsewhere",
        "ALTER TABLE account RENAME COLUMN elsewhere TO social_profile",
        "the table account has no column social_profile",
    ),
    "a table gone": (
        "ALTER TABLE login_place RENAME TO place_archive",
        "ALTER TABLE place_archive RENAME TO login_place",
        "the table login_place is missing",
    ),
}


async def owner_says(world, *statements):
    """The owner of the database changes it."""
    engine = writing_engine(world.url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


def changed_at(world, moment, change):
    """The change comes when this step begins."""

    async def act():
        await owner_says(world, change)

    world.moments.before[moment] = act


@pytest.mark.parametrize(
    ("moment", "what"),
    [
        ("locate:accounts:again:1", "a new column"),
        *(pytest.param("hold:accounts", what, marks=pytest.mark.long) for what in CHANGES),
        *(pytest.param("locate:accounts:again:1", what, marks=pytest.mark.long) for what in [*CHANGES][1:]),
    ],
)
async def test_before_the_pivot_all_is_given_back(world, moment, what):
    """A change between the preflight and the pivot ends the case with nothing erased anywhere; mended, all is done."""
    change, mend, says = CHANGES[what]
    before = await world.state()
    changed_at(world, moment, change)
    status = await world.approved(PERSON)
    if what != "a new column":  # what is not there cannot be given back either
        stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
        assert f"accounts: {says}" in stuck.waits_for
        await owner_says(world, mend)
        await world.habeas.retry(status.case_id, "support")
    done = await world.closed(status.case_id)
    assert (done.state, await world.decision(status)) == (CaseState.NOTHING_CHANGED, Decision.UNWINDING)
    assert done.reason.startswith(f"accounts: {says}: this step changed nothing")
    if what == "a new column":
        await owner_says(world, mend)
    assert await world.state() == before
    again = await world.approved(PERSON)
    assert (await world.closed(again.case_id)).state in DONE
    await world.replay(status.case_id, "erasure")


@pytest.mark.parametrize("what", mainly("a new column", besides=["a column gone", "a table gone"]))
async def test_after_the_pivot_the_case_waits_and_goes_on(world, what):
    """What cannot be erased by its record stays as it is and is named; mended and retried, all is erased."""
    change, mend, says = CHANGES[what]
    changed_at(world, "erase:accounts", change)
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert f"accounts: {says}" in stuck.waits_for
    assert any(row[0] == PERSON.account.id for row in (await world.state()).rows["account"])
    await owner_says(world, mend)
    await world.habeas.retry(status.case_id, "support")
    done = await world.closed(status.case_id)
    assert done.state in DONE
    assert all(c.left == c.retained + c.referred + c.undecided for c in done.systems.values())
    await world.replay(status.case_id, "erasure")


@pytest.mark.long
async def test_a_table_is_dropped_after_the_hold(world):
    """What was in it is lost, and not by us: no certificate says that it was erased before somebody has looked."""
    dropped = "login_place"
    made = await definition(world, dropped)
    changed_at(world, "erase:accounts", f"DROP TABLE {dropped}")
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert f"accounts: the table {dropped} is missing: this step changed nothing" in stuck.waits_for
    assert not {Event.CONFIRMED, Event.CERTIFICATE} & {said.kind for said in await world.said(status.case_id)}
    await owner_says(world, made)
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state in DONE


@pytest.mark.long
async def test_a_table_is_dropped_before_it_is_read_back(world):
    """Nothing is confirmed of a table that is not there."""
    dropped = "login_place"
    made = await definition(world, dropped)
    changed_at(world, "confirm:accounts", f"DROP TABLE {dropped}")
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert f"accounts: the table {dropped} is missing" in stuck.waits_for
    await owner_says(world, made)
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state in DONE


async def definition(world, table):
    """The statement that made a table."""
    engine = writing_engine(world.url)
    async with engine.connect() as connection:
        found = await connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
    await engine.dispose()
    return found
