"""What the company says of its systems: read together, and every mistake by file, line and key."""

import shutil
from pathlib import Path

import pytest

from habeas.domain.error import InvalidInput
from habeas.domain.processing import Basis, Origin
from habeas.domain.record.anonymised import Method
from habeas.fault import Faulty
from habeas.policy import load_policy, load_processing
from habeas.system_file import load_database

POLICY = Path(__file__).parents[2] / "policy" / "processing.yaml"
SHOP = """\
system: shop
title: {nb: Butikken, fr: La boutique, en: The shop}
categories:
  - name: contact
    title: {nb: Hvem du er, fr: Qui vous êtes, en: Who you are}
    purpose: {nb: å levere, fr: livrer, en: to deliver}
    role: controller
    basis: contract
    origin: provided
    kept: {nb: til du går, fr: jusqu'à votre départ, en: until you leave}
    recipients: []
tables:
  customer:
    category: contact
    key: [id]
    person:
      pin: customer
      found_by:
        email: email
    columns:
      id:
      email:
      password: {secret: a password hash}
without:
  genre: it lists kinds of music
"""


@pytest.fixture
def policy(tmp_path, monkeypatch):
    """A policy of its own with one database, to be spoilt; the tests are where it is."""
    folder = tmp_path / "policy"
    (folder / "systems").mkdir(parents=True)
    shutil.copy(POLICY, folder)
    (folder / "systems" / "shop.yaml").write_text(SHOP)
    monkeypatch.chdir(tmp_path)
    return folder / "processing.yaml"


def faults(policy: Path, was: str, now: str) -> list[str]:
    """What is said of the shop's file when one text in it is another."""
    file = policy.parent / "systems" / "shop.yaml"
    assert was in SHOP
    file.write_text(SHOP.replace(was, now, 1))
    with pytest.raises(InvalidInput) as caught:
        load_processing(policy)
    assert isinstance(caught.value, Faulty)
    return [str(fault) for fault in caught.value.faults]


def test_a_database_brings_its_own_categories(policy):
    """The record of processing holds what its own file and those of the databases say."""
    record = load_processing(policy)
    contact = record.of("shop")["contact"]
    assert (contact.basis, contact.origin) == (Basis.CONTRACT, Origin.PROVIDED)
    assert record.systems["shop"].en == "The shop"
    assert record.of("accounts")


def test_a_record_alone_is_loaded_by_its_file(policy):
    """Who needs one database reads one file, and gets its tables."""
    alone = load_database(policy.parent / "systems" / "shop.yaml")
    assert [*alone.tables] == ["customer"]
    assert load_policy(policy).systems["shop"].database == alone


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("system: shop\n", "system: [shop\n", "line 2: is not YAML"),
        ("      email:\n", "      email: contacts\n", "line 22: tables.customer.columns.email.category: the category"),
        ("      id:\n", "      id:\n      id:\n", "line 22: tables.customer.columns.id: stands twice"),
        ("        email: email", "        email: e_mail", "line 16: tables.customer.person: there is no column e_mail"),
        ("key: [id]", "key: [id]\n    rows: empty", "columns.email.emptied: is missing: the row stays"),
        ("basis: contract", "basis: contracts", "line 8: categories.shop/contact.basis: Input should be 'consent'"),
        (
            "basis: contract",
            "basis: OPEN  # why may we?",
            "line 8: categories.shop/contact.basis: is open: why may",
        ),
        ("    recipients: []\n", "    recipients: [nn]\n", "line 11: categories.shop/contact.recipients: one is not"),
        ("    recipients: []\n", "", "line 4: categories.shop/contact.recipients: is missing"),
        (
            "en: to deliver",
            "en: Privacy Shield",
            "line 6: categories.shop/contact.purpose.en: Privacy Shield is",
        ),
        ("tables:\n", "more: 1\ntables:\n", "line 12: more: Extra inputs"),
        ("  genre: it", "  customer: it", "line 25: without.customer: is also among the tables"),
        ("system: shop\n", "system: shop\nneeds: [till]\n", "line 2: needs: till is no system"),
        ("without:\n", "elsewhere: {visit: till}\nwithout:\n", "line 24: elsewhere.visit: till is no system"),
        (
            "without:\n",
            "elsewhere: {visit: shop}\nwithout:\n  visit: none\n",
            "line 24: elsewhere.visit: is also among",
        ),
        ("system: shop\n", "system: store\n", "line 1: system: is not shop, as the file is called"),
        ("title: {nb: Butikken, fr: La boutique, en: The shop}\n", "", "line 27: systems.shop: is missing"),
    ],
)
def test_a_mistake_is_told_by_file_line_and_key(policy, was, now, said):
    """Whatever is wrong in a database's file, or between the files, is one line that leads to it."""
    told = faults(policy, was, now)
    assert any(said in one for one in told), told
    file = "policy/processing.yaml" if "systems.shop" in said else "policy/systems/shop.yaml"
    assert all(one.startswith(f"{file}, line ") and "\n" not in one for one in told)


@pytest.mark.parametrize(
    ("system", "table", "is_right"),
    [
        ("store", "visit", True),
        ("store", "genre", True),
        ("store", "shelf", False),
        ("shop", "shelf", True),  # its own, by code
        ("recordings", "whatever", True),  # no record says what it has
    ],
)
def test_a_table_that_is_elsewhere_is_known_there(policy, system, table, is_right):
    """Where the other system has a record the table is in it; and what it has by code of its own counts."""
    said = SHOP.replace("shop", "store").replace("customer:", "visit:").replace("Butikken", "Lageret")
    (policy.parent / "systems" / "store.yaml").write_text(said)
    shop = SHOP.replace("without:\n  genre: it lists kinds of music\n", f"elsewhere: {{{table}: {system}}}\n")
    (policy.parent / "systems" / "shop.yaml").write_text(shop)
    if is_right:
        assert load_policy(policy).databases["shop"].elsewhere == {table: system}
    else:
        with pytest.raises(Faulty, match=r"elsewhere.shelf: store has no such table"):
            load_policy(policy)


def test_what_is_open_is_said_once(policy):
    """An open place is not also complained of by the models."""
    assert len(faults(policy, "role: controller\n    basis: contract", "role: OPEN\n    basis: OPEN")) == 2


def test_mistakes_in_several_files_are_told_together(policy):
    """Who mends one file does not learn of the next one only then."""
    policy.write_text(policy.read_text().replace("origin: provided", "origin: invented", 1))
    told = faults(policy, "basis: contract", "basis: contracts")
    assert {one.partition(",")[0] for one in told} == {"policy/processing.yaml", "policy/systems/shop.yaml"}


@pytest.mark.parametrize("written", ["null", '"null"', "~"])
def test_null_is_a_method(policy, written):
    """Whether it is in quotes or not: what is to be made null is not left out."""
    file = policy.parent / "systems" / "shop.yaml"
    file.write_text(SHOP.replace("{secret: a password hash}", f"{{secret: a password hash, emptied: {written}}}"))
    record = load_database(file)
    assert record.tables["customer"].columns["password"].emptied is Method.NULL
    assert record.tables["customer"].columns["email"].emptied is None
