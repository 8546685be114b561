"""The legal time limit of a request (GDPR art. 12(3)), counted as Regulation (EEC, Euratom) 1182/71 says; and years.

L-01 to L-04: from receipt, by months, to the end of a day in the controller's zone, and never ending on a day on which
nobody works where the act is done.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

IsClosed = Callable[[date], bool]
"""Whether a date is a public holiday where the act is done (Reg. 1182/71 art. 2(1))."""

MONTHS = 1
MONTHS_WHEN_EXTENDED = 3


@dataclass(frozen=True)
class Place:
    """Where the controller acts: its time zone and its public holidays."""

    zone: ZoneInfo
    is_closed: IsClosed

    def due_date(self, received_at: datetime, months: int = MONTHS) -> date:
        """As the function of this name."""
        return due_date(received_at, self.zone, self.is_closed, months)

    def due_at(self, received_at: datetime, months: int = MONTHS) -> datetime:
        """As the function of this name."""
        return due_at(received_at, self.zone, self.is_closed, months)

    def working_day(self, day: date) -> date:
        """As the function of this name."""
        return working_day(day, self.is_closed)


def due_date(received_at: datetime, zone: ZoneInfo, is_closed: IsClosed, months: int = MONTHS) -> date:
    """The last day of the limit, inclusive.

    It is the day of the same number `months` later (the last of the month where there is none), moved to the next
    working day if it is a Saturday, a Sunday or a public holiday (Reg. 1182/71 art. 3(2)(c), 3(4)).
    """
    return working_day(months_later(received_at.astimezone(zone).date(), months), is_closed)


def working_day(day: date, is_closed: IsClosed) -> date:
    """That day, or the next one on which people work."""
    while day.weekday() >= calendar.SATURDAY or is_closed(day):
        day += timedelta(days=1)
    return day


def due_at(received_at: datetime, zone: ZoneInfo, is_closed: IsClosed, months: int = MONTHS) -> datetime:
    """The first moment that is too late: 24:00 of the due date in the controller's zone."""
    following = due_date(received_at, zone, is_closed, months) + timedelta(days=1)
    return datetime.combine(following, time.min, tzinfo=zone)


def months_later(start: date, months: int) -> date:
    """The day of the same number that many months later, or the last of that month where there is none."""
    years, month = divmod(start.month - 1 + months, 12)
    return _day(start.year + years, month + 1, start.day)


def year_end(within: date, ends: str) -> date:
    """The last day of the year, of any that ends on this `MM-DD`, in which a day is.

    `02-29` is the last day of February. Raises ValueError for what is no day of a year.
    """
    month, day = _month_and_day(ends)
    end = _day(within.year, month, day)
    return end if within <= end else _day(within.year + 1, month, day)


def _month_and_day(text: str) -> tuple[int, int]:
    leap = date.fromisoformat(f"2000-{text}")
    return leap.month, leap.day


def _day(year: int, month: int, day: int) -> date:
    """That day, or the last of the month where there is none."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
