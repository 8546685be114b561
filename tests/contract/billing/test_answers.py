"""What is no answer, no answer of Stripe's, or one that must not be passed on as it is."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from adapters.billing.adapter import Billing
from adapters.billing.error import answered
from adapters.billing.stripe_client import Access, opened
from habeas.domain.error import InvalidInput, OutcomeUnknown, Refused, Unavailable
from habeas.sandbox.fault import How


@asynccontextmanager
async def answering(status: int, body: str, headers: dict[str, str]) -> AsyncIterator[Billing]:
    """An adapter whose Stripe answers everything in this way."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with opened(Access("sk_test_x", f"http://127.0.0.1:{runner.addresses[0][1]}")) as stripe:
        yield Billing(stripe, stripe, {})
    await runner.cleanup()


async def test_wrong_key(world):
    """A key that Stripe does not know is refused, and is not told to anybody."""
    async with opened(Access("sk_test_unknown", world.server.endpoint)) as stranger:
        with pytest.raises(Refused, match="401") as refused:
            await Billing(stranger, stranger, {}).release(await world.order())
    assert "sk_test" not in str(refused.value)


async def test_no_answer(world):
    """Reading what is not answered in time is not now, and writing it has an unknown outcome."""
    order = await world.order()
    async with opened(Access(world.server.writing_key, world.server.endpoint, seconds=0.2)) as hasty:
        world.switchboard.break_("billing", How.TIMEOUT)
        with pytest.raises(Unavailable, match="no answer"):
            await Billing(hasty, hasty, {}).release(order)
        with pytest.raises(OutcomeUnknown, match="no answer"):
            await hasty.delete_customer("cus_ada")


async def test_nobody_there(world, passes):
    """Where nobody listens nothing was sent: not now, also for a write."""
    order = await world.order()
    async with opened(Access("sk_test_x", "http://127.0.0.1:9")) as nobody:
        with pytest.raises(Unavailable):
            await Billing(nobody, nobody, {}).erase(order, passes)
        with pytest.raises(Unavailable):
            await nobody.delete_customer("cus_ada")


@pytest.mark.parametrize(
    ("status", "body", "headers", "expected"),
    [
        (200, "<html>", {}, Unavailable),
        (502, "<html>", {}, Unavailable),
        (404, "<html>", {}, Refused),
        (404, '{"error": {"type": "invalid_request_error", "message": "Unrecognized request URL"}}', {}, Refused),
        (429, "slow down", {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, Unavailable),
    ],
)
async def test_answers_that_are_none(world, status, body, headers, expected):
    """What is not an answer of Stripe's is never taken for one: above all not for `there is nothing left`."""
    order = await world.order()
    async with answering(status, body, headers) as billing:
        with pytest.raises(expected):
            await billing.confirm(order)


async def test_same_key_for_something_else(world):
    """The same key with other parameters is refused for good."""
    async with opened(Access(world.server.writing_key, world.server.endpoint)) as writing:
        update = writing.client.v1.customers.update_async
        await update("cus_ada", {"name": "A"}, {"idempotency_key": "one"})
        with pytest.raises(Refused, match="400 idempotency_error"):
            async with answered(writes=True):
                await update("cus_ada", {"name": "B"}, {"idempotency_key": "one"})


async def test_texts_of_stripe(world):
    """What Stripe says of an error may repeat an address, and is not passed on."""
    async with opened(Access(world.server.writing_key, world.server.endpoint)) as writing:
        with pytest.raises(Refused) as refused:
            async with answered(writes=True):
                await writing.client.v1.customers.update_async("cus_ada", {"email": "ada-without-domain"})
    assert "ada-without" not in str(refused.value)
    assert refused.value.__suppress_context__


async def test_logs(world, caplog):
    """Stripe's client logs the addresses that it looks for; none of it comes through, at any level."""
    with caplog.at_level(logging.DEBUG, logger="stripe"), caplog.at_level(logging.DEBUG):
        await world.locate()
    assert "ada" not in caplog.text


async def test_printing(monkeypatch):
    """With STRIPE_LOG set, which prints every address, nothing is opened."""
    monkeypatch.setenv("STRIPE_LOG", "debug")
    with pytest.raises(InvalidInput, match="STRIPE_LOG"):
        async with opened(Access("sk_test_x")):
            pass
