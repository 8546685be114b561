"""Records cases with a system that has no API: `make histories`. Each function is a shape, and names its files."""

from datetime import UTC, datetime

import pytest

from habeas.domain.case import CaseState
from habeas.domain.manual import Answer, Demand, DemandState, Found
from habeas.domain.name import question_workflow_id
from habeas.domain.right import Right
from habeas.sandbox.manual import write_with_manual_system
from habeas.sandbox.people import INSTRUCTED_PARTICIPANT as PERSON
from habeas.vault.answer_papers import AnswerPapers
from habeas.vault.folder import CaseFolder

E = CaseState


@pytest.fixture
def processing_file(tmp_path):
    return write_with_manual_system(tmp_path / "processing.yaml")


@pytest.fixture
def says(world, cases, keys):
    """The owner answers a demand, once it was asked."""
    answers = AnswerPapers(CaseFolder(cases), keys)

    async def say(case_id, demand):
        one = await asked(world, case_id, demand)
        moment = datetime.now(UTC)
        common = {"number": one.number, "system": one.system, "demand": demand, "is_done": True}
        word = {"by": "the archive", "reference": "list 12", "done_on": moment.date(), "at": moment}
        found = (Found(category="correspondence", count=3),) if demand is Demand.LOCATE else ()
        assert await answers.keep(case_id, Answer(**common, **word, found=found))
        await world.habeas.owner_answered(case_id, one.number)

    return say


async def asked(world, case_id, demand):
    """What an owner was asked, once it was."""

    def found(status):
        return [one for one in status.asked if (one.demand, one.state) == (demand, DemandState.ASKED)]

    return found(await world.until_so(case_id, found, 120))[0]


async def planned(world, says):
    """An erasure with a plan that waits."""
    case_id = await world.open(PERSON)
    await says(case_id, Demand.LOCATE)
    return await world.until(case_id, E.AWAITING_DECISION)


async def test_erasure_of_a_manual_system(at, world, record, says):
    case_id = await at.approve(world, await planned(world, says))
    await says(case_id, Demand.ERASE)
    await at.ended(world, record, case_id, E.ERASED_WITH_OPEN_STEPS, "erasure", "question/1", "question/4")


async def test_erasure_of_a_manual_system_unwound(at, world, record, says):
    async def opens():
        return await at.approve(world, await planned(world, says))

    case_id = await at.cancelled_at(world, "locate:archive:again:1", opens)
    await at.ended(world, record, case_id, E.NOTHING_CHANGED, "erasure", "question/1")


async def test_export_of_a_manual_system_that_is_silent(at, world, record):
    case_id = await world.open(PERSON, Right.ACCESS)
    one = await asked(world, case_id, Demand.GIVE)
    await world.env.fast_forward(world.temporal.get_workflow_handle(question_workflow_id(case_id, one.number)), None)
    await at.ended(world, record, case_id, E.READY, "export", "question/1")
