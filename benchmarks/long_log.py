"""A log that is long at once: the rows that so many appends would have left, written in bulk.

Every entry is the same certificate under other random bytes, so that a proof of any can be verified with it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, text, update
from sqlalchemy.ext.asyncio import AsyncEngine
from uuid6 import uuid7

from habeas.evidence.certificate import CERTIFICATE, SUBJECT
from habeas.evidence.keys import KeySet, SigningKey
from habeas.evidence.signature import new_key, public_of, signed
from habeas.evidence.statement import Statement, Subject
from habeas.evidence.tree import Node, completed_by, joined, leaf_hash, siblings_of
from habeas.register.log import Entry
from habeas.register.table import log_head, log_node, statement

AT_ONCE = 5_000
NOW, KEY, CASE = datetime.now(UTC), new_key(), str(uuid7())
KEYS = KeySet((SigningKey(public_of(KEY.as_dict(private=True)), NOW - timedelta(days=1)),))
_OUTCOMES = [{"system": "accounts", "category": f"category {n}", "outcome": "erased"} for n in range(9)]
_SAID = {"case": CASE, "at": NOW.isoformat(), "outcomes": _OUTCOMES}
CERTIFIED = signed(Statement(CERTIFICATE, (Subject(SUBJECT, "0" * 64),), _SAID).canonical, KEY)


def entry(index: int) -> Entry:
    """The one at that index."""
    return Entry(CASE, CERTIFICATE, str(index), index.to_bytes(32, "big"), CERTIFIED)


async def fill(engine: AsyncEngine, size: int) -> None:
    """Let an empty log have so many entries."""
    async with engine.begin() as connection:
        for table, rows in ((log_node, _nodes(size)), (statement, _statements(size))):
            while some := list(islice(rows, AT_ONCE)):
                await connection.execute(insert(table), some)
        await connection.execute(update(log_head).values(size=size))
        await connection.execute(text("ANALYZE"))  # as a database does by itself, a little later


def _nodes(size: int) -> Iterator[dict[str, Any]]:
    known = dict[Node, bytes]()  # those that a later one is still joined to
    for index in range(size):
        nodes, beside = completed_by(index), [known.pop(node) for node in siblings_of(index)]
        hashes = joined(leaf_hash(entry(index).content), beside)
        known[nodes[-1]] = hashes[-1]
        for node, found in zip(nodes, hashes, strict=True):
            yield {"level": node.level, "number": node.number, "hash": found}


def _statements(size: int) -> Iterator[dict[str, Any]]:
    for index in range(size):
        one = entry(index)
        row = {name: getattr(one, name) for name in ("case_id", "kind", "mark", "salt", "signed")}
        yield {"number": index, **row, "appended_at": NOW}
