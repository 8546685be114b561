"""Looks for identifiers where no name tells of them: the database counts among a few rows, and no value leaves it."""

from sqlalchemy import Connection, Float, and_, case, column, func, select, table
from sqlalchemy.sql.elements import Label

from .schema import Kind, Schema, SchemaTable

ROWS = 500
_MOSTLY = 0.8
_AN_ADDRESS = "%_@_%._%"


def addresses(connection: Connection, schema: Schema) -> dict[str, tuple[str, ...]]:
    """The columns of each table that hold e-mail addresses in most of the first rows where they hold anything."""
    return {name: found for name, there in schema.tables.items() if (found := _mostly(connection, name, there))}


def _mostly(connection: Connection, name: str, there: SchemaTable) -> tuple[str, ...]:
    texts = [n for n, c in there.columns.items() if c.kind is Kind.TEXT and (c.length is None or c.length >= 20)]
    if not texts:
        return ()
    some = select(*map(column, texts)).select_from(table(name)).limit(ROWS).subquery()
    counted = connection.execute(select(*(_share(some.c[text]) for text in texts)).select_from(some)).one()
    return tuple(text for text, share in zip(texts, counted, strict=True) if (share or 0) >= _MOSTLY)


def _share(held: "column") -> "Label[float]":  # type: ignore[valid-type]
    looks_so = case((and_(held.like(_AN_ADDRESS), ~held.like("% %")), 1.0), else_=0.0)  # type: ignore[attr-defined]
    return func.avg(case((held.is_(None), None), else_=looks_so), type_=Float()).label(held.name)  # type: ignore[attr-defined]
