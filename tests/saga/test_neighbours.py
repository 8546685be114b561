"""Another subject's data never changes: the whole company but the person is compared before and after."""

import pytest
from crossed import mainly

from adapters.enrichment.address import address_hash
from habeas.sandbox import people

ALIKE = ["HOST_AND_PARTICIPANT", "PANEL_SPEAKER", "PARTICIPANT_OF_BOTH", "CO_OWNER"]
PEOPLE = mainly("MANY_SIDED", "TWO_WRITINGS", "SHARES_AN_ADDRESS", besides=ALIKE)
# tables whose rows belong to a person, and the column that says to whom
BY_ACCOUNT = {"account": "id", "profile": "account_id", "membership": "account_id", "login_place": "account_id"}
BY_ACCOUNT |= {"login": "account_id", "usage_event": "account_id", "technical_record": "account_id"}
BY_ACCOUNT |= {"usage_count": "account_id", "location": "account_id"}
BY_PARTICIPANT = {"participant": "id", "attendance": "participant_id", "chat_message": "participant_id"}
BY_PARTICIPANT |= {"question": "participant_id", "poll_answer": "participant_id", "appearance": "participant_id"}


@pytest.fixture
def databases():
    """Every system that the company has."""
    return ("accounts", "activity", "marketing")


def solo(person):
    """The recordings in which nobody else appears."""
    mine = {r for part in person.participations for r in part.appears_in}
    others = {r for p in people.people() if p is not person for part in p.participations for r in part.appears_in}
    return mine - others


def but(state, person, columns, key):
    """The state of the company without what is the person's alone."""
    rows, objects, billing = state
    account = person.account.id if person.account else None
    participants = {part.id for part in person.participations}
    kept = {table: list(of) for table, of in rows.items()}
    for table, column in BY_ACCOUNT.items():
        at = columns[table].index(column)
        kept[table] = [row for row in rows[table] if row[at] != account]
    for table, column in BY_PARTICIPANT.items():
        at = columns[table].index(column)
        kept[table] = [row for row in rows[table] if row[at] not in participants]
    contact = person.contact.id if person.contact else None
    for table, column, value in (
        ("contact", "id", contact),
        *((table, "contact_id", contact) for table in ("preference", "consent", "objection")),
        ("enrichment", "email", person.email),
        ("suppression", "address_hash", address_hash(person.email, key)),
    ):
        kept[table] = [row for row in rows[table] if row[columns[table].index(column)] != value]
    alone = solo(person)
    for table, column in (("recording", "id"), ("derivative", "recording_id")):
        kept[table] = [row for row in rows[table] if row[columns[table].index(column)] not in alone]
    others = [o for o in objects if not any(f"/{number}/" in o[0] for number in alone)]
    mine = {id_ for customer in person.customers for id_ in (customer.id, customer.id.replace("cus", "pm"))}
    things = [thing for kind in billing.values() for thing in kind]
    not_billed = [thing for thing in things if mine.isdisjoint({thing["id"], thing.get("customer")})]
    return kept, others, sorted(not_billed, key=lambda thing: thing["id"])


@pytest.mark.parametrize("name", PEOPLE)
async def test_nobody_else_is_touched(world, columns, enrichment_key, name):
    """Every row and every version of every object that is not the person's is the same after the erasure."""
    person = getattr(people, name)
    before = await world.state()
    status = await world.approved(person)
    done = await world.closed(status.case_id)
    after = await world.state()
    assert sum(counts.erased for counts in done.systems.values()) > 0
    assert after != before
    assert but(after, person, columns, enrichment_key) == but(before, person, columns, enrichment_key)
    await world.replay(done.case_id, "erasure")


async def test_the_recording_of_two_speakers(world):
    """What shows two people stays whole when one of them is erased: its objects, its row, and who appears in it."""
    before = await world.state()
    status = await world.approved(people.PANEL_SPEAKER)
    await world.closed(status.case_id)
    after = await world.state()
    for table in ("recording", "appearance"):
        assert after[0][table] == before[0][table]
    assert after[1] == before[1]


async def test_what_stays_is_there_row_by_row(world, columns):
    """What the plan retains, refers or leaves undecided is the same, row by row."""
    before, *_ = await world.state()
    done = await world.closed((await world.approved(people.MANY_SIDED)).case_id)
    after, *_ = await world.state()

    def of(rows, table, column, *values):
        return [row for row in rows[table] if row[columns[table].index(column)] in values]

    undecided, referred = 20, 21  # her parts in the shared recording, and at the event without an instruction
    for table, column in BY_PARTICIPANT.items():
        assert of(after, table, column, referred) == of(before, table, column, referred)
    for table, column in (("participant", "id"), ("appearance", "participant_id")):
        assert of(after, table, column, undecided) == of(before, table, column, undecided) != []
    retained = of(after, "technical_record", "account_id", people.MANY_SIDED.account.id)
    assert len(retained) == done.systems["activity"].retained > 0
    assert set(retained) <= set(before["technical_record"])
    await world.replay(done.case_id, "erasure")


async def test_p_17_the_organisation_and_its_other_contacts(world):
    """P-17: of a contact of an organisation only their own contact fields go: it goes on paying as it did."""
    before = world.stripe.dump()
    done = await world.closed((await world.approved(people.CONTACT_OF_AN_ORGANISATION)).case_id)
    after = world.stripe.dump()
    (was,), (now,) = ([c for c in state["customer"] if c["id"] == "cus_nordlys"] for state in (before, after))
    assert done.systems["billing"].erased == 1
    assert (now["email"], now["phone"], now["shipping"]) == (None, None, None)
    assert now["name"] == was["name"]
    mine = {note for note in was["metadata"] if note.endswith(":13")}
    assert {k: v for k, v in was["metadata"].items() if k not in {*mine, "contacts"}}.items() <= now["metadata"].items()
    assert not mine & now["metadata"].keys()
    assert now["metadata"]["contacts"] == "8"
    for kind in ("subscription", "invoice", "charge", "payment_method"):
        assert after[kind] == before[kind]
    assert [c for c in after["customer"] if c["id"] != "cus_nordlys"] == [
        c for c in before["customer"] if c["id"] != "cus_nordlys"
    ]
    await world.replay(done.case_id, "erasure")
