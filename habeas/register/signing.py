"""The keys that sign evidence, as they are kept: what is public of them for ever, and the private half wrapped."""

import json
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.key import Wrapped
from habeas.evidence.keys import SigningKey

from .ledger import Ledger, now
from .log import locked
from .table import signing_key

_A_DAY = timedelta(days=1)

Kept: TypeAlias = tuple[SigningKey, Wrapped | None]
"""A key and its private half, which is gone once it was revoked: it signs nothing any more."""


class SigningRing(Ledger):
    """Keeps them: the one that has no end yet signs."""

    async def signing_key(self) -> Kept | None:
        """The one that signs now, if there is one."""
        async with self._reading() as connection:
            return await signing_key_of(connection)

    async def signing_keys(self) -> tuple[Kept, ...]:
        """All that ever were, the oldest first."""
        query = select(signing_key).order_by(signing_key.c.begins_at, signing_key.c.key_id)
        async with self._reading() as connection:
            return tuple(_read(row) for row in await connection.execute(query))

    async def add_signing_key(self, new: Kept, *, after: str | None, ends_at: datetime) -> Kept:
        """Let a key sign from now on, in place of the one that signs now (`after`), which ends at that moment.

        Says which key signs now: another one where somebody was first.
        """
        async with self._deciding() as connection:
            await locked(connection)
            current = await signing_key_of(connection)
            if (current[0].id if current else None) != after:
                return current or new
            if current is not None:
                mine = update(signing_key).where(signing_key.c.key_id == current[0].id)
                await connection.execute(mine.values(ends_at=ends_at))
            return await insert_key(connection, new)

    async def revoke_signing_key(self, key_id: str, why: str) -> bool:
        """Let a key count no more, and forget its private half; says whether there is one that counted."""
        counts = (signing_key.c.key_id == key_id) & signing_key.c.revoked_at.is_(None)
        gone = {"revoked_at": now(), "revoked_for": why, "wrapped": None, "wrapped_by": None}
        async with self._deciding() as connection:
            await locked(connection)
            return (await connection.execute(update(signing_key).where(counts).values(gone))).rowcount > 0


async def insert_key(connection: AsyncConnection, new: Kept, after: Kept | None = None) -> Kept:
    """Let a key sign from now on, where none does, or in place of one that begins later; the log's lock is held.

    What that one has signed was said to be after its beginning: it counts for a day from then.
    """
    if after is not None:
        mine = update(signing_key).where(signing_key.c.key_id == after[0].id)
        await connection.execute(mine.values(ends_at=after[0].begins_at + _A_DAY))
    await connection.execute(insert(signing_key).values(_columns(new)))
    return new


async def signing_key_of(connection: AsyncConnection) -> Kept | None:
    """The key that signs now."""
    query = select(signing_key).where(signing_key.c.wrapped.is_not(None), signing_key.c.ends_at.is_(None))
    row = (await connection.execute(query)).one_or_none()
    return _read(row) if row is not None else None


def _columns(kept: Kept) -> dict[str, object]:
    key, wrapped = kept
    return {
        "key_id": key.id,
        "public": json.dumps(dict(key.public)),
        "wrapped": wrapped.data if wrapped else None,
        "wrapped_by": wrapped.by if wrapped else None,
        "begins_at": key.begins_at,
        "ends_at": key.ends_at,
    }


def _read(row: Row[Any]) -> Kept:
    dates = {name: getattr(row, name) for name in ("begins_at", "ends_at", "revoked_at", "revoked_for")}
    wrapped = Wrapped(row.wrapped_by, row.wrapped) if row.wrapped is not None else None
    return SigningKey(json.loads(row.public), **dates), wrapped
