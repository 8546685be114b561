"""What enrichment says when its database is broken, and that a lost answer loses nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.error import HabeasError, OutcomeUnknown, Refused, Unavailable
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.wire import breakable

MAJA = "maja.lund@example.org"


@pytest.fixture
def switchboard(tmp_path: Path) -> Switchboard:
    """By which the database is broken."""
    return Switchboard(tmp_path / "switchboard.json")


@pytest.fixture
async def broken(world, switchboard: Switchboard):
    """The world with a wire between adapter and database."""
    urls = (writing_engine(world.platform.url_write), reading_engine(world.platform.url_read))
    writing, reading = (breakable(engine, "enrichment", switchboard) for engine in urls)
    yield replace(world, writing=writing, reading=reading).with_engines()
    for engine in (writing, reading):
        await engine.dispose()


async def error_of(step: object) -> HabeasError:
    with pytest.raises(HabeasError) as caught:
        await step
    assert "maja" not in str(caught.value).lower()
    return caught.value


async def test_refused(broken, switchboard) -> None:
    """A refusal is final, and changes nothing."""
    before, order = await broken.rows(), await broken.order(MAJA)
    switchboard.break_("enrichment", How.REFUSE)
    for step in (broken.enrichment.hold, broken.enrichment.erase):
        assert isinstance(await error_of(step(order, broken.open_fence)), Refused)
    assert (await broken.enrichment.release(order)).counts == {}
    assert await broken.rows() == before


async def test_too_many_connections(broken, switchboard) -> None:
    """They are a matter of time, in every step."""
    order, enrichment = await broken.order(MAJA), broken.enrichment
    switchboard.break_("enrichment", How.RATE_LIMIT)
    steps = (broken.locate(MAJA), enrichment.preflight(order), enrichment.hold(order, broken.open_fence))
    for step in (*steps, enrichment.release(order), enrichment.confirm(order), broken.exported(MAJA)):
        assert isinstance(await error_of(step), Unavailable)


async def test_lost_answers_of_hold_and_release(broken, switchboard) -> None:
    """A hold whose answer was lost is in effect and can be released, also when that answer is lost too."""
    before, order = await broken.rows(), await broken.order(MAJA)
    for step in (broken.enrichment.hold(order, broken.open_fence), broken.enrichment.release(order)):
        switchboard.break_("enrichment", How.FAIL_AFTER, times=1)
        assert isinstance(await error_of(step), OutcomeUnknown)
    assert await broken.rows() == before
    assert (await broken.enrichment.release(order)).counts == {}


async def test_lost_answers_of_an_erasure(broken, switchboard) -> None:
    """An erasure whose answers are lost, one after the other, ends erased all the same."""
    order = await broken.order(MAJA)
    await broken.enrichment.hold(order, broken.open_fence)
    switchboard.break_("enrichment", How.FAIL_AFTER, times=3)
    for _ in range(3):
        assert isinstance(await error_of(broken.enrichment.erase(order, broken.open_fence)), OutcomeUnknown)
    await broken.enrichment.erase(order, broken.open_fence)
    left = (await broken.enrichment.confirm(order)).counts
    assert left == {
        "enrichment/disclosures/company/retained": 2,
        "enrichment/suppression/company/retained": 1,
    }
    assert (await broken.rows())["habeas_hold"] == []
