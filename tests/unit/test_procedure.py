"""The stages of a case, and which may follow which."""

import pytest

from habeas.domain.stage import NEXT, Stage, Unlawful, moved


def test_the_table_is_total():
    """Each stage says what may follow it, and a closed case is followed by nothing."""
    assert set(NEXT) == set(Stage)
    assert not NEXT[Stage.CLOSED]


def test_each_stage_can_be_reached_and_left():
    """Every case can come to its end, whatever stage it is at."""
    reached = {Stage.RECEIVED}
    while more := {to for at in reached for to in NEXT[at]} - reached:
        reached |= more
    assert reached == set(Stage)
    assert all(Stage.CLOSED in NEXT[at] for at in Stage if at is not Stage.CLOSED)


@pytest.mark.parametrize(
    ("at", "to"),
    [
        (Stage.IDENTITY, Stage.CARRYING_OUT),
        (Stage.IDENTITY, Stage.AWAITING_DECISION),
        (Stage.ANSWERING, Stage.CARRYING_OUT),
        (Stage.CLOSED, Stage.PLANNING),
        (Stage.CARRYING_OUT, Stage.IDENTITY),
        (Stage.WAITING_FOR_CONTROLLER, Stage.CARRYING_OUT),
        (Stage.WAITING_FOR_DAY, Stage.PLANNING),
    ],
)
def test_some_steps_there_are_not(at, to):
    """Nothing is carried out before it is known who asks and a plan was decided, nor after the end."""
    with pytest.raises(Unlawful):
        moved(at, to)


def test_what_acts_at_once_is_carried_out_when_it_is_known_who_asks():
    """There is no plan for anybody to decide on, and no other step that it has more (L-09)."""
    more = {(at, to) for at in Stage for to in Stage if to is not at and to not in NEXT[at] and _may(at, to)}
    assert more == {(Stage.IDENTITY, Stage.CARRYING_OUT)}


def _may(at, to):
    try:
        return moved(at, to, acts_at_once=True) is to
    except Unlawful:
        return False


@pytest.mark.parametrize("at", Stage)
def test_to_stay_is_no_step(at):
    """A case may say again where it is."""
    assert moved(at, at) is at
