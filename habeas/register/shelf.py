"""The book of cases as it is read: who only reads in it needs no key of the hashes, and finds nobody by an address."""

from sqlalchemy import select

from .ledger import Ledger
from .row import CaseRow
from .table import case_file

LIST_LIMIT = 100
NEWEST_FIRST = (case_file.c.opened_at.desc(), case_file.c.case_id.desc())


class Shelf(Ledger):
    """Cases by their ids, and lists of them."""

    async def is_closed(self, case_id: str) -> bool:
        """Whether the case has an outcome; one that is unknown has none."""
        row = await self.show(case_id)
        return row is not None and not row.is_open

    async def knows(self, case_id: str) -> bool:
        """Whether the case is in the book; one that was restored from an older copy may have forgotten it."""
        return await self.show(case_id) is not None

    async def show(self, case_id: str) -> CaseRow | None:
        """One case, or None when the register has none of this id."""
        async with self._reading() as connection:
            row = (await connection.execute(select(case_file).where(case_file.c.case_id == case_id))).one_or_none()
            return CaseRow.of(row) if row is not None else None

    async def list(self, open_only: bool = False, limit: int | None = LIST_LIMIT) -> tuple[CaseRow, ...]:
        """The newest cases, newest first; without a limit, all."""
        query = select(case_file).order_by(*NEWEST_FIRST).limit(limit)
        async with self._reading() as connection:
            rows = await connection.execute(query.where(case_file.c.closed_at.is_(None)) if open_only else query)
            return tuple(CaseRow.of(row) for row in rows)
