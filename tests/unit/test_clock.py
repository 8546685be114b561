"""The clocks of a case: L-04 to L-08."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.calendar import public_holidays
from habeas.domain.clock import ClockRules, Pause, Timing, clock
from habeas.domain.justification import Justification
from habeas.domain.time_limit import Place

FRANCE = Place(ZoneInfo("Europe/Paris"), public_holidays("FR"))
NORWAY = Place(ZoneInfo("Europe/Oslo"), public_holidays("NO"))
RULES = ClockRules()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=40))


def noon(day: str, place: Place = FRANCE) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=place.zone)


def pause(asked: datetime, days: float | None) -> Pause:
    answered = None if days is None else asked + timedelta(days=days)
    return Pause(why=Justification.IDENTITY_REQUIRED, asked_at=asked, answered_at=answered)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-30", "2027-03-01"),
        ("2028-01-31", "2028-05-02"),
        ("2026-03-05", "2026-06-05"),  # two months after the first date, 7 April, would be 8 June
    ],
)
def test_l_04_three_months_are_counted_from_receipt(received, due):
    """L-04: more time counts from receipt, and not from the first date."""
    dates = clock(Timing(received_at=noon(received), is_extended=True), FRANCE, RULES)
    assert dates.due == date.fromisoformat(due)
    assert dates.first_due < dates.due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-02-25", "2026-03-25"),
        ("2026-03-02", "2026-04-07"),  # 2 April is Maundy Thursday, then Good Friday, Easter
        ("2026-04-01", "2026-05-04"),  # 1 May is Labour Day, a Friday
        ("2026-04-17", "2026-05-18"),  # 17 May is Constitution Day, a Sunday
        ("2026-04-14", "2026-05-15"),  # 14 May is Ascension Day
        ("2026-11-25", "2026-12-28"),
    ],
)
def test_l_03_the_holidays_are_those_of_the_controllers_country(received, due):
    """L-03: a controller in Norway has Norway's holidays."""
    assert clock(Timing(received_at=noon(received, NORWAY)), NORWAY, RULES).due == date.fromisoformat(due)


@given(MOMENTS)
def test_l_08_the_last_hours_are_before_the_end_and_every_alarm_before_them(received):
    """L-08: whoever decides is told first, then it is the last day, then the person is told why there is no answer."""
    dates = clock(Timing(received_at=received), FRANCE, RULES)
    assert dates.escalate_at < dates.decide_at < dates.last_words_at < dates.due_at
    assert dates.decide_at.astimezone(FRANCE.zone).time() == time(0)


@given(MOMENTS)
def test_l_02_a_day_of_23_or_25_hours_moves_no_date(received):
    """L-02: the due date ends at midnight in the controller's zone, in summer as in winter."""
    dates = clock(Timing(received_at=received), FRANCE, RULES)
    local = dates.due_at.astimezone(FRANCE.zone)
    assert (local.date(), local.time()) == (dates.due + timedelta(days=1), time(0))


@given(MOMENTS, st.lists(st.tuples(LENGTHS, LENGTHS), max_size=4))
def test_l_06_pauses_never_move_the_date_that_everything_goes_by(received, lengths):
    """L-06: both dates are there; the stricter one is the one without pauses."""
    pauses = tuple(pause(received + after, days.total_seconds() / 86400) for after, days in lengths)
    dates = clock(Timing(received_at=received, pauses=pauses), FRANCE, RULES)
    assert dates.due == clock(Timing(received_at=received), FRANCE, RULES).due
    assert dates.due_with_pauses is not None
    assert dates.due_with_pauses >= dates.due


def test_l_06_a_pause_moves_the_other_date_by_whole_days():
    """L-06: nine days and a half of waiting are nine days, and the date is a working day."""
    received = noon("2026-06-01")
    dates = clock(Timing(received_at=received, pauses=(pause(received, 9.5),)), FRANCE, RULES)
    assert (dates.due, dates.due_with_pauses) == (date(2026, 7, 1), date(2026, 7, 10))


def test_l_06_a_pause_that_goes_on_has_no_second_date_yet():
    """L-06: until the answer there is only the strict date."""
    received = noon("2026-06-01")
    dates = clock(Timing(received_at=received, pauses=(pause(received, None),)), FRANCE, RULES)
    assert (dates.due, dates.due_with_pauses) == (date(2026, 7, 1), None)


def test_l_06_a_question_that_is_asked_late_counts_for_nothing():
    """L-06: what is not asked without undue delay after receipt is no pause."""
    received = noon("2026-06-01")
    late = pause(received + RULES.ask_within + timedelta(seconds=1), 9)
    assert clock(Timing(received_at=received, pauses=(late,)), FRANCE, RULES).due_with_pauses == date(2026, 7, 1)


def test_two_questions_at_once_are_one_pause():
    """What is waited for twice at the same time is counted once."""
    received = noon("2026-06-01")
    both = (pause(received, 5), pause(received + timedelta(days=1), 4))
    assert clock(Timing(received_at=received, pauses=both), FRANCE, RULES).due_with_pauses == date(2026, 7, 6)


def test_l_07_an_erasure_has_a_clock_of_its_own():
    """L-07: that the person is told within a month does not make an erasure timely."""
    received = noon("2026-06-01")
    dates = clock(Timing(received_at=received), FRANCE, RULES)
    assert dates.erase_by == received + RULES.erasure_within
    assert clock(Timing(received_at=received, is_extended=True), FRANCE, RULES).erase_by == dates.erase_by
