"""The record of one database: what it must say, in which words, and which values count as emptied."""

from copy import deepcopy
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from habeas.domain.record.anonymised import Method
from habeas.domain.record.column import Column, Sought
from habeas.domain.record.database import Database
from habeas.domain.right import Right

SHOP = {
    "system": "shop",
    "tables": {
        "line": {
            "category": "order",
            "key": ["order_id", "number"],
            "ties": [{"table": "orders", "by": {"order_id": "id"}}],
            "dated": "orders.at",
            "columns": {"order_id": None, "number": None, "what": None},
        },
        "orders": {
            "category": "order",
            "key": ["id"],
            "ties": [{"table": "client", "by": {"client_id": "id"}}],
            "columns": {"id": None, "client_id": None, "at": None, "ip": "technical", "price": {"is_personal": False}},
        },
        "client": {
            "category": "account",
            "key": ["id"],
            "person": {"pin": "client_id", "found_by": {"email": {"column": "mail", "ignores_case": True}}},
            "columns": {"id": None, "mail": None},
        },
    },
    "without": {"country": "countries, and nobody's"},
}


def changed(*path, **changes):
    """The shop with something else at one place."""
    record = deepcopy(SHOP)
    place = record
    for key in path:
        place = place[key]
    place.update(changes)
    return record


def complaint(record) -> str:
    with pytest.raises(ValidationError) as caught:
        Database.model_validate(record)
    return str(caught.value)


def test_a_record_in_short():
    """A column is nothing, its category, or all that can be said of it; tables come in the order of their ties."""
    shop = Database.model_validate(SHOP)
    assert shop.outward == ("client", "orders", "line")
    assert shop.categories == ("order", "technical", "account")
    assert shop.kinds == ("email", "client_id")
    orders = shop.tables["orders"]
    assert orders.categories == ("order", "technical")
    assert list(orders.own_columns) == ["at", "ip"]
    assert list(orders.of_category("technical")) == ["ip"]
    assert orders.structure == {"id", "client_id"}


def test_a_tie_to_a_pinned_key_is_straight():
    """It is followed also when the person's row has gone; no other is."""
    shop = Database.model_validate(SHOP)
    assert shop.is_straight(shop.tables["orders"].ties[0])
    assert not shop.is_straight(shop.tables["line"].ties[0])


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (changed("tables", "orders", ties=[]), "nobody's: it needs `person` or `ties`"),
        (changed("tables", "orders", ties=[{"table": "nowhere", "by": {"id": "id"}}]), "no table nowhere"),
        (
            changed("tables", "orders", ties=[{"table": "client", "by": {"id": "nothing"}}]),
            "has no column nothing",
        ),
        (changed("tables", "orders", ties=[{"table": "client", "by": {"nothing": "id"}}]), "ties: there is no column"),
        (changed("tables", "orders", key=["nothing"]), "key: there is no column nothing"),
        (changed("tables", "orders", held={"nothing": True}), "held: there is no column nothing"),
        (changed("tables", "orders", controller="nothing"), "controller: there is no column nothing"),
        (changed("tables", "orders", dated="nothing"), "dated: there is no column nothing"),
        (changed("tables", "orders", dated="line.what"), "dated: line.what is no column of a table that it is tied to"),
        (changed("tables", "orders", needed={"by": "nothing"}), "needed: there is no column nothing"),
        (changed("tables", "orders", unlinks=["client_id"]), "unlinks: client_id says whose the row is"),
        (changed("tables", "orders", rows="empty"), "columns.at.emptied: is missing"),
        (changed("tables", "orders", rows="hidden"), "rows"),
        (changed("tables", "orders", "columns", ip={"masked": True}), "masked"),
        (changed("tables", "client", person={"pin": "id", "found_by": {"email": "nothing"}}), "person: there is no"),
        (
            changed("tables", "client", person=None, ties=[{"table": "line", "by": {"id": "order_id"}}]),
            "nobody could",
        ),
        (changed("tables", "client", ties=[{"table": "line", "by": {"id": "order_id"}}]), "go round in a circle"),
        (
            changed("tables", "orders", "columns", client_id={"emptied": "erased"}),
            "rows are tied by client_id, which can only be emptied by null or unique",
        ),
        (changed("tables", "orders", "columns", at={"emptied": "first_day"}), "dated: orders.at is emptied"),
        (changed("without", client="nothing of anybody"), "without.client: is also among the tables"),
        (changed("tables", "orders", kind="order", shows={"kind": "x.y"}), "kind: a field of its rows is called so"),
        (changed(elsewhere={"client": "till"}), "elsewhere.client: is also among the tables"),
        (changed(tables={}), "at least 1"),
        (changed(system="The Shop"), "system"),
    ],
    ids=range(24),
)
def test_what_does_not_hang_together_is_refused(record, says):
    """And it is said where, and why; what stands there is not quoted."""
    assert says in complaint(record)


ADDS = {"objection": {"adds": {"at": "now"}}}
STOPS = [
    (changed("tables", "orders", stopped={"access": {"sets": {"at": "now"}}}), "access: nothing is stopped by that"),
    (changed("tables", "orders", stopped={"objection": {}}), "objection: says either what it `sets` in rows"),
    (changed("tables", "orders", stopped={"objection": {"sets": {"gone": True}}}), "there is no column gone"),
    (changed("tables", "orders", stopped={"objection": {"sets": {"client_id": None}}}), "client_id says whose"),
    (
        changed("tables", "orders", stopped={"objection": {"by": "ip", "sets": {"at": "now"}}}),
        "an objection is to all marketing",
    ),
    (changed("tables", "orders", stopped={"withdrawal": {"sets": {"at": "now"}}}), "consent is given for a purpose"),
    (
        changed("tables", "orders", held={"at": None}, stopped={"objection": {"sets": {"at": "now"}}}),
        "at is among `held`: the release of an erasure would give it back",
    ),
    (changed("tables", "client", stopped={"objection": {"adds": {"mail": "x"}}}), "a row is added where the table"),
    (changed("tables", "line", stopped={"objection": {"adds": {"what": "x"}}}), "to the key of a table of people"),
]


@pytest.mark.parametrize(("record", "says"), STOPS, ids=range(len(STOPS)))
def test_what_could_not_be_stopped_so_is_refused(record, says):
    """And it is said where, and why (L-09)."""
    assert says in complaint(record)


def test_what_stops_at_once_is_read_from_the_tables():
    """One thing may stand alone, several as a list; the rights are those that any table names."""
    both = [{"purpose": "news", "sets": {"ip": None}}, {"purpose": "calls", "sets": {"at": "now"}}]
    shop = Database.model_validate(changed("tables", "orders", stopped={**ADDS, "withdrawal": both}))
    assert shop.stops == (Right.OBJECTION, Right.WITHDRAWAL)
    assert [(right, *stop.values) for right, stop in shop.tables["orders"].each_stop()] == [
        (Right.OBJECTION, "at"),
        (Right.WITHDRAWAL, "ip"),
        (Right.WITHDRAWAL, "at"),
    ]
    assert Database.model_validate(SHOP).stops == ()


def test_no_method_makes_a_pseudonym():
    """Each result is the same for everybody, or random (GDPR art. 4(5); L-41)."""
    assert {method.value for method in Method} == {"null", "empty", "erased", "unique", "zero", "first_day"}
    assert Method.UNIQUE.result() != Method.UNIQUE.result()
    assert all(m.result() == m.result() for m in Method if m is not Method.UNIQUE)


@pytest.mark.parametrize("method", Method)
def test_each_method_passes_its_own_test(method):
    """Also as databases give it back: text as bytes, days as moments or text."""
    result = method.result()
    assert method.has_emptied(result)
    assert method.has_emptied(None)
    if isinstance(result, str):
        assert method.has_emptied(result.encode())
    if isinstance(result, date):
        assert method.has_emptied(datetime(1900, 1, 1, tzinfo=UTC))
        assert method.has_emptied("1900-01-01 00:00:00.000000")


@pytest.mark.parametrize("method", Method)
@given(value=st.text(min_size=1) | st.integers(1) | st.datetimes(datetime(1901, 1, 1)) | st.binary(min_size=1))
def test_no_value_of_anybody_passes(method, value):
    """What somebody has entered is no result, unless it is one to the letter."""
    assert method.has_emptied(value) == (value in ("[erased]", b"[erased]") and method is Method.ERASED)


@pytest.mark.parametrize("value", ["erased-1@invalid", "maja@example.org", "ERASED", "Erased-" + "a" * 32 + "@invalid"])
def test_a_random_address_is_known_by_its_form(value):
    """An address that looks a little like one is somebody's."""
    assert not Method.UNIQUE.has_emptied(value)


def test_the_short_forms():
    """A column is its category, an identifier stands in the column of a name."""
    assert Column.model_validate("technical") == Column(category="technical")
    assert Column.model_validate(None) == Column()
    assert Sought.model_validate("mail") == Sought(column="mail")
