"""A bare Temporal workflow: activities that do nothing, so many side by side, one time after the other.

`python -m benchmarks.bare` is its worker; the settings are those of Habeas' own.
"""

import asyncio
import os
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

QUEUE = "bare"
_LONGEST = timedelta(minutes=1)


@activity.defn
async def nothing(_number: int) -> None:
    """Does nothing."""


@workflow.defn
class Bare:
    """The same number of activities as a case, in the same shape, and nothing else of it."""

    @workflow.run
    async def run(self, shape: list[int]) -> None:
        """Run so many activities side by side, one time after the other."""
        for width in shape:
            await asyncio.gather(
                *(workflow.execute_activity(nothing, n, start_to_close_timeout=_LONGEST) for n in range(width))
            )


async def serve() -> None:
    """Serve it until the process ends."""
    client = await Client.connect(os.environ["HABEAS_TEMPORAL_ADDRESS"])
    await Worker(client, task_queue=QUEUE, workflows=[Bare], activities=[nothing]).run()


if __name__ == "__main__":
    asyncio.run(serve())
