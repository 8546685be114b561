"""Outcomes: each says what was read back; what is kept, left to others or taken on trust is not called erased."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.disclosure import Disclosed
from habeas.domain.disposition import Disposition
from habeas.domain.outcome import BACKUPS, Became, outcomes
from habeas.domain.plan import Plan, PlanItem

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SYSTEMS = ("accounts", "billing", "recordings")
APIHUB = Disclosed(
    system="enrichment", recipient="APIHub, Inc.", country="US", what="an address", last=NOW.date(), notice="its form"
)

ITEMS = st.lists(
    st.builds(
        PlanItem,
        system=st.sampled_from(SYSTEMS),
        category=st.sampled_from(["account", "usage", "invoice"]),
        controller=st.sampled_from(["company", "customer/stein"]),
        disposition=st.sampled_from(Disposition),
        ground=st.just("French Commercial Code art. L123-22"),
        until=st.just(date(2036, 12, 31)),
        why=st.just("as it is"),
        count=st.integers(0, 5),
        was_public=st.booleans(),
    ),
    unique_by=lambda item: item.key,
    min_size=1,
    max_size=6,
).map(tuple)
LEFT = st.integers(0, 3)


def item(disposition=Disposition.ERASE, **changes):
    fields = {"system": "accounts", "category": "account", "controller": "company", "why": "as it is", "count": 2}
    return PlanItem.model_validate({**fields, "disposition": disposition, **changes})


def plan(*items, disclosed=()):
    return Plan(items=items, identifiers={}, stages=(), as_of=NOW, digest="d" * 64, disclosed=disclosed)


def read(items, left, attested=()):
    """What was read back of the systems that nobody attests."""
    systems = {one.system for one in items} - set(attested)
    return {system: {one.key: left[one.key] for one in items if one.system == system} for system in systems}


def became(one, left=0, attested=()):
    """What became of one item."""
    return outcomes(plan(one), read([one], {one.key: left}, attested), None)[0]


@given(ITEMS, st.data())
def test_erased_is_what_was_read_back_as_gone(items, data):
    """And nothing else, whatever the plan says: it was to be erased, was there, was asked for, and is not there."""
    left = {one.key: data.draw(LEFT) for one in items}
    attested = data.draw(st.sets(st.sampled_from(SYSTEMS)))
    for one, outcome in zip(items, outcomes(plan(*items), read(items, left, attested), None), strict=False):
        is_gone = one.disposition is Disposition.ERASE and one.system not in attested and not left[one.key]
        assert (outcome.became is Became.ERASED) == (is_gone and one.count > 0)
        assert (outcome.became is Became.ALREADY_ABSENT) == (is_gone and one.count == 0)


@given(ITEMS)
def test_each_item_has_one_outcome(items):
    """Of its system and category, in the order of the plan."""
    said = outcomes(plan(*items), {}, None)
    assert [(one.system, one.category) for one in said[: len(items)]] == [(i.system, i.category) for i in items]


def test_what_is_retained_has_a_ground_and_an_end():
    """And is what was read back."""
    said = became(item(Disposition.RETAIN, ground="a law", until=date(2036, 12, 31)), left=2)
    assert (said.became, said.ground, said.until, said.left) == (Became.RETAINED, "a law", date(2036, 12, 31), 2)


def test_what_is_referred_says_to_whom():
    """To the controller that decides."""
    said = became(item(Disposition.REFER, controller="customer/stein"), left=2)
    assert (said.became, said.controller) == (Became.REFERRED, "customer/stein")


def test_what_nobody_decided_says_why():
    """It is neither erased nor retained."""
    said = became(item(Disposition.DECIDE, why="other people appear in it"), left=2)
    assert (said.became, said.why) == (Became.UNDECIDED, "other people appear in it")


def test_what_is_said_to_be_anonymous_is_not_erased():
    """Nor anonymous, as long as it has passed no test that is named (L-41)."""
    said = became(item(Disposition.ANONYMISE), left=2)
    assert (said.became, said.test) == (Became.UNDECIDED, None)
    assert "no test is named" in said.why


def test_what_is_still_there_is_not_erased():
    """Whatever was done."""
    said = became(item(), left=1)
    assert (said.became, said.left, said.why) == (Became.UNDECIDED, 1, "it was erased, and is still there")


def test_what_a_person_says_is_no_measurement():
    """It was not read back."""
    said = became(item(), attested=("accounts",))
    assert (said.became, said.left) == (Became.ATTESTED, None)


def test_copies_that_others_have_are_out_of_reach():
    """Of what was public and is erased, and of what was disclosed; each says what is still to be done."""
    said = outcomes(plan(item(was_public=True), disclosed=(APIHUB,)), {}, None)
    public, disclosed = (one for one in said if one.became is Became.OUTSIDE_REACH)
    assert "17(2)" in public.why
    assert (disclosed.system, disclosed.recipient) == ("enrichment", "APIHub, Inc. (US)")
    assert "still to be told" in disclosed.why


@pytest.mark.parametrize(("until", "day"), [(datetime(2026, 5, 30, tzinfo=UTC), date(2026, 5, 30)), (None, None)])
def test_backups_say_until_when_or_that_it_is_not_known(until, day):
    """Of each system of which something was erased."""
    kept = item(Disposition.RETAIN, system="billing", ground="a law", until=date(2036, 12, 31))
    (said,) = [one for one in outcomes(plan(item(), kept), {}, until) if one.category == BACKUPS]
    assert (said.system, said.became, said.until) == ("accounts", Became.IN_BACKUP, day)
    assert (said.why is None) == (day is not None)
