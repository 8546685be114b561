"""A hold hides what the plan erases and can be undone exactly, whatever gets lost on the way."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, update

from adapters.sql.hold import hold_table
from habeas.domain.error import Barred, OutcomeUnknown, Refused, Unavailable
from habeas.sandbox import people
from habeas.sandbox import recordings as schema
from habeas.sandbox.fault import How

SOLO = people.SOLO_SPEAKER


async def shown(world, number: int) -> list[str]:
    """The keys of a recording that a plain reader sees."""
    return [key for key, _, is_latest, is_marker, _ in await world.objects(number) if is_latest and not is_marker]


async def markers(world, number: int) -> int:
    return sum(is_marker for _, _, _, is_marker, _ in await world.objects(number))


async def hidden(world) -> set[int]:
    async with world.writing.connect() as connection:
        return set(await connection.scalars(select(schema.participant.c.id).where(schema.participant.c.is_hidden)))


async def test_hides_rows_and_objects(world, passes):
    """The participant is flagged, and each object has one marker more and all of its versions."""
    order, before = await world.order(SOLO), await world.objects(1)
    receipt = await world.recordings.hold(order, passes)
    assert receipt.counts == {
        "recordings/participant/customer/nordlys": 1,
        "recordings/image and voice/customer/nordlys": 7,
    }
    assert await hidden(world) == {9}
    assert await shown(world, 1) == []
    assert {v[:2] for v in before} <= {v[:2] for v in await world.objects(1)}


async def test_release_gives_back_exactly(world, passes):
    """After a release every row and the list of versions are what they were before the hold."""
    order, before = await world.order(SOLO), await world.state()
    held = await world.recordings.hold(order, passes)
    released = await world.recordings.release(order)
    assert await world.state() == before
    assert released.counts == held.counts


async def test_twice_is_once(world, passes):
    """A second hold places no second marker and a second release changes nothing."""
    order, before = await world.order(SOLO), await world.state()
    await world.recordings.hold(order, passes)
    once = await world.state()
    assert (await world.recordings.hold(order, passes)).counts == {}
    assert await world.state() == once
    await world.recordings.release(order)
    assert (await world.recordings.release(order)).counts == {}
    assert await world.state() == before


async def test_two_holds_at_once_are_one(world, passes):
    """An attempt that was given up and still runs beside its successor places no second marker."""
    order, before = await world.order(SOLO), await world.state()
    await asyncio.gather(*(world.recordings.hold(order, passes) for _ in range(3)))
    assert await markers(world, 1) == 7
    await world.recordings.release(order)
    assert await world.state() == before


async def test_release_without_hold_does_nothing(world):
    """Releasing what was never held is no error and changes nothing."""
    order, before = await world.order(SOLO), await world.state()
    assert (await world.recordings.release(order)).counts == {}
    assert await world.state() == before


async def test_a_hold_of_before_there_was_a_record_is_given_back(world):
    """What older code has noted of a participant is understood: the case was open when the code was replaced."""
    order, before = await world.order(SOLO), await world.state()
    was = {"holding": "recordings/participant/customer/nordlys", "participant_id": 9, "is_hidden": False}
    note = {"case_id": order.case_id, "system": "recordings", "item": "participant/9", "was": json.dumps(was)}
    await world.change(insert(hold_table).values(note))
    await world.change(update(schema.participant).where(schema.participant.c.id == 9).values(is_hidden=True))
    receipt = await world.recordings.release(order)
    assert receipt.counts == {"recordings/participant/customer/nordlys": 1}
    assert await world.state() == before


async def test_what_was_hidden_stays_hidden(world, passes):
    """A row that was hidden and an object that was deleted before the hold are so after its release."""
    await world.change(update(schema.participant).where(schema.participant.c.id == 9).values(is_hidden=True))
    await world.bucket.hide(f"{world.place(1)}captions.vtt")
    order, before = await world.order(SOLO), await world.state()
    await world.recordings.hold(order, passes)
    assert await markers(world, 1) == 7
    await world.recordings.release(order)
    assert await world.state() == before


async def test_only_what_the_plan_erases(world, passes):
    """Nothing of a shared, a locked or an uninstructed recording is hidden, nor the rows that belong to it."""
    before = await world.state()
    for person in (people.PANEL_SPEAKER, people.LEGALLY_HELD_SPEAKER, people.BYSTANDERS[1]):
        await world.recordings.hold(await world.order(person), passes)
    assert await world.state() == before


async def test_a_late_hold_is_barred(world, gate):
    """A hold that comes after its release is refused at the fence, and leaves no trace."""
    order, before = await world.order(SOLO), await world.state()
    with pytest.raises(Barred):
        await world.recordings.hold(order, gate(0))
    assert await world.state() == before


@pytest.mark.parametrize("lets_by", range(1, 7))
async def test_a_hold_barred_half_way_is_undone(world, gate, lets_by):
    """Wherever between its writes a hold is barred, a release leaves nothing of it."""
    order, before = await world.order(SOLO), await world.state()
    with pytest.raises(Barred):
        await world.recordings.hold(order, gate(lets_by))
    await world.recordings.release(order)
    assert await world.state() == before


async def test_a_lost_answer_places_one_marker(world, passes):
    """A marker whose answer was lost is not placed again by the next attempt."""
    order = await world.order(SOLO)
    world.switchboard.break_("recordings", How.FAIL_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        await world.recordings.hold(order, passes)
    assert await markers(world, 1) == 1
    await world.recordings.hold(order, passes)
    assert await markers(world, 1) == 7


@pytest.mark.parametrize("attempts", [1, 2, 3])
async def test_lost_answers_are_released(world, passes, attempts):
    """However many answers of a hold were lost, its release leaves nothing of it."""
    order, before = await world.order(SOLO), await world.state()
    world.switchboard.break_("recordings", How.FAIL_AFTER)
    for _ in range(attempts):
        with pytest.raises(OutcomeUnknown):
            await world.recordings.hold(order, passes)
    world.switchboard.mend()
    await world.recordings.release(order)
    assert await world.state() == before


async def test_a_lost_answer_of_a_release(world, passes):
    """A release whose answer is lost is done again, to the same end."""
    order, before = await world.order(SOLO), await world.state()
    await world.recordings.hold(order, passes)
    world.switchboard.break_("recordings", How.FAIL_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        await world.recordings.release(order)
    await world.recordings.release(order)
    assert await world.state() == before


async def test_a_refused_hold_leaves_no_note(world, passes):
    """When the bucket refuses a marker for good, the release has nothing to wait for."""
    order, before = await world.order(SOLO), await world.state()
    world.switchboard.break_("recordings", How.REFUSE)
    with pytest.raises(Refused):
        await world.recordings.hold(order, passes)
    world.switchboard.mend()
    await world.recordings.release(order)
    assert await world.state() == before


async def test_a_marker_that_could_not_be_noted(world, passes):
    """When a marker is placed and the database then refuses to note it, the release finds it all the same."""
    order, before = await world.order(SOLO), await world.state()
    async with world.refusing_notes("placed"):
        with pytest.raises(Refused):
            await world.recordings.hold(order, passes)
    assert await markers(world, 1) == 1
    await world.recordings.release(order)
    assert await world.state() == before


async def test_a_bucket_that_asks_to_wait(world, passes):
    """SlowDown is no refusal: the time that the bucket asks for is handed on."""
    order = await world.order(SOLO)
    world.switchboard.break_("recordings", How.RATE_LIMIT)
    with pytest.raises(Unavailable) as raised:
        await world.recordings.hold(order, passes)
    assert raised.value.retry_after.total_seconds() == 2


async def test_a_marker_that_lands_after_the_release(world, passes):
    """A request that was given up and lands late is undone by the release that looks once more."""
    order, before = await world.order(SOLO), await world.state()
    world.switchboard.break_("recordings", How.FAIL_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        await world.recordings.hold(order, passes)
    late = next(v for v in await world.bucket.versions(world.place(1)) if v.is_marker)
    await world.bucket.delete([late])  # as if it had not landed yet
    await world.recordings.release(order)
    assert await world.objects() == before[1]
    await world.bucket.hide(late.key)
    await world.recordings.release(order)
    assert await world.objects() == before[1]


async def test_nothing_lands_any_more(world, passes):
    """Once a release has looked once more, nothing of the hold is remembered."""
    order, before = await world.order(SOLO), await world.state()
    world.switchboard.break_("recordings", How.FAIL_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        await world.recordings.hold(order, passes)
    await world.bucket.delete([v for v in await world.bucket.versions(world.place(1)) if v.is_marker])
    await world.recordings.release(order)
    assert len(await world.rows("habeas_hold")) == 1
    long_ago = func.replace(hold_table.c.was, f'"{datetime.now(UTC):%Y}-', '"2020-')
    await world.change(update(hold_table).values(was=long_ago))
    await world.recordings.release(order)
    assert await world.state() == before


async def test_the_customers_own_marker_stays(world, passes):
    """What the customer deletes while a hold stands is deleted after its release too."""
    order, key = await world.order(SOLO), f"{world.place(1)}media.mp4"
    world.switchboard.break_("recordings", How.FAIL_AFTER, times=1)
    with pytest.raises(OutcomeUnknown):
        await world.recordings.hold(order, passes)
    await world.recordings.hold(order, passes)
    theirs = await world.bucket.hide(key)
    await world.recordings.release(order)
    assert [id_ for _, id_, _, is_marker, _ in await world.objects(1) if is_marker] == [theirs]


async def test_another_cases_hold_stays(world, passes):
    """A release removes the hold of its own case and no other."""
    order = await world.order(SOLO)
    await world.recordings.hold(order, passes)
    held = await world.state()
    other = order.model_copy(update={"case_id": "01890a5d-ac96-774b-bcce-b302099a8058"})
    await world.recordings.release(other)
    assert await world.state() == held


async def test_a_release_waits_for_a_hold_under_way(world):
    """A release that comes while a hold is at its write comes after it, and undoes it."""
    order, before = await world.order(SOLO), await world.state()
    at_write, go_on = asyncio.Event(), asyncio.Event()

    async def fence() -> None:
        at_write.set()
        await go_on.wait()

    hold = asyncio.create_task(world.recordings.hold(order, fence))
    await at_write.wait()
    release = asyncio.create_task(world.recordings.release(order))
    await asyncio.sleep(0.2)
    assert not release.done()
    hold.cancel()
    await asyncio.wait([hold, release])
    await world.recordings.release(order)
    assert await world.state() == before
