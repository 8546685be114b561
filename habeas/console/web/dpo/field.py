"""The fields of forms: what may be typed, and what is wrong with what was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from habeas.domain.error import InvalidInput
from habeas.domain.identifier import cookie_id, email


class Kind(StrEnum):
    """How something is typed."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    MOMENT = "moment"  # a day and a time in the controller's zone
    EMAIL = "email"
    COOKIE = "cookie"  # the id in one
    HIDDEN = "hidden"  # what the page itself says


class Wrong(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NO_CHOICE = "no_choice"
    NOT_OF_THIS = "not_of_this"  # it belongs to another request
    NO_DATE = "no_date"
    NO_MOMENT = "no_moment"
    NO_ADDRESS = "no_address"
    NO_COOKIE = "no_cookie"
    NOT_FUTURE = "not_future"
    FUTURE = "future"


@dataclass(frozen=True)
class Field:
    """One field; lengths are in characters, `choices` the values that one may choose from."""

    name: str
    kind: Kind = Kind.LINE
    least: int = 1
    most: int = 200
    choices: tuple[str, ...] = ()
    is_needed: bool = True


@dataclass(frozen=True)
class Typed:
    """What was typed, by the names of fields, and what is wrong with it."""

    values: dict[str, str] = field(default_factory=dict, repr=False)
    wrong: dict[str, Wrong] = field(default_factory=dict)


def read(fields: Iterable[Field], form: Mapping[str, str]) -> Typed:
    """What a form brought, of these fields alone. Line ends of texts become single, blanks around them go."""
    values, wrong = {}, {}
    for one in fields:
        text = form.get(one.name, "").replace("\r\n", "\n").strip()
        values[one.name] = text
        if (what := _wrong(one, text)) is not None:
            wrong[one.name] = what
    return Typed(values, wrong)


def _wrong(one: Field, text: str) -> Wrong | None:
    if not text:
        return Wrong.MISSING if one.is_needed else None
    match one.kind:
        case Kind.CHOICE:
            return None if text in one.choices else Wrong.NO_CHOICE
        case Kind.DATE:
            return None if _reads(date.fromisoformat, text) else Wrong.NO_DATE
        case Kind.MOMENT:
            return None if _reads(datetime.fromisoformat, text) else Wrong.NO_MOMENT
        case Kind.EMAIL:
            return None if _reads(email, text) else Wrong.NO_ADDRESS
        case Kind.COOKIE:
            return None if _reads(cookie_id, text) else Wrong.NO_COOKIE
        case _:
            return _too(one, text)


def _too(one: Field, text: str) -> Wrong | None:
    if len(text) < one.least:
        return Wrong.TOO_SHORT
    return Wrong.TOO_LONG if len(text) > one.most else None


def _reads(reader: object, text: str) -> bool:
    try:
        reader(text)  # type: ignore[operator]
    except (ValueError, InvalidInput):
        return False
    return True
