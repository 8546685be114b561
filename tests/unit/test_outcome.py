"""Outcomes: each says what was read back; what is kept, left to others or taken on trust is not called erased."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.disclosure import Disclosed
from habeas.domain.disposition import Disposition
from habeas.domain.justification import Justification
from habeas.domain.outcome import BACKUPS, Became, completed, outcomes
from habeas.domain.plan import Plan, PlanItem
from habeas.domain.treatment import ErasureGround

NOW, END = datetime(2026, 3, 1, tzinfo=UTC), date(2036, 12, 31)
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
        until=st.none() | st.just(END),  # what is erased and has one cannot be erased yet
        why=st.just("as it is"),
        count=st.integers(0, 5),
        was_public=st.booleans(),
    ).map(lambda one: one.model_copy(update={"until": END}) if one.disposition is Disposition.RETAIN else one),
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


@given(ITEMS, st.sampled_from(ErasureGround))
def test_l_35_what_is_erased_says_on_which_ground(items, ground):
    """L-35: that of the plan, for each item, also where a person attests it."""
    erases = [one.model_copy(update={"erased_on": ground}) for one in items if one.disposition is Disposition.ERASE]
    for read_back in ({}, read(erases, {one.key: 0 for one in erases})):
        assert all(one.erased_on is ground for one in outcomes(plan(*erases), read_back, None)[: len(erases)])


def test_l_36_what_is_retained_has_a_ground_an_exception_and_an_end():
    """L-36: and is what was read back."""
    exception = Justification.LEGAL_CLAIM
    said = became(item(Disposition.RETAIN, ground="a law", until=date(2036, 12, 31), justification=exception), left=2)
    assert (said.became, said.ground, said.until, said.left) == (Became.RETAINED, "a law", date(2036, 12, 31), 2)
    assert said.exception is exception


def test_what_is_referred_says_to_whom():
    """To the controller that decides."""
    said = became(item(Disposition.REFER, controller="customer/stein"), left=2)
    assert (said.became, said.controller) == (Became.REFERRED, "customer/stein")


def test_what_nobody_decided_says_why():
    """It is neither erased nor retained."""
    said = became(item(Disposition.DECIDE, why="other people appear in it"), left=2)
    assert (said.became, said.why) == (Became.UNDECIDED, "other people appear in it")


def test_l_41_what_is_said_to_be_anonymous_is_not_erased():
    """L-41: nor anonymous, as long as it has passed no test that is named."""
    said = became(item(Disposition.ANONYMISE), left=2)
    assert (said.became, said.test) == (Became.UNDECIDED, None)
    assert "no test is named" in said.why


def test_l_41_what_was_emptied_names_the_test_that_it_has_passed():
    """L-41: it is anonymous when nothing of it was read back, and is never said to be erased."""
    emptied = item(Disposition.ANONYMISE, emptied=("null", "unique"))
    said = became(emptied)
    assert (said.became, said.test) == (Became.ANONYMISED, "habeas.emptied.v1: null, unique")
    assert became(emptied, left=1).became is Became.UNDECIDED
    assert became(emptied, attested=[emptied.system]).became is Became.ATTESTED
    assert became(emptied.model_copy(update={"count": 0})).became is Became.ALREADY_ABSENT


def test_what_is_still_there_is_not_erased():
    """Whatever was done."""
    said = became(item(), left=1)
    assert (said.became, said.left, said.why) == (Became.UNDECIDED, 1, "it was erased, and is still there")


def test_what_a_person_says_is_no_measurement():
    """It was not read back."""
    said = became(item(), attested=("accounts",))
    assert (said.became, said.left) == (Became.ATTESTED, None)


def test_l_40_copies_of_what_was_public_are_out_of_reach():
    """L-40: of what is erased, by category, with what is still to be done; of what stays nothing is told."""
    kept = item(Disposition.RETAIN, category="invoice", ground="a law", until=date(2036, 12, 31), was_public=True)
    said = outcomes(plan(item(was_public=True), kept), {}, None)
    (public,) = (one for one in said if one.became is Became.OUTSIDE_REACH)
    assert (public.system, public.category) == ("accounts", "account")
    assert "17(2)" in public.why


def test_l_38_who_got_it_and_is_not_told_yet_is_named():
    """L-38: an open notice is no closed one: nobody is said to be notified."""
    said = outcomes(plan(item(), disclosed=(APIHUB,)), {}, None)
    (disclosed,) = (one for one in said if one.recipient == "APIHub, Inc. (US)")
    assert (disclosed.system, disclosed.category) == ("enrichment", "an address")
    assert disclosed.became is Became.OUTSIDE_REACH
    assert "still to be told" in disclosed.why
    assert Became.NOTIFIED not in {one.became for one in said}


@given(ITEMS, st.sets(st.sampled_from(["APIHub, Inc.", "Fjordlys Events AS"])))
def test_l_39_no_recipient_is_named_but_those_of_the_ledger(items, told):
    """L-39: whatever the plan does with what they never got."""
    went = tuple(APIHUB.model_copy(update={"recipient": name}) for name in sorted(told))
    said = {one.recipient for one in outcomes(plan(*items, disclosed=went), {}, None) if one.recipient}
    assert said <= {f"{name} (US)" for name in told}


@pytest.mark.parametrize(("until", "day"), [(datetime(2026, 5, 30, tzinfo=UTC), date(2026, 5, 30)), (None, None)])
def test_l_42_backups_say_until_when_or_that_it_is_not_known(until, day):
    """L-42: of each system of which something was erased."""
    kept = item(Disposition.RETAIN, system="billing", ground="a law", until=date(2036, 12, 31))
    (said,) = [one for one in outcomes(plan(item(), kept), {}, until) if one.category == BACKUPS]
    assert (said.system, said.became, said.until) == ("accounts", Became.IN_BACKUP, day)
    assert (said.why is None) == (day is not None)


def test_what_is_erased_later_is_not_called_erased():
    """Until it was read back as gone, nothing final is said of it; then it is erased."""
    late = item(until=date(2026, 5, 2), ground="too young")
    assert (became(late, left=1).became, became(late, left=1).why) == (Became.UNDECIDED, "too young")
    assert became(late.due()).became is Became.ERASED


def test_the_rest_has_the_last_word_on_its_system():
    """What was carried out later takes the place of what was said of that system; copies elsewhere are said once."""
    late = item(until=date(2026, 5, 2), ground="too young", was_public=True)
    other = item(system="billing")
    first = outcomes(plan(late, other), {"accounts": {late.key: 2}, "billing": {}}, NOW)
    rest = outcomes(plan(late.due()), {"accounts": {}}, NOW)
    both = completed(first, rest, ["accounts"])
    assert [one.became for one in both if (one.system, one.category) == ("accounts", "account")] == [
        Became.OUTSIDE_REACH,
        Became.ERASED,
    ]
    assert [one for one in both if one.system == "billing"] == [one for one in first if one.system == "billing"]
