"""Links: of a token the register has only the hash, so that no copy of the register opens a page.

A token is 32 random bytes: its plain SHA-256 cannot be guessed, and to look it up by that hash tells nothing by the
time that it takes.
"""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.error import Barred
from habeas.domain.link import LinkPurpose

from .error import REGISTER
from .ledger import now
from .notice import Notices
from .table import case_key, link

_TOKEN_BYTES = 32
_ONE_TIME = [purpose for purpose in LinkPurpose if purpose.is_one_time]


class Links(Notices):
    """Issues links, and says once or until they expire what they are good for; and notes what went out with them."""

    async def issue_link(
        self, case_id: str, purpose: LinkPurpose, expires_at: datetime, letter: int | None = None
    ) -> str:
        """Issue a link of a case, and return its token, which is nowhere else; `letter`: the number of its letter.

        Raises Barred when the case was shredded.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row = {"case_id": case_id, "purpose": purpose, "letter": letter, "expires_at": expires_at}
        async with self._claiming() as connection:
            await _must_not_be_shredded(connection, case_id)
            await connection.execute(insert(link).values(**row, token_hash=_hash(token), issued_at=now()))
        return token

    async def use_link(self, token: str, purpose: LinkPurpose) -> str | None:
        """The case that a link of this purpose is of; None when it is unknown, for something else, expired or used.

        A one-time link is used by that: of two who use it at once, one gets the case.
        """
        if not purpose.is_one_time:
            found = await self.look_link(token)
            return found[0] if found and found[1] is purpose else None
        mine = update(link).where(_live(token), link.c.purpose == purpose).values(used_at=now())
        async with self._deciding() as connection:
            row = (await connection.execute(mine.returning(link.c.case_id))).one_or_none()
        return row.case_id if row is not None else None

    async def look_link(self, token: str) -> tuple[str, LinkPurpose] | None:
        """The case and the purpose of a link that is still good, without using it."""
        query = select(link.c.case_id, link.c.purpose).where(_live(token))
        async with self._reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return (row.case_id, LinkPurpose(row.purpose)) if row is not None else None

    async def letter_of_link(self, token: str) -> int | None:
        """The number of the letter that a link went out with, as long as it is good."""
        async with self._reading() as connection:
            row = (await connection.execute(select(link.c.letter).where(_live(token)))).one_or_none()
        return row.letter if row is not None else None

    async def proof(self, case_id: str) -> datetime | None:
        """When an identity link of this case was used first; None when none was."""
        used = (link.c.case_id == case_id) & (link.c.purpose == LinkPurpose.IDENTITY) & link.c.used_at.is_not(None)
        async with self._reading() as connection:
            return await connection.scalar(select(link.c.used_at).where(used).order_by(link.c.used_at).limit(1))

    async def revoke_links(self, case_id: str, purpose: LinkPurpose) -> None:
        """Let the links of a case for this purpose expire at once; what was used stays known. Twice is once."""
        at = now()
        theirs = (link.c.case_id == case_id) & (link.c.purpose == purpose) & (link.c.expires_at > at)
        async with self._deciding() as connection:
            await connection.execute(update(link).where(theirs).values(expires_at=at))


async def remove_links(connection: AsyncConnection, case_id: str) -> None:
    """Remove all links of a case that is shredded."""
    await connection.execute(delete(link).where(link.c.case_id == case_id))


async def _must_not_be_shredded(connection: AsyncConnection, case_id: str) -> None:
    tombstone = select(case_key.c.case_id).where(case_key.c.case_id == case_id, case_key.c.destroyed_at.is_not(None))
    if (await connection.execute(tombstone)).first() is not None:
        raise Barred(REGISTER, "the case was shredded")


def _live(token: str) -> ColumnElement[bool]:
    is_unused = or_(link.c.purpose.not_in(_ONE_TIME), link.c.used_at.is_(None))
    return (link.c.token_hash == _hash(token)) & (link.c.expires_at > now()) & is_unused


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
