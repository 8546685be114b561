"""Whether rows can go in the order that foreign keys allow (the database refuses the rest, after the pivot)."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from habeas.domain.processing import Category
from habeas.domain.record.database import Database
from habeas.domain.record.table import Rows, Table

from .finding import Finding
from .schema import ForeignKey, Schema
from .suggestion import LETS_GO


def check_order(database: Database, schema: Schema, categories: Mapping[str, Category]) -> Iterator[Finding]:
    """Rows that are deleted while rows that stay refer to them, and circles that nothing breaks."""
    for name, key in schema.references():
        target = database.tables.get(key.table)
        if target is None or _stay(target, categories):
            continue
        if problem := _problem(name, key, database, categories):
            yield Finding(f"tables.{key.table}: its rows are deleted, and {problem}")
    yield from _circles(database, schema, categories)
    for name, table in database.tables.items():
        there = schema.tables.get(name)
        for column in table.unlinks:
            if there and column in there.columns and not there.columns[column].is_nullable:
                yield Finding(f"tables.{name}.unlinks: {column} cannot be null")


def _problem(name: str, key: ForeignKey, database: Database, categories: Mapping[str, Category]) -> str | None:
    """Why rows of a table keep those from going to which this key refers."""
    columns, table = ", ".join(key.columns), database.tables.get(name)
    if key.on_delete in LETS_GO or database.is_beside(name):
        return None
    if table is None and key.on_delete == "CASCADE":
        return f"those of {name} with them ({columns}), which the record does not say"
    if table is None:
        return f"those of {name} that refer to them ({columns}) stay: empty the rows instead (`rows: empty`)"
    if _stay(table, categories):
        return f"those of {name} that refer to them ({columns}) stay, or are kept by law: `rows: empty`"
    if _is_tied(table, key) or _is_unlinked(name, table, key, database):
        return None
    return f"those of others in {name} may refer to them ({columns}): tie them, or `rows: empty`"


def _stay(table: Table, categories: Mapping[str, Category]) -> bool:
    """Whether rows of a table may stay after an erasure: all of them, or those that a law keeps."""
    kept = any(categories[c].retention is not None for c in table.categories if c in categories)
    return table.rows is Rows.EMPTY or kept


def _is_tied(table: Table, key: ForeignKey) -> bool:
    return any(tie.table == key.table and set(tie.by) == set(key.columns) for tie in table.ties)


def _is_unlinked(name: str, table: Table, key: ForeignKey, database: Database) -> bool:
    """Whether the link is taken away first, in a circle: what refers then belongs to the same person."""
    return set(key.columns) <= set(table.unlinks) and (name == key.table or _hangs_on(key.table, name, database))


def _hangs_on(name: str, other: str, database: Database) -> bool:
    return any(tie.table == other or _hangs_on(tie.table, other, database) for tie in database.tables[name].ties)


def _circles(database: Database, schema: Schema, categories: Mapping[str, Category]) -> Iterator[Finding]:
    going = {name for name, table in database.tables.items() if not _stay(table, categories)}
    sorter: TopologicalSorter[str] = TopologicalSorter({name: set() for name in going})
    for name, key in schema.references():
        if (
            {name, key.table} <= going
            and name != key.table
            and not set(key.columns) <= set(database.tables[name].unlinks)
        ):
            sorter.add(key.table, name)
    try:
        sorter.prepare()
    except CycleError as circle:
        names = circle.args[1]
        yield Finding(f"tables.{names[0]}: refers to itself in a circle that no `unlinks` breaks: {' -> '.join(names)}")
