"""How steps are called, and what their failures mean."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.exceptions import ActivityError, ApplicationError, RetryState, TimeoutType
from temporalio.exceptions import TimeoutError as StepTimeout

from workflows.step import attempts_within, insistent_step, may_still_land, reason, reversible_step


def failed(cause: Exception) -> ActivityError:
    """What a workflow sees when a step fails."""
    error = ActivityError(
        "activity failed",
        scheduled_event_id=1,
        started_event_id=2,
        identity="",
        activity_type="hold",
        activity_id="hold:accounts",
        retry_state=RetryState.NON_RETRYABLE_FAILURE,
    )
    error.__cause__ = cause
    return error


def timeout() -> StepTimeout:
    """A step that was given up."""
    return StepTimeout("timed out", type=TimeoutType.HEARTBEAT, last_heartbeat_details=[])


@pytest.mark.parametrize("kind", ["Refused", "Barred", "Unfit"])
def test_a_clear_no_at_the_first_attempt_has_done_nothing(kind):
    """Nothing can land late when the first attempt was told no."""
    assert not may_still_land(failed(ApplicationError("no", 1, type=kind)))


@pytest.mark.parametrize(
    "cause",
    [
        ApplicationError("no", 2, type="Refused"),
        ApplicationError("no", type="Refused"),
        ApplicationError("lost", 1, type="OutcomeUnknown"),
        ApplicationError("bug", 1, type="Unexpected"),
        timeout(),
    ],
)
def test_anything_else_may_still_land(cause):
    """A second attempt, a lost answer, a time-out: an earlier write may be on its way."""
    assert may_still_land(failed(cause))


@given(st.integers(min_value=0, max_value=3 * 86_400))
def test_attempts_fill_the_patience(seconds):
    """There is always one attempt, and more patience never means fewer."""
    attempts = attempts_within(timedelta(seconds=seconds))
    assert attempts >= 1
    assert attempts_within(timedelta(seconds=seconds + 60)) > attempts


def test_ids_name_step_and_system():
    """Activity ids say what and where; a repeated step has its number."""
    assert reversible_step("hold", "accounts", timedelta(seconds=9))["activity_id"] == "hold:accounts"
    assert reversible_step("locate:again:2", "accounts", timedelta(9))["activity_id"] == "locate:accounts:again:2"
    assert insistent_step("erase", "accounts", 3, timedelta(9))["activity_id"] == "erase:accounts:3"


def test_a_reason_is_that_of_the_last_attempt():
    """A time-out is explained by what the last attempt said, when it said something."""
    outer = timeout()
    assert reason(failed(outer)) == "the system did not answer in time"
    outer.__cause__ = ApplicationError("accounts: too many connections", 3, type="Unavailable")
    assert reason(failed(outer)) == "accounts: too many connections"
