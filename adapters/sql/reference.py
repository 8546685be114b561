"""Foreign keys to rows that a plan erases, in whatever table of the database they are: few are a system's own."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect

_MARIADBS_OWN = {"mysql", "sys", "performance_schema"}  # nothing there refers to anybody's table


@dataclass(frozen=True)
class Reference:
    """A foreign key: the table it is in, its columns, and those it refers to; the database's own schema is None."""

    schema: str | None
    table: str
    columns: tuple[str, ...]
    referred: str
    referred_columns: tuple[str, ...]


def references(connection: Connection, targets: Collection[str]) -> Iterator[Reference]:
    """Every foreign key, in any schema, to one of these tables of the database's own schema."""
    inspector = inspect(connection)
    ours = inspector.default_schema_name
    for schema in set(inspector.get_schema_names()) - _MARIADBS_OWN:
        for (_, name), keys in inspector.get_multi_foreign_keys(schema=schema).items():
            for key in keys:
                if key["referred_table"] in targets and key["referred_schema"] in (None, ours):
                    yield Reference(
                        schema=None if schema == ours else schema,
                        table=name,
                        columns=tuple(key["constrained_columns"]),
                        referred=key["referred_table"],
                        referred_columns=tuple(key["referred_columns"]),
                    )
