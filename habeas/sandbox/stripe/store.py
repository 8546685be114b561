"""Where the company's billing data is: one SQLite file, changed in transactions, that outlives a killed server."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;  -- what a killed process wrote is kept; only a machine that loses power loses it
CREATE TABLE IF NOT EXISTS thing (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, object TEXT NOT NULL,
    created INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS thing_of_customer ON thing (object, json_extract(body, '$.customer'));
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, headers TEXT NOT NULL,
    at REAL NOT NULL);
"""
_PUT = """
INSERT INTO thing (id, object, created, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body
"""
_NEWEST_FIRST = " ORDER BY created DESC, position DESC"


@dataclass(frozen=True)
class Store:
    """Objects by id, and the file they are in."""

    db: sqlite3.Connection

    @classmethod
    def open(cls, file: Path) -> "Store":
        """The store in this file; file and folder are made when there are none."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        db = sqlite3.connect(file)
        db.executescript(_SCHEMA)
        return cls(db)

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is changed within, or nothing of it."""
        with self.db:
            yield

    def put(self, thing: Json) -> Json:
        """Keep an object, in place of the one with its id; it keeps its place in lists. Returns it."""
        created = thing.get("created", thing.get("date", 0))
        self.db.execute(_PUT, (thing["id"], thing["object"], created, json.dumps(thing)))
        return thing

    def remove(self, id_: str) -> None:
        """Drop an object for good."""
        self.db.execute("DELETE FROM thing WHERE id = ?", (id_,))

    def get(self, id_: str, object_: str | None = None) -> Json | None:
        """The object of this id, if there is one, and if it is of that kind."""
        row = self.db.execute("SELECT object, body FROM thing WHERE id = ?", (id_,)).fetchone()
        return json.loads(row[1]) if row and object_ in (None, row[0]) else None

    def find(self, object_: str, where: Mapping[str, object] | None = None) -> list[Json]:
        """Those of a kind, newest first; `where` has what must be equal, by its path in the object (`a.b`)."""
        query = "SELECT body FROM thing WHERE object = ?"
        query += "".join(f" AND json_extract(body, '$.{path}') = ?" for path in where or {})
        values = (object_, *(where or {}).values())
        return [json.loads(body) for (body,) in self.db.execute(query + _NEWEST_FIRST, values)]

    def place(self, id_: str) -> tuple[int, int] | None:
        """Where an object stands in lists: a later one comes first. Deleted customers keep their place."""
        place: tuple[int, int] | None = self.db.execute(
            "SELECT created, position FROM thing WHERE id = ?", (id_,)
        ).fetchone()
        return place

    def everything(self) -> Iterator[Json]:
        """All objects, by id."""
        for (body,) in self.db.execute("SELECT body FROM thing ORDER BY id").fetchall():
            yield json.loads(body)
