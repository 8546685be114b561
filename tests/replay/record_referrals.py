"""Records what a controller's part and a breach do beside a case: `make histories`. Each function is a shape."""

from datetime import UTC, datetime, timedelta

import pytest

from habeas.client.breaches import Breaches
from habeas.domain.breach import BreachDecision
from habeas.domain.case import CaseState
from habeas.domain.name import part_workflow_id
from habeas.domain.right import Right
from habeas.domain.update import Direction, Directive
from habeas.sandbox.people import BYSTANDERS
from habeas.sandbox.people import UNINSTRUCTED_PARTICIPANT as PERSON

E = CaseState
STEIN, HAND_OVER = "customer/stein", "hand-over/1"


@pytest.fixture
def rules():
    """As in production: customers are waited for."""
    return {"controller_answers_within": 14 * 86_400}


async def test_erasure_by_an_instruction(at, world, record):
    status = await world.planned(PERSON)
    said = Direction(controller=STEIN, directive=Directive.ERASE, recorded_by="stein, legal", reference="letter 7")
    case_id = await at.approve(world, await world.habeas.tell(status.case_id, said))
    await at.ended(world, record, case_id, E.ERASED, "erasure", HAND_OVER)


async def test_erasure_whose_customer_is_silent(at, world, record):
    case_id = (await world.approved(PERSON)).case_id
    await world.until(case_id, E.WAITING_FOR_CONTROLLER)
    part = world.temporal.get_workflow_handle(part_workflow_id(case_id, HAND_OVER))
    await world.env.fast_forward(part, None)
    await at.ended(world, record, case_id, E.ALL_RETAINED, HAND_OVER)


async def test_export_with_a_breach(at, world, record):
    case_id = await world.open(BYSTANDERS[0], Right.ACCESS)
    assert (await world.closed(case_id)).state is E.READY
    breaches, part = Breaches(world.habeas), part_workflow_id(case_id, "breach")
    await breaches.report(case_id, datetime.now(UTC), "dpo")
    breach = world.temporal.get_workflow_handle(part)
    await world.env.fast_forward(breach, timedelta(hours=60))  # the DPO is reminded
    await breaches.settle(case_id, BreachDecision(was_notified=True, why="in writing, file 7", by="dpo"))
    await breach.result()
    await record(case_id, "export", "breach")
