"""What Stripe's API cannot delete is redacted by a job: prepared before the pivot, run after it, and read back."""

import json
from dataclasses import replace

import pytest

from adapters.billing.adapter import Billing
from adapters.billing.redaction import Job
from adapters.billing.stripe_client import Access, opened
from habeas.domain.error import Barred, OutcomeUnknown, Refused, Unavailable, Unfit
from habeas.sandbox.fault import How

ADA = "ada@example.org"
JOBS = "/v1/privacy/redaction_jobs"
PREVIEW = {"stripe_version": "2026-09-30.preview"}
LONG_AGO, OLD = 4100, 100  # days: what no law keeps any more, and what can be redacted
PAID = {"billing_details": {"email": ADA, "name": "Ada"}, "amount": 9900}
GONE = {"billing/invoice/company": 2, "billing/payment/company": 3}


def old(world, days=LONG_AGO):
    """Records of Ada's: an invoice with its payment, a payment in two attempts, a session, and an invoice alone."""
    of = {"customer": "cus_ada", "created": int(world.as_of.timestamp()) - days * 86_400}
    return [
        {"object": "invoice", "id": "in_old", **of, "customer_email": ADA, "status": "paid"},
        {"object": "payment_intent", "id": "pi_old", **of, "receipt_email": ADA},
        {"object": "charge", "id": "ch_old", **of, "payment_intent": "pi_old", **PAID},
        {
            "object": "invoice_payment",
            "id": "inpay_old",
            **of,
            "invoice": "in_old",
            "payment": {"payment_intent": "pi_old"},
        },
        {"object": "charge", "id": "ch_alone", **of, **PAID},
        {"object": "checkout.session", "id": "cs_old", **of, "customer_details": {"email": ADA}},
        {"object": "invoice", "id": "in_alone", **of, "customer_name": "Ada", "status": "void"},
    ]


@pytest.fixture
async def aged(world):
    """The company with records of Ada's that no law keeps any more."""
    await world.server.seed(old(world))
    return world


def statuses(world):
    return [job["status"] for job in world.server.jobs()]


def texts(world):
    """All that the records say that were to go."""
    return str([thing for id_, thing in world.things().items() if id_.endswith(("_old", "_alone"))])


async def test_prepared_run_and_confirmed(aged, passes):
    """Nothing is redacted before the pivot; then all that no law keeps is, and nothing that one keeps."""
    order, before, others = await aged.order(), aged.things(), aged.other_things()
    await aged.billing.preflight(order)
    assert (aged.things(), aged.server.jobs()) == (before, [])
    await aged.billing.hold(order, passes)
    assert statuses(aged) == ["ready"]
    assert ADA in texts(aged)
    counts = (await aged.billing.erase(order, passes)).counts
    assert statuses(aged) == ["succeeded"]
    assert GONE.items() <= counts.items()
    assert not any(word in texts(aged) for word in (ADA, "Ada"))
    left = (await aged.billing.confirm(order)).counts
    assert left == {"billing/invoice/company/retained": 2, "billing/payment/company/retained": 2}
    assert aged.thing("ch_ada") == before["ch_ada"]
    theirs = {id_: thing for id_, thing in others.items() if not id_.endswith(("_old", "_alone"))}
    assert theirs.items() <= aged.other_things().items()


async def test_twice(aged, passes):
    """Each step may run twice: there is one job, it ends once, and nothing of it is found again."""
    order = await aged.order()
    for _ in range(2):
        await aged.billing.hold(order, passes)
    for _ in range(2):
        await aged.billing.erase(order, passes)
    assert statuses(aged) == ["succeeded"]
    located = await aged.locate()
    assert not any(holding.key in GONE for holding in located.holdings)


@pytest.mark.parametrize("writes", [6, 7])
async def test_half_done(aged, restarted, gate, passes, writes):
    """An erasure that was stopped before the customer went, or before the job ran, is completed by another process."""
    order = await aged.order()
    await aged.billing.hold(order, passes)
    with pytest.raises(Barred):
        await aged.billing.erase(order, gate(writes))
    assert (statuses(aged), ADA in texts(aged)) == (["ready"], True)
    assert GONE.items() <= (await restarted.billing.erase(order, passes)).counts.items()
    assert (await restarted.billing.confirm(order)).counts.keys().isdisjoint(GONE)


async def test_absent(world, passes):
    """Where every record is kept by a law, no job is made, and an account without redaction does as well."""
    world.server.script.has_previews = False
    order = await world.order()
    await world.billing.preflight(order)
    await world.billing.hold(order, passes)
    await world.billing.erase(order, passes)
    await world.billing.release(order)
    assert world.server.jobs() == []


async def test_it_is_barred(aged, gate):
    """No job is made where the register says no."""
    with pytest.raises(Barred):
        await aged.billing.hold(await aged.order(), gate(0))
    assert aged.server.jobs() == []


async def test_release(aged, passes):
    """What was prepared is cancelled, the rest is as it was, and the same can be prepared again."""
    order, before = await aged.order(), aged.things()
    await aged.billing.hold(order, passes)
    for _ in range(2):
        await aged.billing.release(order)
    assert statuses(aged) == ["canceled"]
    assert aged.things() == before
    await aged.trying(lambda: aged.billing.hold(order, passes))
    assert sorted(statuses(aged)) == ["canceled", "ready"]


@pytest.mark.parametrize("step", ["hold", "release", "erase"])
async def test_a_lost_answer(aged, restarted, passes, step):
    """A job whose making, cancelling or running was done and not answered is found as it is."""
    order = await aged.order()
    if step != "hold":
        await aged.billing.hold(order, passes)
    aged.switchboard.break_("billing", How.FAIL_AFTER, 1)
    steps = {"hold": lambda: restarted.billing.hold(order, passes), "release": lambda: restarted.billing.release(order)}
    steps["erase"] = lambda: restarted.billing.erase(order, passes)
    errors = await aged.trying(steps[step])
    assert [type(error) for error in errors][:1] == [OutcomeUnknown]
    assert len(aged.server.jobs()) == 1


async def test_a_stored_failure(aged, restarted, passes):
    """A failure that Stripe stores under a key is not met again with that key."""
    order = await aged.order()
    await aged.server.fail_next(500, stored=True)
    assert len(await aged.trying(lambda: restarted.billing.hold(order, passes))) == 1
    assert statuses(aged) == ["ready"]


async def test_a_job_that_is_there_is_adopted(aged, passes):
    """A live job about the very same is run, whoever made it."""
    await ask(aged, "post", objects={"invoices": ["in_alone"]})
    order = await aged.order()
    await aged.billing.hold(order, passes)
    assert sorted(len(job["_objects"]) for job in aged.server.jobs()) == [1, 3]
    await aged.billing.erase(order, passes)
    assert statuses(aged) == ["succeeded", "succeeded"]


@pytest.mark.parametrize(
    "objects", [{"customers": ["cus_ada"]}, {"charges": ["ch_alone", "ch_ben"]}], ids=["all", "others"]
)
async def test_a_job_about_more_is_not_run(aged, passes, objects):
    """A live job about what a law keeps, or about somebody else, is left to who made it, and nothing is changed."""
    await ask(aged, "post", objects=objects)
    order, before = await aged.order(), aged.things()
    with pytest.raises(Refused, match="about more"):
        await aged.billing.hold(order, passes)
    await aged.billing.release(order)
    assert aged.things() == before
    assert len(aged.server.jobs()) == 1


async def test_validation_fails(aged, passes):
    """What Stripe will not redact is said before the pivot, by code and kind; the job is cancelled with the rest."""
    await aged.server.seed([{"object": "dispute", "id": "du_old", "charge": "ch_alone", "status": "under_review"}])
    order, before = await aged.order(), aged.things()
    with pytest.raises(Unfit, match=r"invalid_cascading_source \(charge\), invalid_state \(dispute\)"):
        await aged.billing.hold(order, passes)
    await aged.billing.release(order)
    assert aged.things() == before
    assert statuses(aged) == ["canceling"]


async def test_a_cancelled_job(aged, passes):
    """A job that somebody cancelled meanwhile is made again after the pivot."""
    order = await aged.order()
    await aged.billing.hold(order, passes)
    await ask(aged, "post", f"/{aged.server.jobs()[0]['id']}/cancel")
    assert await aged.trying(lambda: aged.billing.erase(order, passes)) == []
    assert sorted(statuses(aged)) == ["canceled", "succeeded"]


async def test_a_slow_stripe(aged, passes):
    """While Stripe validates or redacts, whoever tries the step again is told when."""
    aged.server.script.jobs_wait = True
    order = await aged.order()
    with pytest.raises(Unavailable, match="validating") as waits:
        await aged.billing.hold(order, passes)
    assert waits.value.retry_after.total_seconds() == 5
    with pytest.raises(Unavailable, match="validating"):
        await aged.billing.release(order)
    aged.server.script.jobs_wait = False
    await aged.billing.hold(order, passes)
    aged.server.script.jobs_wait = True
    with pytest.raises(Unavailable, match="redacting") as waits:
        await aged.billing.erase(order, passes)
    assert waits.value.retry_after.total_seconds() == 60
    with pytest.raises(Refused, match="takes nothing back"):
        await aged.billing.release(order)
    aged.server.script.jobs_wait = False
    await aged.billing.erase(order, passes)
    assert (await aged.billing.confirm(order)).counts.keys().isdisjoint(GONE)


async def test_a_stripe_that_lies(aged, passes):
    """A job that succeeded and left something is caught by who reads back, and the next erasure asks for it again."""
    aged.server.script.leaves_out.add("ch_alone")
    order = await aged.order()
    await aged.billing.erase(order, passes)
    assert (await aged.billing.confirm(order)).counts["billing/payment/company"] == 1
    aged.server.script.leaves_out.clear()
    await aged.billing.erase(order, passes)
    assert "billing/payment/company" not in (await aged.billing.confirm(order)).counts


async def test_a_stripe_that_takes_too_much(aged, passes):
    """A record that a law keeps and that reads as redacted is not counted as kept."""
    order = await aged.order()
    await aged.write("POST", "customers/cus_ada", {"name": "Ada"})
    before = (await aged.billing.confirm(order)).counts["billing/payment/company/retained"]
    aged.server.script.ahead = 90 * 86_400
    job = await ask(aged, "post", objects={"charges": ["ch_ada"]})
    await ask(aged, "get", f"/{job['id']}")
    await ask(aged, "post", f"/{job['id']}/run")
    await ask(aged, "get", f"/{job['id']}")
    assert (await aged.billing.confirm(order)).counts["billing/payment/company/retained"] == before - 1


async def test_what_is_paid_by_what_is_kept(world, passes):
    """An invoice whose payment a law still keeps stays with it: redacting the one would take the other."""
    made = int(world.as_of.timestamp())
    await world.server.seed(
        [
            {
                "object": "invoice",
                "id": "in_p",
                "customer": "cus_ada",
                "created": made - LONG_AGO * 86_400,
                "customer_email": ADA,
            },
            {"object": "invoice_payment", "id": "inpay_p", "invoice": "in_p", "payment": {"charge": "ch_ada"}},
        ]
    )
    order = await world.order()
    counts = {item.key: item.count for item in order.items}
    assert counts["billing/invoice/company/retained"] == 3
    await world.billing.hold(order, passes)
    await world.billing.erase(order, passes)
    assert (await world.billing.confirm(order)).counts["billing/invoice/company/retained"] == 3
    assert world.server.jobs() == []


@pytest.fixture
def lawless(world):
    """A company whose books no law keeps; its charges are sixty days old."""
    return replace(world, billing=Billing(world.billing._writing, world.billing._reading, {}))


YOUNG = "billing/payment/company/not_yet"


async def test_young_charges_are_erased_later(lawless, passes):
    """A plan says from when on they can be; until then they stay, and no job is made for them."""
    order = await lawless.order()
    (late,) = [item for item in order.items if item.is_later]
    assert (late.key, late.count) == (YOUNG, 2)
    assert (late.until - lawless.as_of.date()).days in (30, 31)
    await lawless.billing.preflight(order)
    await lawless.billing.hold(order, passes)
    await lawless.billing.erase(order, passes)
    assert {kind for job in lawless.server.jobs() for kind in job["_objects"]} == {"invoices"}
    assert (await lawless.billing.confirm(order)).counts == {YOUNG: 2}
    assert lawless.thing("ch_ada")["billing_details"]["email"] == "paid@example.org"


async def test_young_charges_when_their_day_has_come(lawless, passes):
    """They are redacted by pinned ids, though their customer is long deleted; and not before Stripe agrees."""
    order = await lawless.order()
    await lawless.billing.erase(order, passes)
    rest = order.model_copy(update={"items": tuple(item.due() for item in order.items)})
    with pytest.raises(Unavailable, match=r"failed|validating"):
        await lawless.billing.erase(rest, passes)
    assert (await lawless.billing.confirm(rest)).counts == {YOUNG: 2}
    lawless.server.script.ahead = 31 * 86_400
    await lawless.trying(lambda: lawless.billing.erase(rest, passes))
    assert (await lawless.billing.confirm(rest)).counts == {}
    assert lawless.thing("ch_ada")["billing_details"]["email"] == "[redacted]"


async def test_an_invoice_waits_for_a_young_payment(lawless, passes):
    """Redacting the invoice would take the payment, so it is erased with it."""
    paid = {"object": "invoice_payment", "id": "inpay_y", "invoice": "in_ada", "payment": {"charge": "ch_ada"}}
    await lawless.server.seed([paid])
    order = await lawless.order()
    assert {i.key: i.count for i in order.items if i.is_later} == {YOUNG: 2, "billing/invoice/company/not_yet": 1}
    await lawless.billing.hold(order, passes)
    await lawless.billing.erase(order, passes)
    assert (await lawless.billing.confirm(order)).counts == {YOUNG: 2, "billing/invoice/company/not_yet": 1}


async def test_young_charges_without_redaction(lawless):
    """Nothing is promised for later that the account cannot do."""
    lawless.server.script.has_previews = False
    with pytest.raises(Unfit, match="redacted by Stripe"):
        await lawless.billing.preflight(await lawless.order())


async def test_many_records(world, passes):
    """A job takes ten: eleven payments are two jobs."""
    of = {
        "object": "charge",
        "customer": "cus_ada",
        "created": int(world.as_of.timestamp()) - LONG_AGO * 86_400,
        **PAID,
    }
    await world.server.seed([{**of, "id": f"ch_{number:02}"} for number in range(11)])
    order = await world.order()
    await world.billing.hold(order, passes)
    assert sorted(len(job["_objects"]["charges"]) for job in world.server.jobs()) == [1, 10]
    await world.billing.erase(order, passes)
    assert "billing/payment/company" not in (await world.billing.confirm(order)).counts


async def test_p_17_an_organisation_that_is_deleted_meanwhile(aged, passes):
    """P-17: an organisation's records are never redacted, also when its customer no longer says that it is one."""
    of = {"customer": "cus_org", "created": int(aged.as_of.timestamp()) - LONG_AGO * 86_400}
    await aged.server.seed([{"object": "invoice", "id": "in_theirs", **of, "customer_email": ADA, "status": "paid"}])
    order = await aged.order()
    await aged.write("DELETE", "customers/cus_org")
    await aged.billing.hold(order, passes)
    await aged.billing.erase(order, passes)
    assert aged.thing("in_theirs")["customer_email"] == ADA


async def test_a_key_that_may_not_run_jobs(aged):
    """A key that may not have anything redacted is found out before anything is changed."""
    async with opened(Access(aged.server.reading_key, aged.server.endpoint)) as reading:
        with pytest.raises(Unfit, match="the key may not erase"):
            await Billing(reading, reading, {}).preflight(await aged.order())


def test_words_that_are_none():
    """What Stripe says of a job is passed on where it is a status, a code or a kind, and nothing else is."""
    error = {"code": "Mail ada@example.org", "erroring_object": {"id": "ch_1", "object_type": "charge"}}
    told = {"id": "prj_1", "status": "ada@example.org", "validation_errors": {"data": [error]}}
    job = Job.of(told)
    assert (job.status, job.errors, job.ids) == ("unknown", ("unknown (charge)",), frozenset())


async def ask(world, method, path="", **params):
    """Asks Stripe for jobs behind the adapter's back."""
    async with opened(Access(world.server.writing_key, world.server.endpoint)) as other:
        return json.loads((await other.client.raw_request_async(method, JOBS + path, **PREVIEW, **params)).body)
