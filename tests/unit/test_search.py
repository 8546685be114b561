"""Locating goes in waves; an identifier of several people ends its wave until somebody has decided whose it is."""

from datetime import UTC, datetime

import pytest
from temporalio.exceptions import ApplicationError

from habeas.domain.disclosure import Location
from habeas.domain.holding import Holding
from habeas.domain.identifier import ACCOUNT_ID, EMAIL, STRIPE_CUSTOMER, Identifier, email
from habeas.domain.order import Located, LocateOrder
from habeas.domain.route import Route
from workflows.locate import Search

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HERS, FAMILYS = email("one@example.org"), email("family@example.org")
SYSTEMS = ("accounts", "billing")


class Company:
    """An account that pays under the address of a family, which another account does too."""

    def __init__(self) -> None:
        self.orders: list[LocateOrder] = []

    async def ask(self, order: LocateOrder, _wave: int) -> Located:
        self.orders.append(order)
        known = {i.normalised() for i in order.identifiers}
        if order.system == "accounts":
            account = Identifier(kind=ACCOUNT_ID, value="11", found_in="accounts")
            found = (account,) if HERS.normalised() in known else ()
            return Located(system="accounts", pinned=found, identifiers=found, location=Location(country="NO", how="x"))
        is_settled = FAMILYS.normalised() in {i.normalised() for i in order.theirs}
        is_doubtful = not is_settled and known & {"account_id:11", FAMILYS.normalised()}
        count = 2 if is_settled else 1 if "account_id:11" in known else 0
        holdings = (Holding(system="billing", category="bank", count=count),) if count else ()
        return Located(system="billing", holdings=holdings, shared=(FAMILYS,) if is_doubtful else ())


async def look(*identifiers: Identifier, links=()):
    company = Company()
    found = await Search("case", SYSTEMS, company.ask, links).run(identifiers, NOW)
    return company, found


async def test_a_shared_identifier_is_handed_on_to_nobody():
    """What one system says is several people's is told to no system, counts as no identifier, and is in doubt."""
    company, found = await look(HERS)
    assert all(FAMILYS not in order.identifiers for order in company.orders)
    assert found.shared == {"billing": (FAMILYS,)}
    assert FAMILYS not in found.identifiers
    assert [h.count for h in found.holdings] == [1]


async def test_asked_with_nothing_else_it_is_no_answer_that_nothing_is_held():
    """Whoever asks by such an address alone is neither told that nothing is held, nor handed another's data."""
    _, found = await look(FAMILYS)
    assert not found.holdings
    assert not found.is_empty


async def test_how_each_was_reached_is_told_without_what_it_is():
    """A reference, the system that handed it on, and whether it is in doubt: no value."""
    _, found = await look(HERS)
    reached = {one.reference: (one.found_in, one.is_shared) for one in found.reached}
    assert reached == {
        "account_id-1": ("accounts", False),
        "email-1": ("request", True),
        "email-2": ("request", False),
    }
    assert "example.org" not in repr(found.reached)


@pytest.mark.parametrize(("is_theirs", "count"), [(True, 2), (False, 1)])
async def test_a_decision_ends_the_doubt(is_theirs, count):
    """Theirs: the systems look by it. Not theirs: no system is asked by it, and none is heard on it."""
    company, found = await look(HERS, links=((FAMILYS, is_theirs),))
    assert not found.shared
    assert [h.count for h in found.holdings] == [count]
    assert all((FAMILYS in order.identifiers) is is_theirs for order in company.orders)


async def test_where_the_person_is_comes_from_whoever_knows():
    """The first system that knows says where the person is; if none does it is unknown."""
    _, found = await look(HERS)
    assert found.location.country == "NO"


async def test_a_system_is_asked_after_those_it_needs_and_again_only_for_what_it_looks_by():
    """Billing is asked once, with the account that was found; accounts is not asked again for an id of Stripe's."""
    company = Company()
    needed = Route(finds_by=(EMAIL, ACCOUNT_ID))
    routes = {"accounts": needed, "billing": Route(needs=("accounts",), finds_by=(EMAIL, ACCOUNT_ID, STRIPE_CUSTOMER))}

    async def ask(order: LocateOrder, wave: int) -> Located:
        located = await company.ask(order, wave)
        customer = Identifier(kind=STRIPE_CUSTOMER, value="cus_1", found_in="billing")
        mine = (customer,) if order.system == "billing" else ()
        return located.model_copy(
            update={"identifiers": (*located.identifiers, *mine), "pinned": located.pinned or mine}
        )

    found = await Search("case", SYSTEMS, ask, routes=routes).run((HERS,), NOW)
    assert [order.system for order in company.orders] == ["accounts", "billing"]
    assert {i.kind for i in company.orders[1].identifiers} == {EMAIL, ACCOUNT_ID}
    assert {i.kind for i in found.identifiers} == {EMAIL, ACCOUNT_ID, STRIPE_CUSTOMER}


async def test_what_a_later_system_brings_up_is_asked_of_an_earlier_one():
    """Another address that billing knows leads to another look in accounts, and then everywhere."""
    asked = []

    async def ask(order: LocateOrder, _wave: int) -> Located:
        asked.append((order.system, len(order.identifiers)))
        return Located(system=order.system, identifiers=(FAMILYS,) if order.system == "billing" else ())

    routes = {"accounts": Route(finds_by=(EMAIL,)), "billing": Route(needs=("accounts",), finds_by=(EMAIL,))}
    await Search("case", SYSTEMS, ask, routes=routes).run((HERS,), NOW)
    assert asked == [("accounts", 1), ("billing", 1), ("accounts", 2), ("billing", 2)]


async def test_systems_that_need_each_other_are_asked_at_once():
    """Nobody waits for ever, whatever adapters say of each other."""
    asked = []

    async def ask(order: LocateOrder, _wave: int) -> Located:
        asked.append(order.system)
        return Located(system=order.system)

    routes = {n: Route(needs=tuple(set(SYSTEMS) - {n}), finds_by=(EMAIL,)) for n in SYSTEMS}
    await Search("case", SYSTEMS, ask, routes=routes).run((HERS,), NOW)
    assert asked == list(SYSTEMS)


async def test_identifiers_that_never_stop_coming_are_for_a_person():
    """A search that does not end by itself ends with an error, and asks no system for ever."""

    async def endless(_order: LocateOrder, wave: int) -> Located:
        return Located(system="accounts", identifiers=(Identifier(kind=ACCOUNT_ID, value=str(wave)),))

    with pytest.raises(ApplicationError, match="never stop"):
        await Search("case", ("accounts",), endless).run((HERS,), NOW)
