"""What refers to rows that go: foreign keys of any table, and the ties by which rows that stay are found again."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, column, func, literal, or_, select, table, true, tuple_
from sqlalchemy import false as never

from adapters.sql.mariadb import exact
from adapters.sql.reference import Reference
from habeas.domain.order import StepOrder

from .content import values_of
from .fate import Fate, Fates, erased_for
from .schema import picked


def ties(fates: Fates, targets: set[str]) -> Iterator[Reference]:
    """The ties that lead over rows of these tables, or by which rows have their customer or their date from them.

    Once such a row has gone, nobody finds what hangs on it, or knows any more whose it is and until when it is kept.
    """
    record = fates.belonging.schema.record
    for name, about in record.tables.items():
        for tie in about.ties:
            is_dated = about.dated is not None and about.dated.startswith(f"{tie.table}.")
            says_more = is_dated or record.is_named_by(tie.table) or not record.is_straight(tie)
            if tie.table in targets and says_more:
                yield Reference(None, name, tuple(tie.by), tie.table, tuple(tie.by.values()))


def blocking(reference: Reference, fates: Fates, order: StepOrder, *, is_tie: bool = False) -> Select[int]:
    """Asks for one row that stays as it is, and that refers to a row which is to be erased.

    A tie leads no further either over a row that stays and loses its own ties. Foreign keys refer as the database takes
    texts to be the same, ties to the letter.
    """
    referring = _referring(reference, fates)
    target = fates.fate(reference.referred, fates.belonging.schema.tables[reference.referred].alias())
    lost = target.about.unlinked if is_tie else ()
    as_told: Callable[[ColumnElement[Any]], ColumnElement[Any]] = exact if is_tie else lambda column: column
    theirs = select(*map(as_told, picked(target.of, reference.referred_columns))).where(
        or_(target.goes(order), _emptied([*reference.referred_columns, *lost], target, order))
    )
    own = [*map(as_told, picked(referring, reference.columns))]
    refers = tuple_(*own).in_(theirs) if len(own) > 1 else own[0].in_(theirs)
    return select(literal(1)).select_from(referring).where(refers, _stays(reference, referring, fates, order)).limit(1)


def _referring(reference: Reference, fates: Fates) -> FromClause:
    if _is_ours(reference, fates):
        return fates.belonging.schema.tables[reference.table].alias()
    return table(reference.table, *(column(name) for name in reference.columns), schema=reference.schema)


def _stays(reference: Reference, referring: FromClause, fates: Fates, order: StepOrder) -> ColumnElement[bool]:
    if not _is_ours(reference, fates):
        return true()
    fate = fates.fate(reference.table, referring)
    return ~func.coalesce(or_(fate.goes(order), _emptied(reference.columns, fate, order)), never())


def _emptied(columns: Sequence[str], fate: Fate, order: StepOrder) -> ColumnElement[bool]:
    """The rows that stay, and that lose one of these columns, by which they refer or are referred to."""
    lost = (c for c in fate.about.categories if erased_for(c, order) and not _are_apart(fate, c, columns))
    parts = (fate.is_erased(category, order) for category in lost)
    return or_(never(), *parts)


def _are_apart(fate: Fate, category: str, columns: Sequence[str]) -> bool:
    """Whether none of the columns is emptied with a category."""
    return {n for n, c in values_of(fate.about, category).items() if c.emptied}.isdisjoint(columns)


def _is_ours(reference: Reference, fates: Fates) -> bool:
    return reference.schema is None and reference.table in fates.belonging.schema.record.tables
