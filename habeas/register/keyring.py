"""The secrets of cases as they are kept: wrapped; and of those that were destroyed a tombstone.

What is destroyed is overwritten by the same statement. SQLite zeroes what was there (`secure_delete`), and its
write-ahead log is folded in and cut. PostgreSQL keeps the old row until it is vacuumed, and backups keep it for as long
as they are kept: that it opens nothing then is what the turn-over of the wrapping keys is for.
"""

from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from habeas.domain.key import CaseKey, Kind, Wrapped

from .error import classified
from .fact import shredded
from .ledger import now
from .link import remove_links
from .notary import Notary, Signs
from .table import case_file, case_key

_AT_ONCE = 100
_CUT = "PRAGMA wal_checkpoint(TRUNCATE)"


class Keyring(Notary):
    """Keeps the wrapped secrets of cases. A case has them before it is in the book, as they seal what opens it."""

    def __init__(self, engine: AsyncEngine, signs: Signs | None = None) -> None:
        """Without what `signs` nothing is destroyed: that leaves evidence."""
        super().__init__(engine)
        self._signs = signs

    async def add_key(self, key: CaseKey) -> CaseKey:
        """Keep a new secret, and say which one is kept: the first of its case and kind, a tombstone too."""
        async with self._claiming() as connection:
            kept = await _key(connection, key.case_id, key.kind)
            if kept is not None:
                return kept
            row = {"case_id": key.case_id, "kind": key.kind, "public": key.public, "created_at": now()}
            await connection.execute(insert(case_key).values({**row, **_columns(key.wrapped)}))
            return key

    async def key_of(self, case_id: str, kind: Kind) -> CaseKey | None:
        """The secret of a case; None when it never had one."""
        async with self._reading() as connection:
            return await _key(connection, case_id, kind)

    async def set_keys_disabled(self, case_id: str, *, disabled: bool) -> None:
        """Put the secrets of a case out of use, or into use again. What was destroyed stays so."""
        moment = now() if disabled else None
        async with self._deciding() as connection:
            theirs = update(case_key).where(case_key.c.case_id == case_id, case_key.c.destroyed_at.is_(None))
            await connection.execute(theirs.values(disabled_at=moment))

    async def destroy_keys(self, case_id: str) -> None:
        """Leave tombstones of the secrets of a case, also of those that it never had; its links go. Twice is once."""
        async with self._claiming() as connection:
            await remove_links(connection, case_id)
            for kind in Kind:
                await _bury(connection, case_id, kind)
            await connection.execute(update(case_file).where(case_file.c.case_id == case_id).values(plan_salt=None))
            await self._witness(connection, shredded(case_id))
        if self._engine.dialect.name == "sqlite":
            async with classified(), self._engine.connect() as connection:
                # on the driver's own connection: in a transaction, as SQLAlchemy begins one, the log cannot be cut
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute(_CUT)

    async def keys_wrapped_by_others(self, kind: Kind, current: str) -> list[CaseKey]:
        """Some live secrets that are under another wrapping key than this one; none when none are left."""
        others = (case_key.c.kind == kind) & (case_key.c.wrapped_by != current)
        async with self._reading() as connection:
            return [_read(row) for row in await connection.execute(select(case_key).where(others).limit(_AT_ONCE))]

    async def rewrap_key(self, key: CaseKey, wrapped: Wrapped) -> None:
        """Keep this in place of how the secret was wrapped; one that was destroyed or rewrapped meanwhile stays."""
        before = key.wrapped.by if key.wrapped else None
        mine = _which(key.case_id, key.kind) & (case_key.c.wrapped_by == before)
        async with self._deciding() as connection:
            await connection.execute(update(case_key).where(mine).values(_columns(wrapped)))


async def _bury(connection: AsyncConnection, case_id: str, kind: Kind) -> None:
    kept = await _key(connection, case_id, kind)
    if kept is None:
        row = {"case_id": case_id, "kind": kind, "created_at": now(), "destroyed_at": now()}
        await connection.execute(insert(case_key).values(row))
    elif kept.wrapped is not None:
        gone = {"wrapped": None, "wrapped_by": None, "public": None, "destroyed_at": now()}
        await connection.execute(update(case_key).where(_which(case_id, kind)).values(gone))


async def _key(connection: AsyncConnection, case_id: str, kind: Kind) -> CaseKey | None:
    row = (await connection.execute(select(case_key).where(_which(case_id, kind)))).one_or_none()
    return _read(row) if row is not None else None


def _read(row: Row[Any]) -> CaseKey:
    wrapped = Wrapped(row.wrapped_by, row.wrapped) if row.wrapped is not None else None
    return CaseKey(row.case_id, Kind(row.kind), wrapped, row.public, row.disabled_at is not None)


def _columns(wrapped: Wrapped | None) -> dict[str, object]:
    return {"wrapped": wrapped.data, "wrapped_by": wrapped.by} if wrapped else {"wrapped": None, "wrapped_by": None}


def _which(case_id: str, kind: Kind) -> ColumnElement[bool]:
    return (case_key.c.case_id == case_id) & (case_key.c.kind == kind)
