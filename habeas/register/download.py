"""How the copy of a case was handed out: whole, and once.

An attempt is begun before its first byte leaves, and is the whole one by a compare-and-set before its last bytes do: of
several attempts one becomes that, whichever way they meet.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update

from .ledger import Ledger, now
from .table import download


@dataclass(frozen=True)
class Download:
    """What is known of it: how many attempts there were, and when one was whole."""

    attempts: int
    fetched_at: datetime | None = None


class Downloads(Ledger):
    """Notes of the copies that were fetched."""

    async def download_of(self, case_id: str) -> Download | None:
        """What is known of the copy of this case; None when nobody has begun to fetch it."""
        query = select(download.c.attempts, download.c.fetched_at).where(download.c.case_id == case_id)
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Download(row.attempts, row.fetched_at) if row is not None else None

    async def begin_download(self, case_id: str) -> int | None:
        """The number of the attempt that begins now, which ends all before it; None when one was whole already."""
        async with self._claiming() as connection:
            query = select(download.c.attempts, download.c.fetched_at).where(download.c.case_id == case_id)
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                await connection.execute(insert(download).values(case_id=case_id, attempts=1, begun_at=now()))
                return 1
            if row.fetched_at is not None:
                return None
            number: int = row.attempts + 1
            again = update(download).where(download.c.case_id == case_id).values(attempts=number, begun_at=now())
            await connection.execute(again)
            return number

    async def end_download(self, case_id: str, number: int) -> bool:
        """Note that this attempt is the whole one, unless another has begun since or was it."""
        mine = update(download).where(_attempt(case_id, number), download.c.fetched_at.is_(None))
        async with self._deciding() as connection:
            return (await connection.execute(mine.values(fetched_at=now()))).rowcount == 1

    async def break_download(self, case_id: str, number: int) -> None:
        """Take that back: the last bytes of this attempt could not be sent."""
        async with self._deciding() as connection:
            await connection.execute(update(download).where(_attempt(case_id, number)).values(fetched_at=None))


def _attempt(case_id: str, number: int) -> ColumnElement[bool]:
    return (download.c.case_id == case_id) & (download.c.attempts == number)
