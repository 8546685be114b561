"""A recording that shows others: what its controller is told of it, and what becomes of it on its instruction."""

import pytest
from sqlalchemy import insert, update

from adapters.recordings.pin import SHARED_RECORDING, recording_pins
from habeas.domain.error import Barred, Unfit
from habeas.domain.findings import Findings
from habeas.domain.order import StepOrder
from habeas.domain.planning import plan_erasure
from habeas.domain.request import Instruction
from habeas.sandbox import people
from habeas.sandbox import recordings as schema

PERSON, OTHER = people.PANEL_SPEAKER, people.OTHER_PANEL_SPEAKER
CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
IMAGE = "recordings/image and voice/customer/nordlys/shared"


async def instructed(world, person=PERSON) -> StepOrder:
    """What a plan orders when the controller has instructed to erase what shows others too."""
    located = await world.locate(*world.of(person))
    says = Instruction(controller="customer/nordlys", recorded_by="legal", is_for_shared=True)
    findings = Findings(
        as_of=world.now,
        identifiers=located.identifiers,
        holdings=located.holdings,
        instructions=(says,),
        pinned={"recordings": located.pinned},
    )
    return StepOrder.of(CASE, plan_erasure(findings, {}), "recordings")


async def test_its_controller_is_told_when_the_person_is_in_it(world):
    """Of each shared recording the person's own times are said, of nobody else's, and no name."""
    (shown,) = (await world.locate(*world.of(PERSON))).shown
    rows = [row for row in await world.rows("appearance") if row[1:3] == (2, 10)]
    assert (shown.controller, shown.item) == ("customer/nordlys", "event-2/recording-2")
    assert [(s.from_second, s.to_second) for s in shown.segments] == [row[3:] for row in rows] != []
    assert not (await world.locate(*world.of(people.SOLO_SPEAKER))).shown


async def test_it_is_pinned_apart(world):
    """Its places are pinned, and not among those of the recordings that show nobody else."""
    pinned = (await world.locate(*world.of(PERSON))).pinned
    assert recording_pins(pinned) == []
    places = [p for p in world.places(2) if "clips" not in p]
    assert [p.prefix for p in recording_pins(pinned, SHARED_RECORDING)] == places


async def test_on_an_instruction_for_that_it_goes_as_a_whole(world, passes):
    """Objects, derivatives and rows go, the appearances of others with them; others' own rows stay."""
    order, others = await instructed(world), [r for r in await world.rows("participant") if r[0] != 10]
    await world.recordings.preflight(order)
    await world.recordings.hold(order, passes)
    receipt = await world.recordings.erase(order, passes)
    assert receipt.counts[IMAGE] == next(i.count for i in order.items if i.key == IMAGE)
    assert await world.objects(2) == []
    for table, column in (("recording", 0), ("derivative", 1), ("appearance", 1)):
        assert not [row for row in await world.rows(table) if row[column] == 2]
    assert await world.rows("participant") == others
    assert (await world.recordings.confirm(order)).counts == {}


async def test_on_such_an_instruction_an_erasure_may_break_off_anywhere(world, gate):
    """Also between the recording and the participant, who is then alone and goes all the same."""
    order, broken_off = await instructed(world), 0
    for lets_by in range(2, 20):
        try:
            await world.recordings.erase(order, gate(lets_by))
        except Barred:
            broken_off += 1
    assert broken_off > 2
    assert (await world.recordings.confirm(order)).counts == {}
    assert not [row for row in await world.rows("participant") if row[0] == 10]


async def test_a_hold_of_it_is_given_back_exactly(world, passes):
    """What is hidden for the instruction is shown again by a release."""
    before, order = await world.state(), await instructed(world)
    await world.recordings.hold(order, passes)
    assert await world.state() != before
    await world.recordings.release(order)
    assert await world.state() == before


@pytest.mark.parametrize("where", ["recordings", "replicas"])
async def test_what_comes_after_is_seen_and_erased(world, passes, where):
    """Whoever confirms still knows where it was, and the next erasure goes there."""
    order = await instructed(world)
    await world.recordings.erase(order, passes)
    await world.put(f"{world.prefix}{where}/2/late.bin")
    assert (await world.recordings.confirm(order)).counts == {IMAGE: 1}
    assert (await world.recordings.erase(order, passes)).counts == {IMAGE: 1}
    assert (await world.recordings.confirm(order)).counts == {}


async def test_a_lock_on_it_makes_it_unfit(world):
    """What is locked is found before anything is held."""
    of = {"Bucket": world.bucket.name, "Key": f"{world.place(2)}media.mp4"}
    await world.bucket.client.put_object_legal_hold(**of, LegalHold={"Status": "ON"})
    with pytest.raises(Unfit, match="locked"):
        await world.recordings.preflight(await instructed(world))


async def test_what_is_another_recordings_too_never_goes(world, passes):
    """No instruction about one recording reaches the objects of another."""
    await world.change(update(schema.recording).where(schema.recording.c.id == 4).values(prefix=world.place(2)))
    order, before = await instructed(world), await world.objects(2)
    with pytest.raises(Unfit, match="another recording"):
        await world.recordings.preflight(order)
    await world.recordings.erase(order.model_copy(update={"items": order.items[:1]}), passes)
    assert await world.objects(2) == before


async def test_an_instruction_for_that_is_none_for_what_became_shared(world, passes):
    """A recording that shows nobody else when the plan is made, and others later, is not in what was instructed."""
    order = await instructed(world, people.SOLO_SPEAKER)
    span = {"recording_id": 1, "participant_id": 13, "from_second": 1, "to_second": 2}
    await world.change(insert(schema.appearance).values(span))
    before = await world.objects(1)
    await world.recordings.erase(order, passes)
    assert await world.objects(1) == before
