"""Lists, search and expansion, by the official client."""

import pytest
import stripe

CHARGES = [{"object": "charge", "id": f"ch_{n:03}", "customer": "cus_1", "created": 1000 + n // 2} for n in range(105)]


@pytest.fixture
async def charged(world):
    """A customer with 105 charges, two a second, and one of somebody else's."""
    customers = [{"object": "customer", "id": id_, "created": 1} for id_ in ("cus_1", "cus_2")]
    await world.server.seed([*customers, *CHARGES, {"object": "charge", "id": "ch_other", "customer": "cus_2"}])
    return world


async def test_pages(charged):
    """All pages together are every charge of that customer, newest first, each once."""
    pages = await charged.v1.charges.list_async({"customer": "cus_1", "limit": 10})
    assert (len(pages.data), pages.has_more, pages.url) == (10, True, "/v1/charges")
    ids = [charge.id async for charge in pages.auto_paging_iter()]
    assert ids == [charge["id"] for charge in reversed(CHARGES)]


async def test_backwards(charged):
    """What comes before an id is the page that ends just before it, and the iterator goes on towards the newest."""
    page = await charged.v1.charges.list_async({"customer": "cus_1", "limit": 2, "ending_before": "ch_099"})
    assert ([charge.id for charge in page.data], page.has_more) == (["ch_101", "ch_100"], True)
    assert len([charge async for charge in page.auto_paging_iter()]) == 5


async def test_created(charged):
    """A list is of a span of time, both by ranges and by the second."""
    spans = [({"gte": 1050, "lt": 1052}, 4), (1052, 1), ({"gt": 1052}, 0)]
    for created, count in spans:
        page = await charged.v1.charges.list_async({"customer": "cus_1", "created": created})
        assert len(page.data) == count


@pytest.mark.parametrize("limit", [0, 101])
async def test_limit(charged, limit):
    """One asks for one to a hundred at a time."""
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await charged.v1.charges.list_async({"limit": limit})
    assert refused.value.param == "limit"


async def test_unknown_ids(charged):
    """An id that does not exist is an error: 404 in a path, 400 in a parameter."""
    calls = [
        (charged.v1.charges.retrieve_async("ch_none"), 404),
        (charged.v1.charges.list_async({"starting_after": "ch_none"}), 400),
        (charged.v1.charges.list_async({"customer": "cus_none"}), 400),
        (charged.v1.customers.tax_ids.list_async("cus_none"), 404),
    ]
    for call, status in calls:
        with pytest.raises(stripe.InvalidRequestError) as refused:
            await call
        assert (refused.value.http_status, refused.value.code) == (status, "resource_missing")


async def test_a_cursor_that_was_deleted(world):
    """Paging goes on from a customer that was deleted meanwhile."""
    ids = [await world.customer() for _ in range(3)]
    await world.v1.customers.delete_async(ids[1])
    page = await world.v1.customers.list_async({"starting_after": ids[1]})
    assert [customer.id for customer in page.data] == [ids[0]]


async def test_by_email(world):
    """A list by address is exact to the case, and does not have those who were deleted."""
    addresses = ("Maja@example.org", "maja@example.org", "maja@example.org")
    upper, lower, gone = [await world.customer(address) for address in addresses]
    await world.v1.customers.delete_async(gone)
    for email, found in (("Maja@example.org", [upper]), ("maja@example.org", [lower]), ("maja@example.com", [])):
        page = await world.v1.customers.list_async({"email": email})
        assert [customer.id for customer in page.data] == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("email:'maja@example.org'", {"Maja", "Lund"}),
        ("metadata['account']:'7'", {"Lund"}),
        ("email:'maja@example.org' AND name:'lund'", {"Lund"}),
        ("metadata['account']:'7' OR metadata['account']:'8'", {"Lund", "Other"}),
        ("-metadata['account']:'7' name~'the'", {"Other"}),
        ("-metadata['account']:null", {"Lund", "Other"}),
        ("metadata['account']:null", {"Maja"}),
        ("-metadata['account:7']:null OR name:'maja'", {"Maja"}),
        ("name:'nobody'", set()),
    ],
)
async def test_search(world, query, found):
    """Search finds by address and by notes, whatever the case."""
    await world.customer("Maja@example.org", name="Maja")
    await world.customer("maja@example.org", name="Lund", metadata={"account": "7"})
    await world.customer("other@example.org", name="Other", metadata={"account": "8"})
    result = await world.v1.customers.search_async({"query": query})
    assert {customer.name for customer in result.data} == found


async def test_search_pages(world):
    """The official client pages through a search."""
    for _ in range(5):
        await world.customer()
    result = await world.v1.customers.search_async({"query": "email:'freja@example.org'", "limit": 2})
    assert len([customer async for customer in result.auto_paging_iter()]) == 5


@pytest.mark.parametrize("query", ["email=", "shoe:'44'", "email:'a' AND name:'b' OR name:'c'"])
async def test_search_not_understood(world, query):
    """A query that cannot be read is an error, not an empty answer."""
    with pytest.raises(stripe.InvalidRequestError):
        await world.v1.customers.search_async({"query": query})


async def test_expand(charged):
    """An id is answered as its object where asked for, in lists too, and lists that come on demand."""
    charge = await charged.v1.charges.retrieve_async("ch_000", {"expand": ["customer"]})
    assert charge.customer.id == "cus_1"
    page = await charged.v1.charges.list_async({"limit": 1, "expand": ["data.customer.tax_ids"]})
    assert page.data[0].customer.tax_ids.data == []
    await charged.v1.customers.delete_async("cus_1")
    charge = await charged.v1.charges.retrieve_async("ch_000", {"expand": ["customer"]})
    assert charge.customer.deleted
    assert (await charged.v1.customers.retrieve_async("cus_1", {"expand": ["tax_ids"]})).deleted
