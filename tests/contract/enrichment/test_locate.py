"""What enrichment finds of a person, what it leaves in doubt, and what it hands out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert

from adapters.enrichment import schema
from adapters.enrichment.adapter import Enrichment
from habeas.domain.disclosure import Location
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import ACCOUNT_ID, EMAIL, ENRICHMENT_ID, Identifier, email, values
from habeas.domain.order import Located
from habeas.domain.port import Erases, Exports, Holds, Locates, Preflights, Record
from habeas.domain.time_limit import months_later

PUBLIC = "enrichment/public information/company"
EXPIRED = "enrichment/disclosures/company"
KEPT = "enrichment/disclosures/company/retained"
SUPPRESSION = "enrichment/suppression/company/retained"

MAJA, IDRIS, ELIF, FAMILY = (
    "maja.lund@example.org",
    "idris@example.com",
    "elif.demir@example.com",
    "familie@example.org",
)
TOLD_ONLY, OTHER, NOBODY = "told.only@example.org", "other.person@example.org", "nobody.here@example.net"


def account(number: int) -> Identifier:
    """An account id as accounts hand it on."""
    return Identifier(kind=ACCOUNT_ID, value=str(number), found_in="accounts")


def test_enrichment_has_every_ability(world) -> None:
    """It locates, exports, preflights, holds and erases, after accounts."""
    assert all(isinstance(world.enrichment, ability) for ability in (Locates, Exports, Preflights, Holds, Erases))
    assert (world.enrichment.name, world.enrichment.needs_identifiers_of) == ("enrichment", ("accounts",))


def test_l_36_nothing_is_suppressed_without_an_end(world) -> None:
    """L-36: without a rule for suppression there is no adapter."""
    with pytest.raises(ValueError, match="without an end"):
        Enrichment(world.writing, world.reading, {}, bytes(32))


@pytest.mark.parametrize("written", ["maja.lund@example.org", "MAJA.LUND@EXAMPLE.ORG", " Maja.Lund@Example.org "])
async def test_an_address_in_any_case(world, written: str) -> None:
    """Copies and disclosures are found under an address however it is written, and an erasure announces suppression."""
    assert await world.counts(written) == {PUBLIC: 1, EXPIRED: 1, KEPT: 2, SUPPRESSION: 0}


async def test_an_account_id(world) -> None:
    """A copy is found by its account, its address is handed on as stored, and its disclosures are found with it."""
    located = await world.locate(NOBODY, account(1))
    assert {h.key: h.count for h in located.holdings} == {PUBLIC: 1, EXPIRED: 1, KEPT: 2, SUPPRESSION: 0}
    assert values(located.identifiers, EMAIL) == ("Maja.Lund@Example.org",)
    assert values(located.identifiers, ACCOUNT_ID) == ("1",)


@pytest.mark.parametrize("value", ["not-a-number", "-1", "9" * 40, "1e3", "²"])
async def test_what_can_be_no_account_id(world, value: str) -> None:
    """Nobody is found by it, and nothing fails."""
    located = await world.locate(NOBODY, Identifier(kind=ACCOUNT_ID, value=value))
    assert located == Located(system="enrichment")


async def test_l_14_an_unknown_person(world) -> None:
    """L-14: of whom nothing is known there is no holding, no pin and no new row."""
    before = await world.rows()
    assert await world.locate(NOBODY, account(999)) == Located(system="enrichment")
    assert await world.rows() == before


async def test_pins(world) -> None:
    """Pinned are the ids of copies and the hashes of every address of the person, and no address."""
    located = await world.locate(MAJA, email(OTHER))
    assert values(located.pinned, ENRICHMENT_ID) == ("c1", "c7")
    assert set(values(located.pinned, "address_hash")) == {world.hash(MAJA), world.hash(OTHER)}
    assert {i.kind for i in located.pinned} == {ENRICHMENT_ID, "address_hash"}


async def test_hashes_are_keyed(world) -> None:
    """Under another key the same address has another hash, so the disclosures are not found."""
    located = await world.under(bytes(32)).locate(MAJA)
    assert {h.key for h in located.holdings} == {PUBLIC, SUPPRESSION}
    assert world.hash(MAJA) not in values(located.pinned, "address_hash")


async def test_retention(world) -> None:
    """Disclosures stay until the newest is 36 months old, and suppression until 36 months from now."""
    located = await world.locate(MAJA)
    until = {h.key: h.retention.until for h in located.holdings if h.circumstance is Circumstance.RETAINED}
    newest = (world.now - timedelta(days=60)).date()
    assert until == {KEPT: months_later(newest, 36), SUPPRESSION: months_later(world.now.date(), 36)}


async def test_to_the_last_day(world) -> None:
    """A disclosure is kept to the last day of its rule, and not a day longer, by locating and confirming alike."""
    at = datetime.combine(months_later(world.now.date(), -36), time.min, UTC)
    await world.owner_says(world.told("x1", "x@example.org", at), world.told("x2", "x@example.org", at - timedelta(1)))
    order = await world.order("x@example.org")
    assert {i.key: i.count for i in order.items} == {KEPT: 1, EXPIRED: 1, SUPPRESSION: 0}
    assert (await world.enrichment.confirm(order)).counts == {KEPT: 1, EXPIRED: 1}


async def test_only_told(world) -> None:
    """Who has disclosures alone is to be suppressed for its own sake; with copies it comes with their erasure."""
    assert await world.counts(TOLD_ONLY) == {KEPT: 1, SUPPRESSION: 0}
    for address, is_to_be_written in ((TOLD_ONLY, True), (MAJA, False)):
        holdings = (await world.locate(address)).holdings
        assert [h.key for h in holdings if h.is_to_be_written] == [SUPPRESSION] * is_to_be_written


async def test_suppressed_already(world) -> None:
    """A lasting suppression counts, with its own ground and review; what another case holds does not."""
    since, review = world.now - timedelta(days=5), date(2027, 1, 1)
    row = {"ground": "an earlier erasure", "since": since, "review_on": review}
    rows = [
        {**row, "address_hash": world.hash(TOLD_ONLY), "held_by": None},
        {**row, "address_hash": world.hash(IDRIS), "held_by": "another"},
    ]
    await world.owner_says(insert(schema.suppression).values(rows))
    (kept,) = [h for h in (await world.locate(TOLD_ONLY)).holdings if h.key == SUPPRESSION]
    assert (kept.count, kept.retention.ground, kept.retention.until) == (1, "an earlier erasure", review)
    assert not kept.is_to_be_written
    assert await world.counts(IDRIS) == {PUBLIC: 1, SUPPRESSION: 0}


async def test_a_shared_address(world) -> None:
    """An address tied to two accounts is in doubt, and leads to nothing; an account still leads to its own copy."""
    located = await world.locate("FAMILIE@example.org")
    assert (located.holdings, located.pinned, located.identifiers) == ((), (), ())
    assert [i.normalised() for i in located.shared] == [f"email:{FAMILY}"]
    located = await world.locate(NOBODY, account(11))
    assert values(located.pinned, ENRICHMENT_ID) == ("c5",)
    assert [i.value for i in located.shared] == [FAMILY]
    assert values(located.identifiers, EMAIL) == ()
    assert world.hash(FAMILY) not in values(located.pinned, "address_hash")


async def test_a_shared_address_that_was_decided(world) -> None:
    """When somebody has decided that it is this person's, it is in doubt no more, and hands on no other's account."""
    located = await world.locate(FAMILY, theirs=(email(FAMILY),))
    assert located.shared == ()
    assert values(located.pinned, ENRICHMENT_ID) == ("c5", "c6")
    assert values(located.identifiers, ACCOUNT_ID) == ()


async def test_where_the_person_is(world) -> None:
    """The country comes with how it is known; it is unknown where nothing says, or where copies disagree."""
    assert (await world.locate(MAJA)).location == Location(country="US", how="the address on her invoices")
    assert (await world.locate(IDRIS)).location is None
    elif_ = (await world.locate(ELIF)).location
    assert (elif_.country, elif_.bars_the_united_states) == (None, True)
    assert "different" in elif_.how


@pytest.mark.parametrize("known", [{"country": "US"}, {"country": "U1", "country_from": "a form"}])
async def test_a_country_that_nobody_vouches_for(world, known: dict[str, str]) -> None:
    """A country without how it is known, or one that is none, leaves the location unknown."""
    await world.owner_says(world.copy("y1", "y@example.org", **known))
    assert (await world.locate("y@example.org")).location.bars_the_united_states


async def test_to_whom_the_data_went(world) -> None:
    """Each recipient comes once, with the day of the last disclosure and how it can be told."""
    disclosed = (await world.locate(MAJA)).disclosed
    assert [(d.system, d.recipient, d.country, d.what) for d in disclosed] == [
        ("enrichment", "APIHub, Inc.", "US", "e-mail address"),
        ("enrichment", "Enrich Ltd", "IE", "e-mail address"),
    ]
    assert disclosed[0].last == (world.now - timedelta(days=60)).date()
    assert "mail" in disclosed[0].notice


async def test_export(world) -> None:
    """Every row that was located is handed out in plain fields, the given ones under the names they were given by."""
    records = await world.exported(MAJA)
    assert all(isinstance(entry, Record) for entry in records)
    assert [r.category for r in records] == ["public information", *["disclosures"] * 3]
    copy = dict(records[0].fields)
    assert copy == {
        "source": "Clearbit",
        "fetched_at": (world.now - timedelta(days=9)).isoformat(),
        "email": "Maja.Lund@Example.org",
        "account_id": 1,
        "country": "US",
        "country_from": "the address on her invoices",
        "id": "d54c54ad",
        "person.email": "Maja.Lund@Example.org",
        "name.fullName": "Maja Lund",
        "name.givenName": "Maja",
        "employment.title": None,
        "gravatar.avatars.1.url": "https://example.org/a",
        "gravatar.avatars.1.type": "thumbnail",
        "fuzzy": False,
    }
    assert dict(records[-1].fields) == {
        "recipient": "APIHub, Inc.",
        "country": "US",
        "what": "e-mail address",
        "ground": "GDPR art. 6(1)(f)",
        "at": (world.now - timedelta(days=60)).isoformat(),
    }


async def test_export_of_a_suppression(world) -> None:
    """A lasting suppression is handed out with its ground and dates, and without its hash."""
    order = await world.order(MAJA)
    await world.enrichment.erase(order, world.open_fence)
    (record,) = [r for r in await world.exported(MAJA) if r.category == "suppression"]
    assert set(record.fields) == {"since", "ground", "review_on"}
    assert record.fields["review_on"] == months_later(world.now.date(), 36).isoformat()


@pytest.mark.parametrize("text", ["no json", "[]", "7"])
async def test_export_of_a_copy_that_is_no_object(world, text: str) -> None:
    """What a copy holds is handed out whatever it is."""
    await world.owner_says(world.copy("z1", "z@example.org", person=text))
    (record,) = await world.exported("z@example.org")
    assert str(record.fields.get("person", "[]")) == text
