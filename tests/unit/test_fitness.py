"""What fits a case, at the very edge of each rule: where chance would seldom come."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from habeas.domain.case import CaseState
from habeas.domain.clock import ClockRules, Timing, clock
from habeas.domain.disposition import Disposition
from habeas.domain.identity import Rung
from habeas.domain.justification import Justification
from habeas.domain.permit import refusal
from habeas.domain.plan import Keep, Plan, PlanItem
from habeas.domain.right import Right
from habeas.domain.sentence import AT_ONCE, LESS_THAN_ASKED, NO_CONTROLLER, NO_EVIDENCE, NO_FUTURE, NO_TIME_LEFT
from habeas.domain.stage import Stage
from habeas.domain.standing import Standing
from habeas.domain.time_limit import Place
from habeas.domain.update import Attestation, Direction, Directive, Extension, Refusal, Standstill, Verification

TODAY = date(2026, 3, 1)
RECEIVED = datetime(2026, 2, 10, 12, tzinfo=UTC)
CLOCK = clock(Timing(received_at=RECEIVED), Place(ZoneInfo("Europe/Paris"), lambda _day: False), ClockRules())
ITEM = PlanItem(
    system="accounts", category="log-in", controller="company", disposition=Disposition.ERASE, why="so", count=1
)
PLAN = Plan(
    items=(ITEM,), identifiers={}, stages=(("accounts",),), as_of=datetime(2026, 3, 1, tzinfo=UTC), digest="d" * 64
)


def standing(**changes: object) -> Standing:
    """A case whose plan waits for the DPO."""
    fields = {
        "right": Right.ERASURE,
        "state": CaseState.AWAITING_DECISION,
        "stage": Stage.AWAITING_DECISION,
        "today": TODAY,
        "submitted_by": "support",
        "plan": PLAN,
        "clock": CLOCK,
        "now": RECEIVED,
    }
    return Standing(**{**fields, **changes})


def test_l_05_the_first_moment_that_is_too_late():
    """L-05: until the end of the first date, and not at it."""
    more = Extension(justification=Justification.COMPLEXITY, words="many", by="dpo")
    assert refusal(more, standing(now=CLOCK.first_due_at - timedelta(seconds=1))) is None
    assert refusal(more, standing(now=CLOCK.first_due_at)) == NO_TIME_LEFT


@pytest.mark.parametrize("right", [Right.OBJECTION, Right.WITHDRAWAL])
@pytest.mark.parametrize("is_carrying_out", [False, True])
def test_l_09_nobody_refuses_or_holds_back_what_acts_at_once(right, is_carrying_out):
    """L-09: neither before it is known who asks, nor while it acts; what is stuck may be done by hand."""
    stage = Stage.CARRYING_OUT if is_carrying_out else Stage.IDENTITY
    state = CaseState.NEEDS_ATTENTION if is_carrying_out else CaseState.IDENTITY
    at = {"right": right, "stage": stage, "state": state, "is_carrying_out": is_carrying_out, "plan": None}
    excessive = Refusal(justification=Justification.EXCESSIVE, evidence="a file", reason="too often", by="dpo")
    assert refusal(excessive, standing(**at)) == AT_ONCE
    assert refusal(Standstill(reason="later", by="dpo"), standing(**at)) == AT_ONCE
    by_hand = Attestation(system="marketing", what="by hand", by="dpo")
    assert (refusal(by_hand, standing(**at, attestable=frozenset({"marketing"}))) is None) is is_carrying_out


def test_l_15_less_than_what_was_asked_for():
    """L-15: until what was asked for is shown, it is not known who asks."""
    asking = {"state": CaseState.IDENTITY, "stage": Stage.IDENTITY, "plan": None, "asks_for": Rung.EVIDENCE}
    shown = [Verification(rung=rung, how="seen", by="dpo") for rung in (Rung.LINK, Rung.EVIDENCE)]
    assert refusal(shown[0], standing(**asking)) == LESS_THAN_ASKED.format(asked=Rung.EVIDENCE)
    assert refusal(shown[1], standing(**asking)) is None


def test_l_17_a_burden_is_borne_for_both_words_of_the_article():
    """L-17: manifestly unfounded and excessive alike are shown by who says so."""
    for code in (Justification.UNFOUNDED, Justification.EXCESSIVE):
        said = Refusal(reason="the tenth this week", by="dpo", justification=code)
        assert refusal(said, standing()) == NO_EVIDENCE
        assert refusal(said.model_copy(update={"evidence": "on file"}), standing()) is None


def test_l_36_what_ends_today_is_not_kept():
    """L-36: an end date is in the future."""
    keep = Keep(holding=ITEM.key, ground="a claim", until=TODAY, by="dpo", justification=Justification.LEGAL_CLAIM)
    assert refusal(keep, standing()) == NO_FUTURE
    assert refusal(keep.model_copy(update={"until": TODAY + timedelta(days=1)}), standing()) is None


def test_l_46_a_customer_that_was_not_asked():
    """L-46: another customer has nothing to say."""
    said = Direction(controller="havn", directive=Directive.ERASE, recorded_by="havn", reference="a letter")
    assert refusal(said, standing(controllers=frozenset({"nordlys"}))) == NO_CONTROLLER
    assert refusal(said, standing(controllers=frozenset({"nordlys", "havn"}))) is None
