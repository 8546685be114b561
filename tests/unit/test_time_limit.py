"""The legal time limit: L-02 to L-04, and what holds for every day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.calendar import public_holidays
from habeas.domain.error import InvalidInput
from habeas.domain.time_limit import MONTHS_WHEN_EXTENDED, due_at, due_date, months_later, year_end

PARIS = ZoneInfo("Europe/Paris")
IN_FRANCE = public_holidays("FR")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=PARIS)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-01-31", "2026-03-02"),
        ("2026-04-01", "2026-05-04"),
        ("2026-04-25", "2026-05-26"),
        ("2026-06-14", "2026-07-15"),
        ("2026-10-11", "2026-11-12"),
        ("2026-11-25", "2026-12-28"),
        ("2026-03-05", "2026-04-07"),
        ("2027-01-29", "2027-03-01"),
        ("2028-01-31", "2028-02-29"),
    ],
)
def test_l_03_a_month_ends_on_a_working_day_in_france(received, due):
    """L-03: every vector that was computed for France comes out."""
    assert due_date(noon(received), PARIS, IN_FRANCE) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-05", 1, "2026-04-05"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-02-28", 12, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_l_02_the_nominal_day_has_the_same_number_or_is_the_last(start, months, end):
    """L-02: the day of the same number, or the last of the month where there is none."""
    assert months_later(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("within", "ends", "end"),
    [
        ("2026-01-01", "12-31", "2026-12-31"),
        ("2026-12-31", "12-31", "2026-12-31"),
        ("2026-06-30", "06-30", "2026-06-30"),
        ("2026-07-01", "06-30", "2027-06-30"),
        ("2027-03-01", "02-29", "2028-02-29"),
        ("2028-02-29", "02-29", "2028-02-29"),
        ("2028-02-29", "02-28", "2029-02-28"),
        ("2026-03-01", "02-29", "2027-02-28"),
    ],
)
def test_a_day_is_in_the_financial_year_that_ends_next(within, ends, end):
    """L-50: the year ends on its day or on the last of that month, be it the calendar year or another."""
    assert year_end(date.fromisoformat(within), ends) == date.fromisoformat(end)


@pytest.mark.parametrize(("received", "due"), [("2026-11-30", "2027-03-01"), ("2028-01-31", "2028-05-02")])
def test_l_04_an_extension_counts_from_receipt(received, due):
    """L-04: three months are counted from receipt, not from the day to which the first limit was moved."""
    assert due_date(noon(received), PARIS, IN_FRANCE, MONTHS_WHEN_EXTENDED) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 7, 5, 21, 59, tzinfo=UTC), date(2026, 8, 5)),  # still 5 July in Paris
        (datetime(2026, 9, 1, 23, 30, tzinfo=UTC), date(2026, 10, 2)),  # already 2 September in Paris
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 2, 1)),  # already the next year in Paris
        (datetime(2026, 1, 15, 22, 59, tzinfo=UTC), date(2026, 2, 16)),  # winter: Paris is one hour ahead
    ],
)
def test_l_02_the_day_of_receipt_is_the_controllers(received, due):
    """L-02: the day on which a request came is the day in the controller's zone, whatever the sender's."""
    assert due_date(received, PARIS, IN_FRANCE) == due


def test_l_02_the_last_day_lasts_until_midnight_in_paris():
    """L-02: the first moment that is too late is 24:00 in Paris, which summer time puts at 22:00 UTC."""
    assert due_at(noon("2026-06-14"), PARIS, IN_FRANCE) == datetime(2026, 7, 15, 22, tzinfo=UTC)


def test_an_unknown_country_is_said_to_be_unknown():
    """A country whose holidays are not known never passes for one without holidays."""
    with pytest.raises(InvalidInput, match="not known"):
        public_holidays("XX")


@given(MOMENTS, st.sampled_from([1, 3]))
def test_l_03_it_never_ends_when_nobody_works(received, months):
    """L-03: the last day is no Saturday, no Sunday and no public holiday."""
    last = due_date(received, PARIS, IN_FRANCE, months)
    assert last.weekday() < 5
    assert not IN_FRANCE(last)


@given(MOMENTS, st.sampled_from([1, 3]))
def test_l_03_it_is_never_shorter_than_its_months(received, months):
    """L-03: moving the end never shortens the limit, and moves it by less than a week."""
    nominal = months_later(received.astimezone(PARIS).date(), months)
    assert nominal <= due_date(received, PARIS, IN_FRANCE, months) < nominal + timedelta(days=7)


@given(MOMENTS, MOMENTS)
def test_who_asks_later_is_never_due_earlier(one, other):
    """The limit is monotone in the moment of receipt."""
    earlier, later = sorted((one, other))
    assert due_date(earlier, PARIS, IN_FRANCE) <= due_date(later, PARIS, IN_FRANCE)
    assert due_at(earlier, PARIS, IN_FRANCE) <= due_at(later, PARIS, IN_FRANCE)
