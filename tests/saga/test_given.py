"""A copy waits, where it is set to, until controllers have said whether it has what shows others; and no longer."""

import asyncio

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.letter import LetterKind
from habeas.domain.name import part_workflow_id
from habeas.domain.referral import ReferralState
from habeas.domain.right import Right
from habeas.domain.stage import Stage
from habeas.domain.update import Direction, Directive
from habeas.sandbox.people import OTHER_PANEL_SPEAKER, SOLO_SPEAKER
from habeas.sandbox.people import PANEL_SPEAKER as PERSON

NORDLYS = "customer/nordlys"
ADDRESS = "privacy@nordlys.example.com"


@pytest.fixture
def rules():
    """Copies wait for customers."""
    return {"copy_waits_for_controllers": 14 * 86_400}


def direction(directive):
    """An instruction of the customer's."""
    return Direction(controller=NORDLYS, directive=directive, recorded_by="nordlys, legal", reference="mail of today")


async def asked(world, person=PERSON):
    """A request for a copy that waits for the customer, which has been written to."""
    case = await world.open(person, Right.ACCESS)
    status = await world.until_so(case, lambda s: any(r.state is ReferralState.ASKED for r in s.referrals))
    while not world.mails(ADDRESS):
        await asyncio.sleep(0.1)
    return status


async def names(world, status):
    """The files of the panel's recording in the bundle."""
    with await world.bundle(status) as bundle:
        return {n.rpartition("recording-2/")[2] for n in bundle.namelist() if "recording-2/" in n}


async def hand_over(world, case):
    """What came of the controller's part."""
    handle = world.temporal.get_workflow_handle(part_workflow_id(case, "hand-over/1"))
    return (await handle.result())["state"]


async def instructions(world, case):
    """What the log says of instructions about the copy."""
    return [s.predicate["shared"] for s in await world.said(case) if "shared" in s.predicate]


async def test_p_11_what_its_controller_gives_is_in_the_copy(world):
    """P-11: on its instruction the recording is given whole; that is in the log, and it is told what was done."""
    status = await asked(world)
    case = status.case_id
    letter = await world.letter(case, LetterKind.HAND_OVER)
    assert [one.item for one in letter.shown] == ["event-2/recording-2"]
    assert OTHER_PANEL_SPEAKER.last_name not in letter.model_dump_json()
    await world.habeas.tell(case, direction(Directive.GIVE))
    done = await world.closed(case)
    assert {"media.mp4", "captions.vtt", "thumbnail.png"} <= await names(world, done)
    assert not [w for w in done.withheld if "other people" in w.why]
    assert done.referrals[0].state is ReferralState.DONE
    assert await instructions(world, case) == ["give"]
    assert (await world.letter(case, LetterKind.HAND_OVER_RESULT)).is_given
    assert await hand_over(world, case) == "done"
    await world.replay(case, "export", "hand-over/1")


async def test_p_11_what_its_controller_withholds_is_not(world):
    """P-11: the person gets their own words, reads who decided, and the customer reads that it was done."""
    case = (await asked(world)).case_id
    await world.habeas.tell(case, direction(Directive.WITHHOLD))
    done = await world.closed(case)
    assert all(name.endswith(".vtt") for name in await names(world, done))
    assert any("its controller has decided" in w.why for w in done.withheld)
    assert await instructions(world, case) == ["withhold"]
    assert (await world.letter(case, LetterKind.HAND_OVER_RESULT)).is_given is False
    assert await hand_over(world, case) == "done"


async def test_who_says_nothing_in_time_is_not_waited_for(world):
    """Its time is over before the person's is: what shows others is withheld, as where nobody is asked."""
    case = (await asked(world)).case_id
    part = world.temporal.get_workflow_handle(part_workflow_id(case, "hand-over/1"))
    await world.env.fast_forward(part, None)
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.SILENT
    assert any("someone has to decide first" in w.why for w in done.withheld)
    assert await instructions(world, case) == []


async def test_who_answers_the_person_itself_is_not_waited_for(world):
    """The copy is made without what is that customer's to answer."""
    case = (await asked(world)).case_id
    await world.habeas.tell(case, direction(Directive.LEAVE))
    done = await world.closed(case)
    assert done.referrals[0].state is ReferralState.LEFT
    assert any("someone has to decide first" in w.why for w in done.withheld)


async def test_nothing_is_erased_for_a_copy(world):
    """An instruction that does not fit what the person asks for is refused, and the case waits on."""
    case = (await asked(world)).case_id
    with pytest.raises(NotNow, match="does not fit"):
        await world.habeas.tell(case, direction(Directive.ERASE_SHARED))
    await world.habeas.cancel(case, "support")
    done = await world.closed(case)
    assert (done.state, done.bundle) == (CaseState.NOTHING_CHANGED, None)


async def test_a_copy_of_what_shows_nobody_else_waits_for_nobody(world):
    """Nobody is asked about it."""
    done = await world.closed(await world.open(SOLO_SPEAKER, Right.ACCESS))
    assert (done.stage, done.referrals) == (Stage.CLOSED, ())
