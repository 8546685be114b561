"""A draft: what a machine guesses of a database, the questions that it asks, and what it leaves alone later."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from habeas.datamap.addition import added
from habeas.datamap.check import check_database, check_files
from habeas.datamap.connection import ask
from habeas.datamap.draft import draft
from habeas.datamap.reading import read_schema
from habeas.datamap.sample import addresses
from habeas.document import Document
from habeas.domain.error import InvalidInput
from habeas.domain.record.anonymised import Method
from habeas.domain.record.column import Sought
from habeas.domain.record.database import Database
from habeas.domain.record.table import Rows, Tie
from habeas.system_file import database_alone

SHOP = (
    "CREATE TABLE tenant (id integer PRIMARY KEY, name varchar(40) NOT NULL, email varchar(80))",
    "CREATE TABLE address (id integer PRIMARY KEY, street varchar(80), customer_id integer NOT NULL)",
    "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, password varchar(99) NOT NULL, "
    "nick varchar(5) NOT NULL, last_ip varchar(45), active boolean, created_at timestamp NOT NULL, "
    "tenant_id integer NOT NULL REFERENCES tenant (id), home_id integer REFERENCES address (id))",
    "CREATE TABLE seller (id integer PRIMARY KEY, who varchar(80) NOT NULL)",
    'CREATE TABLE "order" (id integer PRIMARY KEY, customer integer NOT NULL REFERENCES customers (id), '
    "seller_id integer REFERENCES seller (id), day date NOT NULL)",
    'CREATE TABLE line (order_id integer REFERENCES "order" (id), number integer, note text NOT NULL, '
    "PRIMARY KEY (order_id, number))",
    "CREATE TABLE remark (id integer PRIMARY KEY, customer_id integer NOT NULL, said text)",
    "CREATE TABLE genre (id integer PRIMARY KEY, name varchar(40))",
    "INSERT INTO seller VALUES (1, 'sam@example.org')",
)


async def drafted(url: str):
    schema = await ask(url, read_schema)
    sampled = await ask(url, lambda connection: addresses(connection, schema))
    return draft("shop", schema, sampled)


@pytest.fixture
async def file(build, policy: Path) -> Path:
    """A draft in its place, before anybody has answered anything."""
    path = policy.parent / "systems" / "shop.yaml"
    path.write_text((await drafted(await build(*SHOP))).text())
    return path


def database(file: Path) -> Database:
    record = database_alone(Document.read(file, "shop"))
    assert record is not None
    return record


async def test_people_and_what_hangs_on_them(file):
    """People by the name of a column or by a sample; ties by foreign keys, over several tables, and by names."""
    record = database(file)
    people = {name: table.person.found_by for name, table in record.tables.items() if table.person}
    assert people == {
        "customers": {"email": Sought(column="email", ignores_case=True)},
        "seller": {"email": Sought(column="who", ignores_case=True)},
    }
    ties = {name: table.ties for name, table in record.tables.items() if table.ties}
    assert ties["address"] == (Tie(table="customers", by={"customer_id": "id"}),)
    assert {tie.table for tie in ties["order"]} == {"customers", "seller"}
    assert ties["line"] == (Tie(table="order", by={"order_id": "id"}),)
    assert ties["remark"] == (Tie(table="customers", by={"customer_id": "id"}),)
    assert "# by its name: no foreign key says so" in file.read_text()


async def test_what_each_column_is(file):
    """Secrets and technical data by their names, what empties a value by type, and the customers of the company."""
    customers = database(file).tables["customers"]
    assert customers.columns["password"].secret.startswith("a password is kept only as a hash")
    assert customers.columns["last_ip"].category == "technical"
    methods = {name: column.emptied for name, column in customers.columns.items() if column.emptied}
    assert methods["email"] is Method.UNIQUE
    assert methods["password"] is Method.ERASED
    assert methods["nick"] is Method.EMPTY
    assert methods["last_ip"] is Method.NULL
    assert "created_at" not in methods  # from it retention counts
    assert (customers.controller, customers.dated, customers.held) == ("tenant_id", "created_at", {"active": False})
    controllers = database(file).controllers
    assert (controllers.table, controllers.name, controllers.address) == ("tenant", "name", "email")


async def test_a_circle_is_broken_where_a_link_may_be_null(file):
    """A customer has a home, which is the customer's: the link goes first."""
    assert database(file).tables["customers"].unlinks == ("home_id",)
    assert database(file).tables["customers"].rows is Rows.DELETE


async def test_every_question_is_asked(file):
    """What law and company decide is open in each category, and why a table is nobody's; nothing else is wrong."""
    found = [fault for fault in check_files([file]) if not fault.is_warning]
    assert all(fault.what.startswith("is open: ") for fault in found), found
    keys = {fault.key for fault in found}
    asked = ("title", "purpose", "role", "basis", "origin", "kept", "recipients")
    assert {f"categories.shop/customers.{key}" for key in asked} <= keys
    assert {"title", "without.genre", "without.tenant"} <= keys
    assert yaml.safe_load(file.read_text())["system"] == "shop"


async def test_a_draft_fits_its_database(build, policy):
    """Whatever a draft says can be done in the database that it was drafted from; missing indexes are warned of."""
    url = await build(*SHOP)
    path = policy.parent / "systems" / "shop.yaml"
    path.write_text((await drafted(url)).text())
    found = list(check_database(path, await ask(url, read_schema)))
    assert [str(fault) for fault in found if not fault.is_warning] == []
    assert any(fault.key == "tables.remark.ties" for fault in found)
    assert "no index on customer_id" in path.read_text()


async def test_drafting_twice_is_drafting_once(build):
    """The order is stable, and what is there already is not added again."""
    url = await build(*SHOP)
    first, again = await drafted(url), await drafted(url)
    assert first.text() == again.text()


async def test_what_was_written_stays_and_what_is_new_is_added(build, policy):
    """New tables and columns come into the file, with their questions; no other line changes."""
    url = await build(*SHOP)
    path = policy.parent / "systems" / "shop.yaml"
    path.write_text((await drafted(url)).text().replace("genre: OPEN", "genre: kinds of music"))
    path.write_text(path.read_text() + "elsewhere:\n  stock: recordings\n")
    before = path.read_text().splitlines()
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE remark ADD COLUMN ip varchar(45)"))
        await connection.execute(text("CREATE TABLE visit (id integer PRIMARY KEY, customer_id integer, page text)"))
        await connection.execute(text("CREATE TABLE stock (id integer PRIMARY KEY)"))  # has its entry already
        await connection.execute(text("CREATE TABLE shelf (id integer PRIMARY KEY)"))
    await engine.dispose()
    new, places = added(Document.read(path, "shop"), await drafted(url))
    path.write_text(new)
    assert places == ("tables.remark.columns.ip", "tables.visit", "without.shelf")
    left = iter(new.splitlines())
    assert all(line in left for line in before)
    assert database(path).tables["remark"].columns["ip"].category == "technical"
    assert added(Document.read(path, "shop"), await drafted(url)) == (new, ())


async def test_a_file_that_cannot_be_extended_is_left_alone(build, policy):
    """Where there is no line to add to, the person is told to draft into another file."""
    path = policy.parent / "systems" / "shop.yaml"
    path.write_text("system: shop\ntables: {customers: {category: x, key: [id], columns: {id: }}}\n")
    with pytest.raises(InvalidInput, match=r"line 2: tables.customers.columns: .* --out"):
        added(Document.read(path, "shop"), await drafted(await build(*SHOP)))


MEETINGS = (
    "CREATE TABLE organisation (id integer PRIMARY KEY, name varchar(40) NOT NULL)",
    "CREATE TABLE meeting (id integer PRIMARY KEY, host_id integer NOT NULL REFERENCES organisation (id))",
    "CREATE TABLE guest (id integer PRIMARY KEY, email varchar(80), meeting_id integer REFERENCES meeting (id))",
)


async def test_a_customer_is_found_over_a_table_that_is_nobodys(build):
    """Where rows refer to what refers to a customer, the way is suggested, and the customers are named."""
    file = yaml.safe_load((await drafted(await build(*MEETINGS))).text())
    way = {"table": "meeting", "by": {"meeting_id": "id"}, "column": "host_id"}
    assert file["tables"]["guest"]["controller"] == way
    assert file["controllers"] == {"table": "organisation", "key": "id", "name": "name"}
    assert file["without"].keys() == {"organisation", "meeting"}
