"""Reads what a database has: PostgreSQL, SQLite, MySQL and MariaDB. It changes nothing."""

from typing import Any

from sqlalchemy import Connection, inspect, types
from sqlalchemy.dialects.postgresql import CITEXT
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedForeignKeyConstraint
from sqlalchemy.engine.reflection import Inspector
from sqlalchemy.ext.asyncio import AsyncEngine

from habeas.domain.name import HOLD_TABLE

from . import sqlite
from .estimate import estimates, partitions
from .schema import ForeignKey, Kind, Schema, SchemaColumn, SchemaTable

_OURS = {HOLD_TABLE}
_KINDS: tuple[tuple[type[types.TypeEngine[Any]], Kind], ...] = (
    (types.Enum, Kind.OTHER),  # before texts: it takes none but its own
    (types.JSON, Kind.DOCUMENT),
    (CITEXT, Kind.TEXT),
    (types.String, Kind.TEXT),
    (types.Boolean, Kind.FLAG),
    (types.Numeric, Kind.NUMBER),
    (types.Integer, Kind.NUMBER),
    (types.DateTime, Kind.MOMENT),
    (types.Date, Kind.DAY),
    (types.LargeBinary, Kind.BYTES),
)
_SYSTEM = ("information_schema", "pg_")


async def read_from(engine: AsyncEngine) -> Schema:
    """Read the schema over an engine that is there already. Raises what the database client does."""
    async with engine.connect() as connection:
        return await connection.run_sync(read_schema)


def read_schema(connection: Connection) -> Schema:
    """Every table of the database's own schema; the parts of a partitioned one are not tables of their own."""
    inspector = inspect(connection)
    rows, parts = estimates(connection), partitions(connection) | _OURS
    columns, keys, foreign = (
        inspector.get_multi_columns(),
        inspector.get_multi_pk_constraint(),
        inspector.get_multi_foreign_keys(),
    )
    distinct, indexes = _distinct(connection, inspector), _indexes(connection, inspector)
    actions = sqlite.on_delete(connection) if inspector.dialect.name == "sqlite" else {}
    tables = {}
    for place in sorted((place for place in columns if place[1] not in parts), key=lambda p: p[1]):
        name, key = place[1], tuple(keys[place]["constrained_columns"]) if place in keys else ()
        uniques = dict.fromkeys([*([key] if key else []), *distinct.get(name, ())])
        tables[name] = SchemaTable(
            columns={c["name"]: _column(c, key) for c in columns[place]},
            key=key,
            foreign_keys=tuple(sorted((_foreign(name, f, actions) for f in foreign.get(place, ())), key=_columns)),
            uniques=tuple(uniques),
            indexes=tuple(dict.fromkeys([*uniques, *indexes.get(name, ())])),
            rows=rows.get(name),
        )
    return Schema(tables, _elsewhere(inspector))


def _distinct(connection: Connection, inspector: Inspector) -> dict[str, list[tuple[str, ...]]]:
    """The columns in which no two rows are alike, by table."""
    constraints = {} if inspector.dialect.name == "sqlite" else inspector.get_multi_unique_constraints()
    found = {place[1]: [tuple(u["column_names"]) for u in there] for place, there in constraints.items()}
    for name, indexes in _reflected(inspector).items():
        found[name] = [*found.get(name, []), *(_indexed(i) for i in indexes if i.get("unique"))]
    return found


def _indexes(connection: Connection, inspector: Inspector) -> dict[str, list[tuple[str, ...]]]:
    found = {name: [_indexed(i) for i in there] for name, there in _reflected(inspector).items()}
    if inspector.dialect.name == "sqlite":
        for name, more in sqlite.on_expressions(connection).items():
            found.setdefault(name, []).extend(more)
    return found


def _reflected(inspector: Inspector) -> dict[str, list[Any]]:
    options: dict[str, Any] = {"include_auto_indexes": True} if inspector.dialect.name == "sqlite" else {}
    with sqlite.what_it_leaves_out_is_known():
        return {place[1]: list(there) for place, there in inspector.get_multi_indexes(**options).items()}


def _elsewhere(inspector: Inspector) -> dict[str, int]:
    if inspector.dialect.name != "postgresql":
        return {}  # other schemas are other databases there
    others = [s for s in inspector.get_schema_names() if s != inspector.default_schema_name]
    counts = {s: len(inspector.get_table_names(schema=s)) for s in others if not s.startswith(_SYSTEM)}
    return {schema: count for schema, count in counts.items() if count}


def _column(column: ReflectedColumn, key: tuple[str, ...]) -> SchemaColumn:
    type_, name = column["type"], column["name"]
    kind = next((kind for known, kind in _KINDS if isinstance(type_, known)), Kind.OTHER)
    length = getattr(type_, "length", None) if kind is Kind.TEXT else None
    counts = key == (name,) and isinstance(type_, types.Integer) and column.get("autoincrement", True) is not False
    is_made = column.get("default") is not None or any(column.get(how) for how in ("identity", "computed"))
    return SchemaColumn(kind, length, column["nullable"] and name not in key, is_made or counts)


def _foreign(table: str, key: ReflectedForeignKeyConstraint, actions: dict[Any, str]) -> ForeignKey:
    columns = tuple(key["constrained_columns"])
    said = key.get("options", {}).get("ondelete") or actions.get((table, frozenset(columns)), "NO ACTION")
    return ForeignKey(columns, key["referred_table"], tuple(key["referred_columns"]), str(said).upper())


def _columns(key: ForeignKey) -> tuple[str, ...]:
    return key.columns


def _indexed(index: Any) -> tuple[str, ...]:
    """The columns of an index; of an expression the column that it is made of, if it is one alone."""
    names = index["column_names"]
    said = index.get("expressions") or names
    inner = (
        name or expression.rpartition("(")[2].partition(")")[0] for name, expression in zip(names, said, strict=True)
    )
    return tuple(word.partition("::")[0].strip('"') for word in inner)
