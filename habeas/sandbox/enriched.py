"""What the company holds of what Clearbit gave, and to whom it told an address: tables of the platform's database."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import Table, func, insert, select

from adapters.enrichment.address import address_hash
from adapters.enrichment.schema import disclosure, enrichment, enrichment_metadata
from adapters.sql.engine import writing_engine

from .people import people
from .person import Enriched, Person

SOURCE = "APIHub, Inc."
_GROUND = "legitimate interest"
_WHAT = "e-mail address"


async def build_enrichment(url: str, now: datetime, key: bytes) -> None:
    """Create the tables and put the copies in; `key` is that of the hashes. Does nothing when that is done."""
    engine = writing_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(enrichment_metadata.create_all)
            if not await connection.scalar(select(func.count()).select_from(disclosure)):
                for table, row in _rows(now, key):
                    await connection.execute(insert(table).values(row))
    finally:
        await engine.dispose()


def _rows(now: datetime, key: bytes) -> Iterator[tuple[Table, dict[str, object]]]:
    for person in people():
        if person.enriched:
            yield from _of(person, person.enriched, now, key)


def _of(person: Person, enriched: Enriched, now: datetime, key: bytes) -> Iterator[tuple[Table, dict[str, object]]]:
    chance = Random(f"enrichment {person.email}")  # noqa: S311 - reproducible, and nothing secret
    at = now - timedelta(days=chance.randint(20, 300))
    given = {
        "id": str(UUID(bytes=chance.randbytes(16))),
        "name": {"fullName": f"{person.first_name} {person.last_name}"},
        "employment": {"name": f"{person.last_name} Ltd", "title": "Engineer"},
        "linkedin": {"handle": f"in/{person.first_name.lower()}"},
    }
    yield (
        enrichment,
        {
            "id": str(UUID(bytes=chance.randbytes(16))),
            "email": person.email,
            "account_id": person.account.id if person.account else None,
            "fetched_at": at,
            "source": SOURCE,
            "person": json.dumps(given),
            "country": enriched.country,
            "country_from": enriched.how,
            "is_in_use": True,
        },
    )
    told = {"recipient": SOURCE, "recipient_country": enriched.told, "what": _WHAT, "ground": _GROUND, "at": at}
    number = str(UUID(bytes=chance.randbytes(16)))
    yield disclosure, {"id": number, "subject_hash": address_hash(person.email, key), **told}
