"""Idempotency keys, as docs.stripe.com/api/idempotent_requests has them."""

import asyncio

import pytest
import stripe

PATH = "/v1/customers"


async def emails(world) -> list[str]:
    """Of every customer there is."""
    return [held["email"] for held in world.server.dump().get("customer", [])]


async def test_replay(world):
    """The same key with the same parameters gives the first answer again, and says so."""
    _, first, headers = await world.post(PATH, "k1", email="a@example.org")
    assert "Idempotent-Replayed" not in headers
    status, second, headers = await world.post(PATH, "k1", email="a@example.org")
    assert (status, second, headers["Idempotent-Replayed"]) == (200, first, "true")
    assert await emails(world) == ["a@example.org"]


async def test_by_the_official_client(world):
    """The official client's option reaches the same: one customer from two calls."""
    options = {"idempotency_key": "k1"}
    made = [await world.v1.customers.create_async({"email": "a@example.org"}, options) for _ in range(2)]
    assert made[0].id == made[1].id
    with pytest.raises(stripe.IdempotencyError):
        await world.v1.customers.create_async({"email": "b@example.org"}, options)


@pytest.mark.parametrize(("path", "form"), [(PATH, {"email": "b@example.org"}), ("/v1/payment_methods", {})])
async def test_another_request(world, path, form):
    """The same key with other parameters, or for another path, is an error and does nothing."""
    await world.post(PATH, "k1", email="a@example.org")
    status, body, _ = await world.post(path, "k1", **form)
    assert (status, body["error"]["type"]) == (400, "idempotency_error")
    assert await emails(world) == ["a@example.org"]


async def test_still_running(world):
    """A key whose first request still runs is in use; afterwards its answer is replayed."""
    gate = world.server.pause_next()
    first = asyncio.create_task(world.post(PATH, "k1", email="a@example.org"))
    await gate.begun.wait()
    status, body, _ = await world.post(PATH, "k1", email="a@example.org")
    assert (status, body["error"]["code"]) == (409, "idempotency_key_in_use")
    gate.open.set()
    _, made, _ = await first
    assert (await world.post(PATH, "k1", email="a@example.org"))[1] == made


async def test_a_stored_500(world):
    """A failure that was stored is replayed for its key for good; a new key gets through."""
    await world.server.fail_next(status=500, stored=True)
    assert (await world.post(PATH, "k1", email="a@example.org"))[0] == 500
    status, body, headers = await world.post(PATH, "k1", email="a@example.org")
    assert (status, body["error"]["type"], headers["Idempotent-Replayed"]) == (500, "api_error", "true")
    assert await emails(world) == []
    assert (await world.post(PATH, "k2", email="a@example.org"))[0] == 200


async def test_a_stored_500_after_all_was_done(world):
    """A 500 says nothing of whether the write was carried out: here it was."""
    await world.server.fail_next(status=500, stored=True, done=True)
    for _ in range(2):
        assert (await world.post(PATH, "k1", email="a@example.org"))[0] == 500
    assert await emails(world) == ["a@example.org"]


async def test_an_error_in_the_doing(world):
    """What fails once it was begun, such as an id that does not exist, is stored like a success."""
    given = {"customer": "cus_1", "amount": "1", "currency": "eur"}
    assert (await world.post("/v1/invoiceitems", "k1", **given))[0] == 400
    await world.server.seed([{"object": "customer", "id": "cus_1"}])
    status, _, headers = await world.post("/v1/invoiceitems", "k1", **given)
    assert (status, headers["Idempotent-Replayed"]) == (400, "true")


@pytest.mark.parametrize("status", [429, 500])
async def test_not_stored(world, status):
    """What was refused before it began is not stored: the same key gets through afterwards."""
    await world.server.fail_next(status=status)
    assert (await world.post(PATH, "k1", email="a@example.org"))[0] == status
    assert (await world.post(PATH, "k1", email="a@example.org"))[0] == 200


async def test_bad_parameters_are_not_stored(world):
    """Parameters that are not understood leave the key free, for other parameters too."""
    assert (await world.post(PATH, "k1", shoe_size="44"))[0] == 400
    assert (await world.post(PATH, "k1", email="a@example.org"))[0] == 200


async def test_a_refused_write_leaves_nothing(world):
    """A write that is refused half-way is taken back whole."""
    before = world.server.dump()
    status, _, _ = await world.post(PATH, email="a@example.org", payment_method="pm_none")
    assert (status, world.server.dump()) == (400, before)


async def test_delete_has_no_key(world):
    """A key on a DELETE has no effect: the second one is told that there is nothing."""
    customer = await world.customer()
    options = {"idempotency_key": "k1"}
    await world.v1.customers.delete_async(customer, options=options)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.v1.customers.delete_async(customer, options=options)
    assert refused.value.code == "resource_missing"
