"""What a database has and its record does not say, what is said and is not there, and what cannot work."""

from collections.abc import Callable, Iterator, Mapping

from habeas.domain.processing import Category
from habeas.domain.record.anonymised import Method
from habeas.domain.record.database import Database
from habeas.domain.record.table import Table

from .finding import Finding
from .order import check_order
from .schema import Schema, SchemaTable
from .suggestion import fits

Said = Callable[[str], None]


def check_schema(
    database: Database, schema: Schema, categories: Mapping[str, Category], progress: Said = lambda _: None
) -> Iterator[Finding]:
    """Every way in which a record does not fit the database; `progress` is told the name of each table."""
    yield from _tables(database, schema)
    for name, table in database.tables.items():
        progress(name)
        if there := schema.tables.get(name):
            yield from _columns(name, table, there)
            yield from _emptied(name, table, there)
            yield from _slow(name, table, there)
            yield from _beyond(name, table, schema)
            yield from _stopped(name, table, there)
    yield from _controllers(database, schema)
    yield from _shown(database, schema)
    yield from check_order(database, schema, categories)
    for other, count in schema.elsewhere.items():
        yield Finding(f"tables: the schema {other} has {count} more tables, which no record describes", is_warning=True)


def _tables(database: Database, schema: Schema) -> Iterator[Finding]:
    for name in schema.tables:
        if not (database.has(name) or name in database.elsewhere):
            yield Finding(f"tables: {name} is in the database and has no entry, here, under `without` or `elsewhere`")
    places = (("tables", database.tables), ("without", database.without), ("elsewhere", database.elsewhere))
    for place, names in places:
        for name in names:
            if name not in schema.tables:
                yield Finding(f"{place}.{name}: there is no such table in the database")


def _columns(name: str, table: Table, there: SchemaTable) -> Iterator[Finding]:
    for column in there.columns:
        if column not in table.columns:
            yield Finding(f"tables.{name}.columns: {column} is in the database and has no entry")
    for column in table.columns:
        if column not in there.columns:
            yield Finding(f"tables.{name}.columns.{column}: there is no such column in the database")
    if set(table.key) != set(there.key):
        said = f"is ({', '.join(there.key)}) in the database" if there.key else "is none in the database"
        yield Finding(f"tables.{name}.key: the primary key {said}")


def _emptied(name: str, table: Table, there: SchemaTable) -> Iterator[Finding]:
    for column, said in table.columns.items():
        if said.emptied is None or column not in there.columns:
            continue
        what, place = there.columns[column], f"tables.{name}.columns.{column}.emptied"
        size = f" of at most {what.length} characters" if what.length else ""
        if said.emptied is Method.NULL and not what.is_nullable:
            yield Finding(f"{place}: null is not possible: the column is not nullable")
        elif not fits(said.emptied, what):
            yield Finding(f"{place}: {said.emptied} does not fit: the column holds {what.kind}{size}")
        if there.refers(column) and said.emptied is not Method.NULL:
            yield Finding(f"{place}: {said.emptied} does not fit: the column refers to another table")
        alike = [u for u in there.uniques if column in u and set(u) != set(there.key)]
        if alike and said.emptied not in (Method.NULL, Method.UNIQUE):
            yield Finding(f"{place}: {said.emptied} makes rows alike where no two may be ({', '.join(alike[0])})")


def _slow(name: str, table: Table, there: SchemaTable) -> Iterator[Finding]:
    places: list[tuple[str, tuple[str, ...]]]
    places = [("person", (s.column,)) for s in (table.person.found_by.values() if table.person else ())]
    places += [("ties", tuple(tie.by)) for tie in table.ties]
    places += [("controller", table.naming)] if table.naming else []
    for place, columns in places:
        if set(columns) <= there.columns.keys() and not there.has_index(columns):
            said = f"no index on {', '.join(columns)}: every search reads the whole table"
            yield Finding(f"tables.{name}.{place}: {said}", is_warning=True)


def _beyond(name: str, table: Table, schema: Schema) -> Iterator[Finding]:
    """Where a customer is named in another table: it must be there, and be found by an index."""
    if (over := table.over) is None:
        return
    place = f"tables.{name}.controller"
    if (there := schema.tables.get(over.table)) is None:
        yield Finding(f"{place}: there is no table {over.table} in the database")
        return
    missing = [c for c in (*over.by.values(), over.column) if c not in there.columns]
    yield from (Finding(f"{place}: there is no column {column} in {over.table}") for column in missing)
    if not missing and not there.has_index(over.by.values()):
        said = f"no index on {', '.join(over.by.values())} of {over.table}: every search reads the whole table"
        yield Finding(f"{place}: {said}", is_warning=True)


def _shown(database: Database, schema: Schema) -> Iterator[Finding]:
    for name, table in database.tables.items():
        for other, column in (place.split(".") for place in table.shows.values()):
            if other in schema.tables and column not in schema.tables[other].columns:
                yield Finding(f"tables.{name}.shows: there is no column {column} in {other}")


def _stopped(name: str, table: Table, there: SchemaTable) -> Iterator[Finding]:
    """What an objection or a withdrawal could not write (L-09)."""
    for right, stop in table.each_stop():
        place, tied = f"tables.{name}.stopped.{right}", {column for tie in table.ties for column in tie.by}
        for column, value in stop.values.items():
            if value is None and column in there.columns and not there.columns[column].is_nullable:
                yield Finding(f"{place}: {column} takes no null")
        for column, what in there.columns.items() if stop.adds else ():
            if not (what.is_nullable or what.fills_itself or column in {*stop.adds, *tied}):
                yield Finding(f"{place}: a row that is added needs a value for {column}")


def _controllers(database: Database, schema: Schema) -> Iterator[Finding]:
    named = database.controllers
    if named is None:
        return
    there = schema.tables.get(named.table)
    if there is None:
        yield Finding(f"controllers.table: there is no table {named.table} in the database")
        return
    for key in ("key", "name", "address", "instruction"):
        column = getattr(named, key)
        if column is not None and column not in there.columns:
            yield Finding(f"controllers.{key}: there is no column {column} in {named.table}")
