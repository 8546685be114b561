"""Where the person is, and to whom their data went, as enrichment knows it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.disclosure import Disclosed, Location

from .category import SYSTEM
from .find import Copy
from .schema import disclosure

# none of Clearbit's clients has a call that erases, and its pages name a form and a mail address (vendor's help pages)
NOTICE = "by a letter or a mail to its privacy office, since it has no interface for erasure"

Record = Row[str, str, str, str, datetime]
_COUNTRY = re.compile("[A-Z]{2}")


def location_of(copies: Iterable[Copy]) -> Location | None:
    """Where the person is, as the copies say; unknown where they disagree, or do not say how they know (L-39)."""
    said = [(copy.country.upper(), copy.country_from) for copy in copies if copy.country]
    countries = {country for country, _ in said}
    if not countries:
        return None
    if len(countries) > 1:
        return Location(how="the copies that we hold name different countries")
    how = next((how for _, how in said if how), None)
    country = countries.pop()
    if how is None or not _COUNTRY.fullmatch(country):
        return Location(how="a country is recorded, and not how it is known")
    return Location(country=country, how=how)


async def records(connection: AsyncConnection, hashes: Sequence[str]) -> list[Record]:
    """Every disclosure of the person, oldest first."""
    columns = (
        disclosure.c.id,
        disclosure.c.recipient,
        disclosure.c.recipient_country,
        disclosure.c.what,
        disclosure.c.at,
    )
    query = select(*columns).where(disclosure.c.subject_hash.in_(hashes))
    return list(await connection.execute(query.order_by(disclosure.c.at, disclosure.c.id)))


def recipients(disclosures: Sequence[Record]) -> tuple[Disclosed, ...]:
    """Each recipient once; an entity of the same name in another country is another recipient."""
    entities = sorted({(d.recipient, d.recipient_country) for d in disclosures})
    return tuple(_disclosed(*entity, disclosures) for entity in entities)


def _disclosed(recipient: str, country: str, disclosures: Sequence[Record]) -> Disclosed:
    theirs = [d for d in disclosures if (d.recipient, d.recipient_country) == (recipient, country)]
    return Disclosed(
        system=SYSTEM,
        recipient=recipient,
        country=country,
        what=", ".join(sorted({d.what for d in theirs})),
        last=max(d.at.date() for d in theirs),
        notice=NOTICE,
    )
