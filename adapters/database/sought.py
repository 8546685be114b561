"""How the identifiers of a person are looked for in a column, and told apart exactly.

The database gives the rows that may bear one, by an index where it has one; which of them do is judged here.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    SmallInteger,
    String,
    Text,
    cast,
    false,
    func,
    or_,
)

from habeas.domain.record.column import Sought

_EACH = "*"  # at the end of a path: each of a list


def may_bear(sought: Sought, of: FromClause, given: Sequence[str]) -> ColumnElement[bool]:
    """The rows that may bear one of the values: all that do, and perhaps some that do not."""
    column: ColumnElement[Any] = of.columns[sought.column]
    if sought.path and _is_read_by_path(sought, column):
        column = column[sought.path].as_string()
    elif sought.path or sought.separator:
        return or_(*(_like(cast(column, Text), f"%{_pattern(value)}%") for value in given))
    elif isinstance(column.type, Integer):
        return _is_number(column, given)
    elif not isinstance(column.type, String):
        column = cast(column, String)
    if not sought.ignores_case:
        return column.in_(given)
    # databases lower ASCII letters only, or as their locale says: what else there is may be anything
    strange = [_like(column, _pattern(value)) for value in given if not value.isascii()]
    return or_(func.lower(column).in_({value.lower() for value in given}), column.in_(given), *strange)


def _is_number(column: ColumnElement[Any], given: Sequence[str]) -> ColumnElement[bool]:
    """Numbers that the column surely takes are compared as such, so that an index serves; the rest as texts."""
    digits = 4 if isinstance(column.type, SmallInteger) else 18 if isinstance(column.type, BigInteger) else 9
    numbers = {v for v in map(str.strip, given) if v.isascii() and v.isdecimal() and len(v) <= digits}
    texts = {v.strip() for v in given} - numbers
    ways = [column.in_(sorted(map(int, numbers)))] if numbers else []
    return or_(false(), *ways, *([cast(column, String).in_(sorted(texts))] if texts else []))


def borne(sought: Sought, value: object) -> list[str]:
    """The identifiers that a value of the column has, as they are written there."""
    if value is not None and sought.path:
        value = _followed(json.loads(value) if isinstance(value, str | bytes) else value, sought.path)
    several = value if isinstance(value, list) else [value]
    return [text for one in several for text in _apart(sought, one) if text]


def same(sought: Sought, one: str, other: str) -> bool:
    """Whether two writings are the same identifier."""
    one, other = one.strip(), other.strip()
    return one == other or (sought.ignores_case and one.casefold() == other.casefold())


def _apart(sought: Sought, value: object) -> Iterator[str]:
    if value is None or isinstance(value, dict | list):
        return
    text = value if isinstance(value, str) else str(value)
    yield from (part.strip() for part in (text.split(sought.separator) if sought.separator else [text]))


def _followed(value: object, path: Sequence[str]) -> object:
    for key in path:
        if key == _EACH:
            return value
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is_read_by_path(sought: Sought, column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, JSON) and not sought.separator and sought.path[-1] != _EACH


def _like(column: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
    return func.lower(column).like(pattern, escape="\\")


def _pattern(value: str) -> str:
    """The value in small letters; JSON may write all but plain ASCII in several ways, and `/` in two."""
    plain = value.strip().lower().replace("\\", "\\\\").replace("_", "\\_")
    return "".join(c if c.isascii() and c not in '%/"' else "%" for c in plain)
