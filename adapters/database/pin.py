"""How the key of a person's row is written as an identifier, and read again."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from sqlalchemy import Column, Integer

from .schema import Key

_MOST = 320  # of an identifier
_LARGEST = {"SMALLINT": 2**15 - 1, "INTEGER": 2**31 - 1}
_ANY = 2**63 - 1


def written(key: Key) -> str | None:
    """The text of a key; of several columns it is a JSON list. None when it is empty or too long."""
    parts = [_text(part) for part in key]
    text = parts[0] if len(parts) == 1 else json.dumps(parts, ensure_ascii=False)
    return text if 0 < len(text) <= _MOST else None


def read(text: str, columns: Sequence[Column[object]], largest: int | None = None) -> Key | None:
    """The key of a text, as the columns want it; None for what can be no key of this table: it names nobody.

    `largest`: the largest number, where the database does not keep to that of its types.
    """
    try:
        parts = [text] if len(columns) == 1 else json.loads(text)
        if not isinstance(parts, list) or len(parts) != len(columns):
            return None
        return tuple(_value(part, column, largest) for part, column in zip(parts, columns, strict=True))
    except (ValueError, InvalidOperation, TypeError):
        return None


def _text(value: object) -> str:
    match value:
        case bytes():
            return value.hex()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _value(text: object, column: Column[object], largest: int | None) -> object:
    if not isinstance(text, str):
        raise TypeError
    kind = _python_type(column)
    if kind is int:
        return _number(text, column, largest)
    if kind in (UUID, Decimal):
        return kind(text)
    if kind is bytes:
        return bytes.fromhex(text)
    return kind.fromisoformat(text) if issubclass(kind, date) else text


def _python_type(column: Column[object]) -> type:
    try:
        return column.type.python_type
    except NotImplementedError:
        return str


def _number(text: str, column: Column[object], largest: int | None) -> int:
    number = int(text) if len(text) <= 20 and text.isascii() else -1
    most = largest or (_LARGEST.get(column.type.__visit_name__, _ANY) if isinstance(column.type, Integer) else _ANY)
    if not 0 <= number <= most:
        raise ValueError
    return number
