"""Cases whose time is over: they have an outcome, and their secrets are still there."""

from datetime import datetime

from sqlalchemy import exists, select

from .ledger import Ledger
from .table import case_file, case_key


class Ending(Ledger):
    """What may be shredded, and nothing else: a case without an outcome is never named here."""

    async def due_for_shredding(self, closed: datetime, with_bundle: datetime, limit: int) -> tuple[str, ...]:
        """Some cases that closed before this moment, or before the other where there is a bundle; the oldest first."""
        secret = case_key.c.case_id == case_file.c.case_id
        is_over = (case_file.c.closed_at < closed) & ~case_file.c.has_bundle
        is_expired = (case_file.c.closed_at < with_bundle) & case_file.c.has_bundle
        query = (
            select(case_file.c.case_id)
            .where(is_over | is_expired, exists().where(secret, case_key.c.wrapped.is_not(None)))
            .order_by(case_file.c.closed_at, case_file.c.case_id)
            .limit(limit)
        )
        async with self._reading() as connection:
            return tuple(await connection.scalars(query))
