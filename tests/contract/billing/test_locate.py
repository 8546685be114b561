"""What billing finds of a person, and what it leaves to somebody's decision."""

from datetime import UTC, date, datetime, timedelta

import pytest

from habeas.domain.holding import Circumstance
from habeas.domain.identifier import (
    ACCOUNT_ID,
    STRIPE_CUSTOMER,
    STRIPE_ORGANISATION,
    STRIPE_PAYMENT_METHOD,
    Identifier,
    email,
    values,
)
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights

ADA, BEN, FAMILY = email("ada@example.org"), email("ben@example.org"), email("family@example.net")


def account(number):
    return Identifier(kind=ACCOUNT_ID, value=number)


def counts(located):
    return {h.key: h.count for h in located.holdings}


def test_abilities(world):
    """Billing has every ability of a system."""
    assert all(isinstance(world.billing, ability) for ability in (Locates, Exports, Preflights, Holds, Erases))


async def test_counts(world):
    """Each category is counted over all of the person's customers, and what a law keeps is told apart."""
    assert counts(await world.locate()) == {
        "billing/billing details/company": 2,
        "billing/bank/company": 2,
        "billing/subscription/company": 2,
        "billing/billing contact/company": 1,
        "billing/invoice/company/retained": 2,
        "billing/payment/company/retained": 2,
    }


async def test_retention(world):
    """What a law keeps says by which law, and until when: it counts from the end of the financial year (L-50)."""
    (kept,) = [h for h in (await world.locate()).holdings if h.category == "invoice"]
    assert kept.circumstance is Circumstance.RETAINED
    assert "L123-22" in kept.retention.ground
    assert kept.retention.until == date((world.as_of - timedelta(days=60)).year + 10, 12, 31)


async def test_last_year_that_is_kept(world):
    """Of the year before the tenth no invoice is kept, and of the tenth every one is, by locating and confirming."""
    first = datetime(world.as_of.year - 10, 1, 1, tzinfo=UTC)
    old = [("in_a", first), ("in_b", first - timedelta(seconds=1))]
    await world.server.seed(
        [{"object": "invoice", "id": id_, "customer": "cus_ada", "created": int(at.timestamp())} for id_, at in old]
    )
    found = counts(await world.locate())
    assert (found["billing/invoice/company"], found["billing/invoice/company/retained"]) == (1, 3)
    left = (await world.billing.confirm(await world.order())).counts
    assert (left["billing/invoice/company"], left["billing/invoice/company/retained"]) == (1, 3)


async def test_records_past_their_law(world):
    """An invoice that no law keeps any more is not among those that one does."""
    old = int((world.as_of - timedelta(days=4100)).timestamp())
    await world.server.seed([{"object": "invoice", "id": "in_old", "customer": "cus_ada", "created": old}])
    found = counts(await world.locate())
    assert (found["billing/invoice/company"], found["billing/invoice/company/retained"]) == (1, 2)


async def test_pinned_and_handed_on(world):
    """Customers and cards are pinned, with what tells the person apart; only their own customers are handed on."""
    located = await world.locate()
    assert values(located.pinned, STRIPE_CUSTOMER) == ("cus_ada", "cus_ada_guest")
    assert values(located.pinned, STRIPE_ORGANISATION) == ("cus_org",)
    assert [(i.kind, i.value) for i in located.pinned[3:5]] == [("account_id", "21"), ("email", "ada@example.org")]
    assert values(located.pinned[5:], STRIPE_PAYMENT_METHOD) == ("pm_ada", "pm_ada_guest")
    assert [i.value for i in located.identifiers] == ["cus_ada", "cus_ada_guest", "21"]


@pytest.mark.parametrize("written", ["ada@example.org", "ADA@example.org", " Ada@Example.org "])
async def test_writings(world, written):
    """An address is found as it is typed and in lower case."""
    located = await world.locate(email(written), account("21"))
    assert values(located.pinned, STRIPE_CUSTOMER) == ("cus_ada", "cus_ada_guest")
    assert values(located.pinned, STRIPE_ORGANISATION) == ("cus_org",)


async def test_by_customer_id(world):
    """A customer whose id was handed on is found without an address, and hands on its account."""
    located = await world.locate(Identifier(kind=STRIPE_CUSTOMER, value="cus_ben"))
    assert [(i.kind, i.value) for i in located.identifiers] == [("stripe_customer", "cus_ben"), ("account_id", "22")]


async def test_unknown(world):
    """Somebody unknown is an answer, and nothing is created."""
    before = world.things()
    typed = [Identifier(kind=STRIPE_CUSTOMER, value=v) for v in ("cus_none", "../charges", "' OR")]
    located = await world.locate(email("nobody@example.org"), account("99"), account("' OR email:'a"), *typed)
    assert (located.holdings, located.pinned, located.identifiers, located.shared) == ((), (), (), ())
    assert world.things() == before


async def test_shared_address(world):
    """An address under which there are customers of several accounts is in doubt, and nothing under it is counted."""
    located = await world.locate(FAMILY)
    assert (located.holdings, located.pinned, located.identifiers, located.shared) == ((), (), (), (FAMILY,))


async def test_shared_address_and_own_account(world):
    """What the person's own account names is counted, though its address is in doubt."""
    located = await world.locate(FAMILY, account("31"))
    assert values(located.pinned, STRIPE_CUSTOMER) == ("cus_fam_1",)
    assert located.shared == (FAMILY,)


async def test_decided_address(world):
    """When an address was decided to be the person's, the accounts of others under it are what is in doubt."""
    located = await world.locate(FAMILY, account("31"), theirs=(FAMILY,))
    assert values(located.pinned, STRIPE_CUSTOMER) == ("cus_fam_1",)
    assert [(i.kind, i.value) for i in located.shared] == [("account_id", "32")]


async def test_address_of_another_account(world):
    """One customer that names an account which is not known to be the person's is in doubt, not theirs."""
    located = await world.locate(BEN, account("21"))
    assert "cus_ben" not in values(located.pinned, STRIPE_CUSTOMER)
    assert located.shared == (BEN,)


async def test_waves(world):
    """What is in doubt while accounts has not answered is no longer so once it has handed on the person's account."""
    assert (await world.locate(ADA)).shared == (ADA,)
    assert (await world.locate(ADA, account("21"))).shared == ()


async def test_several_that_name_nobody(world):
    """Two customers under one address that name no account may be two people's, until somebody decides."""
    guests = [{"object": "customer", "id": f"cus_guest_{n}", "email": "guest@example.org"} for n in (1, 2)]
    await world.server.seed(guests)
    guest = email("guest@example.org")
    assert (await world.locate(guest)).shared == (guest,)
    decided = await world.locate(guest, theirs=(guest,))
    assert sorted(values(decided.pinned, STRIPE_CUSTOMER)) == ["cus_guest_1", "cus_guest_2"]
    assert decided.shared == ()


@pytest.mark.parametrize("number", ["21", "22"])
async def test_contact(world, number):
    """A contact of an organisation has one holding there, whichever contact they are, and nothing else of it."""
    located = await world.locate(account(number))
    assert counts(located)["billing/billing contact/company"] == 1
    assert "cus_org" in values(located.pinned, STRIPE_ORGANISATION)
    assert "cus_org" not in values(located.identifiers, STRIPE_CUSTOMER)


MARKS = [
    {"metadata": {"kind": "organisation"}},
    {"metadata": {"kind": "Company", "account_id": "21"}},
    {"metadata": {"contacts": "21,22"}},
    {"metadata": {"contacts": "21"}},
    {"metadata": {"kind": "person", "contact_email:21": "ada@example.org"}},
    {"business_name": "Firm Ltd"},
    {"tax_exempt": "reverse"},
    {},  # a tax id
]


@pytest.mark.parametrize("mark", MARKS, ids=str)
async def test_what_makes_an_organisation(world, passes, mark):
    """Whatever says so makes a customer an organisation's: not to be paused or deleted, by a second erasure either."""
    firm = {"object": "customer", "id": "cus_firm", "email": "ada@example.org", "phone": "+47 555", "metadata": {}}
    tax_id = {"object": "tax_id", "id": "txi_1", "customer": "cus_firm", "type": "eu_vat", "value": "NO1"}
    running = {"object": "subscription", "id": "sub_firm", "customer": "cus_firm", "status": "active"}
    await world.server.seed([{**firm, **mark}, running, *([] if mark else [tax_id])])
    found = counts(await world.locate())
    assert (found["billing/billing details/company"], found["billing/billing contact/company"]) == (2, 2)
    order, before = await world.order(), world.thing("sub_firm")
    await world.billing.hold(order, passes)
    for _ in range(2):
        await world.billing.erase(order, passes)
    left = world.thing("cus_firm")
    assert (left["email"], left["phone"], left.get("deleted")) == (None, None, None)
    assert world.thing("sub_firm") == before
    assert set((await world.billing.confirm(order)).counts) == {
        "billing/invoice/company/retained",
        "billing/payment/company/retained",
    }


@pytest.mark.parametrize("notes", [{"contacts": "3, 21"}, {"contact_phone:21": "+47 555"}])
async def test_contact_of_one_that_is_not_marked(world, notes):
    """A contact is found by their account at an organisation that no note marks as one."""
    await world.server.seed([{"object": "customer", "id": "cus_firm", "email": "firm@example.org", "metadata": notes}])
    located = await world.locate(account("21"))
    assert {"cus_firm", "cus_org"} <= set(values(located.pinned, STRIPE_ORGANISATION))
    assert counts(located)["billing/billing contact/company"] == 2


async def test_name_of_an_individual(world, passes):
    """Where an organisation goes by the name of its contact, it goes by its business name afterwards."""
    named = {"name": "Ada", "individual_name": "Ada", "business_name": "Firm Ltd"}
    await world.server.seed([{"object": "customer", "id": "cus_firm", "email": "ada@example.org", **named}])
    await world.billing.erase(await world.order(), passes)
    left = world.thing("cus_firm")
    assert (left["name"], left["individual_name"], left["business_name"]) == ("Firm Ltd", None, "Firm Ltd")


async def test_pages(world):
    """Everything is counted, however many pages of a hundred it has."""
    many = [{"object": "charge", "id": f"ch_{n}", "customer": "cus_ada"} for n in range(250)]
    await world.server.seed(many)
    assert counts(await world.locate())["billing/payment/company/retained"] == 252
