"""When a vendor says when to come back, that is when Temporal does."""

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from billing_world import billing_world
from recordings_world import recordings_world
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.system import SystemSteps
from adapters.testing.asking import CASE, HELD, added
from habeas.domain.identifier import email
from habeas.domain.order import LocateOrder
from habeas.sandbox.fault import How
from habeas.sandbox.http_wire import RETRY_AFTER


@pytest.fixture(params=["billing", "recordings"])
def opens(request, sqlite_platform, tmp_path, now):
    """The world of each system that is asked over HTTP; of recordings the bucket alone is broken."""
    if request.param == "billing":
        return "billing", partial(billing_world, tmp_path)
    seaweed = request.getfixturevalue("seaweed")
    return "bucket", partial(recordings_world, sqlite_platform, seaweed, tmp_path, now, bucket="bucket")


@pytest.mark.parametrize("step", ["locate", "preflight", "confirm"])
def test_a_step_is_tried_again_when_the_vendor_says(opens, step):
    """What is Retry-After on the wire is the next try's delay, at each step."""
    server, world = opens
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        failure = runner.run(_limited(server, world, step))
    assert failure.next_retry_delay == timedelta(seconds=RETRY_AFTER)
    assert (failure.type, failure.non_retryable) == ("Unavailable", False)


async def _limited(server, opens, step) -> ApplicationError:
    async with opens() as world:
        order = await added(world)
        asked = {"identifiers": (email(HELD),), "as_of": world.as_of}
        message = LocateOrder(case_id=CASE, system=order.system, **asked) if step == "locate" else order
        world.switchboard.break_(server, How.RATE_LIMIT)
        with pytest.raises(ApplicationError) as caught:
            await ActivityEnvironment().run(getattr(SystemSteps(world.adapter, None, None), step), message)
        return caught.value
