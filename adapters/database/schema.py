"""The tables of a record as the database has them, and where the two differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from sqlalchemy import Column, Connection, ForeignKeyConstraint, FromClause, MetaData, Table, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.mariadb import name_documents
from habeas.domain.record.anonymised import Method
from habeas.domain.record.database import Database

Key = tuple[object, ...]
"""The primary key of one row."""


@dataclass(frozen=True)
class Schema:
    """The record, and its tables by name; a table that is not there is missing."""

    record: Database
    tables: Mapping[str, Table]

    def key(self, name: str, of: FromClause | None = None) -> list[Column[object]]:
        """The columns of the key, of the table itself or of an alias."""
        return picked(self.tables[name] if of is None else of, self.record.tables[name].key)

    def sequence(self) -> list[str]:
        """The tables, those that refer before those that are referred to; `unlinks` break circles.

        Raises CycleError where one is left.
        """
        sorter = TopologicalSorter({name: set[str]() for name in sorted(self.record.tables)})
        for name, table in self.record.tables.items():
            for target in {*self._referred(name), *(tie.table for tie in table.ties)}:
                sorter.add(target, name)
        return list(sorter.static_order())

    def _referred(self, name: str) -> Iterator[str]:
        unlinked = {*self.record.tables[name].unlinks, *self.record.tables[name].unlinked}
        keys = [k for k in self.tables[name].foreign_key_constraints if not unlinked.issuperset(k.column_keys)]
        yield from (target for target in map(_target, keys) if target in self.record.tables)

    def complaints(self) -> Iterator[str]:
        """What keeps the record from being true of this database; tables and columns by name, and no values."""
        if missing := [*self.missing()]:
            yield from missing
            return
        yield from self._unknown()
        yield from self._loose_keys()
        yield from self._not_nullable()
        yield from self._circle()

    def missing(self) -> Iterator[str]:
        """What the record names and the database does not have."""
        for name, columns in self._expected():
            yield from self._missing(name, columns)

    def _expected(self) -> Iterator[tuple[str, Sequence[str]]]:
        yield from ((name, [*table.columns]) for name, table in self.record.tables.items())
        yield from self.record.beside.items()

    def _missing(self, name: str, columns: Sequence[str]) -> Iterator[str]:
        if name not in self.tables:
            yield f"the table {name} is missing"
            return
        yield from (f"the table {name} has no column {c}" for c in columns if c not in self.tables[name].columns)

    def _unknown(self) -> Iterator[str]:
        for name, table in self.record.tables.items():
            new = [c.name for c in self.tables[name].columns if c.name not in table.columns]
            yield from (f"the column {column} of {name} is not in the record" for column in new)

    def _loose_keys(self) -> Iterator[str]:
        for name, table in self.record.tables.items():
            if not any(unique <= {*table.key} for unique in _unique(self.tables[name])):
                yield f"the key of {name} in the record may have several rows"

    def _not_nullable(self) -> Iterator[str]:
        for name, table in self.record.tables.items():
            made_null = {n for n, c in table.columns.items() if c.emptied is Method.NULL}
            made_null |= {*table.unlinks, *(n for n, value in table.held.items() if value is None)}
            for column in sorted(made_null):
                if not self.tables[name].columns[column].nullable:
                    yield f"the column {column} of {name} takes no null, and the record wants one there"

    def _circle(self) -> Iterator[str]:
        try:
            self.sequence()
        except CycleError as circle:
            yield f"tables refer to each other in a circle that no `unlinks` breaks: {' -> '.join(circle.args[1])}"


async def reflected(connection: AsyncConnection, record: Database) -> Schema:
    """The tables of the record as they are now."""
    return Schema(record, await connection.run_sync(_tables, {*record.tables, *record.beside}))


def picked(table: FromClause, names: Sequence[str]) -> list[Column[object]]:
    """Columns of a table by name."""
    return [table.columns[name] for name in names]  # type: ignore[misc]


def _tables(connection: Connection, names: set[str]) -> dict[str, Table]:
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name in names, resolve_fks=False)
    name_documents(connection, metadata)
    return dict(metadata.tables)


def _target(constraint: ForeignKeyConstraint) -> str:
    return constraint.elements[0].target_fullname.rsplit(".", 1)[0]


def _unique(table: Table) -> Iterator[set[str]]:
    """The sets of columns of which no two rows have the same, and that are never null."""
    yield {column.name for column in table.primary_key} or {""}
    sets = [{c.name for c in one.columns} for one in table.constraints if isinstance(one, UniqueConstraint)]
    whole = [i for i in table.indexes if i.unique and not any(dict(o).get("where") for o in i.dialect_options.values())]
    sets += [{c.name for c in index.columns} for index in whole if len(index.columns) == len(index.expressions)]
    yield from (names for names in sets if names and not any(table.columns[name].nullable for name in names))
