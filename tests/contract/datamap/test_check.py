"""What `habeas map check` finds: each way in which a record is wrong, or does not fit its database, by line and key."""

from pathlib import Path

import pytest

from habeas.datamap.check import check_database, check_files, check_policy
from habeas.datamap.connection import ask
from habeas.datamap.reading import read_schema

SCHEMA = (
    "CREATE TABLE tenant (id integer PRIMARY KEY, name varchar(40) NOT NULL)",
    "CREATE TABLE customer (id integer PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, nick varchar(5) NOT NULL, "
    "spoken integer NOT NULL, joined timestamp NOT NULL, tenant_id integer REFERENCES tenant (id))",
    "CREATE TABLE purchase (id integer PRIMARY KEY, customer_id integer NOT NULL REFERENCES customer (id), "
    "day date NOT NULL, seller_id integer)",
    "CREATE TABLE note (id integer PRIMARY KEY, purchase_id integer NOT NULL REFERENCES purchase (id))",
    "CREATE TABLE genre (id integer PRIMARY KEY)",
    "CREATE INDEX customer_tenant ON customer (tenant_id)",
    "CREATE INDEX purchase_customer ON purchase (customer_id)",
    "CREATE INDEX note_purchase ON note (purchase_id)",
)
RECORD = """\
system: shop
title: {nb: Butikken, fr: La boutique, en: The shop}
controllers: {table: tenant, key: id, name: name}
categories:
  - &contact
    name: contact
    title: {nb: Hvem du er, fr: Qui vous êtes, en: Who you are}
    label: {nb: Hvem, fr: Qui, en: Who}
    purpose: {nb: å levere, fr: livrer, en: to deliver}
    role: controller
    basis: contract
    origin: provided
    kept: {nb: til du går, fr: jusqu'à votre départ, en: until you leave}
    recipients: []
  - <<: *contact
    name: purchases
tables:
  customer:
    category: contact
    key: [id]
    person: {pin: shop_customer, found_by: {email: email}}
    controller: tenant_id
    columns:
      id:
      email: {emptied: unique}
      nick: {emptied: empty}
      spoken: {emptied: zero}
      joined: {emptied: first_day}
      tenant_id:
  purchase:
    category: purchases
    key: [id]
    ties: [{table: customer, by: {customer_id: id}}]
    dated: day
    columns:
      id:
      customer_id:
      day:
      seller_id:
  note:
    category: purchases
    key: [id]
    ties: [{table: purchase, by: {purchase_id: id}}]
    dated: purchase.day
    columns: {id: , purchase_id: }
without:
  tenant: the companies that we work for
  genre: kinds of music
"""
EMPTIED = (
    "    dated: day\n    columns:\n      id:\n      customer_id:\n      day:\n      seller_id:\n",
    "    dated: day\n    rows: empty\n"
    "    columns: {id: , customer_id: , day: {is_personal: false}, seller_id: {is_personal: false}}\n",
)
LAW = "    recipients: []\n    retention: {ground: a law, months: 12}\n"


@pytest.fixture
def checked(build, policy: Path):
    """What is found when some texts of the record are others, and the database has more."""
    built: list[str] = []

    async def found(*changes: tuple[str, str], more: tuple[str, ...] = ()) -> list[str]:
        file, said = policy.parent / "systems" / "shop.yaml", RECORD
        for was, now in changes:
            assert was in said
            said = said.replace(was, now, 1)
        file.write_text(said)
        built.append(await build(*([] if built else SCHEMA), *more))
        schema = await ask(built[0], read_schema)
        faults = [*check_files([file]), *check_database(file, schema)]
        assert {fault.file for fault in faults} <= {str(file)}
        kind = {True: "warning: ", False: ""}
        return [f"{f.line}: {kind[f.is_warning]}{f.key}: {f.what}" for f in faults]

    return found


async def test_a_record_that_fits_is_let_be(checked):
    """Nothing is found where there is nothing."""
    assert await checked() == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("      seller_id:\n", "", "35: tables.purchase.columns: seller_id is in the database and has no entry"),
        ("      day:\n", "      day:\n      hour:\n", "39: tables.purchase.columns.hour: there is no such column"),
        ("  genre: kinds of music\n", "", "17: tables: genre is in the database and has no entry"),
        ("  genre: kinds", "  shelf: x\n  genre: kinds", "48: without.shelf: there is no such table"),
        (
            "key: [id]\n    ties: [{table: c",
            "key: [day]\n    ties: [{table: c",
            "purchase.key: the primary key is (id)",
        ),
        ("{emptied: unique}", '{emptied: "null"}', "25: tables.customer.columns.email.emptied: null is not possible"),
        (
            "{emptied: unique}",
            "{emptied: erased}",
            "email.emptied: erased makes rows alike where no two may be (email)",
        ),
        (
            "{emptied: empty}",
            "{emptied: erased}",
            "nick.emptied: erased does not fit: the column holds text of at most 5",
        ),
        ("{emptied: empty}", "{emptied: unique}", "26: tables.customer.columns.nick.emptied: unique does not fit"),
        ("{emptied: zero}", "{emptied: empty}", "27: tables.customer.columns.spoken.emptied: empty does not fit"),
        (
            "      tenant_id:\n",
            "      tenant_id: {emptied: zero}\n",
            "tenant_id.emptied: zero does not fit: the column refers",
        ),
        ("{emptied: first_day}", "{emptied: zero}", "joined.emptied: zero does not fit: the column holds moment"),
        ("name: name}", "name: title}", "3: controllers.name: there is no column title in tenant"),
        ("controllers: {table: tenant, key: id, name: name}\n", "", "controllers: is missing: tables name a"),
        ("category: contact\n", "category: contacts\n", "tables.customer.category: the category contacts is not"),
        ("    role: controller", "    role: processor", "tables.purchase"),
        (
            "    dated: day\n",
            "    dated: day\n    stopped: {objection: {adds: {seller_id: 1}}}\n",
            "tables.purchase.stopped.objection: a row that is added needs a value for day",
        ),
        (
            "    dated: day\n",
            "    dated: day\n    stopped: {objection: {sets: {day: null}}}\n",
            "tables.purchase.stopped.objection: day takes no null",
        ),
    ],
)
async def test_what_does_not_fit(checked, was, now, said):
    """Each mismatch of record and database is one line, with the line of the file and the keys."""
    found = await checked((was, now))
    if said == "tables.purchase":  # whose rows they are follows from the table that they are tied to
        assert found == []
        return
    assert any(said in one for one in found), found
    assert not any("warning" in one for one in found)


async def test_p_15_what_is_a_customers_says_whose(checked):
    """P-15: a category of another controller in a table that names none is no record."""
    found = await checked(("role: controller", "role: processor"), ("    controller: tenant_id\n", ""))
    assert any("tables.customer: controller is missing: contact is a customer's" in one for one in found)


async def test_whichever_tie_leads_to_a_customer_says_whose(checked):
    """Rows are a customer's by any row that they hang on, and not by the first alone."""
    ties = "ties: [{table: purchase, by", "ties: [{table: customer, by: {id: id}}, {table: purchase, by"
    named = "    dated: day\n", "    controller: seller_id\n    dated: day\n"
    found = await checked(("role: controller", "role: processor"), ("    controller: tenant_id\n", ""), ties, named)
    assert not any("tables.note: controller" in one for one in found)
    assert any("tables.customer: controller is missing" in one for one in found)


async def test_l_36_what_a_law_keeps_bears_a_date(checked):
    """L-36: without a date of its rows nobody could say when a retained category ends; nor without months."""
    kept = ("    recipients: []\n", LAW)
    found = await checked(kept, ("    dated: day\n", ""))
    assert any("tables.purchase: dated is missing: purchases is kept by law (a law)" in one for one in found)
    found = await checked(("    recipients: []\n", "    recipients: []\n    retention: {ground: a law}\n"))
    assert any("retention.months: Field required" in one for one in found)


@pytest.mark.parametrize(
    ("changes", "more", "said"),
    [
        (
            [],
            ("CREATE TABLE log (who integer REFERENCES customer (id))",),
            "those of log that refer to them (who) stay",
        ),
        (
            [],
            ("CREATE TABLE log (who integer REFERENCES customer (id) ON DELETE CASCADE)",),
            "those of log with them (who), which the record does not say",
        ),
        (
            [EMPTIED],
            (),
            "those of purchase that refer to them (customer_id) stay",
        ),
        (
            [
                (
                    "{table: purchase, by: {purchase_id: id}}]\n    dated: purchase.day",
                    "{table: customer, by: {id: id}}]",
                )
            ],
            (),
            "those of others in note may refer to them (purchase_id): tie them",
        ),
    ],
    ids=["outside", "cascade", "emptied", "untied"],
)
async def test_an_order_that_foreign_keys_refuse(checked, changes, more, said):
    """Rows are not deleted while rows that stay refer to them."""
    found = await checked(*changes, more=more)
    assert any("its rows are deleted, and " in one and said in one for one in found), found


async def test_a_law_that_keeps_rows_keeps_those_that_they_refer_to(checked):
    """Invoices stay for years: their customer is emptied, not deleted."""
    law = ("    name: purchases\n", "    name: purchases\n    retention: {ground: a law, months: 12}\n")
    found = await checked(law)
    assert any("tables.customer: its rows are deleted, and those of purchase" in one for one in found)
    emptied = ("    controller: tenant_id\n", "    controller: tenant_id\n    rows: empty\n")
    assert await checked(law, emptied) == []


async def test_a_circle_needs_a_link_that_can_go(checked):
    """Tables that refer to each other are refused unless a nullable column breaks the circle."""
    more = ("ALTER TABLE customer ADD COLUMN last_id integer REFERENCES purchase (id)",)
    column = ("      tenant_id:\n", "      tenant_id:\n      last_id:\n")
    found = await checked(column, more=more)
    assert any("may refer to them (last_id)" in one for one in found)
    assert any("in a circle that no `unlinks` breaks" in one for one in found)
    unlinked = ("    controller: tenant_id\n", "    controller: tenant_id\n    unlinks: [last_id]\n")
    assert await checked(column, unlinked) == []


async def test_a_missing_index_is_a_warning(checked):
    """It works without, and every search reads the whole table."""
    found = await checked(more=("DROP INDEX purchase_customer",))
    assert found == ["33: warning: tables.purchase.ties: no index on customer_id: every search reads the whole table"]


OVER = (
    ("    controller: tenant_id\n", "    controller: {table: sale, by: {sale_id: id}, column: of}\n"),
    ("      tenant_id:\n", "      tenant_id:\n      sale_id:\n"),
    ("  genre: kinds", "  sale: when we sell\n  genre: kinds"),
)
SALE = (
    "CREATE TABLE sale (id integer PRIMARY KEY, of integer NOT NULL)",
    "ALTER TABLE customer ADD COLUMN sale_id integer REFERENCES sale (id)",
    "CREATE INDEX customer_sale ON customer (sale_id)",
)


async def test_a_customer_may_be_named_in_a_table_that_is_nobodys(checked):
    """P-15: where that table, its columns and an index are there, nothing is to be mended."""
    assert await checked(*OVER, more=SALE) == []


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("column: of", "column: to", "22: tables.customer.controller: there is no column to in sale"),
        ("{sale_id: id}", "{sale_id: nr}", "22: tables.customer.controller: there is no column nr in sale"),
        ("{sale_id: id}", "{sale_id: of}", "22: warning: tables.customer.controller: no index on of of sale: every"),
        ("table: sale", "table: purchase", "22: tables.customer.controller: there is no table purchase under"),
        ("{sale_id: id}", "{}", "22: tables.customer.controller.over.by: Dictionary should have at least 1 item"),
        ("{sale_id: id}", "{of_id: id}", "22: tables.customer.controller: there is no column of_id among its"),
        ("of}\n", "of}\n    shows: {day: sale.day}\n", "23: tables.customer.shows: there is no column day in sale"),
        ("of}\n", "of}\n    shows: {day: purchase.day}\n", "23: tables.customer.shows: purchase.day is no column of"),
        ("of}\n", "of}\n    shows: {nick: sale.id}\n", "23: tables.customer.shows: nick is one of its columns"),
    ],
    ids=range(9),
)
async def test_a_way_to_a_customer_that_leads_nowhere_is_found(checked, was, now, says):
    """P-15: by the line in which it is: without it nobody would know whose data a row is."""
    found = await checked(*OVER, (was, now), more=SALE)
    assert any(says in one for one in found), found


async def test_an_open_record_is_compared_all_the_same(checked):
    """While questions of law are open, what does not fit the database is told already."""
    found = await checked(("basis: contract", "basis: OPEN  # why may we?"), ("      seller_id:\n", ""))
    assert any("basis: is open: why may we?" in one for one in found)
    assert any("seller_id is in the database" in one for one in found)


def test_our_own_policy_is_right():
    """The record of processing of this company, and those of its databases, are without a finding."""
    policy = Path(__file__).parents[3] / "policy" / "processing.yaml"
    assert [str(fault) for fault in check_policy(policy)] == []


def test_a_record_that_lies_alone_is_checked_alone(tmp_path):
    """A draft that is not in its place yet is checked by its own categories."""
    file = tmp_path / "shop.yaml"
    file.write_text(RECORD)
    assert list(check_files([file])) == []
    file.write_text(RECORD.replace("    recipients: []\n", ""))
    assert {fault.key for fault in check_files([file])} == {
        "categories.contact.recipients",
        "categories.purchases.recipients",
    }
