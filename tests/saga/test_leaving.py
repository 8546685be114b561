"""A customer's contract has ended: all that was held for it goes and nothing else, and it gets a certificate."""

from datetime import UTC, datetime

import pytest

from habeas.domain.case import CaseState
from habeas.domain.disposition import Disposition
from habeas.domain.error import InvalidInput
from habeas.domain.identifier import CUSTOMER, Identifier
from habeas.domain.identity import Identity
from habeas.domain.letter import Addressee, LetterKind
from habeas.domain.request import Instruction, Intake
from habeas.domain.right import Right
from habeas.sandbox.fault import How

HAVN, STEIN = "customer/havn", "customer/stein"


def intake(customer=STEIN, instructs=None, **more):
    """What support takes in when a customer leaves."""
    return {
        "identifiers": (Identifier(kind=CUSTOMER, value=customer),),
        "received_at": datetime.now(UTC),
        "identity": Identity(how="the customer's instruction: contract 7", by="support"),
        "instructions": (Instruction(controller=instructs or customer, recorded_by="support"),),
        **more,
    }


@pytest.fixture
def leaves(world):
    """Opens the case of a customer that leaves, and waits for its plan."""

    async def one(customer):
        with world.env.with_time_skipping_disabled():
            case = await world.habeas.open(Right.ERASURE, Intake(**intake(customer)), submitted_by="support")
        return await world.until(case, CaseState.AWAITING_DECISION)

    return one


def held_for(state, columns, *events):
    """The participants of these events, and the rows that belong to them."""
    ids = {row[0] for row in state.rows["participant"] if row[columns["participant"].index("event_id")] in events}
    return {
        (table, row[0])
        for table in columns
        for row in state.rows[table]
        if "participant_id" in columns[table] and row[columns[table].index("participant_id")] in ids
    } | {("participant", id_) for id_ in ids}


async def test_l_47_all_of_a_customers_data_goes_and_nothing_else(world, leaves, columns):
    """L-47: whoever took part in its events, and what arose there; not one row of others', nor of the company's own."""
    before = await world.state()
    theirs = held_for(before, columns, 4, 5)
    status = await leaves(STEIN)
    assert {(i.controller, i.disposition) for i in status.items} == {(STEIN, Disposition.ERASE)}
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert done.state is CaseState.ERASED
    after = await world.state()
    assert theirs
    assert not held_for(after, columns, 4, 5)
    gone = {(table, row[0]) for table in before.rows for row in before.rows[table]} - {
        (table, row[0]) for table in after.rows for row in after.rows[table]
    }
    assert {one for one in gone if one[0] not in ("recording",)} == theirs
    assert after.billing == before.billing
    await world.replay(status.case_id, "erasure")


async def test_l_47_it_gets_a_certificate(world, leaves):
    """L-47: the one letter of the case is to the customer, at the address on file, with what was erased and no more."""
    status = await leaves(STEIN)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert [(note.kind, note.addressee) for note in done.letters] == [(LetterKind.CERTIFICATE, Addressee.CONTROLLER)]
    letter = await world.letter(status.case_id, LetterKind.CERTIFICATE)
    assert {i.controller for i in letter.items} == {STEIN}
    assert letter.controllers == ("Stein & Sons",)
    assert len(world.letters.letters()) == 1


async def test_l_47_all_or_nothing(world, leaves):
    """L-47: where a system refuses, everything stays as it was, and no certificate says otherwise."""
    before = await world.state()
    status = await leaves(HAVN)
    world.switchboard.break_("recordings", How.REFUSE)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    world.switchboard.mend()
    assert done.state is CaseState.NOTHING_CHANGED
    assert done.letters == ()
    assert await world.state() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"instructions": ()},
        {"instructs": HAVN},
        {"copy_first": Right.ACCESS},
        {"identifiers": (Identifier(kind=CUSTOMER, value=STEIN), Identifier(kind="email", value="a@example.org"))},
    ],
    ids=["no instruction", "another's", "a copy", "and a person"],
)
def test_what_no_customer_leaves_by(wrong):
    """On its own instruction alone, alone, and for an erasure."""
    with pytest.raises(ValueError, match="customer"):
        Intake(**intake(**wrong))


async def test_nothing_of_it_is_exported(world):
    """There is no copy of a whole customer."""
    with pytest.raises(InvalidInput):
        await world.habeas.open(Right.ACCESS, Intake(**intake()), submitted_by="support")
