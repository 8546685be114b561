"""Escrows of closed cases, and the end of evidence: then they go, and with them all that is known of a case."""

from datetime import datetime

from sqlalchemy import delete, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.escrow import Escrow

from .ledger import Ledger, now
from .table import (
    approval,
    case_file,
    case_key,
    claim,
    download,
    escrow,
    fence,
    link,
    plan_decision,
    statement,
    waiting,
)

_ABOUT_A_CASE = (approval, fence, plan_decision, claim, link, download, case_file)  # its own line last


class Escrows(Ledger):
    """What two people may open together."""

    async def escrow(self, case_id: str) -> Escrow | None:
        """That of a case; None when it has none, or none any more."""
        async with self._reading() as connection:
            row = (await connection.execute(select(escrow).where(escrow.c.case_id == case_id))).one_or_none()
        return Escrow(row.secret, row.sealed) if row is not None else None

    async def plan_salt(self, case_id: str) -> bytes | None:
        """What shows which plan the evidence of a case is about; None when it was shredded, or has none."""
        async with self._reading() as connection:
            query = select(case_file.c.plan_salt).where(case_file.c.case_id == case_id)
            return await connection.scalar(query)

    async def forget_evidence(self, before: datetime) -> int:
        """Erase what is kept from before that moment, and say how many statements that were (L-55).

        Escrows, statements, and of cases that closed before it, and are shredded, all that the register has but their
        tombstones, so that no such case is opened again. Leaves stay.
        """
        async with self._deciding() as connection:
            await connection.execute(delete(escrow).where(escrow.c.kept_at < before))
            await _forget_cases(connection, before)
            return (await connection.execute(delete(statement).where(statement.c.appended_at < before))).rowcount


async def _forget_cases(connection: AsyncConnection, before: datetime) -> None:
    secret = exists().where(case_key.c.case_id == case_file.c.case_id, case_key.c.wrapped.is_not(None))
    over = select(case_file.c.case_id).where(case_file.c.closed_at < before, ~secret)
    await connection.execute(delete(waiting).where(or_(waiting.c.case_id.in_(over), waiting.c.waits_for.in_(over))))
    for table in _ABOUT_A_CASE:
        await connection.execute(delete(table).where(table.c.case_id.in_(over)))


async def keep_escrow(connection: AsyncConnection, case_id: str, kept: Escrow) -> None:
    """Keep that of a case that closes now."""
    row = {"case_id": case_id, "secret": kept.secret, "sealed": kept.sealed, "kept_at": now()}
    await connection.execute(insert(escrow).values(row))
