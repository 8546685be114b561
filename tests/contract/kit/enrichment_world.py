"""Enrichment for the kit: copies of what Clearbit gave, and a disclosure that a law keeps."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

from sql_world import SqlWorld, granted, switchboard, ways

from adapters.enrichment import schema
from adapters.enrichment.adapter import Enrichment
from adapters.enrichment.address import address_hash
from adapters.sql.engine import writing_engine
from adapters.testing import OURS, Thing
from habeas.domain.identifier import Identifier, email
from habeas.domain.processing import Basis, Category, Origin, RetentionRule, Role

KEY = bytes(range(32))
_TABLES = ("enrichment", "disclosure", "suppression")


def described(name: str, months: int | None = None) -> Category:
    """A category of enrichment as an adapter needs it."""
    rule = RetentionRule(ground=f"a law on {name}", months=months) if months else None
    words = {"title": name, "purpose": "to test", "role": Role.CONTROLLER}
    basis = {"basis": Basis.LEGITIMATE_INTEREST, "origin": Origin.OBTAINED}
    return Category(name=name, system="enrichment", **words, **basis, retention=rule)


PROCESSING = {
    "public information": described("public information"),
    "disclosures": described("disclosures", 36),
    "suppression": described("suppression", 36),
}


class EnrichmentWorld(SqlWorld):
    """A thing is a copy: they are read 50 and erased 500 at a time. What suppresses an address for good stays."""

    system, many = "enrichment", 1_100

    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        at, digest = self.as_of - timedelta(days=60), address_hash(address, KEY)
        copy = {"email": address, "account_id": None, "fetched_at": at, "source": "Clearbit", "is_in_use": True}
        person = {"email": address}
        copies = [{**copy, "id": str(uuid4()), "person": json.dumps({**person, "n": n})} for n in range(things)]
        told = {"id": str(uuid4()), "subject_hash": digest, "recipient": "APIHub, Inc.", "recipient_country": "US"}
        self.whose |= {digest: address, told["id"]: address} | {one["id"]: address for one in copies}
        disclosure = {**told, "what": "e-mail address", "ground": "GDPR art. 6(1)(f)", "at": at}
        await self.put((schema.enrichment, copies), (schema.disclosure, [disclosure]))
        return (email(address),)

    async def snapshot(self) -> frozenset[Thing]:
        return await self.rows(self._thing)

    def _thing(self, table: str, row: tuple[object, ...]) -> Thing:
        whose = self.whose.get(row[0], "") if table in _TABLES else ""
        if table == "suppression" and row[schema.suppression.columns.keys().index("held_by")] is not None:
            whose = OURS
        return Thing(whose, (table, *row), stays=table in ("disclosure", "suppression"))


@asynccontextmanager
async def enrichment_world(platform, folder, now, wrap=Enrichment) -> AsyncIterator[EnrichmentWorld]:
    """The platform with enrichment's tables and the adapter over them; `wrap` makes the adapter."""
    owner = writing_engine(platform.url_owner)
    async with owner.begin() as connection:
        await connection.run_sync(schema.enrichment_metadata.create_all)
    await owner.dispose()
    platform = await granted(platform, "enrichment")
    world = EnrichmentWorld(platform, now, switchboard(folder))
    async with ways(platform, "enrichment", world.switchboard) as engines:
        world.adapter = wrap(engines.writing, engines.reading, PROCESSING, KEY)
        if engines.stranger is not None:
            world.stranger = Enrichment(engines.stranger, engines.stranger, PROCESSING, KEY)
        yield world
