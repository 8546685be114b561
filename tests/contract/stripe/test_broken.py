"""The server broken by the switchboard, or by a test, as the official client sees it."""

import asyncio

import pytest
import stripe

from habeas.sandbox.fault import How

SYSTEM = "billing"


async def test_refuse(world):
    """While writes are refused, reading works, writes are answered with 403, and nothing changes."""
    customer = await world.customer()
    before = world.server.dump()
    world.switchboard.break_(SYSTEM, How.REFUSE)
    assert (await world.v1.customers.retrieve_async(customer)).id == customer
    with pytest.raises(stripe.PermissionError):
        await world.v1.customers.update_async(customer, {"name": "Freja"})
    world.switchboard.mend(SYSTEM)
    assert world.server.dump() == before


async def test_rate_limit(world):
    """Too many requests are answered with 429, Stripe's code, and when to come again; reading is limited too."""
    world.switchboard.break_(SYSTEM, How.RATE_LIMIT, times=2)
    for call in (world.v1.customers.list_async, world.v1.customers.create_async):
        with pytest.raises(stripe.RateLimitError) as refused:
            await call()
        assert refused.value.error.code == "rate_limit"
        assert refused.value.headers["Retry-After"] == "2"
    await world.v1.customers.list_async()


async def test_fail_after(world):
    """The write is carried out and its answer lost; the same key then finds it, and nothing is done twice."""
    world.switchboard.break_(SYSTEM, How.FAIL_AFTER, times=1)
    options = {"idempotency_key": "k1"}
    with pytest.raises(stripe.APIConnectionError):
        await world.v1.customers.create_async({"email": "a@example.org"}, options)
    (held,) = world.server.dump()["customer"]
    assert (await world.v1.customers.create_async({"email": "a@example.org"}, options)).id == held["id"]
    assert len(world.server.dump()["customer"]) == 1


async def test_fail_after_a_delete(world):
    """A DELETE is carried out, and has no key to ask by: whoever asks again is told that there is nothing."""
    customer = await world.customer()
    world.switchboard.break_(SYSTEM, How.FAIL_AFTER)
    with pytest.raises(stripe.APIConnectionError):
        await world.v1.customers.delete_async(customer)
    world.switchboard.mend(SYSTEM)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.customers.delete_async(customer)
    assert refused.value.code == "resource_missing"
    assert (await world.v1.customers.retrieve_async(customer)).deleted


async def test_timeout_until_mended(world):
    """Nothing is answered while the system hangs; once it is mended, the request is carried out."""
    world.switchboard.break_(SYSTEM, How.TIMEOUT)
    asked = asyncio.create_task(world.customer())
    done, _ = await asyncio.wait({asked}, timeout=0.3)
    assert not done
    world.switchboard.mend(SYSTEM)
    assert (await asyncio.wait_for(asked, 5)).startswith("cus_")


async def test_timeout_given_up(world):
    """A request that was given up while the system hung was never carried out."""
    world.switchboard.break_(SYSTEM, How.TIMEOUT)
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(world.post("/v1/customers", "k1", email="a@example.org"), 0.3)
    await asyncio.sleep(0.2)
    world.switchboard.mend(SYSTEM)
    await asyncio.sleep(0.2)
    assert "customer" not in world.server.dump()
    assert (await world.post("/v1/customers", "k1", email="a@example.org"))[0] == 200


@pytest.mark.parametrize("code", ["rate_limit", "lock_timeout"])
async def test_429_without_a_time(world, code):
    """A 429 need not say when to come again; one of the two is about a locked object."""
    await world.server.fail_next(429, code=code)
    with pytest.raises(stripe.RateLimitError) as refused:
        await world.v1.customers.create_async({"email": "a@example.org"})
    assert refused.value.error.code == code
    assert "Retry-After" not in refused.value.headers


async def test_failures_add_up(world):
    """Each failure is met by one write, in the order in which they were asked for; reading meets none."""
    for status in (500, 429):
        await world.server.fail_next(status)
    await world.v1.customers.list_async()
    statuses = [(await world.post("/v1/customers", email="a@example.org"))[0] for _ in range(3)]
    assert statuses == [500, 429, 200]
