"""What a case tells of its counts: they add up, and claim nothing that was not read back."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.case import CaseState
from habeas.domain.count import by_category, later_steps, open_steps, planned, tally
from habeas.domain.disclosure import Disclosed, Location
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Holding
from habeas.domain.plan import Plan, PlanItem
from habeas.domain.stage import Stage

DUE = date(2026, 4, 7)
UNTIL = date(2027, 1, 1)
DECIDED = [Disposition.ERASE, Disposition.RETAIN, Disposition.REFER, Disposition.DECIDE]


def item(disposition: Disposition, system: str = "accounts", category: str = "account", count: int = 1) -> PlanItem:
    kept = {"ground": "a law", "until": UNTIL} if disposition is Disposition.RETAIN else {}
    return PlanItem(
        system=system, category=category, controller="acme", disposition=disposition, why="so", count=count, **kept
    )


ITEMS = st.lists(
    st.builds(
        item,
        st.sampled_from(DECIDED),
        st.sampled_from(["accounts", "recordings"]),
        st.sampled_from(["a", "b", "c", "d"]),
        st.integers(0, 50),
    ),
    unique_by=lambda i: i.key,
)


def plan(*items: PlanItem) -> Plan:
    return Plan(items=items, identifiers={}, stages=(), as_of=datetime.now(UTC), digest="")


def as_planned(items: list[PlanItem]) -> dict[str, int]:
    return {i.key: 0 if i.disposition is Disposition.ERASE else i.count for i in items}


@given(ITEMS)
def test_what_was_found_is_all_accounted_for(items):
    """Found = erased + retained + referred + undecided; when it went as planned, left is the last three."""
    counts = tally(plan(*items), as_planned(items))
    assert sum(c.found for c in counts.values()) == sum(i.count for i in items)
    for one in counts.values():
        assert one.found == one.erased + one.retained + one.referred + one.undecided
        assert one.left == one.retained + one.referred + one.undecided


@given(ITEMS, st.data())
def test_the_sum_holds_whatever_is_read_back(items, data):
    """Data that stays may grow or shrink meanwhile: what was found still adds up, and left is what was measured."""
    left = {i.key: data.draw(st.integers(0, 99)) for i in items}
    for system, one in tally(plan(*items), left).items():
        assert one.found == one.erased + one.retained + one.referred + one.undecided
        assert one.left == sum(left[i.key] for i in items if i.system == system)


@given(ITEMS.filter(bool), st.integers(1, 9))
def test_what_should_be_gone_and_is_not_shows(items, count):
    """A confirmation that finds too much breaks the equation: it never passes for an erasure."""
    erased = item(Disposition.ERASE, "accounts", "z", 9)
    left = as_planned(items) | {erased.key: count}
    one = tally(plan(*items, erased), left)["accounts"]
    assert one.left == one.retained + one.referred + one.undecided + count


@given(ITEMS)
def test_before_anything_is_done_all_of_it_is_left(items):
    """A plan alone erases nothing."""
    for one in planned(plan(*items)).values():
        assert (one.erased, one.left) == (0, one.found)


def test_of_an_attested_system_nothing_was_read_back():
    """What a person attests is not measured, and is not said to be."""
    items = [item(Disposition.ERASE, "accounts", count=3), item(Disposition.RETAIN, "recordings", count=2)]
    counts = tally(plan(*items), as_planned(items), frozenset({"accounts"}))
    assert (counts["accounts"].found, counts["accounts"].left) == (3, None)
    assert counts["recordings"].left == 2


def test_l_37_what_stays_is_still_to_be_done_by_somebody_or_on_a_date():
    """L-37: each thing that was not erased has a step to come, and what was erased has none."""
    steps = open_steps(plan(*(item(d, category=d.value) for d in DECIDED)), DUE)
    retained, referred, undecided = steps
    assert [s.due for s in steps] == [UNTIL, DUE, DUE]
    assert "a law" in retained.what
    assert "acme" in referred.what
    assert "so" in undecided.what


APIHUB = Disclosed(
    system="enrichment",
    recipient="APIHub, Inc.",
    country="US",
    what="e-mail address",
    last=DUE,
    notice="by mail",
)


IN_IRELAND = APIHUB.model_copy(update={"recipient": "Enrich Ltd", "country": "IE"})


def notices(location: Location, *disclosed: Disclosed) -> list[str]:
    """What is to be told to recipients once an erasure is done."""
    carried_out = plan().model_copy(update={"location": location, "disclosed": disclosed})
    steps = open_steps(carried_out, DUE)
    assert {(step.system, step.due) for step in steps} <= {("enrichment", DUE)}
    return [step.what for step in steps]


def test_l_38_who_got_the_data_is_told():
    """L-38: each recipient on record is told, by name and with what it got."""
    told = notices(Location(country="US", how="billing address"), APIHUB, IN_IRELAND)
    assert [what.split()[:2] for what in told] == [["tell", "APIHub,"], ["tell", "Enrich"]]
    assert all("e-mail address" in what for what in told)


@pytest.mark.parametrize("location", [Location(country="FR", how="billing address"), Location()])
def test_l_39_nobody_else_is_told_and_nobody_in_the_united_states(location):
    """L-39: no disclosure, no notice; and none to the United States of a person in the EU or of unknown place."""
    assert notices(Location(country="US", how="billing address")) == []
    assert not [what for what in notices(location, APIHUB) if what.startswith("tell")]


@pytest.mark.parametrize("country", ["NO", "IS", "LI"])
def test_p_1_the_eea_is_as_the_eu(country):
    """P-1: the policy says EU, and this edition of it is Norway's."""
    assert not [w for w in notices(Location(country=country, how="billing address"), APIHUB) if w.startswith("tell")]
    assert not [w for w in notices(Location(country="CH", how="billing address"), APIHUB) if w.startswith("decide")]


@given(ITEMS)
def test_every_open_step_is_of_something_that_stays(items):
    """There are as many steps to come as holdings that stay."""
    assert len(open_steps(plan(*items), DUE)) == sum(i.disposition is not Disposition.ERASE for i in items)


def test_holdings_are_shown_by_category_over_all_controllers():
    """The person is told how much of each category a system has, and of a system without any that it has none."""
    held = [Holding(system="accounts", category="usage", controller=c, count=2) for c in ("company", "acme")]
    shown = by_category(["accounts", "recordings"], held)
    assert {system: {c.category: c.count for c in found} for system, found in shown.items()} == {
        "accounts": {"usage": 4},
        "recordings": {},
    }


def test_stages_are_open_and_the_other_states_are_outcomes():
    """A case that is not open has ended."""
    stages = {stage.value for stage in Stage if stage is not Stage.CLOSED}
    assert {s.value for s in CaseState if s.is_open} == {*stages, "needs_attention"}


def test_what_is_erased_later_stays_until_then():
    """It is counted with what stays, and its step has the day; once that has come there is none."""
    late = item(Disposition.ERASE).model_copy(update={"until": UNTIL, "ground": "too young"})
    counts = tally(plan(late), {late.key: 1})["accounts"]
    assert (counts.found, counts.erased, counts.retained, counts.left) == (1, 0, 1, 1)
    (step,) = open_steps(plan(late), DUE)
    assert (step.due, step.what) == (UNTIL, "erase account: too young")
    assert later_steps(plan(late), DUE) == (step,)
    assert open_steps(plan(late.due()), DUE) == ()
