"""The customer whose data a row is, where only a row of another table, which is nobody's, names it."""

from datetime import date

import pytest
from small_world import open_fence
from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, MetaData, String, Table

from habeas.domain.disposition import Disposition
from habeas.domain.request import Instruction

RECORD = """
controllers: {table: host, key: id, name: title, instruction: told_by}
without: {meeting: meetings by their title}
tables:
  guest:
    category: account
    key: [id]
    person: {pin: guest_id, found_by: {email: mail}}
    controller: {table: meeting, by: {meeting: id}, column: host}
    held: {hidden: true}
    shows: {event: meeting.title, day: meeting.at, organiser: host.title}
    columns: {id: , mail: , meeting: , hidden: {is_personal: false}}
  answer:
    category: words
    key: [id]
    ties: [{table: guest, by: {guest: id}}]
    kind: answer
    columns: {id: , guest: , text: }
"""
BOTH = "a@example.org"


def meetings() -> MetaData:
    metadata = MetaData()
    Table(
        "host",
        metadata,
        Column("id", String(40), primary_key=True),
        Column("title", String(80)),
        Column("told_by", String(80)),
    )
    Table(
        "meeting",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("host", ForeignKey("host.id")),
        Column("title", String(80)),
        Column("at", Date),
    )
    Table(
        "guest",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(80)),
        Column("meeting", Integer),
        Column("hidden", Boolean),
    )
    Table(
        "answer",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("guest", ForeignKey("guest.id")),
        Column("text", String(80)),
    )
    return metadata


ROWS = {
    "host": [
        {"id": "nordlys", "title": "Nordlys Academy", "told_by": "their office"},
        {"id": "stein", "title": "Stein", "told_by": None},
    ],
    "meeting": [
        {"id": 1, "host": "nordlys", "title": "Grants", "at": date(2026, 1, 2)},
        {"id": 2, "host": "stein", "title": "Stones", "at": date(2026, 1, 3)},
        {"id": 3, "host": None, "title": "Ours", "at": None},
    ],
    # of a meeting that is not there any more, and of none
    "guest": [{"id": 10 + n, "mail": BOTH, "meeting": n or None, "hidden": False} for n in (0, 1, 2, 3, 9)]
    + [{"id": 20, "mail": "other@example.org", "meeting": 1, "hidden": False}],
    "answer": [{"id": 10 + n, "guest": 10 + n, "text": "yes"} for n in (1, 2, 3)],
}


@pytest.fixture
def with_meetings(opens):
    """The database of a platform for meetings, of which each is a customer's."""

    async def made():
        return await opens(meetings(), RECORD, ROWS)

    return made


async def test_p_15_a_row_is_of_the_customer_that_the_other_row_names(with_meetings):
    """P-15: what hangs on it too; what leads to no customer is the company's."""
    assert await (await with_meetings()).counts(BOTH) == {
        "account/company": 3,
        "account/customer/nordlys": 1,
        "account/customer/stein": 1,
        "words/company": 1,
        "words/customer/nordlys": 1,
        "words/customer/stein": 1,
    }


async def test_p_15_such_a_row_goes_on_its_customers_instruction_alone(with_meetings):
    """P-15: a standing one or one for this case; what is read back is what the plan leaves."""
    world = await with_meetings()
    order = await world.order(BOTH)
    referred = {i.key for i in order.items if i.disposition is Disposition.REFER}
    assert referred == {"shop/account/customer/stein", "shop/words/customer/stein"}
    assert sum((await world.erase(BOTH)).values()) == 6
    assert (await world.ids())["guest"] == [12, 20]
    told = Instruction(controller="customer/stein", recorded_by="Stein")
    await world.erase(BOTH, instructions=[told])
    assert (await world.ids())["guest"] == [20]
    assert (await world.ids())["meeting"] == [1, 2, 3]


async def test_p_15_a_hold_hides_no_row_of_a_customer_that_said_nothing(with_meetings):
    """P-15: and its release gives back what was there, and counts it as it was held."""
    world = await with_meetings()
    before, order = await world.rows(), await world.order(BOTH)
    held = await world.system.hold(order, open_fence)
    assert held.counts == {"shop/account/company": 3, "shop/account/customer/nordlys": 1}
    hidden = {row[0] for row in (await world.rows())["guest"] if row[3]}
    assert hidden == {10, 11, 13, 19}
    assert (await world.system.release(order)).counts == held.counts
    assert await world.rows() == before


@pytest.mark.parametrize("name", ["customer/nordlys", "nordlys"])
async def test_whoever_is_of_a_customer_that_leaves_is_found(with_meetings, name):
    """By the customer's name alone: every one of its people, and nobody of another's."""
    world = await with_meetings()
    found = await world.locate(name, theirs="customer")
    assert [pin.value for pin in found.pinned] == ["11", "20"]
    assert {h.controller for h in found.holdings} == {"customer/nordlys"}
    assert found.identifiers == ()


async def test_a_copy_says_in_words_what_stands_there_as_a_number(with_meetings):
    """Of the row over which the customer is found, and of the customer; and it says what a row is."""
    records = await (await with_meetings()).records(BOTH)
    shown = {f["id"]: (f["event"], f["day"], f["organiser"]) for c, f in records if c == "account"}
    assert shown == {
        10: (None, None, None),
        11: ("Grants", "2026-01-02", "Nordlys Academy"),
        12: ("Stones", "2026-01-03", "Stein"),
        13: ("Ours", None, None),
        19: (None, None, None),
    }
    assert next(f for c, f in records if c == "words") == {"kind": "answer", "id": 11, "guest": 11, "text": "yes"}


@pytest.mark.parametrize(
    ("written", "found"),
    [("11", ["11"]), (" 11", ["11"]), ("011", []), ("-5", ["13"]), ("9999999999", []), ("²", []), ("x", [])],
)
async def test_a_number_is_found_as_it_is_written(opens, written, found):
    """Where an identifier stands as a number, it is that number in one writing, and nothing else is anybody's."""
    world = await opens(meetings(), RECORD.replace("{email: mail}", "{email: mail, login: meeting}"), ROWS)
    await world.owner_says("UPDATE guest SET meeting = 11 WHERE id = 11", "UPDATE guest SET meeting = -5 WHERE id = 13")
    located = await world.locate(written, theirs="login")
    assert [pin.value for pin in located.pinned] == found
