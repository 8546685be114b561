"""What people tell a case: allowed or refused by where the case stands, and a refusal changes nothing."""

import asyncio
from datetime import date

import pytest
from temporalio.client import WorkflowFailureError, WorkflowUpdateFailedError
from uuid6 import uuid7

from habeas.client import NoSuchCase, NotNow
from habeas.domain.case import CaseState
from habeas.domain.justification import Justification
from habeas.domain.name import CASE, HOUSE_QUEUE, case_workflow_id
from habeas.domain.plan import Keep
from habeas.domain.update import Attestation, Refusal
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON
from habeas.sandbox.people import SOLE_OWNER, SOLO_SPEAKER

CLAIM = Refusal(reason="a claim is pending", by="dpo", justification=Justification.LEGAL_CLAIM)

COPIES = "enrichment/public information/company"
UNTIL = date(2099, 1, 31)
PLANTED = "planted.person@example.org"
NO_PLAN = dict.fromkeys(("approve", "keep"), "no plan to decide on")


def keep(holding=COPIES, until=UNTIL):
    """A decision that a holding must stay."""
    return Keep(holding=holding, ground="a claim in court", until=until, by="dpo")


def updates(world, status, system="accounts"):
    """Every update, ready to be sent to this case."""
    habeas, case_id = world.habeas, status.case_id
    return {
        "approve": lambda: habeas.approve(case_id, status.plan_digest or "0" * 64, "dpo"),
        "keep": lambda: habeas.keep(case_id, keep()),
        "refuse": lambda: habeas.refuse(case_id, CLAIM),
        "cancel": lambda: habeas.cancel(case_id, "support"),
        "retry": lambda: habeas.retry(case_id, "support"),
        "attest": lambda: habeas.attest(case_id, Attestation(system=system, what="did it", by="dpo")),
    }


async def refuses(world, status, system="accounts", **sentences):
    """Send these updates: each is refused with its sentence, and neither the case nor the company has changed."""
    before, send = await world.state(), updates(world, status, system)
    for update, sentence in sentences.items():
        with pytest.raises(NotNow, match=sentence):
            await send[update]()
    assert but_letters(await world.habeas.status(status.case_id)) == but_letters(status)
    assert await world.state() == before


def but_letters(status):
    """What a case shows, but for the letters that leave meanwhile and the controllers that get them."""
    return status.model_copy(update={"letters": (), "referrals": ()})


@pytest.mark.parametrize("rules", [{"attention_after": 60}])
async def test_while_it_runs(world):
    """A case that is looking can be cancelled, and nothing else."""
    world.switchboard.break_("accounts", How.TIMEOUT)
    case_id = await world.open(PERSON)
    await world.phase(case_id, "locate")
    status = await world.habeas.status(case_id)
    await refuses(world, status, **NO_PLAN, retry="nothing waits", attest="no step of that system is stuck")
    await world.habeas.cancel(case_id, "support")
    assert (await world.closed(case_id)).state is CaseState.NOTHING_CHANGED
    await world.replay(case_id)


@pytest.mark.parametrize("rules", [{"next_try": 3600}])
@pytest.mark.parametrize("moment", ["locate:accounts:1", "note:needs_attention", "note:identity"])
async def test_a_cancel_that_a_step_does_not_hear(world, moment):
    """A cancel in the middle of a step that ends by itself, well or not, ends the case all the same and at once."""
    world.switchboard.break_("accounts", How.RATE_LIMIT)
    told = []

    async def cancel():
        told.append(asyncio.create_task(world.habeas.cancel(case_id, "support")))
        await asyncio.sleep(0.5)  # the case is told, and the step does not hear of it before it is done

    world.moments.before[moment] = cancel
    case_id = await world.open(PERSON, **({"identity": None} if moment == "note:identity" else {}))
    assert (await world.closed(case_id, 30)).state is CaseState.NOTHING_CHANGED
    await asyncio.gather(*told)
    await world.replay(case_id)


@pytest.mark.long
async def test_stuck_while_it_looks(world):
    """A case that cannot look can be tried again or cancelled; there is no plan, and nothing to attest."""
    world.switchboard.break_("accounts", How.RATE_LIMIT)
    ids = [await world.open(person) for person in (PERSON, SOLO_SPEAKER)]
    for case_id in ids:
        status = await world.until(case_id, CaseState.NEEDS_ATTENTION)
        await refuses(world, status, **NO_PLAN, attest="only a stuck step after approval")
    await world.habeas.cancel(ids[0], "support")
    assert (await world.closed(ids[0])).state is CaseState.NOTHING_CHANGED
    world.switchboard.mend()
    await world.habeas.retry(ids[1], "support")
    await world.until(ids[1], CaseState.AWAITING_DECISION)
    for case_id in ids:
        await world.replay(case_id)


async def test_while_a_decision_is_awaited(world):
    """Nothing can be attested before the decision; a retry looks again and makes the same plan of the same data."""
    status = await world.planned(PERSON)
    wrong = status.model_copy(update={"plan_digest": "0" * 64})
    await refuses(world, status, attest="only a stuck step after approval")
    with pytest.raises(NotNow, match="not the digest"):
        await updates(world, wrong)["approve"]()
    await world.habeas.retry(status.case_id, "support")
    async with asyncio.timeout(20):
        while (
            await world.habeas.status(status.case_id) != status or "locate:accounts:1:look1" not in world.moments.seen
        ):
            await asyncio.sleep(0.05)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(status.case_id, "erasure")


async def test_while_it_is_carried_out(world):
    """A part that runs hears a cancel only: what was decided is decided, and nothing of it is stuck."""
    asked = asyncio.Event()

    async def ask():
        status = await world.habeas.status(case.case_id)
        decided = dict.fromkeys(("approve", "keep", "refuse"), "approved already, by dpo")
        await refuses(world, status, **decided, retry="nothing waits", attest="no step of that system is stuck")
        await world.habeas.cancel(case.case_id, "support")
        asked.set()

    world.moments.before["locate:accounts:again:1"] = ask
    case = await world.planned(PERSON)
    await world.habeas.approve(case.case_id, case.plan_digest, "dpo")
    assert (await world.closed(case.case_id)).state is CaseState.NOTHING_CHANGED
    assert asked.is_set()
    await world.replay(case.case_id, "erasure")


@pytest.mark.parametrize("told", ["cancel", "retry"])
async def test_stuck_while_it_unwinds(world, told):
    """Before the pivot a stuck release can be tried again; a cancel changes nothing, as it unwinds already."""
    before, held = await world.state(), asyncio.Event()

    async def refuse_once():
        await held.wait()
        world.switchboard.break_("recordings", How.REFUSE, times=1)

    world.moments.after["hold:accounts"] = lambda: asyncio.sleep(0, held.set())
    world.moments.before["hold:recordings"] = refuse_once
    world.break_at("release:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    decided = dict.fromkeys(("approve", "keep", "refuse"), "approved already, by dpo")
    await refuses(world, stuck, "recordings", **decided, attest="no step of that system is stuck")
    world.switchboard.mend()
    await updates(world, stuck)[told]()
    assert (await world.closed(stuck.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    await world.replay(stuck.case_id, "erasure")


@pytest.mark.long
async def test_a_release_by_hand_stays_an_open_step(world):
    """What a person says to have given back is not claimed to have been read back."""
    held = asyncio.Event()

    async def refuse_once():
        await held.wait()
        world.switchboard.break_("recordings", How.REFUSE, times=1)

    world.moments.after["hold:accounts"] = lambda: asyncio.sleep(0, held.set())
    world.moments.before["hold:recordings"] = refuse_once
    world.break_at("release:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    await world.habeas.attest(status.case_id, Attestation(system="accounts", what="log-in given back", by="dpo"))
    done = await world.closed(status.case_id)
    assert done.state is CaseState.NOTHING_CHANGED
    assert [(step.system, "confirm" in step.what) for step in done.open_steps] == [("accounts", True)]
    await world.replay(status.case_id, "erasure")


async def test_stuck_after_the_pivot(world):
    """What is decided stays decided, what is past cannot be cancelled, and only what is stuck can be attested."""
    world.break_at("erase:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION)
    decided = dict.fromkeys(("approve", "keep", "refuse"), "approved already, by dpo")
    await refuses(world, stuck, "recordings", **decided, cancel="past the pivot", attest="no step of that system")
    await updates(world, stuck)["attest"]()
    done = await world.closed(stuck.case_id)
    assert (done.state, done.systems["accounts"].left) == (CaseState.ERASED_WITH_OPEN_STEPS, None)
    await world.replay(stuck.case_id, "erasure")


async def test_closed(world):
    """Whatever is told to a case that is closing, or closed, is refused."""
    status, answers = await world.planned(PERSON), []

    async def tell():
        sent = [send() for send in updates(world, status).values()]
        answers.extend(await asyncio.gather(*sent, return_exceptions=True))

    world.moments.before["close_case"] = tell
    await world.habeas.cancel(status.case_id, "support")
    done = await world.closed(status.case_id)
    assert done.state is CaseState.NOTHING_CHANGED
    assert [type(answer) for answer in answers] == [NotNow] * 6
    for send in updates(world, status).values():
        with pytest.raises(NoSuchCase, match="ended"):
            await send()
    assert await world.habeas.status(status.case_id) == done
    await world.replay(status.case_id)


async def test_four_eyes(world):
    """Nobody approves a case of their own, unless the house allows it; a colleague may."""
    status = await world.until(await world.open(PERSON, by="dpo"), CaseState.AWAITING_DECISION)
    await refuses(world, status, approve="ask a colleague")
    answer = await world.habeas.approve(status.case_id, status.plan_digest, "another dpo")
    assert answer.approved_by == "another dpo"
    assert (await world.closed(status.case_id)).approved_by == "another dpo"
    await world.replay(status.case_id, "erasure")


@pytest.mark.parametrize("rules", [{"may_approve_own": True}])
async def test_one_pair_of_eyes(world):
    """Where the house allows it, whoever opened a case may approve it."""
    status = await world.until(await world.open(PERSON, by="dpo"), CaseState.AWAITING_DECISION)
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.ERASED_WITH_OPEN_STEPS
    await world.replay(status.case_id, "erasure")


@pytest.mark.long
async def test_what_must_stay_stays(world):
    """A kept holding makes another plan; it is retained with its ground and date, and its rows are still there."""
    before = (await world.state())[0]["enrichment"]
    status = await world.planned(PERSON)
    kept = await world.habeas.keep(status.case_id, keep())
    item = next(item for item in kept.items if item.key == COPIES)
    assert (item.disposition, item.ground, item.until) == ("retain", "a claim in court", UNTIL)
    assert kept.plan_digest != status.plan_digest
    with pytest.raises(NotNow, match="not the digest"):
        await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    await world.habeas.approve(status.case_id, kept.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert any("a claim in court" in step.what and step.due == UNTIL for step in done.open_steps)
    assert done.systems["enrichment"].retained == done.systems["enrichment"].left
    after = (await world.state())[0]
    assert after["enrichment"] == before
    assert PERSON.account.id not in {row[0] for row in after["account"]}
    await world.replay(status.case_id, "erasure")


async def test_what_cannot_be_kept(world):
    """Nothing is kept until a day that has passed, nor what the plan does not have."""
    status = await world.planned(PERSON)
    wrong = {
        "end date in the future": keep(until=date(2020, 1, 1)),
        "no holding of that name": keep("enrichment/publ"),
        "has no holding": keep("payroll"),
    }
    for sentence, wish in wrong.items():
        with pytest.raises(NotNow, match=sentence):
            await world.habeas.keep(status.case_id, wish)
    assert await world.habeas.status(status.case_id) == status
    await world.replay(status.case_id)


async def test_the_sole_owner(world):
    """A plan that would leave a workspace without an owner waits for a decision; to keep the account is one."""
    before = await world.state()
    status = await world.planned(SOLE_OWNER)
    await refuses(world, status, approve="a decision comes first: accounts/")
    kept = await world.habeas.keep(status.case_id, keep("accounts"))
    assert {item.disposition for item in kept.items if item.system == "accounts"} == {"retain"}
    await world.habeas.approve(status.case_id, kept.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert done.state is CaseState.ALL_RETAINED
    assert done.systems["accounts"].retained == done.systems["accounts"].found
    assert await world.state() == before
    await world.replay(status.case_id)


async def test_two_approvals_at_once(world):
    """Of two who approve at the same moment one is in time, and the other is told."""
    status = await world.planned(PERSON)
    both = (world.habeas.approve(status.case_id, status.plan_digest, by) for by in ("dpo", "another dpo"))
    answers = await asyncio.gather(*both, return_exceptions=True)
    late = [answer for answer in answers if isinstance(answer, NotNow)]
    won = [answer for answer in answers if answer not in late]
    assert (len(won), len(late)) == (1, 1)
    assert str(late[0]) == f"it was approved already, by {won[0].approved_by}"
    done = await world.closed(status.case_id)
    assert done.approved_by == won[0].approved_by
    row = await world.register.show(status.case_id)
    assert row.approved_by == done.approved_by
    await world.replay(status.case_id, "erasure")


async def test_a_malformed_update(world):
    """What has not the form of an update is rejected, leaves no trace in the history, and the case goes on."""
    status = await world.planned(PERSON)
    case = world.temporal.get_workflow_handle(case_workflow_id(status.case_id))
    for update in updates(world, status):
        for nonsense in ({"x": 1, "by": PLANTED}, PLANTED):
            with pytest.raises(WorkflowUpdateFailedError) as rejected:
                await case.execute_update(update, nonsense)
            assert PLANTED not in str(rejected.value.cause)
    assert await world.habeas.status(status.case_id) == status
    assert PLANTED not in str((await case.fetch_history()).events)
    await world.habeas.cancel(status.case_id, "support")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    await world.replay(status.case_id)


@pytest.mark.parametrize("extra", [{"nickname": PLANTED}, {PLANTED: 1}], ids=["value", "name"])
async def test_an_input_that_cannot_be_read(world, extra):
    """A start input of another form fails the case at once, and what it held is in no failure."""
    case_id = str(uuid7())
    given = {"case_id": case_id, "right": PLANTED, **extra}
    await world.habeas.keys.create(case_id)
    with world.env.with_time_skipping_disabled():
        case = await world.temporal.start_workflow(CASE, given, id=case_workflow_id(case_id), task_queue=HOUSE_QUEUE)
    async with asyncio.timeout(10):
        with pytest.raises(WorkflowFailureError) as failure:
            await case.result()
    assert "identifiers, received_at" in str(failure.value.cause.details)
    assert "an unknown field" in str(failure.value.cause.details)
    assert PLANTED not in f"{failure.value.cause} {failure.value.cause.details}"
    start, *others = (await case.fetch_history()).events
    assert others[-1].HasField("workflow_execution_failed_event_attributes")
    assert PLANTED not in str(start)
    assert PLANTED not in str(others)
    await world.replay(case_id)
