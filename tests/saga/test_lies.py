"""A vendor that says what is not so: who reads back finds it, and nothing is certified that is not true."""

import pytest
from crossed import mainly
from liar import Liar

from habeas.domain.case import CaseState
from habeas.evidence.event import Event
from habeas.sandbox.people import HOST_AND_PARTICIPANT as PERSON

DONE = (CaseState.ERASED, CaseState.ERASED_WITH_OPEN_STEPS)
CUSTOMER, LISTS = "/v1/customers/[^/]+", "/v1/(charges|invoices|subscriptions)"


def gone(request):
    """What Stripe says of a customer that it has deleted."""
    return {"id": request.path.rsplit("/", 1)[-1], "object": "customer", "deleted": True}


def somebody_elses(_request):
    """The same, of another customer than the one that was asked for."""
    return {"id": "cus_somebody", "object": "customer", "deleted": True}


def list_of_somebody_elses(request):
    """A list with something of another customer."""
    one = {"id": "x_1", "object": "thing", "customer": "cus_somebody", "status": "canceled", "created": 0}
    return {"object": "list", "data": [one], "has_more": False, "url": request.path}


# what it says when it is asked to delete, what when it is read back, and what the case then says
LIES = {
    "deleted, and it is there": ({f"DELETE {CUSTOMER}": gone}, {}, "billing details"),
    "another customer's": (
        {f"DELETE {CUSTOMER}": gone},
        {f"GET {CUSTOMER}": somebody_elses},
        "another object than was asked for",
    ),
    "another customer's, deleted": ({f"DELETE {CUSTOMER}": somebody_elses}, {}, "another object than was asked for"),
    "a list of another customer's": ({}, {f"GET {LISTS}": list_of_somebody_elses}, "another object than was asked for"),
    "no JSON": ({}, {f"GET {CUSTOMER}": lambda _: "<html>sorry</html>"}, "Stripe failed"),
    "JSON of another kind": ({}, {f"GET {LISTS}": lambda _: {"object": "list"}}, "cannot be read"),
    "nothing in it": ({}, {f"GET {CUSTOMER}": lambda _: {}}, "another object than was asked for"),
}


@pytest.fixture
async def between():
    """Somebody who lies is on the way to Stripe."""
    liars = []

    async def start(endpoint):
        liars.append(await Liar.start(endpoint))
        return liars[-1].endpoint

    start.liars = liars
    yield start
    for liar in liars:
        await liar.stop()


@pytest.mark.parametrize(
    "what", mainly("another customer's", besides=[one for one in LIES if one != "another customer's"])
)
async def test_a_stripe_that_lies(world, between, what):
    """Whatever it says, the case waits for a person and claims nothing; when it is honest again all is erased."""
    (liar,), (on_erasing, on_reading, says) = between.liars, LIES[what]

    def tells(lies):
        async def act():
            liar.lies.update(lies)

        return act

    world.moments.before |= {"erase:billing": tells(on_erasing), "confirm:billing": tells(on_reading)}
    status = await world.approved(PERSON)
    stuck = await world.until(status.case_id, CaseState.NEEDS_ATTENTION, seconds=150)
    assert liar.told
    assert "billing" in stuck.waits_for
    assert says in stuck.waits_for
    assert not {Event.CONFIRMED, Event.CERTIFICATE} & {said.kind for said in await world.said(status.case_id)}
    liar.lies.clear()
    await world.habeas.retry(status.case_id, "support")
    done = await world.closed(status.case_id)
    assert done.state in DONE
    ours = {customer.id for customer in PERSON.customers}
    assert not [c for c in world.stripe.dump()["customer"] if c["id"] in ours and not c.get("deleted")]
    await world.replay(status.case_id, "erasure")
