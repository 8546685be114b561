"""What a row holds of each category, as conditions of SQL."""

from sqlalchemy import ColumnElement, FromClause, or_

from habeas.domain.record.column import Column
from habeas.domain.record.table import Table

from .value import any_of, has_value


def values_of(about: Table, category: str) -> dict[str, Column]:
    """The columns that hold the values of a category; a tie that is emptied is of the row's own."""
    unlinked = about.unlinked if category == about.category else {}
    return {**about.of_category(category), **unlinked}


def can_be_emptied(about: Table, category: str) -> bool:
    """Whether a row can stay and have nothing of the category any more."""
    columns = values_of(about, category)
    return bool(columns) and all(column.emptied for column in columns.values())


def has_any(about: Table, category: str, of: FromClause) -> ColumnElement[bool] | None:
    """Which rows have something of a category; None where every row does."""
    columns = values_of(about, category)
    there = any_of(has_value(of.columns[name], column.emptied) for name, column in columns.items())
    if about.stays or category != about.category:
        return there
    others = [found for c in about.categories[1:] if (found := has_any(about, c, of)) is not None]
    if not others or not can_be_emptied(about, category):
        return None  # that there is such a row says something of the person by itself
    return or_(there, ~or_(*others))
