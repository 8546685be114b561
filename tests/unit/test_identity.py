"""Who asks: L-11, L-13 and P-13."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from habeas.domain.identity import (
    Ages,
    Doubt,
    Identity,
    Mandate,
    Representation,
    Rung,
    is_enough,
    is_more_than_needed,
    outside,
)
from habeas.domain.right import Right

TODAY = date(2026, 6, 1)
SEEN = Identity(how="the mandate was read", by="dpo")


def mandate(**changes: object) -> Mandate:
    fields = {
        "representation": Representation.AGENT,
        "rights": (Right.ACCESS,),
        "begins": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "may_receive_answer": True,
        "verified": SEEN,
    }
    return Mandate.model_validate({**fields, **changes})


@pytest.mark.parametrize("doubt", Doubt)
def test_l_11_each_doubt_is_dispelled_by_some_rung_and_by_nothing_more(doubt):
    """L-11: what dispels a doubt is enough, and whatever is above it is too much."""
    needed = next(rung for rung in reversed(Rung) if not is_more_than_needed(doubt, rung))
    assert [is_more_than_needed(doubt, rung) for rung in Rung] == [
        rung in list(Rung)[list(Rung).index(needed) + 1 :] for rung in Rung
    ]


def test_l_11_signing_in_is_asked_of_nobody_who_has_no_reason_to_doubt_it():
    """L-11: an address that was not signed in with takes a link, and no identity card."""
    assert is_more_than_needed(Doubt.NOT_SIGNED_IN, Rung.EVIDENCE)


def test_p_13_who_speaks_for_somebody_shows_it():
    """P-13: evidence of it may be asked for, and a mandate that nobody has verified is none."""
    assert not is_more_than_needed(Doubt.REPRESENTATIVE, Rung.EVIDENCE)
    with pytest.raises(ValidationError, match="verified"):
        mandate(verified=None)


@given(st.sampled_from(Rung), st.sampled_from(Rung))
def test_less_than_what_was_asked_for_is_not_enough(asked, shown):
    """A higher rung shows what a lower one does; never the other way round."""
    assert is_enough(asked, shown) == (list(Rung).index(shown) >= list(Rung).index(asked))


def test_l_13_a_mandate_is_for_what_it_says_and_for_its_time():
    """L-13: outside its object or its duration it is none."""
    assert outside(mandate(), Right.ACCESS, TODAY, 16) is None
    assert "other requests" in outside(mandate(), Right.ERASURE, TODAY, 16)
    assert "in force" in outside(mandate(), Right.ACCESS, date(2027, 1, 1), 16)
    assert "in force" in outside(mandate(), Right.ACCESS, date(2025, 12, 31), 16)


@pytest.mark.parametrize(
    ("country", "age", "may"), [("NO", 12, True), ("NO", 13, False), ("FR", 14, True), (None, 15, True)]
)
def test_l_13_a_parent_asks_for_a_child_that_is_too_young_where_it_lives(country, age, may):
    """L-13: from the age of consent on the child decides for itself (GDPR art. 8(1))."""
    ages = Ages(by_country={"NO": 13, "FR": 15})
    theirs = mandate(representation=Representation.PARENT, age=age)
    assert (outside(theirs, Right.ACCESS, TODAY, ages.of(country)) is None) is may


def test_l_13_a_parent_says_how_old_the_child_is():
    """L-13: without the age nobody knows who decides."""
    assert "age is not known" in outside(mandate(representation=Representation.PARENT), Right.ACCESS, TODAY, 16)
