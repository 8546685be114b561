"""Stream what enrichment holds of a person, row by row. Reads only, and asks nobody else."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, Record

from .category import DISCLOSURES, PUBLIC, SUPPRESSION
from .pin import copy_ids, hashes
from .schema import disclosure, enrichment, suppression

Fields = dict[str, object]

_ROWS_AT_ONCE = 50
_COPY = ("source", "fetched_at", "email", "account_id", "country", "country_from")


async def entries(connection: AsyncConnection, order: CollectOrder) -> AsyncIterator[Entry]:
    """Every copy, disclosure and lasting suppression of the pinned identifiers, each in the same order each time."""
    copy, sent, barred = enrichment.c, disclosure.c, suppression.c
    columns = (*(copy[name] for name in _COPY), copy.person)
    copies = select(*columns).where(copy.id.in_(copy_ids(order.identifiers))).order_by(copy.id)
    async for row in _rows(connection, copies):
        yield Record(PUBLIC, _with_their_fields(row))
    told = sent.recipient, sent.recipient_country.label("country"), sent.what, sent.ground, sent.at
    theirs = sent.subject_hash.in_(hashes(order.identifiers))
    async for row in _rows(connection, select(*told).where(theirs).order_by(sent.at, sent.id)):
        yield Record(DISCLOSURES, row)
    mine = barred.address_hash.in_(hashes(order.identifiers)), barred.held_by.is_(None)
    why = barred.since, barred.ground, barred.review_on
    async for row in _rows(connection, select(*why).where(*mine).order_by(barred.since, barred.address_hash)):
        yield Record(SUPPRESSION, row)


async def _rows(connection: AsyncConnection, query: Select[*tuple[object, ...]]) -> AsyncIterator[Fields]:
    async with connection.stream(query.execution_options(yield_per=_ROWS_AT_ONCE)) as rows:
        async for row in rows.mappings():
            yield {name: _plain(value) for name, value in row.items()}


def _with_their_fields(row: Fields) -> Fields:
    """Our fields, and what was given under the names it was given by; one that both have is told apart."""
    fields = {name: row[name] for name in _COPY}
    given = dict(_flat(_parsed(str(row["person"]))))
    return fields | {(f"person.{name}" if name in fields else name): value for name, value in given.items()}


def _parsed(text: str) -> object:
    """What is no JSON is the person's all the same, and is handed out as it is."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Each plain value with its path, such as `employment.title` or `gravatar.avatars.1.url`."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from _flat(inner, f"{path}.{name}" if path else name)
        case list():
            for number, inner in enumerate(value, 1):
                yield from _flat(inner, f"{path}.{number}" if path else str(number))
        case _:
            yield path or "person", value


def _plain(value: object) -> object:
    """Dates as ISO 8601; SQLite keeps moments in UTC without saying so."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return value.isoformat() if isinstance(value, date) else value
