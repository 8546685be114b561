"""All of it: after the pivot whatever happens, every system ends erased as planned."""

import pytest
from crossed import crossed, mainly

from adapters.database.adapter import DatabaseSystem
from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.decision import Decision
from habeas.domain.update import Attestation
from habeas.sandbox.fault import How
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

SYSTEMS = ["accounts", "recordings", "billing", "enrichment"]
DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)


@pytest.mark.parametrize(("system", "step"), crossed(SYSTEMS, ["hold", "erase"]))
async def test_a_failure_after_success(world, system, step):
    """A step whose success was lost runs again to the same effect."""
    world.break_at(f"{step}:{system}", How.FAIL_AFTER, times=1)
    status = await world.approved(PERSON)
    done = await world.closed(status.case_id)
    assert done.state in DONE
    assert all(c.left == c.retained + c.referred + c.undecided for c in done.systems.values())
    await world.replay(status.case_id, "erasure")


@pytest.mark.parametrize(("system", "how"), crossed(SYSTEMS, [How.TIMEOUT, How.REFUSE, How.RATE_LIMIT]))
async def test_an_outage_after_the_pivot_is_outlived(world, system, how):
    """A system that is away after the pivot is waited for; the case says that it needs a person, and goes on."""
    world.break_at(f"erase:{system}", how)
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert system in (stuck.waits_for or "")
    with pytest.raises(NotNow, match="past the pivot"):
        await world.habeas.cancel(status.case_id, "support")
    world.switchboard.mend()
    await world.habeas.retry(status.case_id, "support")
    assert (await world.closed(status.case_id)).state in DONE
    await world.replay(status.case_id, "erasure")


async def test_the_daily_next_try(world):
    """Nobody has to do anything: the next try comes by itself."""
    world.break_at("erase:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    world.switchboard.mend()
    await world.env.fast_forward(world.part(status.case_id), None)
    assert (await world.closed(status.case_id)).state in DONE
    await world.replay(status.case_id, "erasure")


@pytest.mark.parametrize("before", mainly("hold:accounts", besides=["preflight:accounts", "decide"]))
async def test_a_reset_to_before_the_pivot(world, before):
    """A reset brings no case to the other side: the register had decided, and the new run goes forward."""
    world.break_at("erase:accounts", How.REFUSE)
    status = await world.approved(PERSON)
    await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    await world.reset(status.case_id, before=before)
    await world.temporal.get_workflow_handle(f"habeas/{status.case_id}/erasure").cancel()
    world.switchboard.mend()
    assert (await world.closed(status.case_id, seconds=150)).state in DONE
    assert await world.decision(status) is Decision.PIVOTED
    await world.replay(status.case_id, "erasure")


async def test_temporals_cancel_after_the_pivot(world):
    """Temporal's own cancel after the pivot is ignored, and shown."""
    status = await world.planned(PERSON)

    async def cancel():
        await world.temporal.get_workflow_handle(f"habeas/{status.case_id}").cancel()
        await world.part(status.case_id).cancel()

    world.moments.before["erase:accounts"] = cancel
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    done = await world.closed(status.case_id)
    assert done.state in DONE
    assert "ignored" in (done.reason or "")
    await world.replay(status.case_id, "erasure")


class Forgetful(DatabaseSystem):
    """Says that it erased, and leaves the account itself; until it is told to be honest."""

    is_honest = False

    async def erase(self, order, fence):
        if self.is_honest:
            return await super().erase(order, fence)
        items = tuple(i for i in order.items if i.category != "account")
        receipt = await super().erase(order.model_copy(update={"items": items}), fence)
        return receipt.model_copy(update={"counts": {i.key: i.count for i in order.items}})


class TestConfirm:
    """Confirm is no echo."""

    @pytest.fixture
    def accounts(self):
        Forgetful.is_honest = False
        return Forgetful

    async def test_a_lie_is_caught(self, world):
        """An adapter that reports success and leaves rows does not get past the confirmation."""
        status = await world.approved(PERSON)
        stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
        assert "accounts/account/company" in stuck.waits_for
        Forgetful.is_honest = True
        await world.habeas.retry(status.case_id, "support")
        assert (await world.closed(status.case_id)).state in DONE
        await world.replay(status.case_id, "erasure")

    async def test_attested_is_not_confirmed(self, world):
        """What a person attests is not claimed to have been read back: it stays an open step."""
        status = await world.approved(PERSON)
        await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
        word = Attestation(system="accounts", what="deleted by the DBA", by="dpo")
        await world.habeas.attest(status.case_id, word)
        done = await world.closed(status.case_id)
        assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
        assert done.systems["accounts"].left is None
        assert any("confirm" in step.what for step in done.open_steps)
        await world.replay(status.case_id, "erasure")
