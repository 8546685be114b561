"""A case that is reset when it has closed, or while it closes: the outcome is the one that the register has."""

import pytest

from habeas.domain.case import CaseState
from habeas.domain.right import Right
from habeas.sandbox.people import MANY_SIDED as PERSON
from habeas.vault.papers import PROOF

STAYS = ("letters", PROOF)


@pytest.mark.parametrize("right", [Right.ERASURE, Right.ACCESS])
async def test_a_closed_case_that_is_reset_to_its_beginning(world, cases, right):
    """It says its outcome once more, changes nothing, and leaves no papers."""
    status = await world.approved(PERSON) if right is Right.ERASURE else None
    case_id = status.case_id if status else await world.open(PERSON, right)
    done = await world.closed(case_id)
    after = await world.state()
    await world.reset(case_id, "open_case", part=None)
    assert await world.closed(case_id) == done
    assert await world.state() == after
    # letters, where a link to the copy goes, and whom the evidence is about stay as long as the case can be read
    kept = [file for file in cases.rglob("*.sealed") if file.parent.name not in STAYS and file.name != "reply.sealed"]
    assert not [*cases.rglob("*.json"), *kept]
    await world.replay(case_id)


async def test_a_case_that_is_reset_when_the_register_has_closed_it(world):
    """The close is a fact, although its answer was lost with the run that asked for it."""

    async def reset() -> None:
        await world.reset(status.case_id, "open_case", part=None)

    status = await world.planned(PERSON)
    world.moments.after["close_case"] = reset
    await world.habeas.approve(status.case_id, status.plan_digest or "", "dpo")
    done = await world.habeas.outcome(status.case_id)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    assert done == (await world.register.show(status.case_id)).report


@pytest.mark.long
async def test_a_closed_case_that_is_reset_while_another_one_has_the_person(world):
    """It says its outcome, and leaves the other one alone."""
    first = await world.closed((await world.approved(PERSON)).case_id)
    other = await world.planned(PERSON)
    await world.reset(first.case_id, "open_case", part=None)
    assert await world.closed(first.case_id) == first
    assert (await world.habeas.status(other.case_id)).state is CaseState.AWAITING_DECISION
