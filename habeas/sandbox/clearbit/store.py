"""The job's side of the database: whether somebody may be looked up, their copy, and the record of who was told.

A look-up that is queued has its row already, with an empty person: it is found, held and erased as others are, and an
answer that comes after its erasure finds nothing to fill.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.enrichment.address import address_hash, normalised
from adapters.enrichment.category import SYSTEM
from adapters.enrichment.schema import disclosure, enrichment
from adapters.enrichment.suppression import may_look_up
from adapters.sql.error import classified
from habeas.domain.disclosure import Location

from .entity import Entity

Given = Mapping[str, Any]
"""A person as Clearbit shows them."""

_NOTHING = "{}"


@dataclass(frozen=True)
class Subject:
    """Whom a look-up is about, and the id that their copy has or will have."""

    copy_id: str
    address: str = field(repr=False)
    account_id: int | None
    location: Location


class CopyStore:
    """One database; `key` is that of the hashes. Each call is one transaction.

    Each raises a HabeasError where the database does not do it, without what it was about.
    """

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self._engine = engine
        self._key = key

    async def subject(self, address: str, account_id: int | None, location: Location) -> Subject | None:
        """The person of this address, with the id of their copy or a new one; None for whom may not be looked up."""
        copy = enrichment.c
        is_theirs = func.lower(copy.email) == address.strip().lower(), copy.account_id.is_not_distinct_from(account_id)
        async with self._transaction() as connection:
            if not await self._may(connection, address):
                return None
            known = await connection.scalar(select(copy.id).where(*is_theirs).order_by(copy.id).limit(1))
        return Subject(known or str(uuid4()), address, account_id, location)

    async def told(self, subject: Subject, entity: Entity) -> None:
        """An address went out, and nothing came of it that is kept."""
        async with self._transaction() as connection:
            await self._note(connection, subject, entity)

    async def keep(self, subject: Subject, entity: Entity, given: Given | None) -> bool:
        """An address went out: note to whom, and keep what was given, or (None) that something will be.

        Whether it was kept: not where somebody asked meanwhile that the person be left alone.
        """
        async with self._transaction() as connection:
            await self._note(connection, subject, entity)
            may = await self._may(connection, subject.address)
            if may:
                await _write(connection, subject, entity, given)
        return may

    async def fill(self, copy_id: str, given: Given | None) -> bool:
        """What a queued look-up found, or (None) that it found nobody. Whether the copy is there now.

        It is not where nobody asked for it, or not of this address; or where the person is to be left alone.
        """
        async with self._transaction() as connection:
            copy = (await connection.execute(select(enrichment).where(enrichment.c.id == copy_id))).first()
            if copy is None or not await self._may(connection, copy.email):
                return False
            if given is None:
                await connection.execute(delete(enrichment).where(_is(copy_id), enrichment.c.person == _NOTHING))
                return False
            if normalised(str(given.get("email") or "-")) != normalised(copy.email):
                return False
            where = Location(country=copy.country, how=copy.country_from or "")
            await connection.execute(update(enrichment).where(_is(copy_id)).values(_content(where, given)))
        return True

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        async with classified(SYSTEM, writes=True), self._engine.begin() as connection:
            yield connection

    async def _may(self, connection: AsyncConnection, address: str) -> bool:
        return await may_look_up(connection, address, self._key)

    async def _note(self, connection: AsyncConnection, subject: Subject, entity: Entity) -> None:
        to_whom = {"recipient": entity.name, "recipient_country": entity.country}
        about = {"subject_hash": address_hash(subject.address, self._key), "what": entity.gets, "ground": entity.ground}
        row = {"id": str(uuid4()), "at": datetime.now(UTC), **to_whom, **about}
        await connection.execute(insert(disclosure).values(row))


def _is(copy_id: str) -> Any:
    return enrichment.c.id == copy_id


async def _write(connection: AsyncConnection, subject: Subject, entity: Entity, given: Given | None) -> None:
    """One copy of each person and account: a newer one replaces it, and one that is to come does not."""
    there = await connection.scalar(select(enrichment.c.id).where(_is(subject.copy_id)))
    content = _content(subject.location, given or {})
    if there is None:
        whose = {"id": subject.copy_id, "email": subject.address.strip(), "account_id": subject.account_id}
        await connection.execute(
            insert(enrichment).values({**whose, **content, "source": entity.name, "is_in_use": True})
        )
    elif given is not None:
        await connection.execute(update(enrichment).where(_is(subject.copy_id)).values(content))


def _content(where: Location, given: Given) -> dict[str, Any]:
    """Where the person is stays what was known when they were looked up, unless what was given says otherwise."""
    geo = given.get("geo")
    said = geo.get("countryCode") if isinstance(geo, dict) else None
    is_known = where.country is not None and said in (None, where.country)
    place = (
        {"country": where.country, "country_from": where.how} if is_known else {"country": None, "country_from": None}
    )
    return {"person": json.dumps(given), "fetched_at": datetime.now(UTC), **place}
