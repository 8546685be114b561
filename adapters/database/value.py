"""Values of columns: whether there is one, what is written instead, and how it is kept meanwhile."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    and_,
    cast,
    false,
    null,
    or_,
    true,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from adapters.sql.mariadb import equal, exact, folds
from habeas.domain.record.anonymised import ERASED, Method

from .schema import Key

_RANDOM = f"erased-{'_' * 32}@invalid"  # `_` stands for any one character


def within(columns: Iterable[ColumnElement[Any]], keys: Any) -> ColumnElement[bool]:
    """Whether the columns together are one of these keys, or of the rows of a query."""
    several = list(columns)
    if isinstance(keys, list) and any(map(folds, several)):
        return and_(_within(several, keys), _within(list(map(exact, several)), keys))
    return _within(several, keys)


def _within(several: list[ColumnElement[Any]], keys: Any) -> ColumnElement[bool]:
    if len(several) > 1:
        return tuple_(*several).in_(keys)
    return several[0].in_([key[0] for key in keys] if isinstance(keys, list) else keys)


def after(columns: Iterable[ColumnElement[Any]], last: Key | None) -> ColumnElement[bool]:
    """Whether a row comes after the last one, in the order of its key."""
    several = list(columns)
    if last is None:
        return true()
    return several[0] > last[0] if len(several) == 1 else tuple_(*several) > tuple_(*last)


def has_value(column: ColumnElement[Any], method: Method | None) -> ColumnElement[bool]:
    """Whether there is a value that is not a result of its method; never null itself."""
    if isinstance(column.type, JSON):
        return _has_document(column, method)
    is_result = _is_result(column, method)
    return column.is_not(None) if is_result is None else and_(column.is_not(None), ~is_result)


def _has_document(column: ColumnElement[Any], method: Method | None) -> ColumnElement[bool]:
    """Databases cannot compare documents, but what these are as text is known."""
    results = {Method.EMPTY: '""', Method.ERASED: f'"{ERASED}"', Method.ZERO: "0"}
    text = cast(column, Text)
    return and_(column.is_not(None), text.not_in(["null", *([results[method]] if method in results else [])]))


def _is_result(column: ColumnElement[Any], method: Method | None) -> ColumnElement[bool] | None:
    match method:
        case None | Method.NULL:
            return None
        case Method.UNIQUE:
            return exact(column).like(_RANDOM)
        case Method.FIRST_DAY if isinstance(column.type, String):
            return column.like("1900-01-01%")
        case Method.FIRST_DAY:
            day = date(1900, 1, 1)
            return and_(column >= fitting(column.type, day), column < fitting(column.type, day + timedelta(days=1)))
        case _:
            return equal(column, fitting(column.type, method.result()))


def fitting(type_: TypeEngine[Any], value: object) -> Any:
    """A value as a column of that type takes it; days become midnight in UTC for moments."""
    match value:
        case None:
            return null()
        case date() if isinstance(type_, DateTime):
            return datetime.combine(value, time.min, tzinfo=UTC if type_.timezone else None)
        case date() if isinstance(type_, String):
            return value.isoformat()
        case int() if isinstance(type_, Boolean | Integer):
            return bool(value) if isinstance(type_, Boolean) else int(value)
        case str() if isinstance(type_, LargeBinary):
            return value.encode()
        case _:
            return value


def moment(type_: TypeEngine[Any], at: datetime) -> object:
    """A moment as a column of that type takes it; without a zone it is in UTC, and a text is ISO 8601."""
    at = at.astimezone(UTC)
    match type_:
        case DateTime():
            return at if type_.timezone else at.replace(tzinfo=None)
        case Date():
            return at.date()
        case _:
            return at.isoformat()


def noted(value: object) -> object:
    """A value as the table of holds keeps it, in JSON."""
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def restored(type_: TypeEngine[Any], note: object) -> Any:
    """The value of a note, for a column of that type."""
    match note:
        case str() if isinstance(type_, DateTime):
            return datetime.fromisoformat(note)
        case str() if isinstance(type_, Date):
            return date.fromisoformat(note)
        case str() if isinstance(type_, Uuid):
            return UUID(note)
        case _:
            return fitting(type_, note)


def any_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether one of them holds; of none, none does."""
    return or_(false(), *conditions)
