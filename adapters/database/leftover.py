"""What a row that was read back still holds, value by value, judged by the method that should have emptied it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import RowMapping

from habeas.domain.record.column import Column
from habeas.domain.record.table import Table


def day_of(value: object) -> date | None:
    """The day of a date, a moment, or a text that begins with one."""
    match value:
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).date()
        case date():
            return value
        case str():
            return date.fromisoformat(value[:10])
        case _:
            return None


def present(about: Table, row: RowMapping) -> Iterator[str]:
    """The categories that a row has something of; its own also where nothing else says why the row is there."""
    others = [c for c in about.categories if c != about.category and any(_values(about, row, c))]
    own = [*_values(about, row, about.category)]
    is_empty = _is_emptied(about, about.category) and not any(own) and (about.stays or bool(others))
    yield from ([] if is_empty or (about.stays and not own) else [about.category])
    yield from others


def _columns(about: Table, category: str) -> Iterator[tuple[str, Column]]:
    """The columns of a category; a tie that is emptied counts as the row's own."""
    ties = {name for tie in about.ties for name in tie.by}
    for name, column in about.columns.items():
        is_own = column.is_personal and not column.is_others and name not in (*about.key, *about.naming)
        if name in ties and not (column.emptied and category == about.category):
            continue
        if is_own and (name in ties or (column.category or about.category) == category):
            yield name, column


def _values(about: Table, row: RowMapping, category: str) -> Iterator[bool]:
    """Of each column of a category, whether there is a value that has not been emptied."""
    for name, column in _columns(about, category):
        value = row[name]
        yield value is not None if column.emptied is None else not column.emptied.has_emptied(value)


def _is_emptied(about: Table, category: str) -> bool:
    columns = [column for _, column in _columns(about, category)]
    return bool(columns) and all(column.emptied for column in columns)
