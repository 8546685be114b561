"""The book of cases: where each stands, how it ended, and who waits for its end."""

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.case import CaseState, CaseStatus
from habeas.domain.error import Permanent
from habeas.domain.house import Closed
from habeas.domain.identifier import Identifier

from .error import REGISTER
from .ledger import HashingLedger, known_case, now
from .row import CaseRow
from .table import case_file, claim, waiting

LIST_LIMIT = 100
_NEWEST_FIRST = (case_file.c.opened_at.desc(), case_file.c.case_id.desc())


class Book(HashingLedger):
    """What is kept of a case, and read from it when nothing else is left."""

    async def note(self, case_id: str, state: CaseState) -> None:
        """Note where an open case stands; an outcome, once there, stays. Of an unknown case nothing is noted."""
        async with self._deciding() as connection:
            await connection.execute(_change(case_id).where(case_file.c.closed_at.is_(None)).values(state=state))

    async def close(self, case_id: str, status: CaseStatus) -> Closed:
        """Record the outcome, release the claims, and say what is recorded and which open cases wait for this one.

        A second close changes nothing. Raises Barred when the case is unknown, Permanent when the status is no
        outcome.
        """
        if status.state.is_open:
            raise Permanent(REGISTER, "a case is closed with an outcome")
        async with self._claiming() as connection:
            case, lasting = await known_case(connection, case_id), status.lasting()
            if case.is_open:
                await _close(connection, case_id, lasting)
            return Closed(outcome=case.report or lasting, waiting=await _waiting_for(connection, case_id))

    async def is_closed(self, case_id: str) -> bool:
        """Whether the case has an outcome; one that is unknown has none."""
        row = await self.show(case_id)
        return row is not None and not row.is_open

    async def show(self, case_id: str) -> CaseRow | None:
        """One case, or None when the register has none of this id."""
        async with self._reading() as connection:
            row = (await connection.execute(select(case_file).where(case_file.c.case_id == case_id))).one_or_none()
            return CaseRow.of(row) if row is not None else None

    async def list(self, open_only: bool = False, limit: int | None = LIST_LIMIT) -> tuple[CaseRow, ...]:
        """The newest cases, newest first; without a limit, all."""
        query = select(case_file).order_by(*_NEWEST_FIRST).limit(limit)
        async with self._reading() as connection:
            rows = await connection.execute(query.where(case_file.c.closed_at.is_(None)) if open_only else query)
            return tuple(CaseRow.of(row) for row in rows)

    async def find(self, identifier: Identifier) -> tuple[CaseRow, ...]:
        """The cases, open and closed, that ever claimed this identifier, newest first."""
        theirs = select(claim.c.case_id).where(claim.c.claim_hash == self._hash(identifier))
        query = select(case_file).where(case_file.c.case_id.in_(theirs)).order_by(*_NEWEST_FIRST)
        async with self._reading() as connection:
            return tuple(CaseRow.of(row) for row in await connection.execute(query))


async def _close(connection: AsyncConnection, case_id: str, status: CaseStatus) -> None:
    at = now()
    outcome = {"state": status.state, "report": status.model_dump_json(), "closed_at": at}
    await connection.execute(_change(case_id).values(outcome))
    held = (claim.c.case_id == case_id) & claim.c.released_at.is_(None)
    await connection.execute(update(claim).where(held).values(released_at=at))


async def _waiting_for(connection: AsyncConnection, case_id: str) -> tuple[str, ...]:
    query = (
        select(waiting.c.case_id)
        .join(case_file, case_file.c.case_id == waiting.c.case_id)
        .where(waiting.c.waits_for == case_id, case_file.c.closed_at.is_(None))
    )
    return tuple(await connection.scalars(query.order_by(waiting.c.case_id)))


def _change(case_id: str) -> Update:
    return update(case_file).where(case_file.c.case_id == case_id)
