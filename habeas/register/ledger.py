"""What every decision of the register stands on: one transaction, a case read under its lock, and keyed hashes."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from habeas.domain.error import Barred, InvalidInput
from habeas.domain.identifier import Identifier

from .engine import reading
from .error import REGISTER, classified
from .row import CaseRow
from .table import case_file

_CLAIMS_LOCK = text("SELECT pg_advisory_xact_lock(7022083)")  # any number, the same everywhere


_KEY_BYTES = 32


class Ledger:
    """An engine made by `register_engine`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reader = reading(engine)

    @asynccontextmanager
    async def _deciding(self) -> AsyncIterator[AsyncConnection]:
        """One transaction; an error undoes all of it."""
        async with classified(), self._engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def _claiming(self) -> AsyncIterator[AsyncConnection]:
        """As `_deciding`, one at a time: what a claim answers depends on the claims of all other cases.

        Locks on the rows alone would let two cases that claim the same identifiers in different orders wait for each
        other. SQLite has one writer anyway. The order is always: this lock, then a case's row.
        """
        async with self._deciding() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execute(_CLAIMS_LOCK)
            yield connection

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that waits for nobody."""
        async with classified(), self._reader.begin() as connection:
            yield connection


async def known_case(connection: AsyncConnection, case_id: str, *, lock: bool = True) -> CaseRow:
    """The case, under its lock unless the caller only looks. Raises Barred when the register has no such case."""
    query = select(case_file).where(case_file.c.case_id == case_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    if row is None:
        raise Barred(REGISTER, "there is no such case")
    return CaseRow.of(row)


async def open_case(connection: AsyncConnection, case_id: str, *, lock: bool = True) -> CaseRow:
    """As `known_case`; raises Barred also when the case is closed."""
    case = await known_case(connection, case_id, lock=lock)
    if not case.is_open:
        raise Barred(REGISTER, f"the case is closed ({case.state})")
    return case


def now() -> datetime:
    """The moment of a decision."""
    return datetime.now(UTC)


class HashingLedger(Ledger):
    """A ledger with the key under which identifiers are hashed."""

    def __init__(self, engine: AsyncEngine, claim_key: bytes) -> None:
        """`claim_key` comes from outside the database (`habeas.key_file`); raises InvalidInput when it is short."""
        super().__init__(engine)
        if len(claim_key) < _KEY_BYTES:
            raise InvalidInput(f"the claim key has fewer than {_KEY_BYTES} bytes")
        self._claim_key = claim_key

    def _hash(self, identifier: Identifier) -> str:
        return hmac.new(self._claim_key, identifier.normalised().encode(), hashlib.sha256).hexdigest()
