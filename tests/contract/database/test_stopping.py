"""An objection to marketing and a withdrawal of consent act at once in a database, by its record alone (L-09)."""

import asyncio

import pytest
from small_world import CASE, SYSTEM
from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, MetaData, String, Table

from habeas.domain.error import Refused
from habeas.domain.identifier import email
from habeas.domain.right import Right
from habeas.domain.stop import StopOrder

CONTACT = """
contact:
  category: marketing
  key: [id]
  person: {pin: contact_id, found_by: {email: {column: email, ignores_case: true}}}
  stopped:
    objection: {sets: {gets_mail: false}}
    withdrawal: {purpose: calls, sets: {gets_calls: false}}
  columns: {id: , email: , gets_mail: , gets_calls: }
consent:
  category: consent
  key: [id]
  ties: [{table: contact, by: {contact_id: id}}]
  stopped: {withdrawal: {by: purpose, sets: {withdrawn_at: now}}}
  columns: {id: , contact_id: , purpose: , withdrawn_at: }
objection:
  category: objection
  key: [id]
  ties: [{table: contact, by: {contact_id: id}}]
  stopped: {objection: {adds: {at: now}}}
  columns: {id: , contact_id: , at: }
"""
ANA, ANNA, EVA = "ana.berg@x.org", "anna.berg@x.org", "Eva.Moe@X.org"
ROWS = {
    "contact": [
        {"id": 1, "email": ANA, "gets_mail": True, "gets_calls": True},
        {"id": 2, "email": ANNA, "gets_mail": True, "gets_calls": True},
        {"id": 3, "email": EVA, "gets_mail": True, "gets_calls": None},
    ],
    "consent": [
        {"id": 10, "contact_id": 1, "purpose": "news"},
        {"id": 11, "contact_id": 1, "purpose": "offers"},
        {"id": 20, "contact_id": 2, "purpose": "news"},
        {"id": 30, "contact_id": 3, "purpose": "news"},
    ],
}


def marketing() -> MetaData:
    """Whom a company writes to, to what they consent, and who has objected."""
    metadata, number = MetaData(), Integer
    flags = Column("gets_mail", Boolean), Column("gets_calls", Boolean)
    Table("contact", metadata, Column("id", number, primary_key=True), Column("email", String(80)), *flags)
    given = Column("purpose", String(40)), Column("withdrawn_at", DateTime(timezone=True))
    for name, columns in {"consent": given, "objection": [Column("at", DateTime(), nullable=False)]}.items():
        tied = Column("contact_id", ForeignKey("contact.id"))
        Table(name, metadata, Column("id", number, primary_key=True), tied, *columns)
    return metadata


@pytest.fixture
async def world(opens):
    return await opens(marketing(), CONTACT, ROWS)


def order(world, address, right=Right.OBJECTION, *purposes):
    common = {"case_id": CASE, "system": SYSTEM, "as_of": world.now, "right": right}
    return StopOrder(**common, purposes=purposes, identifiers=(email(address),))


async def stopped(world, *asked):
    """Stop, and read back that nothing goes on; what was stopped."""
    one = order(world, *asked)
    counts = (await world.system.stop(one)).counts
    assert (await world.system.confirm_stop(one)).counts == {}
    return {key.split("/")[1]: count for key, count in counts.items()}


async def withdrawn(world):
    """The ids of the consents that are withdrawn."""
    return [row[0] for row in (await world.rows())["consent"] if row[3] is not None]


async def test_an_objection_writes_what_the_record_says(world):
    """A value in the person's row, and a row that says when: of this person and of nobody else."""
    assert (await world.system.confirm_stop(order(world, ANA))).counts == {
        "shop/marketing/company": 1,
        "shop/objection/company": 1,
    }
    assert await stopped(world, ANA) == {"marketing": 1, "objection": 1}
    rows = await world.rows()
    assert [(row[0], bool(row[2])) for row in rows["contact"]] == [(1, False), (2, True), (3, True)]
    ((_, whose, at),) = rows["objection"]
    assert (whose, str(at)[:19]) == (1, str(world.now.replace(tzinfo=None))[:19])
    assert await withdrawn(world) == []


async def test_twice_is_once(world):
    """A second objection changes nothing, and counts nothing."""
    await stopped(world, ANA)
    before = await world.rows()
    assert await stopped(world, ANA) == {}
    assert await world.rows() == before


async def test_side_by_side_is_once(world):
    """Of attempts at the same time one writes, and all of them are answered."""
    receipts = await asyncio.gather(*(world.system.stop(order(world, ANA)) for _ in range(6)))
    assert sum(sum(receipt.counts.values()) for receipt in receipts) == 2
    assert len((await world.rows())["objection"]) == 1


async def test_an_address_in_any_writing_is_the_same_person(world):
    """Capitals are an accident."""
    assert await stopped(world, "EVA.MOE@x.ORG") == {"marketing": 1, "objection": 1}


async def test_somebody_unknown_leaves_nothing(world):
    """Nothing is stopped, and no row is there that was not."""
    before = await world.rows()
    assert await stopped(world, "nobody@x.org") == {}
    assert await stopped(world, "nobody@x.org", Right.WITHDRAWAL) == {}
    assert await world.rows() == before


async def test_consent_is_withdrawn_for_one_purpose_or_for_all(world):
    """What is done for another purpose goes on; what was withdrawn before keeps its moment."""
    assert await stopped(world, ANA, Right.WITHDRAWAL, "news") == {"consent": 1}
    assert await withdrawn(world) == [10]
    before = (await world.rows())["consent"][0]
    assert await stopped(world, ANA, Right.WITHDRAWAL) == {"consent": 1, "marketing": 1}
    assert await withdrawn(world) == [10, 11]
    assert (await world.rows())["consent"][0] == before
    assert await stopped(world, ANNA, Right.WITHDRAWAL, "calls") == {"marketing": 1}
    assert await withdrawn(world) == [10, 11]


async def test_a_value_that_is_missing_has_not_stopped_anything(world):
    """Null is not what the record says."""
    assert await stopped(world, EVA, Right.WITHDRAWAL, "calls") == {"marketing": 1}
    assert not (await world.rows())["contact"][2][3]


async def test_what_goes_on_is_read_back(world):
    """Who consents again after that is found to be written to again."""
    await stopped(world, ANA, Right.WITHDRAWAL)
    await world.owner_says("UPDATE consent SET withdrawn_at = NULL WHERE id = 11")
    left = (await world.system.confirm_stop(order(world, ANA, Right.WITHDRAWAL))).counts
    assert left == {"shop/consent/company": 1}


async def test_rows_of_several_people_stay(world):
    """Nobody else's consent ends because one of them withdraws theirs."""
    metadata = world.metadata
    record = CONTACT.replace(
        "ties: [{table: contact, by: {contact_id: id}}]\n  stopped: {withdrawal",
        "ties: [{table: contact, by: {contact_id: id}}, {table: contact, by: {also: id}}]\n  stopped: {withdrawal",
    ).replace("contact_id: , purpose", "contact_id: , also: , purpose")
    await world.owner_says("ALTER TABLE consent ADD COLUMN also INTEGER", "UPDATE consent SET also = 2 WHERE id = 10")
    both = world.with_record(record)
    assert await stopped(both, ANA, Right.WITHDRAWAL, "news", "offers") == {"consent": 1}
    assert await withdrawn(both) == [11]
    assert set(metadata.tables) == {"contact", "consent", "objection"}


async def test_what_the_database_refuses_is_no_answer(world):
    """A row that cannot be added is a failure, which says no value."""
    record = CONTACT.replace("{adds: {at: now}}", "{adds: {at: }}")
    with pytest.raises(Refused, match="refused") as caught:
        await world.with_record(record).system.stop(order(world, ANA))
    assert "ana" not in str(caught.value)


async def test_it_is_erased_with_the_rest(world):
    """What was written of an objection is the person's too."""
    await stopped(world, ANA)
    assert (await world.erase(ANA))["objection/company"] == 1
    assert (await world.rows())["objection"] == []
