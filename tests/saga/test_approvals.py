"""Access to Temporal's namespace is not enough to approve in somebody's name: the register asks for their signature."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from temporalio import activity, workflow
from temporalio.client import WorkflowUpdateFailedError
from temporalio.converter import WorkflowSerializationContext
from temporalio.exceptions import ActivityError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from habeas.client import InvalidInput, NotNow
from habeas.domain.approval import FRESH, Statement
from habeas.domain.case import CaseState, CaseStatus, Claim
from habeas.domain.decision import Decision
from habeas.domain.house import Admitted, Admitting, ApprovalNote, Deciding, Restoring
from habeas.domain.name import ERASURE, HOUSE_QUEUE, case_workflow_id, part_workflow_id
from habeas.domain.part import ErasureOrder, PartOutcome, PartReport
from habeas.domain.plan import Keep, Plan
from habeas.domain.update import Approval
from habeas.evidence.signature import new_key
from habeas.register.engine import register_engine
from habeas.register.table import approval
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import SOLO_SPEAKER
from habeas.vault.approver_keys import ApproverKeys, KeySigner
from habeas.vault.folder import CaseFolder
from habeas.vault.papers import CasePapers

DONE = CaseState.ERASED_WITH_OPEN_STEPS
FOUR_EYES = {"approvals_needed": 2}
COPIES = "enrichment/public information/company"
KEPT = Keep(holding=COPIES, ground="a claim in court", until=date(2099, 1, 31), by="dpo")
NOBODYS = "a.b.c"


async def sent(world, case_id, given):
    """An approval goes straight to Temporal, by its own client; the words that refuse it, or the answer."""
    case = world.temporal.get_workflow_handle(case_workflow_id(case_id))
    try:
        return await case.execute_update("approve", given, result_type=CaseStatus)
    except WorkflowUpdateFailedError as failed:
        return f"{failed.cause.type}: {failed.cause.message}"


async def signed(world, case_id, digest, by="dpo", *, key=None, at=None):
    """An approval in one name, signed with the key of the same person or of another, now or at another time."""
    signer = key if isinstance(key, KeySigner) else world.habeas.signers[key or by]
    statement = Statement(case=case_id, digest=digest, by=by, at=at or datetime.now(UTC))
    return Approval(digest=digest, by=by, at=statement.at, signature=await signer.sign(statement))


async def stored(url):
    """Every approval that the register has."""
    engine = register_engine(url)
    async with engine.connect() as connection:
        found = (await connection.execute(select(approval.c.by, approval.c.digest, approval.c.dropped_at))).all()
    await engine.dispose()
    return found


@pytest.mark.long
async def test_an_approval_that_is_not_the_approvers(world, register_url):
    """Forged, replayed or borrowed, sent straight to Temporal: it is refused, changes nothing, and the case waits."""
    status, other = await world.planned(PERSON), await world.planned(SOLO_SPEAKER)
    case_id, digest, before, now = status.case_id, status.plan_digest, await world.state(), datetime.now(UTC)
    right = await signed(world, case_id, digest)
    head, body, end = right.signature.split(".")
    forged = f"{head}.{body}.{'B' if end[0] == 'A' else 'A'}{end[1:]}"
    wrong = {
        "is signed by who approves": right.model_copy(update={"signature": None}),
        "no compact JWS": right.model_copy(update={"signature": NOBODYS}),
        "signature is not of the key": right.model_copy(update={"signature": forged}),
        "a key that nobody has here": await signed(world, case_id, digest, key=KeySigner(new_key())),
        "another case, plan": await signed(world, other.case_id, digest),
        "case, plan, name": (await signed(world, case_id, "0" * 64)).model_copy(update={"digest": digest}),
        "plan, name or time": (await signed(world, case_id, digest, at=now - FRESH * 2)).model_copy(update={"at": now}),
        "register's clock": await signed(world, case_id, digest, at=now - FRESH * 2),
        "before the case was opened": await signed(world, case_id, digest, at=now - FRESH / 2),
        "somebody else's key": await signed(world, case_id, digest, key="support"),
        "with somebody else": await signed(world, case_id, digest, key="another dpo"),
        "only a dpo approves": await signed(world, case_id, digest, "auditor"),
    }
    for sentence, given in wrong.items():
        words = await sent(world, case_id, given)
        assert words.startswith("NotNow: ")
        assert sentence in words
        assert "\n" not in words
        assert await world.habeas.status(case_id) == status
    assert await stored(register_url) == []
    assert await world.state() == before
    assert (await sent(world, case_id, right)).approved_by == "dpo"
    assert (await world.closed(case_id)).state is DONE
    assert isinstance(await sent(world, other.case_id, right), str)  # of another case, and used
    await world.replay(case_id, "erasure")
    await world.replay(other.case_id)


async def test_nobody_signs_here(world):
    """A client without a signer of that name says what to do, and sends nothing."""
    status = await world.planned(PERSON)
    for habeas in (replace(world.habeas, signers={}), world.habeas):
        with pytest.raises(InvalidInput, match="approver key"):
            await habeas.approve(status.case_id, status.plan_digest, "somebody")
    assert await world.habeas.status(status.case_id) == status


async def test_revoked(world, tmp_path):
    """Who is revoked approves nothing; and what they approved before does not pass the pivot, but can be taken back."""
    keys, before = ApproverKeys(tmp_path / "keys"), await world.state()
    await world.register.enrol("temp", "dpo", keys.make("temp"))
    habeas = replace(world.habeas, signers=keys)
    world.moments.before["decide"] = lambda: world.register.revoke("temp")
    status = await world.planned(PERSON)
    await habeas.approve(status.case_id, status.plan_digest, "temp")
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, DONE)
    assert stuck.state is CaseState.NEEDS_ATTENTION
    assert "of the approvals of that plan 0 count, and it needs 1" in stuck.waits_for
    await world.habeas.cancel(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    again = await world.planned(PERSON)
    with pytest.raises(NotNow, match="was revoked"):
        await habeas.approve(again.case_id, again.plan_digest, "temp")
    assert await world.habeas.status(again.case_id) == again
    await world.replay(status.case_id, "erasure")


@pytest.mark.parametrize("rules", [FOUR_EYES])
async def test_four_eyes(world):
    """The first approval waits for a second person's: not the same one's, and not who submitted the case."""
    status = await world.planned(PERSON)
    case_id, digest = status.case_id, status.plan_digest
    first = await world.habeas.approve(case_id, digest, "dpo")
    assert (first.state, first.approved_by) == (CaseState.AWAITING_DECISION, None)
    assert first.waits_for == "a second approver: dpo has approved"
    with pytest.raises(NotNow, match="the same person has approved"):
        await world.habeas.approve(case_id, digest, "dpo")
    with pytest.raises(NotNow, match="case of their own"):
        await world.habeas.approve(case_id, digest, "support")
    assert await world.habeas.status(case_id) == first
    assert await world.register.approved(case_id) is None
    assert (await world.habeas.approve(case_id, digest, "another dpo")).approved_by == "another dpo"
    assert (await world.closed(case_id)).state is DONE
    assert {one.by for one in await world.register.approvals(case_id, digest)} == {"dpo", "another dpo"}
    await world.replay(case_id, "erasure")


@pytest.mark.long
@pytest.mark.parametrize("rules", [FOUR_EYES])
async def test_another_plan_wants_both_again(world):
    """A look that finds the same keeps the first approval; another plan drops it, and both have to approve that one."""
    status = await world.planned(PERSON)
    case_id = status.case_id
    await world.habeas.approve(case_id, status.plan_digest, "dpo")
    await world.habeas.retry(case_id, "support")
    async with asyncio.timeout(30):
        while "locate:accounts:1:look1" not in world.moments.seen or world.moments.seen.count("plan") < 2:
            await asyncio.sleep(0.05)
    waiting = await world.until(case_id, CaseState.AWAITING_DECISION)
    assert waiting.waits_for == "a second approver: dpo has approved"
    old = await signed(world, case_id, status.plan_digest, "another dpo")
    kept = await world.habeas.keep(case_id, KEPT)
    assert kept.waits_for == "the DPO: approve, keep or refuse"
    assert await world.register.approvals(case_id, status.plan_digest) == ()
    assert "not the digest" in await sent(world, case_id, old)
    for by in ("another dpo", "dpo"):
        answer = await world.habeas.approve(case_id, kept.plan_digest, by)
    assert answer.approved_by == "dpo"
    assert (await world.closed(case_id)).state is DONE
    await world.replay(case_id, "erasure")


async def test_told_otherwise_meanwhile(world):
    """What is decided while an approval is being verified comes first: the approval is refused."""
    before, there, go = await world.state(), asyncio.Event(), asyncio.Event()

    async def stay():
        there.set()
        await go.wait()

    world.moments.before["admit"] = stay
    status = await world.planned(PERSON)
    approving = asyncio.create_task(world.habeas.approve(status.case_id, status.plan_digest, "dpo"))
    await asyncio.wait_for(there.wait(), 30)
    kept = await world.habeas.keep(status.case_id, KEPT)
    go.set()
    with pytest.raises(NotNow, match="not the digest"):
        await approving
    assert await world.habeas.status(status.case_id) == kept
    assert await world.register.approved(status.case_id) is None
    await world.habeas.cancel(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(status.case_id)


@pytest.mark.long
async def test_lost_after_its_admission(world, cases):
    """A case that is lost when its approval was admitted, and its order not kept yet, waits for its approval again."""
    there = asyncio.Event()

    async def stay():
        there.set()
        await asyncio.Event().wait()

    world.moments.before["record_approval"] = stay
    status = await world.approved(PERSON)
    await asyncio.wait_for(there.wait(), 30)
    await world.temporal.get_workflow_handle(case_workflow_id(status.case_id)).terminate()
    request = await CasePapers(CaseFolder(cases), world.habeas.keys).request(status.case_id)
    with world.env.with_time_skipping_disabled():
        assert await world.habeas.resume(request)
    again = await world.until(status.case_id, CaseState.AWAITING_DECISION)
    await world.habeas.approve(again.case_id, again.plan_digest, "dpo")
    assert (await world.closed(again.case_id)).state is DONE
    await world.replay(again.case_id, "erasure")


@workflow.defn(name="Attack", sandboxed=False)
class Attack:
    """Asks for steps of the house, as whoever may start workflows in the namespace can; says how each was answered."""

    @workflow.run
    async def run(self, steps: list[tuple[str, dict]]) -> list[str]:
        answers = []
        for step, message in steps:
            try:
                answer = await workflow.execute_activity(
                    step, message, task_queue=HOUSE_QUEUE, start_to_close_timeout=timedelta(seconds=30)
                )
            except ActivityError as refused:
                answer = f"{refused.cause.type}: {refused.cause.message}"
            answers.append(str(answer))
        return answers


async def order_of(world, status):
    """The order by which the case would be carried out, from what Temporal has of it."""
    workflow_id = case_workflow_id(status.case_id)
    context = WorkflowSerializationContext(namespace=world.temporal.namespace, workflow_id=workflow_id)
    converter, steps = world.temporal.data_converter.with_context(context), {}
    async for event in world.temporal.get_workflow_handle(workflow_id).fetch_history_events():
        if event.HasField("activity_task_scheduled_event_attributes"):
            steps[event.event_id] = event.activity_task_scheduled_event_attributes
        done = event.activity_task_completed_event_attributes
        if (
            event.HasField("activity_task_completed_event_attributes")
            and steps[done.scheduled_event_id].activity_id == "plan"
        ):
            (plan,) = await converter.decode(done.result.payloads, [Plan])
            payloads = steps[done.scheduled_event_id].input.payloads
            (planning,) = await converter.decode(payloads, [dict])
    systems = tuple(status.holdings)
    known = {"plan": plan, "findings": planning["findings"], "systems": systems, "due": status.due, "rules": {}}
    return ErasureOrder.model_validate({"case_id": status.case_id, **known})


async def test_the_houses_steps_asked_by_a_stranger(world, cases):
    """Who starts workflows of their own, and has the steps of the house carried out, approves nothing by that."""
    status, before = await world.planned(PERSON), await world.state()
    case_id, digest = status.case_id, status.plan_digest
    order = await order_of(world, status)
    request = await CasePapers(CaseFolder(cases), world.habeas.keys).request(case_id)
    steps = []
    borrowed = await signed(world, case_id, digest, key="support")
    for given in (Approval(digest=digest, by="dpo"), borrowed):
        known = Restoring(
            request=request, due=status.due, identifiers=request.identifiers, order=order, approved_by="dpo"
        )
        told = known.model_copy(update={"approvals": (given,), "has_pivoted": True})
        steps += [
            ("admit", Admitting(case_id=case_id, approval=given)),
            ("record_approval", ApprovalNote(case_id=case_id, approval=given, order=order)),
            ("restore", known),
            ("restore", told),
            ("decide", Deciding(case_id=case_id, digest=digest, wanted=Decision.PIVOTED)),
        ]
    async with Worker(
        world.temporal, task_queue="attack", workflows=[Attack], workflow_runner=UnsandboxedWorkflowRunner()
    ):
        answers = await world.temporal.execute_workflow(
            Attack.run,
            [(name, message.model_dump(mode="json")) for name, message in steps],
            id=f"{case_workflow_id(case_id)}/attack",
            task_queue="attack",
        )
    assert [answer for answer in answers if not answer.startswith("Barred: register")] == []
    assert await world.register.decide(case_id, digest, Decision.UNDECIDED) is Decision.UNDECIDED
    assert await world.register.approved(case_id) is None
    assert await world.state() == before
    await world.habeas.approve(case_id, digest, "dpo")
    assert (await world.closed(case_id)).state is DONE


async def test_an_erasure_started_by_a_stranger(world):
    """An erasure that nobody approved, started beside its case, with a case that is told lies: nothing is changed."""
    status, before = await world.planned(PERSON), await world.state()
    case = world.temporal.get_workflow_handle(case_workflow_id(status.case_id))
    part = part_workflow_id(status.case_id, "erasure")
    order = await order_of(world, status)
    await case.signal("report", PartReport(phase="erase", has_pivoted=True))
    async with asyncio.timeout(60):
        outcome = await world.temporal.execute_workflow(
            ERASURE, order, id=part, task_queue=HOUSE_QUEUE, result_type=PartOutcome
        )
    assert outcome.state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await case.terminate()  # it believes that it is past a pivot which nobody decided


@activity.defn(name="admit")
async def says_admitted(_: Admitting) -> Admitted:
    """Says that an approval was admitted which nobody has verified."""
    return Admitted(missing=0)


@activity.defn(name="record_approval")
async def says_recorded(_: ApprovalNote) -> Claim:
    """Says that an approval was recorded which nobody has."""
    return Claim()


@activity.defn(name="decide")
async def says_pivoted(_: Deciding) -> Decision:
    """Says that a plan has pivoted of which the register knows nothing."""
    return Decision.PIVOTED


@pytest.mark.parametrize("lies", [(says_admitted, says_recorded), (says_admitted, says_recorded, says_pivoted)])
async def test_a_stranger_answers_for_the_house(world, lies):
    """Who takes the house's steps from its queue, and lies, has a workflow believe it; no system and no pivot does."""
    before = await world.state()
    status = await world.planned(PERSON)
    names = {activity._Definition.must_from_callable(lie).name for lie in lies}
    others = [one for one in world.house.activities if activity._Definition.must_from_callable(one).name not in names]
    world.house = replace(world.house, activities=[*others, *lies])
    await world.roll_out(world.house.workflows)
    given = Approval(digest=status.plan_digest, by="dpo", at=datetime.now(UTC), signature=NOBODYS)
    await sent(world, status.case_id, given)
    if says_pivoted in lies:
        stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, DONE)
        assert "the plan is undecided, not pivoted" in (stuck.waits_for or "")
    else:
        assert (await world.closed(status.case_id, seconds=60)).state is CaseState.NOTHING_CHANGED
    assert await world.register.approved(status.case_id) is None
    assert await world.state() == before
    if says_pivoted in lies:
        for workflow_id in (case_workflow_id(status.case_id), part_workflow_id(status.case_id, "erasure")):
            await world.temporal.get_workflow_handle(workflow_id).terminate()
