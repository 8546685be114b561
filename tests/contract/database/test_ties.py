"""Whose a row is: found by identifiers of every writing, tied over hops and by several columns, without code."""

from uuid import UUID

import pytest
from sqlalchemy import JSON, Column, DateTime, ForeignKey, ForeignKeyConstraint, Integer, MetaData, String, Table, Uuid

from habeas.domain.identifier import Identifier

CLIENTS = """
client:
  category: account
  key: [id]
  person:
    pin: client_id
    found_by:
      email: {column: mail, ignores_case: true}
  columns: {id: , mail: , name: }
"""
ORDERS = """
orders:
  category: order
  key: [id]
  ties: [{table: client, by: {client_id: id}}]
  columns: {id: , client_id: , what: }
line:
  category: order
  key: [order_id, number]
  ties: [{table: orders, by: {order_id: id}}]
  columns: {order_id: , number: , what: }
note:
  category: note
  key: [id]
  ties: [{table: line, by: {order_id: order_id, number: number}}]
  columns: {id: , order_id: , number: , text: }
"""


def shop() -> MetaData:
    metadata = MetaData()
    Table(
        "client",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(254), index=True),
        Column("name", String(80)),
    )
    Table(
        "orders",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("client_id", ForeignKey("client.id"), index=True),
        Column("what", String(80)),
    )
    Table(
        "line",
        metadata,
        Column("order_id", ForeignKey("orders.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("what", String(80)),
    )
    Table(
        "note",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("order_id", Integer),
        Column("number", Integer),
        Column("text", String(80)),
        ForeignKeyConstraint(["order_id", "number"], ["line.order_id", "line.number"]),
    )
    return metadata


ROWS = {
    "client": [
        {"id": 1, "mail": "Maja@Example.org", "name": "Maja"},
        {"id": 2, "mail": "ola@example.org", "name": "Ola"},
        {"id": 3, "mail": None, "name": None},
    ],
    "orders": [
        {"id": 10, "client_id": 1, "what": "boots"},
        {"id": 11, "client_id": 2, "what": "boots"},
        {"id": 12, "client_id": None, "what": "for cash"},
    ],
    "line": [{"order_id": o, "number": n, "what": "left"} for o, n in ((10, 1), (10, 2), (11, 1), (12, 1))],
    "note": [
        {"id": 1, "order_id": 10, "number": 2, "text": "mine"},
        {"id": 2, "order_id": 11, "number": 1, "text": "Ola's"},
        {"id": 3, "order_id": 10, "number": None, "text": "of no line"},
        {"id": 4, "order_id": None, "number": None, "text": "of nothing"},
    ],
}


async def test_ties_are_followed_over_hops_and_composite_keys(opens):
    """What hangs on an order, on its lines and on their notes is the client's; what hangs on nothing is nobody's."""
    world = await opens(shop(), CLIENTS + ORDERS, ROWS)
    assert await world.counts("maja@example.org") == {"account/company": 1, "order/company": 3, "note/company": 1}
    assert await world.erase("maja@example.org") == {"account/company": 1, "order/company": 3, "note/company": 1}
    assert await world.ids() == {"client": [2, 3], "orders": [11, 12], "line": [11, 12], "note": [2, 3, 4]}


async def test_a_record_of_each_row(opens):
    """An export has every row that was counted, as it stands there."""
    world = await opens(shop(), CLIENTS + ORDERS, ROWS)
    assert await world.records("maja@example.org") == [
        ("account", {"id": 1, "mail": "Maja@Example.org", "name": "Maja"}),
        ("order", {"id": 10, "client_id": 1, "what": "boots"}),
        ("order", {"order_id": 10, "number": 1, "what": "left"}),
        ("order", {"order_id": 10, "number": 2, "what": "left"}),
        ("note", {"id": 1, "order_id": 10, "number": 2, "text": "mine"}),
    ]


async def test_identifiers_are_handed_on_as_they_are_written(opens):
    """With the key that pins the row."""
    world = await opens(shop(), CLIENTS + ORDERS, ROWS)
    found = await world.locate("MAJA@example.org")
    assert [(i.kind, i.value) for i in found.identifiers] == [("client_id", "1"), ("email", "Maja@Example.org")]
    assert [i.value for i in found.pinned] == ["1"]
    assert (await world.locate("nobody@example.org")).holdings == ()


@pytest.mark.parametrize("given", ["", "%", "_aja@example.org", "maja@example", "m%@example.org", "None", "1"])
async def test_nothing_like_an_identifier_finds_anybody(opens, given):
    """A writing with wild cards, a part of an address, or a null."""
    world = await opens(shop(), CLIENTS + ORDERS, ROWS)
    assert (await world.locate(*([given] if given else []))).holdings == ()


HOUSEHOLDS = """
person:
  category: account
  key: [country, code]
  person:
    pin: person_key
    found_by:
      email: {column: mails, ignores_case: true, separator: ";"}
      login: {column: profile, path: [sign_in, name]}
      phone: {column: profile, path: [phones, "*"]}
      card: {column: old, path: [card], ignores_case: true}
  columns: {country: , code: , mails: , profile: , old: }
visit:
  category: visit
  key: [id]
  ties: [{table: person, by: {code: code, country: country}}]
  columns: {id: , country: , code: }
"""


def households() -> MetaData:
    metadata = MetaData()
    Table(
        "person",
        metadata,
        Column("country", String(2), primary_key=True),
        Column("code", Integer, primary_key=True),
        Column("mails", String(300)),
        Column("profile", JSON),
        Column("old", String(300)),
    )
    Table(
        "visit",
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("country", String(2)),
        Column("code", Integer),
    )
    return metadata


def a_person(country, code, mails, name, phones, card):
    profile = {"sign_in": {"name": name}, "phones": phones}
    return {"country": country, "code": code, "mails": mails, "profile": profile, "old": f'{{"card": "{card}"}}'}


PEOPLE = {
    "person": [
        a_person("NO", 1, "åse@example.org; Åse.Two@example.org", "ase", ["+47 1", "+47 2"], "A/1"),
        a_person("FR", 1, "aase@example.org", "ASE", ["+47 12"], "A/2"),
        a_person("NO", 2, None, None, [], "null"),
    ],
    "visit": [
        {"id": UUID(int=1), "country": "NO", "code": 1},
        {"id": UUID(int=2), "country": "FR", "code": 1},
        {"id": UUID(int=3), "country": "NO", "code": None},
        {"id": UUID(int=4), "country": None, "code": None},
    ],
}


@pytest.mark.parametrize(
    ("kind", "value", "pins"),
    [
        ("email", "ÅSE@example.org", ['["NO", "1"]']),
        ("email", "åse.two@example.org", ['["NO", "1"]']),
        ("email", "two@example.org", []),
        ("email", "aase@example.org", ['["FR", "1"]']),
        ("login", "ase", ['["NO", "1"]']),
        ("login", "Ase", []),
        ("phone", "+47 1", ['["NO", "1"]']),
        ("phone", "+47 12", ['["FR", "1"]']),
        ("card", "a/1", ['["NO", "1"]']),
        ("person_key", '["NO", "2"]', ['["NO", "2"]']),
        ("person_key", '["NO"]', []),
        ("person_key", '["NO", "two"]', []),
        ("person_key", "NO", []),
        ("person_key", "[1, 2]", []),
    ],
    ids=range(14),
)
async def test_identifiers_in_every_place(opens, kind, value, pins):
    """Several in one column, in JSON documents and their lists, in any case or exactly; keys of several columns."""
    world = await opens(households(), HOUSEHOLDS, PEOPLE)
    found = await world.locate(Identifier(kind=kind, value=value))
    assert [pin.value for pin in found.pinned] == pins


async def test_keys_of_several_columns_erase_only_their_own(opens):
    """Half a key is nobody's."""
    world = await opens(households(), HOUSEHOLDS, PEOPLE)
    assert await world.erase("åse@example.org") == {"account/company": 1, "visit/company": 1}
    assert [row[:2] for row in (await world.rows())["person"]] == [("FR", 1), ("NO", 2)]
    assert [int(str(row[0])[-1]) for row in (await world.rows())["visit"]] == [2, 3, 4]


async def test_rows_that_outlived_their_person_are_found_by_the_key(opens):
    """There is no foreign key, and the person's row has gone."""
    world = await opens(households(), HOUSEHOLDS, PEOPLE)
    await world.owner_says("DELETE FROM person WHERE country = 'NO' AND code = 1")
    gone = Identifier(kind="person_key", value='["NO", "1"]')
    assert await world.counts(gone) == {"visit/company": 1}
    assert await world.erase(gone) == {"visit/company": 1}
    assert (await world.locate(gone)).pinned == ()


MEMBERS = """
participant:
  category: participant
  key: [id]
  person: {pin: participant_id, found_by: {email: mail, account_id: account_id}}
  ties: [{table: account, by: {account_id: id}}]
  columns: {id: , mail: , account_id: }
account:
  category: account
  key: [id]
  person: {pin: account_id, found_by: {email: mail}}
  columns: {id: , mail: }
"""


async def test_people_of_one_table_are_tied_to_those_of_another(opens):
    """They are found by the tie, pinned by keys of their own, and one that comes later is not erased by an old pin."""
    metadata = MetaData()
    Table("account", metadata, Column("id", Integer, primary_key=True), Column("mail", String(80)))
    Table(
        "participant",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(80)),
        Column("account_id", Integer),
        Column("at", DateTime),
    )
    rows = {
        "account": [{"id": 1, "mail": "a@example.org"}, {"id": 2, "mail": "b@example.org"}],
        "participant": [
            {"id": 7, "mail": "other@example.org", "account_id": 1},
            {"id": 8, "mail": "a@example.org", "account_id": None},
            {"id": 9, "mail": "b@example.org", "account_id": 2},
        ],
    }
    world = await opens(metadata, MEMBERS.replace("account_id: }\naccount", "account_id: , at: }\naccount"), rows)
    found = await world.locate("a@example.org")
    assert [(i.kind, i.value) for i in found.pinned] == [
        ("account_id", "1"),
        ("participant_id", "7"),
        ("participant_id", "8"),
    ]
    assert ("email", "other@example.org") in [(i.kind, i.value) for i in found.identifiers]
    order = await world.order("a@example.org")
    await world.owner_says("INSERT INTO participant (id, mail, account_id) VALUES (10, 'new@example.org', 1)")
    assert sum((await world.system.confirm(order)).counts.values()) == 3
