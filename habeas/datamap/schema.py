"""What a database has: tables, columns, keys and indexes. No value of any row is among it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a column can hold, as far as emptying it goes."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "yes or no"
    DAY = "date"
    MOMENT = "moment"
    DOCUMENT = "JSON"
    BYTES = "bytes"
    OTHER = "something else"


@dataclass(frozen=True)
class SchemaColumn:
    """One column; `length` is the most characters that it takes, or None for any number.

    `fills_itself`: a row that is added gets a value there from the database.
    """

    kind: Kind
    length: int | None
    is_nullable: bool
    fills_itself: bool = False


@dataclass(frozen=True)
class ForeignKey:
    """Columns of a table that refer to those of another; `on_delete` is what the database does then by itself."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]
    on_delete: str = "NO ACTION"


@dataclass(frozen=True)
class SchemaTable:
    """One table. `indexes` are the columns of each index, those of keys and unique constraints too.

    An index on an expression, as `lower(email)`, counts as one on its column.
    """

    columns: dict[str, SchemaColumn]
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    uniques: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    rows: int | None = None

    def refers(self, column: str) -> bool:
        """Whether a column is part of a foreign key: nothing can stand there that is not in the other table."""
        return any(column in key.columns for key in self.foreign_keys)

    def has_index(self, columns: Iterable[str]) -> bool:
        """Whether some index begins with these columns, in whatever order."""
        wanted = set(columns)
        return any(wanted == set(index[: len(wanted)]) for index in self.indexes)


@dataclass(frozen=True)
class Schema:
    """The tables of a database's own schema, by name, and how many tables each other schema has."""

    tables: dict[str, SchemaTable]
    elsewhere: dict[str, int] = field(default_factory=dict)

    def references(self) -> Iterator[tuple[str, ForeignKey]]:
        """Every foreign key between these tables, with the name of the table it is in."""
        for name, table in self.tables.items():
            for key in table.foreign_keys:
                if key.table in self.tables:
                    yield name, key
