"""How a session with MariaDB is set: what a statement may take, how text is compared, and that a reader cannot write.

A comparison follows the collation of its column, and most of those take capitals, accents and blanks at the end for
nothing: `exact` names one that tells all of them apart.
"""

from math import ceil
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, MetaData, String, and_, cast, collate, text
from sqlalchemy.dialects import mysql
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .limits import Limits

NAME = "mariadb"
COLLATION = "utf8mb4_nopad_bin"
_CHECKED = text("""
    SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints
    WHERE constraint_schema = database() AND level = 'Column'
""")
_FOLDING = (
    *(mysql.CHAR, mysql.VARCHAR, mysql.NCHAR, mysql.NVARCHAR),
    *(mysql.TEXT, mysql.TINYTEXT, mysql.MEDIUMTEXT, mysql.LONGTEXT, mysql.ENUM, mysql.SET),
)


def engine(url: str, limits: Limits, connect_timeout: int, *, is_reader: bool) -> AsyncEngine:
    """An engine for `mariadb+aiomysql://`; each statement sees what was committed before it began, as in PostgreSQL."""
    arguments = {
        "charset": "utf8mb4",
        "connect_timeout": connect_timeout,
        "init_command": _session(limits, is_reader=is_reader),
    }
    return create_async_engine(url, connect_args=arguments, pool_pre_ping=True, isolation_level="READ COMMITTED")


def folds(column: ColumnElement[Any]) -> bool:
    """Whether the database may take two texts in this column for one that are not the same."""
    return isinstance(column.type, _FOLDING)


def exact(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column so that every difference counts; no index knows it."""
    return collate(cast(column, String), COLLATION) if folds(column) else column


def written(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A column as text, of which every difference counts."""
    return exact(column) if folds(column) else cast(column, String)


def equal(one: ColumnElement[Any], other: Any) -> ColumnElement[bool]:
    """Whether a column is the same as another or as a value: by an index, and then exactly."""
    is_equal: ColumnElement[bool] = one == other
    is_column = isinstance(other, ColumnElement)
    if not (folds(one) or (is_column and folds(other))):
        return is_equal
    return and_(is_equal, exact(one) == (exact(other) if is_column else other))


def name_documents(connection: Connection, metadata: MetaData) -> None:
    """Give reflected columns that hold JSON its type: to MariaDB they are text, of which it checks that it is JSON."""
    if connection.dialect.name != NAME:
        return
    for table, column, check in connection.execute(_CHECKED):
        if table in metadata.tables and check == _is_json(column):
            metadata.tables[table].columns[column].type = JSON()


def _is_json(column: str) -> str:
    return f"json_valid(`{column}`)"


def _session(limits: Limits, *, is_reader: bool) -> str:
    """Numbers of ours alone are in it.

    What a subquery gave for one text is not given for another that is taken for the same: that is what
    `subquery_cache` would do. Moments are in UTC, what does not fit a column is an error, and zero is zero.
    """
    statement, lock = limits.statement.total_seconds(), ceil(limits.lock.total_seconds())
    values = {
        "optimizer_switch": "'subquery_cache=off'",
        "time_zone": "'+00:00'",
        "sql_mode": "CONCAT(@@sql_mode, ',STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO')",
        "max_statement_time": f"{statement:f}",
        "innodb_lock_wait_timeout": f"{lock}",
        "lock_wait_timeout": f"{lock}",
        "idle_write_transaction_timeout": f"{ceil(statement)}",
        "tx_read_only": f"{is_reader:d}",
    }
    return "SET SESSION " + ", ".join(f"{name} = {value}" for name, value in values.items())
