"""The job and the adapter on one database: what a case does to a person binds whoever looks people up."""

from datetime import UTC, datetime

import pytest

from adapters.enrichment.adapter import Enrichment
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.disclosure import Location
from habeas.domain.findings import Findings
from habeas.domain.identifier import email
from habeas.domain.order import LocateOrder, StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.sandbox import people
from habeas.sandbox.clearbit.meaning import Outcome

MAJA = people.HOST_AND_PARTICIPANT.email
US = Location(country="US", how="the address on her invoices")
KEY = bytes(range(32))


def category(name: str) -> Category:
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER, "basis": Basis.LEGAL_OBLIGATION}
    rule = RetentionRule(ground="a law", months=36)
    return Category(name=name, system="enrichment", **words, origin=Origin.OBSERVED, retention=rule)


@pytest.fixture
async def enrichment(job):
    """The adapter on the job's database."""
    engines = writing_engine(job.platform.url_write), reading_engine(job.platform.url_read)
    yield Enrichment(*engines, {name: category(name) for name in ("disclosures", "suppression")}, KEY)
    for engine in engines:
        await engine.dispose()


async def order_of(enrichment: Enrichment) -> StepOrder:
    asked = {"identifiers": (email(MAJA),), "as_of": datetime.now(UTC)}
    located = await enrichment.locate(LocateOrder(case_id="c", system="enrichment", **asked))
    found = {"holdings": located.holdings, "pinned": {"enrichment": located.pinned}}
    plan = plan_erasure(Findings(**asked, **found), {})
    return StepOrder.of("c", plan, "enrichment")


async def open_fence() -> None:
    """A fence that lets everything pass."""


async def test_a_case_binds_the_job(job, enrichment) -> None:
    """Nobody is looked up while a case holds them, nor after their erasure; a release lets them be looked up again."""
    assert (await job.enricher.look_up(MAJA, 1, US)).outcome is Outcome.STORED
    order = await order_of(enrichment)
    await enrichment.hold(order, open_fence)
    assert (await job.enricher.look_up(MAJA, 1, US)).outcome is Outcome.SUPPRESSED
    await enrichment.release(order)
    assert (await job.enricher.look_up(MAJA, 1, US)).outcome is Outcome.STORED
    await enrichment.erase(order, open_fence)
    assert (await job.enricher.look_up(MAJA, 1, US)).outcome is Outcome.SUPPRESSED
    assert len(job.clearbit.server.log) == 2
    assert await job.rows("enrichment") == []


async def test_a_queued_look_up_is_erased_too(job, enrichment) -> None:
    """Its row goes with the erasure, and the webhook that comes later brings nothing back."""
    job.clearbit.server.reindex(MAJA)
    await job.enricher.look_up(MAJA, 1, US)
    await job.clearbit.server.settle()
    await enrichment.erase(await order_of(enrichment), open_fence)
    assert (await job.enricher.take_webhook(*job.listener.got[0])).outcome is Outcome.UNASKED
    assert await job.rows("enrichment") == []


async def test_no_step_asks_clearbit(job, enrichment) -> None:
    """From locating to confirming, the server gets no request."""
    await job.enricher.look_up(MAJA, 1, US)
    before, order = job.clearbit.server.log, await order_of(enrichment)
    await enrichment.preflight(order)
    await enrichment.hold(order, open_fence)
    await enrichment.erase(order, open_fence)
    left = (await enrichment.confirm(order)).counts
    assert left == {
        "enrichment/disclosures/company/retained": 1,
        "enrichment/suppression/company/retained": 1,
    }
    assert job.clearbit.server.log == before
