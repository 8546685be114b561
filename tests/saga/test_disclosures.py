"""Who got a person's data, and who gave it, is told by name: as the records have it for this very person."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, update

from adapters.enrichment.address import address_hash
from adapters.enrichment.schema import disclosure, enrichment
from adapters.sql.engine import writing_engine
from habeas.domain.case import CaseState
from habeas.domain.right import Right
from habeas.sandbox.people import HOST_AND_PARTICIPANT, MANY_SIDED, UNKNOWN

PARTNER, OTHER_PARTNER, OTHER_SOURCE = "Fjordlys Events AS", "Plume Conférences SARL", "Dataleverandøren AS"
PAGES = ("index.html", "index.fr.html", "index.nb.html")


@pytest.mark.long
async def test_two_people_with_different_disclosures(world, enrichment_key):
    """Each is told of their own recipients and sources, in every language, and of nobody else's."""
    await _change(world, _told(MANY_SIDED, PARTNER, enrichment_key))
    await _change(world, _told(HOST_AND_PARTICIPANT, OTHER_PARTNER, enrichment_key))
    await _change(world, update(enrichment).where(_copy_of(HOST_AND_PARTICIPANT)).values(source=OTHER_SOURCE))
    hers, his = await _letter(world, MANY_SIDED), await _letter(world, HOST_AND_PARTICIPANT)
    for page in PAGES:
        assert PARTNER in hers[page]
        assert OTHER_PARTNER not in hers[page]
        assert OTHER_SOURCE not in hers[page]
        assert OTHER_PARTNER in his[page]
        assert OTHER_SOURCE in his[page]
        assert PARTNER not in his[page]


@pytest.mark.long
async def test_a_disclosure_that_is_taken_off_the_record(world, enrichment_key):
    """The letter tells what the record holds, and nothing else: a row less is a recipient less."""
    await _change(world, _told(MANY_SIDED, PARTNER, enrichment_key))
    assert PARTNER in (await _letter(world, MANY_SIDED))["index.html"]
    await _change(world, delete(disclosure).where(disclosure.c.recipient == PARTNER))
    assert PARTNER not in (await _letter(world, MANY_SIDED))["index.html"]


async def test_who_is_known_by_a_disclosure_alone(world, enrichment_key):
    """Of whom there is no copy, only the record that their address was told: they are not looked up either."""
    await _change(world, _told(UNKNOWN, PARTNER, enrichment_key))
    status = await world.approved(UNKNOWN)
    done = await world.closed(status.case_id)
    assert done.state is CaseState.ALL_RETAINED
    counts = done.systems["enrichment"]
    assert (counts.found, counts.erased, counts.retained, counts.left) == (2, 0, 2, 2)
    hashes = [row[0] for row in (await world.state()).rows["suppression"]]
    assert address_hash(UNKNOWN.email, enrichment_key) in hashes
    await world.replay(done.case_id, "erasure")


def _told(person, recipient, key):
    row = {"recipient": recipient, "recipient_country": "NO", "what": "e-mail address", "ground": "consent"}
    whose = {"id": recipient, "subject_hash": address_hash(person.email, key), "at": datetime.now(UTC)}
    return insert(disclosure).values({**row, **whose})


def _copy_of(person):
    return enrichment.c.email == person.email


async def _change(world, statement):
    engine = writing_engine(world.url)
    async with engine.begin() as connection:
        assert (await connection.execute(statement)).rowcount == 1
    await engine.dispose()


async def _letter(world, person):
    done = await world.closed(await world.open(person, Right.ACCESS))
    with await world.bundle(done) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist() if name in PAGES}
