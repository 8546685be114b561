"""What may be told to a case: every combination has one answer, and a few things hold whatever the table says."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.case import CaseState
from habeas.domain.clock import ClockRules, Timing, clock
from habeas.domain.disposition import Disposition
from habeas.domain.holding import Circumstance
from habeas.domain.identity import Doubt, Rung, is_enough, is_more_than_needed
from habeas.domain.justification import KEEPS, Justification
from habeas.domain.permit import TABLE, Update, refusal
from habeas.domain.plan import Keep, Plan, PlanItem
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.standing import Standing, Station
from habeas.domain.time_limit import Place
from habeas.domain.update import (
    Approval,
    Attestation,
    Cancellation,
    Clarification,
    Direction,
    Directive,
    Extension,
    IdentityQuestion,
    IdentityRejected,
    Link,
    Refusal,
    Reply,
    Resumption,
    RetryNow,
    Standstill,
    Verification,
)

TODAY = date(2026, 3, 1)
DIGEST = "d" * 64
RECEIVED = datetime(2026, 2, 10, 12, tzinfo=UTC)
CLOCK = clock(Timing(received_at=RECEIVED), Place(ZoneInfo("Europe/Paris"), lambda _day: False), ClockRules())
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
    stage=st.sampled_from([stage for stage in Stage if stage is not Stage.CLOSED]),
    now=st.sampled_from([RECEIVED, CLOCK.first_due_at - timedelta(seconds=1), CLOCK.first_due_at]),
    clock=st.sampled_from([CLOCK, CLOCK.model_copy(update={"is_extended": True})]),
    asks_for=st.sampled_from([None, *Rung]),
    controllers=st.sampled_from([frozenset(), frozenset({"nordlys"})]),
    **dict.fromkeys(
        (
            *("is_approved", "is_refused", "is_carrying_out", "is_cancelled", "has_pivoted", "is_closing"),
            *("has_open_question", "stands_still", "is_answered"),
        ),
        st.booleans(),
    ),
)
UPDATES = st.one_of(
    st.builds(
        Approval,
        digest=st.sampled_from([DIGEST, "0" * 64]),
        by=NAMES,
        at=st.sampled_from([None, datetime(2026, 3, 1, tzinfo=UTC)]),
        signature=st.sampled_from([None, "a.b.c"]),
    ),
    st.builds(
        Keep,
        holding=st.sampled_from(["accounts", "accounts/log-in/company", "billing"]),
        ground=st.just("a claim in court"),
        until=st.sampled_from([TODAY, date(2099, 1, 1)]),
        by=NAMES,
        justification=st.sampled_from(Justification),
    ),
    st.builds(Link, reference=st.sampled_from(["email-1", "email-2"]), is_theirs=st.booleans(), by=NAMES),
    st.builds(
        Refusal,
        reason=st.just("manifestly unfounded"),
        by=NAMES,
        justification=st.sampled_from(Justification),
        evidence=st.sampled_from([None, "on file"]),
    ),
    st.builds(Cancellation, by=NAMES),
    st.builds(RetryNow, by=NAMES),
    st.builds(Attestation, system=st.sampled_from(["accounts", "billing"]), what=st.just("did it"), by=NAMES),
    st.builds(Verification, rung=st.sampled_from(Rung), how=st.just("seen"), by=NAMES),
    st.builds(IdentityQuestion, doubt=st.sampled_from(Doubt), rung=st.sampled_from(Rung), by=NAMES),
    st.builds(IdentityRejected, reason=st.just("not shown"), by=NAMES),
    st.builds(Clarification, question=st.just("which one?"), by=NAMES),
    st.builds(Reply, text=st.just("that one")),
    st.builds(
        Direction,
        controller=st.sampled_from(["nordlys", "havn"]),
        directive=st.sampled_from(Directive),
        recorded_by=NAMES,
        reference=st.just("letter of today"),
    ),
    st.builds(Extension, justification=st.sampled_from(Justification), words=st.just("much to read"), by=NAMES),
    st.builds(Standstill, reason=st.just("a court asks"), by=NAMES),
    st.builds(Resumption, by=NAMES),
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
        assert not any((standing.is_approved, standing.is_refused, standing.is_carrying_out, standing.has_pivoted))
    if isinstance(update, Approval | Keep | Link):
        assert standing.plan is not None
        assert standing.stage is Stage.AWAITING_DECISION
    if isinstance(update, Approval):
        assert update.digest == standing.plan.digest
        assert not standing.plan.stops
        assert not standing.stands_still
        assert update.by != standing.submitted_by or standing.may_approve_own
        assert update.at is not None
        assert update.signature is not None
    if isinstance(update, Cancellation):
        assert not standing.has_pivoted
        assert not standing.is_cancelled
        assert standing.stage is not Stage.ANSWERING
    if isinstance(update, Attestation):
        assert standing.state is CaseState.NEEDS_ATTENTION
        assert update.system in standing.attestable


@given(STANDINGS, UPDATES)
def test_l_05_more_time_is_given_once_for_a_reason_of_the_law_and_before_the_first_date(standing, update):
    """L-05: and never to a person who has an answer."""
    if isinstance(update, Extension) and refusal(update, standing) is None:
        assert update.justification in (Justification.COMPLEXITY, Justification.VOLUME)
        assert standing.now < standing.clock.first_due_at
        assert not standing.clock.is_extended
        assert not standing.is_answered


@given(STANDINGS, UPDATES)
def test_l_11_nobody_is_asked_for_more_than_the_doubt_needs(standing, update):
    """L-11: and only while it is in doubt who asks, or before anything was decided."""
    if isinstance(update, IdentityQuestion) and refusal(update, standing) is None:
        assert not is_more_than_needed(update.doubt, update.rung)
        assert standing.stage in (Stage.IDENTITY, Stage.AWAITING_DECISION)


@given(STANDINGS, UPDATES)
def test_l_15_nothing_is_decided_before_it_is_known_who_asks(standing, update):
    """L-15: at that stage there are a refusal, a cancel and what concerns who asks; and what was asked for is shown."""
    if (
        refusal(update, standing) is None
        and standing.stage is Stage.IDENTITY
        and standing.station is Station.IDENTIFYING
    ):
        assert not isinstance(update, Approval | Keep | Link | Attestation | RetryNow)
    if isinstance(update, Verification) and refusal(update, standing) is None:
        assert standing.asks_for is None or is_enough(standing.asks_for, update.rung)


@given(STANDINGS, UPDATES)
def test_l_17_a_refusal_has_a_code_and_what_is_called_unfounded_is_shown(standing, update):
    """L-17: the controller bears the burden (GDPR art. 12(5))."""
    if isinstance(update, Refusal) and refusal(update, standing) is None:
        assert update.justification is not Justification.REJECTED
        if update.justification in (Justification.UNFOUNDED, Justification.EXCESSIVE):
            assert update.evidence


@given(STANDINGS, UPDATES)
def test_l_36_what_is_kept_is_kept_by_an_exception_with_an_end(standing, update):
    """L-36: one exception of art. 17(3), and an end date in the future."""
    if isinstance(update, Keep) and refusal(update, standing) is None:
        assert update.until > standing.today
        assert update.justification in KEEPS


@given(STANDINGS, UPDATES)
def test_l_46_only_a_controller_that_was_asked_instructs(standing, update):
    """L-46: whoever has no data in the case has nothing to say in it."""
    if isinstance(update, Direction) and refusal(update, standing) is None:
        assert update.controller in standing.controllers


@given(STANDINGS)
def test_it_can_be_stopped_until_the_pivot(standing):
    """Nobody is kept from stopping a case that can still be stopped, and has neither ended nor been refused.

    But what acts at once, and has begun to: nobody may hold back what a person objects to (L-09).
    """
    has_ended = standing.stage in (Stage.ANSWERING, Stage.WAITING_FOR_DAY)
    is_over = standing.is_closing or standing.is_refused or has_ended
    acts = standing.right.acts_at_once and standing.is_carrying_out
    may_be = not (is_over or acts or standing.has_pivoted or standing.is_cancelled)
    assert (refusal(Cancellation(by="support"), standing) is None) == may_be


@given(STANDINGS)
def test_what_is_stuck_can_be_tried_again(standing):
    """Whoever mended a system never has to wait for the next try."""
    at_work = standing.is_carrying_out or not standing.is_approved
    waits = not standing.is_carrying_out and standing.stage in (Stage.IDENTITY, Stage.WAITING_FOR_CONTROLLER)
    is_over = standing.is_closing or standing.is_refused
    early = waits and not (standing.has_pivoted or standing.is_cancelled)
    if standing.state is CaseState.NEEDS_ATTENTION and at_work and not is_over and not early:
        assert refusal(RetryNow(by="dpo"), standing) is None
