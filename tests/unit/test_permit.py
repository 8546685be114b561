"""What may be told to a case: every combination has one answer, and a few things hold whatever the table says."""

from datetime import UTC, date, datetime
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.permit import TABLE, Update, refusal
from habeas.domain.plan import Keep, Plan, PlanItem
from habeas.domain.right import Right
from habeas.domain.standing import Standing, Station
from habeas.domain.update import Approval, Attestation, Cancellation, Link, Refusal, RetryNow

TODAY = date(2026, 3, 1)
DIGEST = "d" * 64
OPEN = [state for state in CaseState if state.is_open]


def plan(circumstance=None):
    """A plan of one item; a sole owner must be decided first."""
    disposition = Disposition.DECIDE if circumstance else Disposition.ERASE
    item = PlanItem(
        system="accounts",
        category="log-in",
        controller="company",
        circumstance=circumstance,
        disposition=disposition,
        why="so",
        count=1,
    )
    as_of = datetime(2026, 3, 1, tzinfo=UTC)
    return Plan(items=(item,), identifiers={}, stages=(("accounts",),), as_of=as_of, digest=DIGEST)


NAMES = st.sampled_from(["support", "dpo"])
STANDINGS = st.builds(
    Standing,
    right=st.sampled_from(Right),
    state=st.sampled_from(OPEN),
    today=st.just(TODAY),
    submitted_by=st.just("support"),
    may_approve_own=st.booleans(),
    plan=st.sampled_from([None, plan(), plan(Circumstance.SOLE_OWNER)]),
    in_doubt=st.sampled_from([frozenset(), frozenset({"email-1"})]),
    attestable=st.sampled_from([frozenset(), frozenset({"accounts"})]),
    approved_by=NAMES,
    **dict.fromkeys(
        ("is_approved", "is_refused", "is_carrying_out", "is_cancelled", "has_pivoted", "is_closing"), st.booleans()
    ),
)
UPDATES = st.one_of(
    st.builds(Approval, digest=st.sampled_from([DIGEST, "0" * 64]), by=NAMES),
    st.builds(
        Keep,
        holding=st.sampled_from(["accounts", "accounts/log-in/company", "billing"]),
        ground=st.just("a claim in court"),
        until=st.sampled_from([TODAY, date(2099, 1, 1)]),
        by=NAMES,
    ),
    st.builds(Link, reference=st.sampled_from(["email-1", "email-2"]), is_theirs=st.booleans(), by=NAMES),
    st.builds(Refusal, reason=st.just("manifestly unfounded"), by=NAMES),
    st.builds(Cancellation, by=NAMES),
    st.builds(RetryNow, by=NAMES),
    st.builds(Attestation, system=st.sampled_from(["accounts", "billing"]), what=st.just("did it"), by=NAMES),
)


def test_the_table_is_total():
    """Each station has a row, and each row an answer to each Update."""
    assert set(TABLE) == set(Station)
    assert {frozenset(row) for row in TABLE.values()} == {frozenset(get_args(Update))}


@given(STANDINGS, UPDATES)
def test_every_combination_has_one_answer(standing, update):
    """Whatever a case knows of itself and whatever it is told: yes, or one clear line."""
    why = refusal(update, standing)
    assert why is None or (why.strip() and "\n" not in why and "{" not in why and "None" not in why)


@given(STANDINGS, UPDATES)
def test_what_no_table_may_allow(standing, update):
    """What is allowed is never late, never against a decision, and never on another plan than the one that waits."""
    if refusal(update, standing) is not None:
        return
    assert not standing.is_closing
    if isinstance(update, Approval | Keep | Link | Refusal):
        assert standing.plan is not None
        assert standing.state is CaseState.AWAITING_DECISION
        assert not any((standing.is_approved, standing.is_refused, standing.is_carrying_out, standing.has_pivoted))
    if isinstance(update, Approval):
        assert update.digest == standing.plan.digest
        assert not standing.plan.stops
        assert update.by != standing.submitted_by or standing.may_approve_own
    if isinstance(update, Cancellation):
        assert not standing.has_pivoted
        assert not standing.is_cancelled
    if isinstance(update, RetryNow):
        assert standing.state is not CaseState.CARRYING_OUT
    if isinstance(update, Attestation):
        assert standing.state is CaseState.NEEDS_ATTENTION
        assert update.system in standing.attestable
        assert not standing.right.is_export


@given(STANDINGS)
def test_it_can_be_stopped_until_the_pivot(standing):
    """Nobody is kept from stopping a case that can still be stopped, and has neither ended nor been refused."""
    may_be = not (standing.is_closing or standing.is_refused or standing.has_pivoted or standing.is_cancelled)
    assert (refusal(Cancellation(by="support"), standing) is None) == may_be


@given(STANDINGS)
def test_what_is_stuck_can_be_tried_again(standing):
    """Whoever mended a system never has to wait for the next try."""
    at_work = standing.is_carrying_out or not standing.is_approved
    is_over = standing.is_closing or standing.is_refused
    if standing.state is CaseState.NEEDS_ATTENTION and at_work and not is_over:
        assert refusal(RetryNow(by="dpo"), standing) is None
