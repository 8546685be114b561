"""The suppression list: the addresses that no code of the company may have looked up.

It has hashes and no addresses, for this purpose and no other (L-53). It bars look-ups, and nothing else: who signs up
again is welcome (L-44).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.disposition import Disposition
from habeas.domain.holding import Retention
from habeas.domain.order import StepOrder

from .address import address_hash
from .category import PUBLIC_KEY, SUPPRESSION_KEY
from .pin import hashes
from .schema import suppression


async def may_look_up(connection: AsyncConnection, address: str, key: bytes) -> bool:
    """Whether nobody has asked that this address be left alone, for good or while a case holds it.

    For the company's code: to be asked before a look-up, and again in the transaction that stores its answer. `key` is
    the key of the list's hashes. Lets out the errors of the database client.
    """
    query = select(suppression.c.address_hash).where(suppression.c.address_hash == address_hash(address, key))
    return (await connection.execute(query)).first() is None


class Suppressing:
    """What one case does to the list; every call runs in the caller's transaction."""

    def __init__(self, connection: AsyncConnection, case_id: str, addresses: Sequence[str], stays: Retention) -> None:
        """`addresses` are hashes; `stays` says why they are suppressed, and until when that is so without a review."""
        self._connection = connection
        self._case_id = case_id
        self._addresses = addresses
        self._stays = stays

    @classmethod
    def of(cls, connection: AsyncConnection, order: StepOrder) -> Self | None:
        """As the plan has it, or None where it suppresses nothing: what it keeps may be looked up again."""
        if any(i.key == PUBLIC_KEY and i.disposition is not Disposition.ERASE for i in order.items):
            return None
        item = next((i for i in order.items if i.key == SUPPRESSION_KEY), None)
        if item is None or item.ground is None or item.until is None:
            return None
        stays = Retention(ground=item.ground, until=item.until)
        return cls(connection, order.case_id, hashes(order.identifiers), stays)

    async def hold(self) -> int:
        """Suppress for this case what is not suppressed already; returns how many addresses that were."""
        return await self._add(self._case_id)

    async def is_lasting(self) -> bool:
        """Whether every address is suppressed for good, until the review that was planned or a later one."""
        there = set(await self._connection.scalars(select(suppression.c.address_hash).where(self._mine())))
        passing = select(suppression.c.address_hash).where(self._passing())
        return there.issuperset(self._addresses) and (await self._connection.execute(passing)).first() is None

    async def make_lasting(self) -> int:
        """Suppress every address for good; what this case or another one held becomes lasting.

        Returns how many addresses were not suppressed for good before.
        """
        added = await self._add(None)
        lasting = {"held_by": None, "ground": self._stays.ground, "review_on": self._stays.until}
        held = update(suppression).where(self._mine(), suppression.c.held_by.is_not(None)).values(lasting)
        added += (await self._connection.execute(held)).rowcount
        await self._connection.execute(update(suppression).where(self._passing()).values(lasting))
        return added

    async def _add(self, held_by: str | None) -> int:
        """An address that is there stays as it is, also when it came there this moment."""
        added = 0
        for digest in self._addresses:
            row = {"address_hash": digest, "since": datetime.now(UTC), "held_by": held_by}
            stays = {"ground": self._stays.ground, "review_on": self._stays.until}
            new = _insert(self._connection).values({**row, **stays}).on_conflict_do_nothing()
            added += (await self._connection.execute(new)).rowcount
        return added

    def _mine(self) -> ColumnElement[bool]:
        return suppression.c.address_hash.in_(self._addresses)

    def _passing(self) -> ColumnElement[bool]:
        is_short = suppression.c.review_on < self._stays.until
        return and_(self._mine(), or_(suppression.c.held_by.is_not(None), is_short))


def _insert(connection: AsyncConnection) -> Any:
    """The two databases write it the same, and SQLAlchemy has one for each."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(suppression)
