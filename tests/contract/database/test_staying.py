"""Rows that stay: by law until a day, or emptied, each value by its method and read back by the method's test."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
)

from habeas.domain.disposition import Disposition
from habeas.domain.error import Unfit
from habeas.domain.plan import Keep
from habeas.domain.processing import RetentionRule
from habeas.domain.time_limit import months_later

BOOKS = RetentionRule(ground="the books", months=12)
WITH_ZONE = DateTime(timezone=True)
KEEP = Keep(holding="shop/network/company", ground="a claim", until=date(2030, 1, 1), by="the DPO")


def purchases(at=WITH_ZONE) -> MetaData:
    metadata = MetaData()
    Table("client", metadata, Column("id", Integer, primary_key=True), Column("mail", String(80)))
    Table("orders", metadata, Column("id", Integer, primary_key=True), Column("client", Integer), Column("at", at))
    Table("line", metadata, Column("id", Integer, primary_key=True), Column("order_id", Integer), Column("what", Text))
    return metadata


PURCHASES = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  columns: {id: , mail: }
orders:
  category: order
  key: [id]
  ties: [{table: client, by: {client: id}}]
  dated: at
  columns: {id: , client: , at: }
line:
  category: order
  key: [id]
  ties: [{table: orders, by: {order_id: id}}]
  dated: orders.at
  columns: {id: , order_id: , what: }
"""


def bought(now, as_day=lambda at: at):
    """An order on each side of the last day that the books are kept for, one on that day, and one without a date."""
    first = months_later(now.date(), -12)
    days = {1: first - timedelta(days=1), 2: first, 3: now.date(), 4: None}
    moments = {n: as_day(datetime.combine(d, datetime.min.time(), UTC)) if d else None for n, d in days.items()}
    return {
        "client": [{"id": 1, "mail": "a@example.org"}],
        "orders": [{"id": n, "client": 1, "at": at} for n, at in moments.items()],
        "line": [{"id": n, "order_id": n, "what": "boots"} for n in days],
    }


@pytest.mark.parametrize(
    ("at", "as_day"),
    [
        (DateTime(timezone=True), lambda at: at),
        (DateTime(), lambda at: at.replace(tzinfo=None)),
        (Date(), lambda at: at.date()),
        (String(40), lambda at: at.isoformat()),
    ],
    ids=["zone", "no zone", "day", "text"],
)
async def test_what_a_law_keeps_stays_to_its_last_day(opens, now, at, as_day):
    """Whatever type the date has; lines are dated by their order; what bears no date is not kept."""
    world = await opens(purchases(at), PURCHASES, bought(now, as_day), order=BOOKS)
    assert await world.counts("a@example.org") == {
        "account/company": 1,
        "order/company": 4,
        "order/company/retained": 4,
    }
    (kept,) = [h for h in (await world.locate("a@example.org")).holdings if h.retention]
    assert (kept.retention.ground, kept.retention.until) == ("the books", months_later(now.date(), 12))
    await world.erase("a@example.org")
    assert await world.ids() == {"orders": [2, 3], "line": [2, 3]}


async def test_a_law_that_keeps_needs_rows_that_bear_a_date(opens, now):
    """Else the record is refused when it is opened."""
    with pytest.raises(ValueError, match="rows of account bear no date"):
        await opens(purchases(), PURCHASES, {}, account=BOOKS)


def people(**columns) -> MetaData:
    metadata = MetaData()
    types = {name: Column(name, type_, nullable=nullable) for name, (type_, nullable) in columns.items()}
    Table("client", metadata, Column("id", Integer, primary_key=True), *types.values())
    return metadata


EVERY = people(
    mail=(String(80), False),
    name=(String(80), False),
    note=(Text, True),
    born=(Date, False),
    seen=(DateTime(timezone=True), False),
    visits=(Integer, False),
    spent=(Numeric(10, 2), False),
    is_kind=(Boolean, False),
    photo=(LargeBinary, False),
    profile=(JSON, True),
    page=(JSON, False),
    price=(Integer, True),
    friend=(String(80), True),
)
EMPTIED = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  rows: empty
  columns:
    id:
    mail: {emptied: unique}
    name: {emptied: erased}
    note: {emptied: "null"}
    born: {emptied: first_day}
    seen: {emptied: first_day}
    visits: {emptied: zero}
    spent: {emptied: zero}
    is_kind: {emptied: zero}
    photo: {emptied: empty}
    profile: {emptied: "null"}
    page: {emptied: empty}
    price: {is_personal: false}
    friend: {is_others: true}
"""


def a_client(number):
    born, seen = date(1980, 2, 3), datetime(2026, 1, 1, tzinfo=UTC)
    texts = {"mail": f"{number}@example.org", "name": "Maja", "note": "tall", "friend": "Ola"}
    numbers = {"visits": 7, "spent": 9, "is_kind": True, "price": 3}
    rest = {"photo": b"\xff\xd8", "profile": {"likes": ["tea"]}, "page": "about me"}
    return {"id": number, **texts, "born": born, "seen": seen, **numbers, **rest}


async def test_l_41_a_row_that_stays_is_emptied_of_all_that_it_says_of_the_person(opens):
    """L-41: the plan says that it is anonymised, by which methods; the neighbour's row and a friend's name stay."""
    world = await opens(EVERY, EMPTIED, {"client": [a_client(1), a_client(2)]})
    (item,) = (await world.order("1@example.org")).items
    assert (item.disposition, item.emptied) == (
        Disposition.ANONYMISE,
        ("empty", "erased", "first_day", "null", "unique", "zero"),
    )
    before = (await world.rows())["client"]
    assert await world.erase("1@example.org") == {"account/company": 1}
    after = (await world.rows())["client"]
    assert after[1:] == before[1:]
    emptied = dict(zip(world.metadata.tables["client"].columns.keys(), after[0], strict=True))
    assert emptied.pop("mail").startswith("erased-")
    assert str(emptied.pop("seen")).startswith("1900-01-01 00:00:00")
    assert emptied == {
        "id": 1,
        "name": "[erased]",
        "note": None,
        "born": date(1900, 1, 1),
        "visits": 0,
        "spent": 0,
        "is_kind": False,
        "photo": b"",
        "profile": None,
        "page": "",
        "price": 3,
        "friend": "Ola",
    }


async def test_an_emptied_row_is_nothing_more(opens):
    """It is not counted, not exported, and emptied only once."""
    world = await opens(EVERY, EMPTIED, {"client": [a_client(1)]})
    order = await world.order("1@example.org")
    await world.erase("1@example.org")
    once = await world.rows()
    assert (await world.system.erase(order, _open)).counts == {}
    assert await world.rows() == once
    pin = order.identifiers[0]
    assert await world.counts(pin) == {}
    assert await world.records(pin) == []


async def _open() -> None:
    """A fence that lets everything pass."""


@pytest.mark.parametrize("value", ["erased-x@invalid", "", "[erased]", "1@example.org"])
async def test_confirming_judges_each_value_by_its_method(opens, value):
    """What another method would have left is a value still."""
    world = await opens(EVERY, EMPTIED, {"client": [a_client(1)]})
    order = await world.order("1@example.org")
    await world.erase("1@example.org")
    await world.owner_says(world.metadata.tables["client"].update().values(mail=value))
    assert (await world.system.confirm(order)).counts == {"shop/account/company": 1}


async def test_many_rows_that_stay_get_values_of_their_own(opens):
    """Where no two may be alike, over several batches."""
    metadata = MetaData()
    Table("client", metadata, Column("id", Integer, primary_key=True), Column("mail", String(80)))
    Table(
        "login",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("client", Integer, index=True),
        Column("name", String(80), unique=True, nullable=False),
        Column("place", String(80)),
    )
    record = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  columns: {id: , mail: }
login:
  category: login
  key: [id]
  ties: [{table: client, by: {client: id}}]
  rows: empty
  columns: {id: , client: , name: {emptied: unique}, place: {emptied: empty}}
"""
    logins = [{"id": n, "client": 1 + (n % 2), "name": f"n{n}", "place": "Oslo"} for n in range(2402)]
    rows = {"client": [{"id": n, "mail": f"{n}@example.org"} for n in (1, 2)], "login": logins}
    world = await opens(metadata, record, rows)
    assert await world.erase("1@example.org") == {"account/company": 1, "login/company": 1201}
    left = (await world.rows())["login"]
    assert sum(name.startswith("erased-") and not place for _, _, name, place in left) == 1201
    assert sorted(row[0] for row in left if row[3] == "Oslo") == list(range(1, 2402, 2))


MIXED = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  columns: {id: , mail: }
login:
  category: login
  key: [id]
  ties: [{table: client, by: {client: id}}]
  columns: {id: , client: , device: %s, address: {category: network, emptied: "null"}}
"""


def mixed() -> MetaData:
    metadata = MetaData()
    Table("client", metadata, Column("id", Integer, primary_key=True), Column("mail", String(80)))
    Table(
        "login",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("client", Integer),
        Column("device", String(80)),
        Column("address", String(80)),
    )
    return metadata


LOGINS = {
    "client": [{"id": 1, "mail": "a@example.org"}],
    "login": [
        {"id": 1, "client": 1, "device": "phone", "address": "203.0.113.1"},
        {"id": 2, "client": 1, "device": "phone", "address": None},
        {"id": 3, "client": 1, "device": None, "address": "203.0.113.1"},
        {"id": 4, "client": 1, "device": None, "address": None},
        {"id": 5, "client": 2, "device": "phone", "address": "203.0.113.1"},
    ],
}


async def test_each_category_of_a_row_is_counted_and_exported_by_itself(opens):
    """A row of which nothing else is there is of its own category."""
    world = await opens(mixed(), MIXED % '{emptied: "null"}', LOGINS)
    assert await world.counts("a@example.org") == {"account/company": 1, "login/company": 3, "network/company": 2}
    assert [r for r in await world.records("a@example.org") if r[0] != "account"] == [
        ("login", {"id": 1, "client": 1, "device": "phone"}),
        ("network", {"id": 1, "address": "203.0.113.1"}),
        ("login", {"id": 2, "client": 1, "device": "phone"}),
        ("network", {"id": 3, "address": "203.0.113.1"}),
        ("login", {"id": 4, "client": 1, "device": None}),
    ]


async def test_a_row_that_one_category_keeps_is_emptied_in_the_others(opens):
    """And goes where nothing of what is kept is in it."""
    world = await opens(mixed(), MIXED % '{emptied: "null"}', LOGINS)
    assert await world.erase("a@example.org", keeps=[KEEP]) == {"account/company": 1, "login/company": 3}
    assert (await world.rows())["login"] == [
        (1, 1, None, "203.0.113.1"),
        (3, 1, None, "203.0.113.1"),
        (5, 2, "phone", "203.0.113.1"),
    ]


async def test_what_cannot_be_emptied_stops_the_plan_before_anything_is_touched(opens):
    """It is said which columns of which table, and for which category."""
    world = await opens(mixed(), MIXED % "", LOGINS)
    before = await world.rows()
    with pytest.raises(Unfit, match=r"rows of login stay for what else they hold, and login in them .*: device"):
        await world.erase("a@example.org", keeps=[KEEP])
    assert await world.rows() == before


async def test_a_row_that_stays_may_lose_its_tie(opens):
    """A foreign key to the person's row, which goes, is made null; nobody finds the row by it again."""
    metadata = MetaData()
    Table("client", metadata, Column("id", Integer, primary_key=True), Column("mail", String(80)))
    Table(
        "audit",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("client", ForeignKey("client.id")),
        Column("did", String(80)),
    )
    record = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  columns: {id: , mail: }
audit:
  category: audit
  key: [id]
  ties: [{table: client, by: {client: id}}]
  rows: empty
  columns: {id: , client: %s, did: {is_personal: false}}
"""
    rows = {"client": [{"id": n, "mail": f"{n}@x.org"} for n in (1, 2)]}
    rows["audit"] = [{"id": n, "client": n, "did": "sale"} for n in (1, 2)]
    world = await opens(metadata, record % '{emptied: "null"}', rows)
    assert await world.erase("1@x.org") == {"account/company": 1, "audit/company": 1}
    assert (await world.rows())["audit"] == [(1, None, "sale"), (2, 2, "sale")]
    with pytest.raises(Unfit, match="the table audit has rows that stay and refer to rows of client"):
        await world.with_record(record % "").erase("2@x.org")
