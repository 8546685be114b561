"""The platform with enrichment's tables and a few people in them, in either database, and what a case does there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.enrichment import schema
from adapters.enrichment.adapter import Enrichment
from adapters.enrichment.address import address_hash
from adapters.enrichment.suppression import may_look_up
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.error import Barred
from habeas.domain.findings import Findings
from habeas.domain.identifier import Identifier, email
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.plan import Keep
from habeas.domain.planning import plan_erasure
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role
from habeas.domain.right import Right
from habeas.sandbox.rows import dump

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
KEY = bytes(range(32))

MAJA, IDRIS, ELIF, FAMILY = (
    "maja.lund@example.org",
    "idris@example.com",
    "elif.demir@example.com",
    "familie@example.org",
)
TOLD_ONLY, OTHER = "told.only@example.org", "other.person@example.org"

PERSON = {
    "id": "d54c54ad",
    "email": MAJA,
    "name": {"fullName": "Maja Lund", "givenName": "Maja"},
    "employment": {"title": None},
    "gravatar": {"urls": [], "avatars": [{"url": "https://example.org/a", "type": "thumbnail"}]},
    "fuzzy": False,
}


def category(name: str, months: int | None = None) -> Category:
    """A category of enrichment as an adapter needs it."""
    rule = RetentionRule(ground=f"a law on {name}", months=months) if months else None
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER}
    basis = {"basis": Basis.LEGITIMATE_INTEREST, "origin": Origin.OBTAINED}
    return Category(name=name, system="enrichment", **words, **basis, retention=rule)


PROCESSING = {
    "public information": category("public information"),
    "disclosures": category("disclosures", 36),
    "suppression": category("suppression", 36),
}


def copy(number: str, address: str, now: datetime, **more: object) -> dict[str, object]:
    """A row of `enrichment`."""
    row = {"id": number, "email": address, "account_id": None, "fetched_at": now - timedelta(days=9)}
    given = {"source": "Clearbit", "person": json.dumps(PERSON | {"email": address}), "is_in_use": True}
    return {**row, **given, "country": None, "country_from": None, **more}


def told(number: str, address: str, at: datetime, **more: object) -> dict[str, object]:
    """A row of `disclosure`."""
    row = {"id": number, "subject_hash": address_hash(address, KEY), "recipient": "APIHub, Inc.", "at": at}
    return {**row, "recipient_country": "US", "what": "e-mail address", "ground": "GDPR art. 6(1)(f)", **more}


def rows(now: datetime) -> list[object]:
    """Everybody's rows: a person with one copy, one without account, two that disagree, a shared address, another."""
    us = {"country": "US", "country_from": "the address on her invoices"}
    copies = [
        copy("c1", "Maja.Lund@Example.org", now, account_id=1, **us),
        copy("c2", IDRIS, now, is_in_use=False),
        copy("c3", ELIF, now, account_id=6, country="FR", country_from="the country of her employer"),
        copy("c4", ELIF, now, account_id=6, **us),
        copy("c5", FAMILY, now, account_id=11),
        copy("c6", FAMILY, now, account_id=12),
        copy("c7", OTHER, now, account_id=8, **us),
    ]
    months = timedelta(days=30)
    disclosures = [
        told("d1", MAJA, now - 40 * months),
        told("d2", MAJA, now - 2 * months),
        told("d3", MAJA, now - 3 * months, recipient="Enrich Ltd", recipient_country="IE"),
        told("d4", TOLD_ONLY, now - 5 * months),
        told("d5", OTHER, now - 40 * months),
        told("d6", OTHER, now - 4 * months),
    ]
    return [insert(schema.enrichment).values(copies), insert(schema.disclosure).values(disclosures)]


@dataclass(frozen=True)
class World:
    """The platform with the system under test, and what a case does before it comes to a step."""

    platform: object
    writing: AsyncEngine
    reading: AsyncEngine
    enrichment: Enrichment
    now: datetime

    async def locate(self, address: str, *more: Identifier, theirs: tuple[Identifier, ...] = ()) -> Located:
        asked = {"identifiers": (email(address), *more), "theirs": theirs, "as_of": self.now}
        return await self.enrichment.locate(LocateOrder(case_id=CASE, system="enrichment", **asked))

    async def order(self, address: str, *more: Identifier, keeps: tuple[Keep, ...] = ()) -> StepOrder:
        located = await self.locate(address, *more)
        found = {"holdings": located.holdings, "pinned": {"enrichment": located.pinned}}
        findings = Findings(as_of=self.now, identifiers=located.identifiers, **found)
        return StepOrder.of(CASE, plan_erasure(findings, {}, keeps), "enrichment")

    async def exported(self, address: str) -> list[object]:
        located = await self.locate(address)
        asked = {"right": Right.ACCESS, "as_of": self.now, "identifiers": located.pinned}
        order = CollectOrder(case_id=CASE, system="enrichment", **asked)
        return [entry async for entry in self.enrichment.export(order)]

    def under(self, key: bytes) -> "World":
        return replace(self, enrichment=Enrichment(self.writing, self.reading, PROCESSING, key))

    def with_engines(self) -> "World":
        return replace(self, enrichment=Enrichment(self.writing, self.reading, PROCESSING, KEY))

    def writing_with(self, engine: AsyncEngine) -> Enrichment:
        return Enrichment(engine, self.reading, PROCESSING, KEY)

    async def open_fence(self) -> None:
        """A fence that lets everything pass."""

    async def closed_fence(self) -> None:
        raise Barred("enrichment", "too late")

    async def counts(self, address: str, *more: Identifier) -> dict[str, int]:
        return {h.key: h.count for h in (await self.locate(address, *more)).holdings}

    def copy(self, number: str, address: str, **more: object) -> object:
        return insert(schema.enrichment).values(copy(number, address, self.now, **more))

    def told(self, number: str, address: str, at: datetime, **more: object) -> object:
        return insert(schema.disclosure).values(told(number, address, at, **more))

    def hash(self, address: str) -> str:
        return address_hash(address, KEY)

    async def rows(self) -> dict[str, list[tuple[object, ...]]]:
        return await dump(self.platform.url_read)

    async def may_ask(self, address: str) -> bool:
        """Whether the company's code may look this address up."""
        async with self.reading.connect() as connection:
            return await may_look_up(connection, address, KEY)

    async def owner_says(self, *statements: object) -> None:
        await said(self.platform.url_owner, *statements)


async def said(url: str, *statements: object) -> None:
    """Carry these out in one transaction."""
    engine = writing_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement) if isinstance(statement, str) else statement)
    await engine.dispose()


async def with_tables(platform: object, *statements: object) -> None:
    """Enrichment's tables in the platform with nothing but these rows; the owner's grants go for them as for others."""
    engine = writing_engine(platform.url_owner)
    async with engine.begin() as connection:
        await connection.run_sync(schema.enrichment_metadata.create_all)
    await engine.dispose()
    tables = reversed(schema.enrichment_metadata.sorted_tables)
    await said(platform.url_owner, *(delete(table) for table in tables), *statements)


@asynccontextmanager
async def opened(platform: object, now: datetime) -> AsyncIterator[World]:
    """A world on this platform."""
    await with_tables(platform, *rows(now))
    writing, reading = writing_engine(platform.url_write), reading_engine(platform.url_read)
    try:
        yield World(platform, writing, reading, Enrichment(writing, reading, PROCESSING, KEY), now)
    finally:
        await writing.dispose()
        await reading.dispose()


@pytest.fixture
async def world(platform, now: datetime) -> AsyncIterator[World]:
    """The platform in either database."""
    async with opened(platform, now) as opened_world:
        yield opened_world


@pytest.fixture
async def postgres_world(postgres_platform, now: datetime) -> AsyncIterator[World]:
    """The platform in PostgreSQL, for what SQLite does not have."""
    async with opened(postgres_platform, now) as opened_world:
        yield opened_world
