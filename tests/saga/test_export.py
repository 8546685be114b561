"""An export collects everything into one bundle, or leaves nothing behind."""

import asyncio

import pytest
from crossed import crossed
from sqlalchemy import text

from adapters.sql.engine import writing_engine
from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.right import Right
from habeas.domain.update import Attestation
from habeas.sandbox.fault import How
from habeas.sandbox.people import MANY_SIDED as PERSON
from habeas.vault.papers import PROOF

SYSTEMS = ["accounts", "billing", "recordings", "enrichment"]


async def test_everything_is_in_the_bundle(world, cases):
    """The bundle is whole, what was staged is gone, and the company is as it was."""
    before = await world.state()
    done = await world.closed(await world.open(PERSON, Right.ACCESS))
    assert done.state is CaseState.READY
    assert {system: counts.records > 0 for system, counts in done.exported.items()} == dict.fromkeys(SYSTEMS, True)
    assert kept(cases / done.case_id) == ["bundle"]
    with await world.bundle(done) as bundle:
        assert bundle.testzip() is None
        assert "index.html" in bundle.namelist()
    assert await world.state() == before
    await world.replay(done.case_id, "export")


async def test_portability_leaves_out_what_it_does_not_cover(world):
    """What is held on other grounds than consent or contract is withheld, and the reason is said per category."""
    done = await world.closed(await world.open(PERSON, Right.PORTABILITY))
    why = {w.category: w.why for w in done.withheld if "consent or contract" in w.why}
    assert set(why) == {"invoice", "payment", "disclosures"}
    await world.replay(done.case_id, "export")


@pytest.mark.parametrize("moment", ["collect:accounts", "collect:recordings", "collect:billing", "package"])
async def test_cancel_while_collecting(world, cases, moment):
    """A cancel at any moment removes what was staged."""
    case_id, asked = await world.open(PERSON, Right.ACCESS), asyncio.Event()

    async def cancel():
        await world.habeas.cancel(case_id, "support")
        asked.set()

    world.moments.before[moment] = cancel
    done = await world.closed(case_id)
    assert asked.is_set()
    assert done.state is CaseState.NOTHING_CHANGED
    assert kept(cases / case_id) == []
    await world.replay(case_id, "export")


@pytest.mark.parametrize(("system", "how"), crossed(SYSTEMS, [How.TIMEOUT, How.RATE_LIMIT]))
async def test_a_system_that_is_down_while_collecting(world, system, how):
    """It is waited for, a person is asked, and nobody can attest a copy of somebody's data."""
    world.break_at(f"collect:{system}", how)
    case_id = await world.open(PERSON, Right.ACCESS)
    stuck = await world.until(case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert system in stuck.waits_for
    with pytest.raises(NotNow, match="by hand"):
        await world.habeas.attest(case_id, Attestation(system=system, what="copied it", by="dpo"))
    world.switchboard.mend()
    await world.habeas.retry(case_id, "support")
    assert (await world.closed(case_id)).state is CaseState.READY
    await world.replay(case_id, "export")


@pytest.mark.parametrize(
    ("told", "state", "files"), [("cancel", CaseState.NOTHING_CHANGED, []), ("retry", CaseState.READY, ["bundle"])]
)
async def test_a_refusal_while_collecting(world, cases, told, state, files):
    """A system that refuses is not waited for: a person is asked at once, and may mend and retry, or cancel."""
    world.moments.before["collect:accounts"] = lambda: rename(world, "login_place", "elsewhere")
    case_id = await world.open(PERSON, Right.ACCESS)
    stuck = await world.until(case_id, CaseState.NEEDS_ATTENTION)
    assert "collect: accounts: the database refused" in stuck.waits_for
    assert world.moments.seen.count("collect:accounts") == 1
    await rename(world, "elsewhere", "login_place")
    await getattr(world.habeas, told)(case_id, "support")
    assert (await world.closed(case_id)).state is state
    assert kept(cases / case_id) == files
    await world.replay(case_id, "export")


def kept(folder):
    """What is in a case's folder, but for its letters and the empty file by which staging is closed."""
    found = [path for path in folder.iterdir() if (list(path.iterdir()) if path.is_dir() else path.stat().st_size)]
    return [path.name for path in found if path.name not in ("letters", PROOF)]


async def rename(world, table, name):
    """Give a table of the platform another name, so that it cannot be read."""
    engine = writing_engine(world.url)
    async with engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
    await engine.dispose()
