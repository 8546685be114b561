"""What Stripe redacts, in a whole erasure: prepared with the holds, cancelled with them, or run after the pivot."""

from datetime import UTC, datetime, timedelta

import pytest

from habeas.client import NotNow
from habeas.domain.case import CaseState
from habeas.domain.letter import LetterKind
from habeas.domain.outcome import Became
from habeas.domain.right import Right
from habeas.sandbox.people import MANY_SIDED as PERSON
from habeas.vault.folder import CaseFolder
from habeas.vault.papers import CasePapers

CUSTOMER = PERSON.customers[0]


def old(now):
    """An invoice of the person's, and its payment, that no law keeps any more."""
    of = {"customer": CUSTOMER.id, "created": int((now - timedelta(days=4100)).timestamp())}
    return [
        {"object": "invoice", "id": "in_old", **of, "customer_email": PERSON.email, "status": "paid"},
        {"object": "charge", "id": "ch_old", **of, "billing_details": {"email": PERSON.email}},
        {"object": "invoice_payment", "id": "inpay_old", "invoice": "in_old", "payment": {"charge": "ch_old"}},
    ]


async def test_it_is_cancelled_with_the_holds(world, now):
    """A case that is cancelled when all is on hold leaves everything as it was, and no job that anybody could run."""
    await world.stripe.seed(old(now))
    before = await world.state()
    status = await world.planned(PERSON)

    async def cancel():
        assert [job["status"] for job in world.stripe.jobs()] == ["ready"]
        await world.habeas.cancel(status.case_id, "support")

    world.moments.before["locate:recordings:again:1"] = cancel
    await world.habeas.approve(status.case_id, status.plan_digest, "dpo")
    assert (await world.closed(status.case_id)).state is CaseState.NOTHING_CHANGED
    assert await world.state() == before
    assert {job["status"] for job in world.stripe.jobs()} <= {"canceling", "canceled"}
    await world.replay(status.case_id, "erasure")


async def test_it_is_run_after_the_pivot(world, now):
    """What no law keeps says nothing of the person any more, and the books of today are as they were."""
    await world.stripe.seed(old(now))
    kept = {i: world.stripe.dump()[i] for i in ("invoice", "charge")}
    done = await world.closed((await world.approved(PERSON)).case_id)
    assert done.state is CaseState.ERASED_WITH_OPEN_STEPS
    after = {i: world.stripe.dump()[i] for i in ("invoice", "charge")}
    assert PERSON.email not in str(
        [thing for things in after.values() for thing in things if thing["id"].endswith("_old")]
    )
    for kind, things in kept.items():
        assert [t for t in things if not t["id"].endswith("_old")] == [
            t for t in after[kind] if not t["id"].endswith("_old")
        ]
    assert done.systems["billing"].left == done.systems["billing"].retained
    await world.replay(done.case_id, "erasure")


class TestNotYet:
    """A charge of yesterday, in a company whose books no law keeps: Stripe redacts it in 90 days."""

    @pytest.fixture
    def books(self, books):
        return {name: category.model_copy(update={"retention": None}) for name, category in books.items()}

    @pytest.fixture
    async def waiting(self, world):
        """The case of the person, when all has been erased that can be now."""
        of = {"customer": CUSTOMER.id, "created": int((datetime.now(UTC) - timedelta(days=1)).timestamp())}
        charge = {"object": "charge", "id": "ch_yesterday", **of, "billing_details": {"email": PERSON.email}}
        await world.stripe.seed([charge])
        status = await world.approved(PERSON)
        return await world.until_so(status.case_id, lambda s: s.state is CaseState.WAITING_FOR_DAY)

    async def test_it_is_told_and_then_done(self, world, waiting):
        """The person has an answer that says when; on that day it is erased, read back, and told once more."""
        case, day = waiting.case_id, (datetime.now(UTC) + timedelta(days=90)).date()
        (step,) = [step for step in waiting.open_steps if step.system == "billing"]
        assert (step.due, str(day) in waiting.waits_for, waiting.is_answered) == (day, True, True)
        letter = await world.letter(case, LetterKind.DONE)
        assert [item.key for item in letter.items if item.is_later] == ["billing/payment/company/not_yet"]
        assert charge(world)["billing_details"]["email"] == PERSON.email
        with pytest.raises(NotNow, match="past the pivot"):
            await world.habeas.cancel(case, "support")
        said = [one.kind for one in await world.said(case)]
        assert "confirmed" not in str(said)
        world.stripe.script.ahead = 91 * 86_400
        await world.later(case, days=91)
        done = await world.closed(case)
        assert charge(world)["billing_details"]["email"] == "[redacted]"
        assert done.systems["billing"].left == 0
        assert done.systems["billing"].erased == done.systems["billing"].found
        assert not [step for step in done.open_steps if step.system == "billing"]
        became = {one.became for one in done.outcomes if (one.system, one.category) == ("billing", "payment")}
        assert became == {Became.ERASED}
        assert [note.kind for note in done.letters].count(LetterKind.DONE) == 2
        await world.replay(case, "erasure")

    @pytest.mark.long
    async def test_a_copy_is_not_kept_waiting(self, world, waiting):
        """Meanwhile an export of the person goes first."""
        copy = await world.closed(await world.open(PERSON, Right.ACCESS))
        assert copy.state is CaseState.READY

    @pytest.mark.long
    async def test_a_case_that_temporal_loses_meanwhile(self, world, cases, waiting):
        """It is resumed from the register, erases nothing twice, and waits for the same day."""
        case = waiting.case_id
        await world.case(case).terminate("a test")
        request = await CasePapers(CaseFolder(cases), world.habeas.keys).request(case)
        with world.env.with_time_skipping_disabled():
            assert await world.habeas.resume(request)
        status = await world.until_so(case, lambda s: s.state is CaseState.WAITING_FOR_DAY)
        assert [step.due for step in status.open_steps] == [step.due for step in waiting.open_steps]
        world.stripe.script.ahead = 91 * 86_400
        await world.later(case, days=91)
        assert (await world.closed(case)).systems["billing"].left == 0
        assert charge(world)["billing_details"]["email"] == "[redacted]"


def charge(world):
    """The charge of yesterday, as it is at Stripe now."""
    return next(one for one in world.stripe.dump()["charge"] if one["id"] == "ch_yesterday")
