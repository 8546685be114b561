"""In which order rows go, what is held meanwhile, and what happens when the database is not as its record says."""

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
)

from habeas.domain.error import Barred, Refused, Unfit
from habeas.domain.processing import RetentionRule

CLIENT = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  columns: {id: , mail: , favourite: }
orders:
  category: order
  key: [id]
  ties: [{table: client, by: {client: id}}]
  columns: {id: , client: , after: }
"""
LINKED = CLIENT.replace("favourite: }", "favourite: }\n  unlinks: [favourite]").replace(
    "after: }", "after: }\n  unlinks: [after]"
)


def circle() -> MetaData:
    """Clients have a favourite order, orders have clients, and one comes after another."""
    metadata = MetaData()
    Table(
        "client",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(80)),
        Column("favourite", Integer),
        ForeignKeyConstraint(["favourite"], ["orders.id"], use_alter=True, name="favourite_order"),
    )
    Table(
        "orders",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("client", ForeignKey("client.id")),
        Column("after", ForeignKey("orders.id")),
    )
    return metadata


@pytest.fixture
def with_circle(opens):
    async def made(record: str, orders: int = 3):
        rows = {"client": [{"id": n, "mail": f"{n}@x.org"} for n in (1, 2)]}
        world = await opens(circle(), record, rows)
        table, client = world.metadata.tables["orders"], world.metadata.tables["client"]
        chain = [{"id": n, "client": 1, "after": n - 1 or None} for n in range(1, orders + 1)]
        await world.owner_says(
            *(insert(table).values(row) for row in chain),
            insert(table).values(id=9000, client=2, after=None),
            client.update().where(client.c.id == 1).values(favourite=2),
            client.update().where(client.c.id == 2).values(favourite=9000),
        )
        return world

    return made


async def test_a_circle_is_unlinked_before_its_rows_go(with_circle):
    """Over several batches, each of which refers to the one before."""
    world = await with_circle(LINKED, orders=1203)
    assert await world.erase("1@x.org") == {"account/company": 1, "order/company": 1203}
    assert await world.rows() == {"client": [(2, "2@x.org", 9000)], "orders": [(9000, 2, None)], "habeas_hold": []}


async def test_a_circle_that_nothing_breaks_is_found_before_anything_is_touched(with_circle):
    """It is said which tables are in it."""
    world = await with_circle(CLIENT)
    with pytest.raises(Unfit, match=r"in a circle .*orders"):
        await world.erase("1@x.org")


async def test_rows_of_others_that_refer_to_what_goes_stop_it(with_circle):
    """Nobody else's row is changed so that this person's can go."""
    world = await with_circle(LINKED)
    table = world.metadata.tables["orders"]
    await world.owner_says(insert(table).values(id=9001, client=2, after=3))
    before = await world.rows()
    with pytest.raises(Unfit, match="the table orders has rows that stay and refer to rows of orders"):
        await world.erase("1@x.org")
    assert await world.rows() == before


async def test_a_fence_that_closes_between_unlinking_and_erasing_loses_nothing(with_circle):
    """What was unlinked is still found, and the next attempt erases it."""
    world, left = await with_circle(LINKED), [1, 1]

    async def fence() -> None:
        if not left:
            raise Barred("shop", "too late")
        left.pop()

    order = await world.order("1@x.org")
    with pytest.raises(Barred):
        await world.system.erase(order, fence)
    assert len((await world.rows())["orders"]) == 4
    await world.erase("1@x.org")
    assert await world.ids() == {"client": [2], "orders": [9000]}


FLAGS = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  held: {is_hidden: true, score: 0, label: null}
  columns:
    {id: , mail: , is_hidden: {is_personal: false}, score: {is_personal: false}, label: {is_personal: false}, at: }
profile:
  category: profile
  key: [id]
  ties: [{table: client, by: {client: id}}]
  held: {is_hidden: true}
  rows: empty
  columns: {id: , client: , is_hidden: {is_personal: false}, text: {emptied: empty}}
"""


def flags() -> MetaData:
    metadata = MetaData()
    Table(
        "client",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(80)),
        Column("is_hidden", Boolean, nullable=False),
        Column("score", Integer),
        Column("label", DateTime(timezone=True)),
        Column("at", DateTime),
    )
    Table(
        "profile",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("client", Integer),
        Column("is_hidden", Boolean),
        Column("text", String(80)),
    )
    return metadata


@pytest.fixture
def with_flags(opens, now):
    async def made():
        clients = [
            {"id": n, "mail": f"{n}@x.org", "is_hidden": n == 2, "score": n, "label": now, "at": None} for n in (1, 2)
        ]
        profiles = [{"id": n, "client": n, "is_hidden": None, "text": "tall"} for n in (1, 2)]
        return await opens(flags(), FLAGS, {"client": clients, "profile": profiles})

    return made


async def open_fence() -> None:
    """A fence that lets everything pass."""


async def test_a_hold_takes_out_of_use_and_a_release_gives_back_exactly(with_flags):
    """Flags, numbers, moments and nulls; twice is once, and nobody else is touched."""
    world = await with_flags()
    before, order = await world.rows(), await world.order("1@x.org")
    receipt = await world.system.hold(order, open_fence)
    assert receipt.counts == {"shop/account/company": 1, "shop/profile/company": 1}
    held = await world.rows()
    assert held["client"][0][2:5] == (True, 0, None)
    assert held["client"][1:] == before["client"][1:]
    assert (await world.system.hold(order, open_fence)).counts == {}
    assert await world.rows() == held
    assert (await world.system.release(order)).counts == receipt.counts
    assert await world.rows() == before
    assert (await world.system.release(order)).counts == {}


async def test_what_was_put_back_into_use_meanwhile_is_taken_out_again(with_flags):
    """The next attempt holds the row again, and counts it no second time; a release knows what was there at first."""
    world = await with_flags()
    before, order = await world.rows(), await world.order("1@x.org")
    await world.system.hold(order, open_fence)
    held = await world.rows()
    await world.owner_says("UPDATE client SET score = 7 WHERE id = 1")
    assert (await world.system.hold(order, open_fence)).counts == {}
    assert await world.rows() == held
    await world.system.release(order)
    assert await world.rows() == before


async def test_a_hold_ends_with_the_erasure(with_flags):
    """Of rows that go and of those that are emptied nothing is remembered."""
    world = await with_flags()
    await world.erase("1@x.org")
    rows = await world.rows()
    assert rows["habeas_hold"] == []
    assert rows["profile"] == [(1, 1, True, ""), (2, 2, None, "tall")]


async def test_what_was_held_and_stays_after_all_is_given_back(with_flags):
    """It has changed its fate since: somebody else is in it now."""
    world = await with_flags()
    await world.owner_says("ALTER TABLE profile ADD COLUMN other INTEGER")
    ties = "ties: [{table: client, by: {client: id}}, {table: client, by: {other: id}}]"
    record = FLAGS.replace("ties: [{table: client, by: {client: id}}]", ties)
    world = world.with_record(record.replace("client: , is_h", "client: , other: , is_h"))
    order, before = await world.order("1@x.org"), (await world.rows())["profile"]
    await world.system.hold(order, open_fence)
    await world.owner_says("UPDATE profile SET other = 2 WHERE id = 1")
    await world.system.erase(order, open_fence)
    assert [row[:4] for row in (await world.rows())["profile"]] == [row[:4] for row in before]
    assert (await world.rows())["habeas_hold"] == []


async def test_the_table_of_holds_is_asked_for_where_something_is_held(with_flags):
    """A database in which nothing is held needs none."""
    world = await with_flags()
    await world.owner_says("DROP TABLE habeas_hold")
    with pytest.raises(Unfit, match="the table habeas_hold is missing"):
        await world.erase("1@x.org")
    without = FLAGS.replace("  held: {is_hidden: true, score: 0, label: null}\n", "").replace(
        "  held: {is_hidden: true}\n", ""
    )
    assert await world.with_record(without).erase("1@x.org") == {"account/company": 1, "profile/company": 1}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("ALTER TABLE client ADD COLUMN telephone TEXT", "the column telephone of client is not in the record"),
        ("ALTER TABLE client DROP COLUMN score", "the table client has no column score"),
        ("ALTER TABLE profile RENAME TO old_profile", "the table profile is missing"),
        ("ALTER TABLE profile RENAME COLUMN text TO words", "the table profile has no column text"),
    ],
    ids=["new column", "dropped column", "renamed table", "renamed column"],
)
async def test_a_database_that_has_changed_is_found_before_anything_is_touched(with_flags, change, says):
    """Before the pivot by the preflight, afterwards by the erasure itself: nothing is lost, and a person is asked."""
    world = await with_flags()
    order = await world.order("1@x.org")
    await world.owner_says(change)
    before = await world.rows()
    with pytest.raises(Unfit, match=says):
        await world.system.preflight(order)
    with pytest.raises(Refused, match=says):
        await world.system.erase(order, open_fence)
    assert await world.rows() == before


async def test_a_system_that_starts_with_what_is_missing_says_so(with_flags):
    """Whoever looks for a person is told which table."""
    world = await with_flags()
    await world.owner_says("DROP TABLE profile")
    with pytest.raises(Refused, match="the table profile is missing"):
        await world.recorded().locate("1@x.org")


@pytest.mark.parametrize("key", ["[mail]", "[mail, id]", "[code]", "[half]"])
async def test_a_key_must_be_one_rows_alone(opens, key):
    """Else an erasure by key would take a neighbour: a unique constraint will do where no part of it is null."""
    metadata = MetaData()
    Table(
        "client",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(80), nullable=False),
        Column("code", Integer, nullable=False),
        Column("half", Integer),
        UniqueConstraint("code"),
        UniqueConstraint("half"),
    )
    record = f"""
client:
  category: account
  key: {key}
  person: {{pin: client_id, found_by: {{email: mail}}}}
  columns: {{id: , mail: , code: , half: }}
"""
    rows = [{"id": n, "mail": "a@x.org", "code": n, "half": n} for n in (1, 2)]
    world = await opens(metadata, record, {"client": rows})
    if key in ("[mail, id]", "[code]"):
        assert await world.erase("a@x.org") == {"account/company": 2}
    else:
        with pytest.raises(Unfit, match="the key of client in the record may have several rows"):
            await world.system.preflight(await world.order("a@x.org"))


@pytest.mark.parametrize(
    "record",
    [
        FLAGS.replace("is_hidden: true, score", "is_hidden: null, score"),
        FLAGS.replace("  held: {is_hidden: true, s", "  unlinks: [is_hidden]\n  held: {is_hidden: true, s"),
        FLAGS.replace("is_hidden: {is_personal: false}, score", 'is_hidden: {emptied: "null"}, score'),
    ],
    ids=["held", "unlinked", "emptied"],
)
async def test_a_null_must_be_possible_where_the_record_wants_one(with_flags, record):
    """The database would refuse it in the middle of an erasure."""
    world = (await with_flags()).with_record(record)
    with pytest.raises(Unfit, match="the column is_hidden of client takes no null"):
        await world.system.preflight(await world.order("1@x.org"))


async def test_what_is_withheld_of_a_row_says_why(with_flags):
    """Secrets and what is about somebody else: only where there is a value, and never the value."""
    record = FLAGS.replace("mail: , is", "mail: {secret: it opens doors}, is").replace(
        "at: }", "at: {is_others: true}}"
    )
    world = (await with_flags()).with_record(record)
    assert await world.withheld("1@x.org") == {"account": "it opens doors"}
    await world.owner_says("UPDATE client SET at = '2026-01-01 00:00:00'")
    why = [e.why for e in await world.exported("1@x.org") if hasattr(e, "why")]
    assert why == ["it opens doors", "it is about somebody else (GDPR art. 15(4))"]
    (fields,) = [fields for category, fields in await world.records("1@x.org") if category == "account"]
    assert fields.keys() == {"id", "is_hidden", "score", "label"}


async def test_a_row_that_a_tie_would_leave_behind_stops_the_plan(opens, now):
    """Once the middle row is gone, nobody would find again what a law keeps."""
    metadata = MetaData()
    Table("client", metadata, Column("id", Integer, primary_key=True), Column("mail", String(80)))
    Table("orders", metadata, Column("id", Integer, primary_key=True), Column("client", Integer))
    Table(
        "payment", metadata, Column("id", Integer, primary_key=True), Column("orders", Integer), Column("at", DateTime)
    )
    record = """
client:
  category: account
  key: [id]
  person: {pin: client_id, found_by: {email: mail}}
  columns: {id: , mail: }
orders:
  category: order
  key: [id]
  ties: [{table: client, by: {client: id}}]
  columns: {id: , client: }
payment:
  category: payment
  key: [id]
  ties: [{table: orders, by: {orders: id}}]
  dated: at
  columns: {id: , orders: , at: }
"""
    rows = {"client": [{"id": 1, "mail": "a@x.org"}], "orders": [{"id": n, "client": 1} for n in (1, 2)]}
    rows["payment"] = [{"id": 1, "orders": 1, "at": now.replace(tzinfo=None)}]
    world = await opens(metadata, record, rows, payment=RetentionRule(ground="the books", months=1))
    with pytest.raises(Unfit, match="the table payment has rows that stay and refer to rows of orders"):
        await world.erase("a@x.org")
    await world.owner_says(delete(world.metadata.tables["payment"]))
    assert await world.erase("a@x.org") == {"account/company": 1, "order/company": 2}
