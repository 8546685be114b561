"""Every way in which Stripe does not answer as hoped: classified once, and done all the same when it is asked again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.billing.adapter import Billing
from adapters.billing.stripe_client import Access, opened
from habeas.domain.error import OutcomeUnknown, Refused, Unavailable
from habeas.sandbox.fault import How

KEPT = {"billing/invoice/company/retained": 2, "billing/payment/company/retained": 2}
STEPS = ("hold", "release", "erase")


class Steps:
    """The steps of one person's erasure."""

    def __init__(self, world, order, fence):
        self.hold = lambda: world.billing.hold(order, fence)
        self.release = lambda: world.billing.release(order)
        self.erase = lambda: world.billing.erase(order, fence)


@pytest.fixture
async def steps(world, passes):
    return Steps(world, await world.order(), passes)


@pytest.fixture
async def begun(steps, request):
    """One of the steps, and the world before it: a release and an erasure come after a hold."""
    if request.param != "hold":
        await steps.hold()
    return getattr(steps, request.param)


@pytest.fixture
async def impatient(world, passes):
    """The steps through a client that gives up after a fifth of a second."""
    order = await world.order()
    async with opened(Access(world.server.writing_key, world.server.endpoint, seconds=0.2)) as hasty:
        yield Steps(replace(world, billing=Billing(hasty, hasty, {})), order, passes)


@pytest.mark.parametrize("begun", STEPS, indirect=True)
async def test_lost_answers(world, begun):
    """A write whose answer is lost has an unknown outcome; asked again until it is done, the step is done once."""
    world.switchboard.break_("billing", How.FAIL_AFTER, times=3)
    errors = await world.trying(begun)
    assert [type(e) for e in errors] == [OutcomeUnknown] * 3
    assert (await begun()).counts == {}


async def test_lost_answers_and_release(world, steps):
    """A hold whose answers were lost is released exactly, though the adapter never heard of it."""
    before = world.things()
    world.switchboard.break_("billing", How.FAIL_AFTER, times=2)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            await steps.hold()
    await steps.release()
    assert world.things() == before


@pytest.mark.parametrize("begun", STEPS, indirect=True)
@pytest.mark.parametrize("is_done", [True, False])
async def test_stored_failure(world, restarted, begun, is_done, passes, request):
    """A stored 500 burns its key, done or not: also for an adapter that was restarted, the step is done in the end."""
    await world.server.fail_next(500, stored=True, done=is_done)
    with pytest.raises(OutcomeUnknown, match=r"Stripe failed \(500"):
        await begun()
    step = getattr(
        Steps(restarted, await world.order(), lambda: asyncio.sleep(0)), request.node.callspec.params["begun"]
    )
    errors = await restarted.trying(step)
    assert len(errors) <= 1
    assert (await begun()).counts == {}


async def test_renewed_key(world, steps):
    """The adapter that met a stored 500 asks under a new key at once."""
    await world.server.fail_next(500, stored=True)
    with pytest.raises(OutcomeUnknown):
        await steps.hold()
    assert len((await steps.hold()).counts) == 2


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_failure_that_is_not_stored(world, steps, status):
    """A failure before anything was done leaves the outcome unknown too: nobody can tell it from the other."""
    await world.server.fail_next(status)
    with pytest.raises(OutcomeUnknown, match=str(status)):
        await steps.hold()
    await steps.hold()


@pytest.mark.parametrize("begun", STEPS, indirect=True)
async def test_rate_limit(world, begun):
    """Too many requests is not now, and when to come again is Stripe's word."""
    world.switchboard.break_("billing", How.RATE_LIMIT, times=1)
    with pytest.raises(Unavailable, match="429") as limited:
        await begun()
    assert limited.value.retry_after == timedelta(seconds=2)
    await begun()


@pytest.mark.parametrize("code", ["rate_limit", "lock_timeout"])
async def test_not_now(world, steps, code):
    """A write that is limited, or waits for another, is not now and keeps its key."""
    await world.server.fail_next(429, code=code)
    with pytest.raises(Unavailable, match=f"429 {code}") as limited:
        await steps.hold()
    assert limited.value.retry_after is None
    await steps.hold()


async def test_key_in_use(world, steps, restarted, passes):
    """While a request with the key runs, another attempt is told: not now."""
    gate = world.server.pause_next()
    first = asyncio.create_task(steps.hold())
    await gate.begun.wait()
    with pytest.raises(Unavailable, match="409"):
        await restarted.billing.hold(await world.order(), passes)
    gate.open.set()
    assert (await first).counts
    assert (await steps.hold()).counts == {}


async def test_lost_answer_keeps_its_key(world, steps, impatient):
    """While a write that was given up is under way, the next attempt has the same key: it cannot be done twice."""
    gate = world.server.pause_next()
    with pytest.raises(OutcomeUnknown):
        await impatient.hold()
    with pytest.raises(Unavailable, match="409"):
        await impatient.hold()
    gate.open.set()
    await world.trying(impatient.hold)
    assert (await steps.hold()).counts == {}


async def test_late_hold(world, steps, impatient):
    """A hold that lands after its release is released by the release that comes once more."""
    before, gate = world.things(), world.server.pause_next()
    with pytest.raises(OutcomeUnknown):
        await impatient.hold()
    assert (await steps.release()).counts == {}
    gate.open.set()
    while world.things() == before:
        await asyncio.sleep(0.01)
    await steps.release()
    assert world.things() == before


@pytest.mark.parametrize("begun", STEPS, indirect=True)
async def test_refused(world, begun):
    """A write that is refused is refused, and has changed nothing."""
    before = world.things()
    world.switchboard.break_("billing", How.REFUSE)
    with pytest.raises(Refused, match="403"):
        await begun()
    assert world.things() == before


async def test_what_is_done_in_the_end(world, steps, passes):
    """Through a storm of every kind of trouble, an erasure ends erased and confirmed, and nobody else is touched."""
    before, order = world.other_things(), await world.order()
    for status, stored, done in ((500, True, True), (500, False, False), (429, False, False), (503, True, False)):
        await world.server.fail_next(status, stored=stored, done=done)
    world.switchboard.break_("billing", How.FAIL_AFTER, times=2)
    await world.trying(lambda: world.billing.erase(order, passes), attempts=20)
    assert (await world.billing.confirm(order)).counts == KEPT
    assert world.other_things() == before
