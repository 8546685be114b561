"""The clocks of a case (L-01 to L-08): when an answer is due, and when somebody must be told that it is not there yet.

`clock` is pure; it runs in a step, as holidays are data, and what comes out of it is in the history. Two dates are
counted: without the pauses and with them. The stricter one, without, is what everything goes by: a pause that an
authority does not accept costs nothing then.
"""

from datetime import date, datetime, time, timedelta

from pydantic import AwareDatetime

from .justification import Justification
from .model import Message
from .time_limit import MONTHS, MONTHS_WHEN_EXTENDED, Place


class ClockRules(Message):
    """The house's choices, where the law leaves them.

    `escalate_before`: how long before the due date somebody is told; `ask_within`: how soon after receipt a question to
    the person must be put, for the time until its answer to count as a pause ("without undue delay", L-06);
    `last_words`: how long before the end of the due date the person is told why there is no answer, if there is none;
    `erasure_within`: by when an erasure is to be done ("without undue delay", GDPR art. 17(1)), from receipt;
    `controller_answers_within`: how long a customer is waited for that data was referred to;
    `copy_waits_for_controllers`: how long a copy waits for customers to say whether what shows others is in it, but not
    beyond `escalate_before` the due date; zero: they are not asked, and it is withheld.
    """

    escalate_before: timedelta = timedelta(days=7)
    ask_within: timedelta = timedelta(days=3)
    last_words: timedelta = timedelta(hours=2)
    erasure_within: timedelta = timedelta(days=14)
    controller_answers_within: timedelta = timedelta(days=14)
    copy_waits_for_controllers: timedelta = timedelta(0)


class Pause(Message):
    """The person was asked for something; `answered_at` is when the answer was sufficient, None while it is not."""

    why: Justification
    asked_at: AwareDatetime
    answered_at: AwareDatetime | None = None


class Timing(Message):
    """What a clock is counted from."""

    received_at: AwareDatetime
    pauses: tuple[Pause, ...] = ()
    is_extended: bool = False


class Clock(Message):
    """The dates of a case. `…_at` are moments: of a due date the first one that is too late.

    `due` goes by receipt alone; `due_with_pauses` is later where pauses count, and None while one goes on. `first_due`
    is the date before an extension. `decide_at` is the beginning of the due date: by its end there is a decision.
    """

    due: date
    due_at: AwareDatetime
    first_due: date
    first_due_at: AwareDatetime
    due_with_pauses: date | None
    is_extended: bool = False
    escalate_at: AwareDatetime
    decide_at: AwareDatetime
    last_words_at: AwareDatetime
    erase_by: AwareDatetime


def clock(timing: Timing, place: Place, rules: ClockRules) -> Clock:
    """The dates of a case, by what has happened so far."""
    months = MONTHS_WHEN_EXTENDED if timing.is_extended else MONTHS
    due, due_at = place.due_date(timing.received_at, months), place.due_at(timing.received_at, months)
    return Clock(
        due=due,
        due_at=due_at,
        first_due=place.due_date(timing.received_at),
        first_due_at=place.due_at(timing.received_at),
        due_with_pauses=_with_pauses(timing, place, rules, due),
        is_extended=timing.is_extended,
        escalate_at=due_at - rules.escalate_before,
        decide_at=datetime.combine(due, time.min, tzinfo=place.zone),
        last_words_at=due_at - rules.last_words,
        erase_by=timing.received_at + rules.erasure_within,
    )


def _with_pauses(timing: Timing, place: Place, rules: ClockRules, due: date) -> date | None:
    """The due date moved by whole days that were waited for answers, to a working day; None while one is waited for."""
    counted = [p for p in timing.pauses if p.asked_at - timing.received_at <= rules.ask_within]
    if any(p.answered_at is None for p in counted):
        return None
    return place.working_day(due + timedelta(days=_waited(counted)))


def _waited(pauses: list[Pause]) -> int:
    """Whole days, rounded down in the person's favour; what two questions waited for at once counts once."""
    total, until = timedelta(0), None
    for asked, answered in sorted((p.asked_at, p.answered_at) for p in pauses if p.answered_at is not None):
        begun = asked if until is None else max(asked, until)
        total += max(answered - begun, timedelta(0))
        until = answered if until is None else max(until, answered)
    return total.days
