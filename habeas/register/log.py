"""The log of evidence (RFC 9162): a leaf for each statement, for ever, and the statements for as long as they are kept.

A statement is appended in the transaction that makes it true (`append`), as its last act: from then on the transaction
holds the log's lock, which comes after every other one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.evidence.tree import (
    Node,
    Span,
    completed_by,
    consistency,
    hash_of,
    inclusion,
    joined,
    leaf_hash,
    made_of,
    siblings_of,
)

from .ledger import Ledger, now
from .table import log_head, log_node, statement


@dataclass(frozen=True)
class Entry:
    """One statement of a case, signed (a compact JWS), and the random bytes that stand before it in the leaf.

    Of a case, a kind and a mark there is one entry: what is said again is not appended again.
    """

    case_id: str
    kind: str
    mark: str
    salt: bytes
    signed: str

    @property
    def content(self) -> bytes:
        """What its leaf is the hash of: nobody who has a guess at a statement finds it in the log."""
        return self.salt + self.signed.encode()


@dataclass(frozen=True)
class Logged:
    """An entry in the log, at its index."""

    index: int
    entry: Entry
    appended_at: datetime


class EvidenceLog(Ledger):
    """What is read of the log; whoever asks for a proof says of which size, that of a checkpoint."""

    async def size(self) -> int:
        """How many leaves it has."""
        async with self._reading() as connection:
            return await _size(connection, lock=False)

    async def root(self, size: int) -> bytes:
        """The root that it had at that size."""
        (root,) = await self._hashes([Span(0, size)])
        return root

    async def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The path from a leaf to the root that the log had at that size."""
        return await self._hashes(inclusion(index, size))

    async def consistency(self, first: int, second: int) -> tuple[bytes, ...]:
        """What shows that the log of the second size begins with that of the first."""
        return await self._hashes(consistency(first, second))

    async def statements(self, case_id: str) -> tuple[Logged, ...]:
        """What is in the log of a case and still kept, the oldest first."""
        query = select(statement).where(statement.c.case_id == case_id).order_by(statement.c.number)
        async with self._reading() as connection:
            return tuple(_read(row) for row in await connection.execute(query))

    async def _hashes(self, spans: Iterable[Span]) -> tuple[bytes, ...]:
        wanted = tuple(spans)
        async with self._reading() as connection:
            known = await _known(connection, [node for span in wanted for node in made_of(span)])
        return tuple(hash_of(span, known) for span in wanted)


async def locked(connection: AsyncConnection) -> int:
    """The size of the log, which stays so until the transaction ends: nobody else appends, or changes who signs."""
    return await _size(connection, lock=True)


async def append(connection: AsyncConnection, entry: Entry) -> None:
    """Append a statement, unless it was: the last thing that a transaction does."""
    size = await locked(connection)
    same = (statement.c.case_id == entry.case_id) & (statement.c.kind == entry.kind) & (statement.c.mark == entry.mark)
    if await connection.scalar(select(statement.c.number).where(same)) is not None:
        return
    beside = siblings_of(size)
    known = await _known(connection, beside)
    hashes = joined(leaf_hash(entry.content), [known[node] for node in beside])
    nodes = [
        {"level": node.level, "number": node.number, "hash": found}
        for node, found in zip(completed_by(size), hashes, strict=True)
    ]
    await connection.execute(insert(log_node), nodes)
    row = {"number": size, **{name: getattr(entry, name) for name in ("case_id", "kind", "mark", "salt", "signed")}}
    await connection.execute(insert(statement).values({**row, "appended_at": now()}))
    await connection.execute(update(log_head).values(size=size + 1))


async def _size(connection: AsyncConnection, *, lock: bool) -> int:
    query = select(log_head.c.size)
    return int((await connection.execute(query.with_for_update() if lock else query)).scalar_one())


async def _known(connection: AsyncConnection, nodes: Iterable[Node]) -> Mapping[Node, bytes]:
    """The hashes of these subtrees."""
    numbers = dict[int, list[int]]()
    for level, number in nodes:
        numbers.setdefault(level, []).append(number)
    if not numbers:
        return {}
    # level by level: SQLite looks through the whole table for pairs that are in a list
    which = [(log_node.c.level == level) & log_node.c.number.in_(some) for level, some in numbers.items()]
    rows = await connection.execute(select(log_node).where(or_(*which)))
    return {Node(row.level, row.number): row.hash for row in rows}


def _read(row: Row[Any]) -> Logged:
    entry = Entry(row.case_id, row.kind, row.mark, row.salt, row.signed)
    return Logged(row.number, entry, row.appended_at)
