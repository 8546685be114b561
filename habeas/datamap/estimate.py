"""How many rows a table has, roughly: what the database knows anyway. Nothing is counted."""

from sqlalchemy import Connection, TextClause, func, literal_column, select, table, text

_POSTGRESQL = text("""
    SELECT c.relname, c.reltuples::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND c.reltuples >= 0
""")
_MYSQL = text("SELECT table_name, table_rows FROM information_schema.tables WHERE table_schema = database()")
_PARTITIONS = text("""
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relispartition
""")
_BY_DIALECT: dict[str, TextClause] = {"postgresql": _POSTGRESQL, "mysql": _MYSQL, "mariadb": _MYSQL}


def estimates(connection: Connection) -> dict[str, int]:
    """Rows by table, where the database has an idea of them."""
    if connection.dialect.name == "sqlite":
        return {name: _highest(connection, name) for name in _with_rowid(connection)}
    return {name: rows for name, rows in connection.execute(_BY_DIALECT[connection.dialect.name]) if rows is not None}


def partitions(connection: Connection) -> set[str]:
    """The tables that are a part of another one."""
    return set(connection.scalars(_PARTITIONS)) if connection.dialect.name == "postgresql" else set()


def _with_rowid(connection: Connection) -> list[str]:
    """SQLite numbers rows but in tables that are declared WITHOUT ROWID."""
    listed = connection.execute(text("PRAGMA main.table_list"))
    return [row.name for row in listed if row.type == "table" and not row.wr and not row.name.startswith("sqlite_")]


def _highest(connection: Connection, name: str) -> int:
    return connection.scalar(select(func.max(literal_column("rowid"))).select_from(table(name))) or 0
