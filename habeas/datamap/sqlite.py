"""What SQLite tells only when it is asked in its own words: SQLAlchemy reads its texts, and not all of them."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import SAWarning

_ON_DELETE = text("""
    SELECT t.name, k.id, group_concat(k."from", char(31)) AS columns, k.on_delete
    FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) k WHERE t.type = 'table' GROUP BY t.name, k.id
""")
_EXPRESSIONS = text("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%(%(%'")
_COLUMN = re.compile(r"\w+\s*\(\s*[\"`\[]?(\w+)")


def on_delete(connection: Connection) -> dict[tuple[str, frozenset[str]], str]:
    """What becomes of rows when what they refer to is deleted, by table and columns."""
    return {(row.name, frozenset(row.columns.split("\x1f"))): row.on_delete for row in connection.execute(_ON_DELETE)}


def on_expressions(connection: Connection) -> dict[str, list[tuple[str, ...]]]:
    """The columns of indexes on expressions such as `lower(email)`, by table."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name, sql in connection.execute(_EXPRESSIONS):
        _, _, inner = sql.partition("(")
        found.setdefault(name, []).append(tuple(_COLUMN.findall(inner)))
    return found


@contextmanager
def what_it_leaves_out_is_known() -> Iterator[None]:
    """SQLAlchemy warns of the indexes that are read here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index", SAWarning)
        yield
