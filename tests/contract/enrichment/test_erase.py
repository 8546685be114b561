"""An erasure in enrichment: what goes, what stays, and that it ends the same however often it begins."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from adapters.enrichment import erase, schema
from habeas.domain.error import Barred
from habeas.domain.identifier import email
from habeas.domain.time_limit import months_later

PUBLIC = "enrichment/public information/company"
EXPIRED = "enrichment/disclosures/company"
KEPT = "enrichment/disclosures/company/retained"
SUPPRESSION = "enrichment/suppression/company/retained"

MAJA, IDRIS, OTHER, TOLD_ONLY = (
    "maja.lund@example.org",
    "idris@example.com",
    "other.person@example.org",
    "told.only@example.org",
)


class OneMore:
    """A fence that lets one write by, and then no more."""

    def __init__(self) -> None:
        self._left = 1

    async def __call__(self) -> None:
        if not self._left:
            raise Barred("enrichment", "stopped")
        self._left -= 1


async def test_an_erasure(world) -> None:
    """What the plan erases goes, what it keeps stays, the address stays suppressed, and nobody else's row changes."""
    before, order = await world.rows(), await world.order(MAJA)
    await world.enrichment.hold(order, world.open_fence)
    assert (await world.enrichment.erase(order, world.open_fence)).counts == {PUBLIC: 1, EXPIRED: 1}
    assert (await world.enrichment.confirm(order)).counts == {KEPT: 2, SUPPRESSION: 1}
    after = await world.rows()
    assert after["enrichment"] == [r for r in before["enrichment"] if r[0] != "c1"]
    assert after["disclosure"] == [r for r in before["disclosure"] if r[0] != "d1"]
    ((digest, ground, _, review_on, held_by),) = after["suppression"]
    assert (digest, ground, held_by) == (world.hash(MAJA), "a law on suppression", None)
    assert review_on == months_later(world.now.date(), 36)
    rest = after.keys() - {"enrichment", "disclosure", "suppression"}
    assert all(after[table] == before[table] for table in rest)
    assert not await world.may_ask(MAJA)


async def test_who_was_only_told_of(world) -> None:
    """Of whom nothing is left but disclosures, the address is suppressed all the same, and all else stays as it was."""
    before, order = await world.rows(), await world.order(TOLD_ONLY)
    assert (await world.enrichment.preflight(order)).counts == {}
    assert (await world.enrichment.hold(order, world.open_fence)).counts == {SUPPRESSION: 1}
    assert not await world.may_ask(TOLD_ONLY)
    assert (await world.enrichment.release(order)).counts == {SUPPRESSION: 1}
    assert await world.rows() == before
    assert (await world.enrichment.erase(order, world.open_fence)).counts == {}
    assert (await world.enrichment.confirm(order)).counts == {KEPT: 1, SUPPRESSION: 1}
    after = await world.rows()
    assert {**after, "suppression": []} == before
    assert not await world.may_ask(TOLD_ONLY)
    again = await world.locate(TOLD_ONLY)
    assert not any(h.is_to_be_written for h in again.holdings)


async def test_before_an_erasure(world) -> None:
    """Confirming counts what locating counted."""
    for address in (MAJA, IDRIS, OTHER, TOLD_ONLY):
        order = await world.order(address)
        assert (await world.enrichment.confirm(order)).counts == {i.key: i.count for i in order.items if i.count}


async def test_twice_is_once(world) -> None:
    """A second erasure finds nothing to do, asks no fence, and changes nothing."""
    order = await world.order(MAJA)
    await world.enrichment.erase(order, world.open_fence)
    after = await world.rows()
    assert (await world.enrichment.erase(order, world.closed_fence)).counts == {}
    assert await world.rows() == after


async def test_a_release_after_the_erasure(world) -> None:
    """What was erased is given back to nobody, and its suppression stays."""
    order = await world.order(MAJA)
    await world.enrichment.hold(order, world.open_fence)
    await world.enrichment.erase(order, world.open_fence)
    after = await world.rows()
    assert (await world.enrichment.release(order)).counts == {}
    assert await world.rows() == after


async def test_a_crash_at_each_write(world) -> None:
    """Stopped before any of its writes, an erasure that begins again ends as one that was not stopped."""
    order = await world.order(MAJA, email(OTHER))
    await world.enrichment.hold(order, world.open_fence)
    with pytest.raises(Barred):
        await world.enrichment.erase(order, world.closed_fence)
    for _ in range(2):  # each goes one write further than the one before
        with pytest.raises(Barred):
            await world.enrichment.erase(order, OneMore())
    await world.enrichment.erase(order, world.open_fence)
    assert (await world.enrichment.confirm(order)).counts == {KEPT: 3, SUPPRESSION: 2}
    assert (await world.rows())["habeas_hold"] == []


async def test_a_copy_that_somebody_else_erased_is_forgotten(world) -> None:
    """Nothing of a hold is left when the held copy was deleted meanwhile."""
    order = await world.order(MAJA)
    await world.enrichment.hold(order, world.open_fence)
    await world.owner_says("DELETE FROM enrichment WHERE id = 'c1'")
    assert (await world.enrichment.erase(order, world.open_fence)).counts == {EXPIRED: 1}
    assert (await world.rows())["habeas_hold"] == []


async def test_l_44_who_signs_up_again(world) -> None:
    """L-44: a copy that came after the plan is not touched by its late erasure: erasing goes by pinned ids."""
    order = await world.order(MAJA)
    await world.enrichment.erase(order, world.open_fence)
    await world.owner_says(world.copy("new", MAJA))
    await world.enrichment.erase(order, world.open_fence)
    assert [r[0] for r in (await world.rows())["enrichment"] if r[1] == MAJA] == ["new"]


async def test_the_hold_of_another_case_does_not_undo_an_erasure(world) -> None:
    """What another case suppressed for itself becomes lasting; its release then lifts nothing."""
    order = await world.order(MAJA)
    other = order.model_copy(update={"case_id": "another"})
    await world.enrichment.hold(other, world.open_fence)
    await world.enrichment.erase(order, world.open_fence)
    await world.enrichment.release(other)
    assert not await world.may_ask(MAJA)


async def test_a_later_review_is_not_brought_forward(world) -> None:
    """An erasure puts off the review of what was suppressed already, and never brings one forward."""
    late = months_later(world.now.date(), 60)
    since = world.now - timedelta(days=1)
    early = {"address_hash": world.hash(IDRIS), "ground": "g", "since": since, "review_on": world.now.date()}
    rows = [early, {**early, "address_hash": world.hash(OTHER), "review_on": late}]
    await world.owner_says(insert(schema.suppression).values(rows))
    for address in (IDRIS, OTHER):
        order = await world.order(address)
        await world.enrichment.erase(order, world.open_fence)
    reviews = {row[0]: row[3] for row in (await world.rows())["suppression"]}
    assert reviews == {world.hash(IDRIS): months_later(world.now.date(), 36), world.hash(OTHER): late}


async def test_more_than_a_batch(world) -> None:
    """Copies and expired disclosures beyond one batch all go."""
    old = world.now - timedelta(days=2000)
    many = range(erase.BATCH + 1)
    await world.owner_says(
        *(world.copy(f"m{n}", "many@example.org") for n in many),
        *(world.told(f"m{n}", "many@example.org", old) for n in many),
        world.told("kept", "many@example.org", world.now),
    )
    order = await world.order("many@example.org")
    counts = (await world.enrichment.erase(order, world.open_fence)).counts
    assert counts == {PUBLIC: erase.BATCH + 1, EXPIRED: erase.BATCH + 1}
    assert (await world.enrichment.confirm(order)).counts == {KEPT: 1, SUPPRESSION: 1}


async def test_no_address_in_pins_or_notes(world) -> None:
    """Neither the plan's pins nor what a hold remembers says an address."""
    order = await world.order(MAJA)
    await world.enrichment.hold(order, world.open_fence)
    assert "maja" not in order.model_dump_json().lower()
    rows = await world.rows()
    assert "maja" not in repr([rows["habeas_hold"], rows["suppression"], rows["disclosure"]]).lower()
    assert bytes(range(32)).hex() not in repr(world.enrichment)
