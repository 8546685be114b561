"""SQLite's write-ahead logs, folded into their databases once all who wrote to them have stopped.

Temporal's server never closes its database, and the worker leaves at once when its work is done. Where a log stays, a
database is three files, and a copy of the one that has its name is not all of it (sqlite.org/wal.html).
"""

import sqlite3
from contextlib import closing
from pathlib import Path


def fold_logs(root: Path) -> None:
    """Fold every log below `root`. The last who closes a database removes what is beside it: some may still read."""
    for log in root.rglob("*.db-wal"):
        with closing(sqlite3.connect(log.with_name(log.name.removesuffix("-wal")))) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
