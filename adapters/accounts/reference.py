"""Foreign keys to accounts: whether rows that stay refer to rows that a plan erases."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, TableClause, column, literal, or_, select, table, true, tuple_

from adapters.sql.reference import Reference

from .held import HELD, Portion


def blocking(reference: Reference, doomed: Sequence[Portion]) -> Select[int]:
    """Asks for one row that stays, and that refers to a row which is to be erased."""
    referring = _referring(reference)
    target = next(p.held.table for p in doomed if p.held.table.name == reference.referred)
    theirs = select(*(target.c[name] for name in reference.referred_columns)).where(_any(reference.referred, doomed))
    refers = tuple_(*(referring.c[name] for name in reference.columns)).in_(theirs)
    return select(literal(1)).select_from(referring).where(refers, _stays(reference, referring, doomed)).limit(1)


def _referring(reference: Reference) -> TableClause:
    """The table that the key is in; of its columns, those of the key and the primary key if it is one of ours."""
    names = {*reference.columns, *(held.id.name for held in HELD if held.table.name == reference.table)}
    return table(reference.table, *(column(name) for name in sorted(names)), schema=reference.schema)


def _stays(reference: Reference, referring: TableClause, doomed: Sequence[Portion]) -> ColumnElement[bool]:
    held = next((p.held for p in doomed if reference.schema is None and p.held.table.name == reference.table), None)
    if held is None:
        return true()
    return referring.c[held.id.name].not_in(select(held.id).where(_any(reference.table, doomed)))


def _any(name: str, doomed: Sequence[Portion]) -> ColumnElement[bool]:
    return or_(*(p.rows for p in doomed if p.held.table.name == name))
