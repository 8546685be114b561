"""Redaction jobs, by the official client's raw requests; its preview release judges them too (tests/foreign)."""

import json
import time

import pytest
import stripe

PREVIEW = "2026-09-30.preview"
JOBS = "/v1/privacy/redaction_jobs"
DAY = 24 * 3600
FREJA = "freja@example.org"
OLD = int(time.time()) - 100 * DAY
PLACEHOLDER = "[redacted]"


def of(customer, days=100):
    """What hangs on a customer."""
    made = {"customer": customer, "created": int(time.time()) - days * DAY}
    paid = {"billing_details": {"email": FREJA, "name": "Freja"}, "amount": 1900, "receipt_email": FREJA}
    return [
        {
            "object": "invoice",
            "id": "in_1",
            **made,
            "customer_email": FREJA,
            "status": "paid",
            "metadata": {"for": "Freja"},
        },
        {"object": "payment_intent", "id": "pi_1", **made, "receipt_email": FREJA},
        {"object": "charge", "id": "ch_1", **made, "payment_intent": "pi_1", **paid},
        {"object": "credit_note", "id": "cn_1", **made, "invoice": "in_1", "memo": "Sorry, Freja"},
        {"object": "checkout.session", "id": "cs_1", **made, "customer_details": {"email": FREJA}},
        {"object": "tax_id", "id": "txi_1", **made, "value": "NO123"},
        {"object": "refund", "id": "re_1", "charge": "ch_1", "created": OLD},
    ]


@pytest.fixture
def ask(world):
    """Asks the preview: `ask("post", "/prj_1/run")`."""

    async def asking(method, path="", **params):
        answer = await world.client.raw_request_async(method, JOBS + path, stripe_version=PREVIEW, **params)
        return json.loads(answer.body)

    return asking


@pytest.fixture
async def freja(world):
    """A customer with an old payment and all that comes with it."""
    customer = await world.customer(name="Freja", phone="+47 555 10000", address={"city": "Oslo"})
    await world.server.seed(of(customer))
    return customer


async def test_a_job_from_its_beginning_to_its_end(world, ask, freja):
    """It is validated by itself, run when it is told to, and then nothing that is related says whose it is."""
    made = await ask("post", objects={"customers": [freja]}, expand=["objects"])
    assert (made["object"], made["status"], made["objects"]) == (
        "privacy.redaction_job",
        "created",
        {"customers": [freja]},
    )
    assert (await ask("get", f"/{made['id']}"))["status"] == "ready"
    before = world.server.dump()
    assert (await ask("post", f"/{made['id']}/run"))["status"] == "redacting"
    assert world.server.dump() == before
    assert (await ask("get", f"/{made['id']}"))["status"] == "succeeded"
    text = str(world.server.dump()) + str(world.server.events())
    assert not any(word in text for word in (FREJA, "Freja", "+47", "Oslo", "NO123"))
    charge = await world.v1.charges.retrieve_async("ch_1")
    assert (charge.billing_details.email, charge.receipt_email, charge.amount) == (PLACEHOLDER, PLACEHOLDER, 1900)
    assert (await world.v1.customers.retrieve_async(freja)).email == PLACEHOLDER


async def test_it_is_for_good(world, ask, freja):
    """What was redacted can neither be changed nor used, and a job that has ended goes no other way."""
    job = (await ask("post", objects={"customers": [freja]}))["id"]
    await ask("get", f"/{job}")
    await ask("post", f"/{job}/run")
    assert (await ask("get", f"/{job}"))["status"] == "succeeded"
    for way in ("run", "cancel", "validate"):
        with pytest.raises(stripe.InvalidRequestError):
            await ask("post", f"/{job}/{way}")
    with pytest.raises(stripe.InvalidRequestError, match="redacted"):
        await world.v1.customers.update_async(freja, {"name": "Freja"})
    with pytest.raises(stripe.InvalidRequestError, match="redacted"):
        await world.subscription(freja)


async def test_a_smaller_root(world, ask, freja):
    """A payment takes its charge and refund with it, and leaves the invoice and the customer alone."""
    before = world.server.dump()
    job = (await ask("post", objects={"payment_intents": ["pi_1"]}))["id"]
    await ask("get", f"/{job}")
    await ask("post", f"/{job}/run")
    assert (await ask("get", f"/{job}"))["status"] == "succeeded"
    after = world.server.dump()
    assert {kind for kind in before if before[kind] != after[kind]} == {"payment_intent", "charge", "refund"}


async def test_an_invoice_leads_to_its_payment(world, ask, freja):
    """Whoever redacts an invoice redacts what it was paid by, and a payment that is too young stands against it."""
    await world.server.seed(
        [
            {"object": "charge", "id": "ch_2", "customer": freja},
            {"object": "invoice_payment", "id": "inpay_1", "invoice": "in_1", "payment": {"charge": "ch_2"}},
        ]
    )
    job = await ask("post", objects={"invoices": ["in_1"]})
    job = await ask("get", f"/{job['id']}")
    found = {(e["code"], e["erroring_object"]["id"]) for e in job["validation_errors"]["data"]}
    assert job["status"] == "failed"
    assert found == {("invalid_state", "ch_2"), ("invalid_cascading_source", "in_1")}


async def test_young_charges(world, ask):
    """A charge is redacted after 90 days, and the job can be validated again then."""
    customer = await world.customer()
    await world.server.seed(of(customer, days=1))
    job = (await ask("post", objects={"charges": ["ch_1"]}))["id"]
    assert (await ask("get", f"/{job}"))["status"] == "failed"
    assert [e["code"] for e in (await ask("get", f"/{job}/validation_errors"))["data"]] == ["invalid_state"]
    world.server.script.ahead = 89 * DAY
    await ask("post", f"/{job}/validate")
    assert (await ask("get", f"/{job}"))["status"] == "ready"
    assert (await ask("get", f"/{job}/validation_errors"))["data"] == []


STANDS_AGAINST = [
    ({"object": "payment_method", "id": "x"}, True),
    ({"object": "payment_intent", "id": "x", "status": "requires_action"}, True),
    ({"object": "subscription", "id": "x"}, True),
    ({"object": "invoice", "id": "x", "status": "open"}, True),
    ({"object": "invoice", "id": "x", "status": "draft"}, False),
    ({"object": "dispute", "id": "x", "charge": "ch_1", "status": "under_review"}, False),
]


@pytest.mark.parametrize(("thing", "can_be_fixed"), STANDS_AGAINST, ids=[str(n) for n in range(len(STANDS_AGAINST))])
async def test_what_stands_against_it(world, ask, freja, thing, can_be_fixed):
    """What is still in use is named with its kind; `fix` ends it where that is possible, and changes nothing before."""
    await world.server.seed([{"customer": freja, **thing}])
    before = world.server.dump()
    made = await ask("post", objects={"customers": [freja]})
    job = await ask("get", f"/{made['id']}")
    errors = {e["erroring_object"]["id"]: e["erroring_object"]["object_type"] for e in job["validation_errors"]["data"]}
    assert errors["x"] == thing["object"]
    assert world.server.dump() == before
    await ask("post", f"/{made['id']}", validation_behavior="fix")
    await ask("post", f"/{made['id']}/validate")
    assert (await ask("get", f"/{made['id']}"))["status"] == ("ready" if can_be_fixed else "failed")


async def test_two_jobs_of_one_object(world, ask, freja):
    """What is in one job is locked for another, and free when that is cancelled; a live one is found in the list."""
    first = (await ask("post", objects={"customers": [freja]}))["id"]
    assert (await ask("get", f"/{first}"))["status"] == "ready"
    second = (await ask("post", objects={"charges": ["ch_1"]}))["id"]
    job = await ask("get", f"/{second}")
    locked = [(e["code"], e["erroring_object"]) for e in job["validation_errors"]["data"]]
    assert ("locked_by_other_job", {"id": "ch_1", "object_type": "charge"}) in locked
    (live,) = (await ask("get", status="ready", expand=["data.objects"]))["data"]
    assert (live["id"], live["objects"]) == (first, {"customers": [freja]})
    assert (await ask("post", f"/{first}/cancel"))["status"] == "canceling"
    assert (await ask("get", f"/{first}"))["status"] == "canceled"
    await ask("post", f"/{second}/validate")
    assert (await ask("get", f"/{second}"))["status"] == "ready"


@pytest.mark.parametrize(
    "objects",
    [{}, {"charges": []}, {"charges": ["ch_none"]}, {"charges": [f"ch_{n}" for n in range(11)]}, {"moons": ["x"]}],
    ids=["nothing", "no ids", "unknown", "eleven", "no kind"],
)
async def test_what_is_no_job(world, ask, freja, objects):
    """A job has one to ten ids of objects that are there."""
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await ask("post", objects=objects)
    assert refused.value.http_status == 400
    assert world.server.jobs() == []


async def test_too_many_objects(world, ask, freja):
    """What has too much hanging on it is not redacted by one job, and the first ten errors are with the job."""
    await world.server.seed(
        {"object": "setup_intent", "id": f"seti_{n}", "customer": freja, "status": "requires_action"}
        for n in range(1001)
    )
    made = await ask("post", objects={"customers": [freja]})
    job = await ask("get", f"/{made['id']}")
    assert len(job["validation_errors"]["data"]) == 10
    assert job["validation_errors"]["has_more"]
    url = f"/{made['id']}/validation_errors"
    after, codes = job["validation_errors"]["data"][-1]["id"], set()
    while after:
        listed = await ask("get", url, limit=100, starting_after=after)
        codes |= {error["code"] for error in listed["data"]}
        after = listed["data"][-1]["id"] if listed["has_more"] else None
    assert "too_many_objects" in {*codes, *(error["code"] for error in job["validation_errors"]["data"])}


async def test_who_does_not_ask_for_the_preview(world, ask, freja):
    """Without a preview version, or on an account without previews, there is no such path."""
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.client.raw_request_async("get", JOBS)
    assert refused.value.http_status == 404
    world.server.script.has_previews = False
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await ask("get")
    assert refused.value.http_status == 404


async def test_a_key_is_replayed(world, ask, freja):
    """The same key makes one job, and answers it as it was made."""
    first = await ask("post", objects={"customers": [freja]}, idempotency_key="k")
    assert (await ask("get", f"/{first['id']}"))["status"] == "ready"
    again = await ask("post", objects={"customers": [freja]}, idempotency_key="k")
    assert (again["id"], again["status"]) == (first["id"], "created")
    assert len(world.server.jobs()) == 1


async def test_jobs_that_take_their_time(world, ask, freja):
    """A job can be watched while it is validated, redacted and cancelled; none of these can be hurried."""
    world.server.script.jobs_wait = True
    job = (await ask("post", objects={"customers": [freja]}))["id"]
    assert (await ask("get", f"/{job}"))["status"] == "validating"
    with pytest.raises(stripe.InvalidRequestError):
        await ask("post", f"/{job}/run")
    world.server.script.jobs_wait = False
    await ask("get", f"/{job}")
    world.server.script.jobs_wait = True
    await ask("post", f"/{job}/run")
    assert (await ask("get", f"/{job}"))["status"] == "redacting"
    with pytest.raises(stripe.InvalidRequestError):
        await ask("post", f"/{job}/cancel")


async def test_what_is_ended_by_hand(world, ask, freja):
    """Intents are cancelled, disputes closed and tax ids taken out by their own calls; then the job is ready."""
    await world.server.seed(
        [
            {"object": "payment_intent", "id": "pi_open", "customer": freja, "status": "requires_action"},
            {"object": "setup_intent", "id": "seti_open", "customer": freja, "status": "requires_action"},
            {"object": "dispute", "id": "du_open", "charge": "ch_1"},
        ]
    )
    made = await ask("post", objects={"customers": [freja]})
    assert (await ask("get", f"/{made['id']}"))["status"] == "failed"
    v1 = world.v1
    for end, id_ in (
        (v1.payment_intents.cancel_async, "pi_open"),
        (v1.setup_intents.cancel_async, "seti_open"),
        (v1.disputes.close_async, "du_open"),
    ):
        await end(id_)
        with pytest.raises(stripe.InvalidRequestError):
            await end(id_)
    await ask("post", f"/{made['id']}/validate")
    assert (await ask("get", f"/{made['id']}"))["status"] == "ready"


async def test_tax_ids(world):
    """A tax id is put to a customer, listed there, and taken out, by no other customer."""
    customer, other = await world.customer(), await world.customer()
    own = world.v1.customers.tax_ids
    tax_id = await own.create_async(customer, {"type": "no_vat", "value": "NO123"})
    assert [one.value for one in (await own.list_async(customer)).data] == ["NO123"]
    with pytest.raises(stripe.InvalidRequestError):
        await own.delete_async(other, tax_id.id)
    assert (await own.delete_async(customer, tax_id.id)).deleted
    assert (await own.list_async(customer)).data == []
