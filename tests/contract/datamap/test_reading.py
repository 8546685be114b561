"""What is read of a database: its shape, the same from each, and never a row."""

import pytest
from sqlalchemy import text

from habeas.datamap.connection import ask
from habeas.datamap.reading import read_schema
from habeas.datamap.sample import addresses
from habeas.datamap.schema import ForeignKey, Kind
from habeas.domain.error import InvalidInput

SHOP = (
    "CREATE TABLE customer (id integer PRIMARY KEY, mail varchar(80) NOT NULL UNIQUE, name varchar(40), "
    "born date, joined timestamp NOT NULL, is_active boolean NOT NULL, contact text)",
    "CREATE TABLE purchase (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customer (id) "
    "ON DELETE CASCADE, total numeric(8, 2) NOT NULL)",
    "CREATE TABLE visit (customer_id integer, day date, pages integer, PRIMARY KEY (customer_id, day))",
    "CREATE TABLE habeas_hold (case_id varchar(36) PRIMARY KEY)",
    "CREATE INDEX purchase_customer ON purchase (customer_id)",
    "CREATE INDEX customer_contact ON customer (lower(contact))",
    "INSERT INTO customer VALUES (1, 'ana@example.org', 'Ana', NULL, '2020-01-01', true, 'ana@example.com')",
    "INSERT INTO customer VALUES (2, 'bo@example.org', NULL, NULL, '2020-01-01', true, NULL)",
)


async def test_the_shape_of_a_database(build):
    """Tables, columns, keys, foreign keys, constraints and indexes, without our own table of holds."""
    schema = await ask(await build(*SHOP), read_schema)
    assert [*schema.tables] == ["customer", "purchase", "visit"]
    customer, purchase = schema.tables["customer"], schema.tables["purchase"]
    kinds = {name: (column.kind, column.is_nullable) for name, column in customer.columns.items()}
    assert kinds == {
        "id": (Kind.NUMBER, False),
        "mail": (Kind.TEXT, False),
        "name": (Kind.TEXT, True),
        "born": (Kind.DAY, True),
        "joined": (Kind.MOMENT, False),
        "is_active": (Kind.FLAG, False),
        "contact": (Kind.TEXT, True),
    }
    assert customer.columns["mail"].length == 80
    assert customer.uniques == (("id",), ("mail",))
    assert customer.has_index(("mail",))
    assert customer.has_index(("contact",))
    assert not customer.has_index(("name",))
    assert purchase.foreign_keys == (ForeignKey(("customer_id",), "customer", ("id",), "CASCADE"),)
    assert purchase.has_index(("customer_id",))
    assert set(schema.tables["visit"].key) == {"customer_id", "day"}


async def test_a_sample_finds_where_addresses_are(build):
    """Whatever the columns are called; of the rows nothing but names of columns is told."""
    url = await build(*SHOP)
    schema = await ask(url, read_schema)
    found = await ask(url, lambda connection: addresses(connection, schema))
    assert found == {"customer": ("mail", "contact")}


async def test_nothing_can_be_written(build):
    """Whatever the credential may do, the connection may not."""
    url = await build(*SHOP)
    with pytest.raises(InvalidInput, match="cannot be read"):
        await ask(url, lambda connection: connection.execute(text("DELETE FROM purchase")))


async def test_parts_and_other_schemas(postgres_build):
    """A part of a table is none of its own, and what lies in another schema is counted."""
    url = await postgres_build(
        "CREATE TABLE hit (at date NOT NULL, page text) PARTITION BY RANGE (at)",
        "CREATE TABLE hit_2026 PARTITION OF hit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        "CREATE SCHEMA audit",
        "CREATE TABLE audit.trail (id integer PRIMARY KEY)",
    )
    schema = await ask(url, read_schema)
    assert [*schema.tables] == ["hit"]
    assert schema.elsewhere == {"audit": 1}


@pytest.mark.parametrize("url", ["shop", "oracle7://nn@host/shop", "postgresql://nn:hunter2@127.0.0.1:1/shop"])
async def test_an_address_that_leads_nowhere(url):
    """Whoever mistypes an address learns that, and no password is said again."""
    with pytest.raises(InvalidInput) as caught:
        await ask(url, read_schema)
    assert "hunter2" not in str(caught.value)
