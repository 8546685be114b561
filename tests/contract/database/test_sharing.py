"""Rows that lead to several people, or to a customer: none goes for one person alone, or without an instruction."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from habeas.domain.disposition import Disposition
from habeas.domain.request import Instruction

TALKS = """
person:
  category: account
  key: [id]
  person: {pin: person_id, found_by: {email: mail}}
  needed: {by: club, among: {role: owner, is_active: true}}
  columns: {id: , mail: , club: , role: , is_active: }
message:
  category: message
  key: [id]
  ties:
    - {table: person, by: {sender: id}}
    - {table: person, by: {receiver: id}}
  columns: {id: , sender: , receiver: , text: }
picture:
  category: picture
  key: [id]
  ties: [{table: message, by: {message: id}}]
  columns: {id: , message: , file: }
"""


def talks() -> MetaData:
    metadata = MetaData()
    Table(
        "person",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("mail", String(80)),
        Column("club", String(80)),
        Column("role", String(80)),
        Column("is_active", Integer),
    )
    number = Column("id", Integer, primary_key=True)
    Table(
        "message", metadata, number, Column("sender", Integer), Column("receiver", Integer), Column("text", String(80))
    )
    number = Column("id", Integer, primary_key=True)
    Table("picture", metadata, number, Column("message", Integer), Column("file", String(80)))
    return metadata


ROWS = {
    "person": [{"id": n, "mail": f"{n}@example.org"} for n in (1, 2)],
    "message": [
        {"id": 1, "sender": 1, "receiver": 2, "text": "to another"},
        {"id": 2, "sender": 1, "receiver": 1, "text": "to myself"},
        {"id": 3, "sender": None, "receiver": 1, "text": "from nobody"},
        {"id": 4, "sender": 99, "receiver": 1, "text": "from one who has gone"},
        {"id": 5, "sender": 2, "receiver": None, "text": "another's"},
    ],
    "picture": [{"id": n, "message": n, "file": "f"} for n in range(1, 6)],
}


async def test_what_leads_to_somebody_else_is_decided_about(opens):
    """Also what hangs on it, and what came from somebody whose row has gone; what leads to nobody is the person's."""
    world = await opens(talks(), TALKS, ROWS)
    assert await world.counts("1@example.org") == {
        "account/company": 1,
        "message/company": 2,
        "message/company/shared": 2,
        "picture/company": 2,
        "picture/company/shared": 2,
    }
    assert {i.disposition for i in (await world.order("1@example.org")).items if i.circumstance} == {Disposition.DECIDE}


async def test_shared_rows_are_neither_exported_nor_erased(opens):
    """The export says why they are withheld; after the erasure they are as they were."""
    world = await opens(talks(), TALKS, ROWS)
    texts = [fields["text"] for category, fields in await world.records("1@example.org") if category == "message"]
    assert texts == ["to myself", "from nobody"]
    why = "other people appear in it: someone has to decide first (GDPR art. 15(4))"
    assert await world.withheld("1@example.org") == {"message": why, "picture": why}
    await world.erase("1@example.org")
    assert await world.ids() == {"person": [2], "message": [1, 4, 5], "picture": [1, 4, 5]}


async def test_both_people_together_share_with_nobody(opens):
    """Two accounts of one person write to each other."""
    world = await opens(talks(), TALKS, ROWS)
    await world.erase("1@example.org", "2@example.org")
    assert await world.ids() == {"message": [4], "picture": [4]}


@pytest.mark.parametrize(
    ("others", "is_needed"),
    [
        ([], True),
        ([{"club": "chess", "role": "owner", "is_active": 1}], False),
        ([{"club": "chess", "role": "owner", "is_active": 0}], True),
        ([{"club": "chess", "role": "guest", "is_active": 1}], True),
        ([{"club": "rowing", "role": "owner", "is_active": 1}], True),
    ],
    ids=range(5),
)
async def test_p_17_the_last_of_what_something_needs_is_decided_about(opens, others, is_needed):
    """P-17: the last active owner of a club; another active owner of the same club may take over."""
    owner = {"id": 1, "mail": "1@example.org", "club": "chess", "role": "owner", "is_active": 1}
    rows = [owner, *({"id": 2 + n, "mail": None, **row} for n, row in enumerate(others))]
    world = await opens(talks(), TALKS, {"person": rows})
    assert await world.counts("1@example.org") == {f"account/company{'/sole_owner' if is_needed else ''}": 1}
    await world.erase("1@example.org")
    assert (1 in (await world.ids()).get("person", [])) is is_needed


async def test_p_17_an_owner_of_no_club_is_nobodys_last(opens):
    """P-17: a null names nothing that needs anybody."""
    world = await opens(talks(), TALKS, {"person": [{"id": 1, "mail": "m@x.org", "role": "owner", "is_active": 1}]})
    assert await world.counts("m@x.org") == {"account/company": 1}


TENANTS = """
guest:
  category: account
  key: [id]
  person: {pin: guest_id, found_by: {email: mail}}
  controller: tenant
  columns: {id: , mail: , tenant: }
answer:
  category: answer
  key: [id]
  ties: [{table: guest, by: {guest: id}}]
  columns: {id: , guest: , text: }
wish:
  category: answer
  key: [id]
  ties: [{table: answer, by: {answer: id}}]
  controller: of
  columns: {id: , answer: , of: }
"""


def tenants() -> MetaData:
    metadata = MetaData()
    Table(
        "tenant",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("title", String(80)),
        Column("mail", String(80)),
        Column("told_by", String(80)),
    )
    key = [Column("id", Integer, primary_key=True) for _ in range(3)]
    Table("guest", metadata, key[0], Column("mail", String(80)), Column("tenant", Integer))
    Table("answer", metadata, key[1], Column("guest", Integer), Column("text", String(80)))
    Table("wish", metadata, key[2], Column("answer", Integer), Column("of", Integer))
    return metadata


GUESTS = {
    "tenant": [
        {"id": 1, "title": "Nordlys", "mail": "privacy@nordlys.example.com", "told_by": "their legal office"},
        {"id": 2, "title": "Stein", "mail": None, "told_by": None},
    ],
    "guest": [{"id": 10 + t, "mail": "a@example.org", "tenant": t or None} for t in (0, 1, 2)],
    "answer": [{"id": 10 + t, "guest": 10 + t, "text": "yes"} for t in (0, 1, 2)],
    "wish": [
        {"id": 1, "answer": 10, "of": None},
        {"id": 2, "answer": 11, "of": None},
        {"id": 3, "answer": 11, "of": 2},
    ],
}


@pytest.fixture
def with_tenants(opens):
    """The database of a platform, with the table of its customers in the record."""

    async def made():
        world = await opens(tenants(), TENANTS, GUESTS)
        of = {"table": "tenant", "key": "id", "name": "title", "address": "mail", "instruction": "told_by"}
        return world.recorded(controllers=of)

    return made


async def test_holdings_are_grouped_by_whose_data_it_is(with_tenants):
    """A row names its customer, or is of that of the row it hangs on; what names none is the company's."""
    world = await with_tenants()
    assert await world.counts("a@example.org") == {
        "account/company": 1,
        "account/customer/1": 1,
        "account/customer/2": 1,
        "answer/company": 2,
        "answer/customer/1": 2,
        "answer/customer/2": 2,
    }


async def test_customers_are_named_and_their_standing_instructions_known(with_tenants):
    """With the address that they are written to, where there is one."""
    found = await (await with_tenants()).locate("a@example.org")
    assert [(c.id, c.name, c.address) for c in found.controllers] == [
        ("customer/1", "Nordlys", "privacy@nordlys.example.com"),
        ("customer/2", "Stein", None),
    ]
    assert found.instructions == (
        Instruction(controller="customer/1", recorded_by="their legal office", is_standing=True),
    )


async def test_p_15_rows_of_a_customer_go_on_its_instruction_alone(with_tenants):
    """P-15: those of another customer stay, down to what hangs on the row of the one that has instructed."""
    world = await with_tenants()
    order = await world.order("a@example.org")
    referred = {i.key for i in order.items if i.disposition is Disposition.REFER}
    assert referred == {"shop/account/customer/2", "shop/answer/customer/2"}


async def test_p_15_with_instructions_of_all_everything_goes(with_tenants):
    """P-15: an instruction for one case is as good as a standing one."""
    world = await with_tenants()
    told = Instruction(controller="customer/2", recorded_by="Stein")
    assert sum((await world.erase("a@example.org", instructions=[told])).values()) == 9
    assert (await world.ids()).keys() == {"tenant"}


async def test_when_a_customer_leaves_nobody_is_looked_for_elsewhere(with_tenants):
    """All of its guests are found by the customer, and nothing of theirs is handed on."""
    world = await with_tenants()
    assert "customer" in world.system.finds_by
    found = await world.locate("customer/1", theirs="customer")
    assert [pin.value for pin in found.pinned] == ["11"]
    assert found.identifiers == ()
