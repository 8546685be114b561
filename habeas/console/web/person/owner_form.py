"""What the owner of a manual system says in a form, checked; what is wrong is named by its field."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

from habeas.domain.manual import FINDING, Answer, Demand, Found, Question
from habeas.domain.processing import Category

from .form import Incomplete, text

_LONGEST_NAME, _LONGEST_REFERENCE, _MOST = 70, 300, 1_000_000


class Outcome(StrEnum):
    """What an owner may answer."""

    NOTHING = "nothing"  # there is nothing of this person
    SOME = "some"
    ERASED = "erased"
    CANNOT = "cannot"  # not, or not yet: the reference says why

    @classmethod
    def of(cls, demand: Demand) -> tuple["Outcome", ...]:
        """The answers that fit a demand."""
        return (cls.NOTHING, cls.SOME, cls.CANNOT) if demand in FINDING else (cls.ERASED, cls.CANNOT)


def read(
    fields: Mapping[str, str],
    number: int,
    question: Question,
    categories: tuple[Category, ...],
    files: Mapping[str, int],
) -> Answer:
    """The answer in a form; `files`: how many were uploaded, by category. Raises Incomplete."""
    outcome = next((one for one in Outcome.of(question.demand) if one == fields.get("outcome")), None)
    if outcome is None or (outcome is Outcome.NOTHING and any(files.values())):
        raise Incomplete("outcome")
    now = datetime.now(UTC)
    return Answer(
        number=number,
        system=question.system,
        demand=question.demand,
        is_done=outcome is not Outcome.CANNOT,
        by=text(fields, "by", _LONGEST_NAME),
        reference=text(fields, "shown", _LONGEST_REFERENCE, 3),
        done_on=_day(fields, "done_on", now.date()),
        at=now,
        found=tuple(_found(fields, categories, now.date())) if outcome is Outcome.SOME else (),
        files=sum(files.values()),
    )


def _found(fields: Mapping[str, str], categories: tuple[Category, ...], today: date) -> Iterator[Found]:
    """How much there is of each; at least of one there is something. Raises Incomplete."""
    counts = {c: _count(fields, f"count-{c.slug}") for c in categories}
    if not any(counts.values()):
        raise Incomplete("counts")
    for category, count in counts.items():
        is_dated = category.retention is not None and fields.get(f"newest-{category.slug}", "")
        newest = _day(fields, f"newest-{category.slug}", today, "newest") if is_dated else None
        yield Found(category=category.name, count=count, newest=newest)


def _count(fields: Mapping[str, str], name: str) -> int:
    value = fields.get(name, "").strip() or "0"
    if not (value.isascii() and value.isdigit() and int(value[:8]) <= _MOST and len(value) < 8):
        raise Incomplete("counts")
    return int(value)


def _day(fields: Mapping[str, str], name: str, today: date, wrong: str | None = None) -> date:
    """A day that has come. Raises Incomplete."""
    try:
        day = date.fromisoformat(fields.get(name, ""))
    except ValueError:
        raise Incomplete(wrong or name) from None
    if day > today or day.year < 1900:
        raise Incomplete(wrong or name)
    return day
