"""Whether this container's worker asks Temporal for work: `python deploy/health.py billing` (or `house`).

It ends with 0 when a worker on this host has asked for steps of that queue within two minutes. A process that runs and
has lost Temporal is not healthy. The settings are the worker's own.
"""

import asyncio
import os
import socket
import sys
import time

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.service import RPCError

from habeas.client.connection import connected
from habeas.domain.error import InvalidInput, Unreachable
from habeas.domain.name import HOUSE_QUEUE, system_queue
from habeas.settings import TemporalSettings

HOUSE = "house"
FRESH_SECONDS = 120  # an idle worker asks once a minute (Temporal's long poll)


async def is_served(settings: TemporalSettings, queue: str) -> bool:
    """Whether a worker on this host serves the queue; the SDK calls it `PID@HOST`.

    Raises Unreachable, InvalidInput or RPCError.
    """
    client = await connected(settings.temporal_address, settings.temporal_namespace, settings.access)
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    pollers = (await client.workflow_service.describe_task_queue(request)).pollers
    oldest = time.time() - FRESH_SECONDS
    return any(
        poller.identity.endswith(f"@{socket.gethostname()}") and poller.last_access_time.seconds >= oldest
        for poller in pollers
    )


def main() -> None:
    """Read the settings and ask."""
    (system,) = sys.argv[1:]
    queue = HOUSE_QUEUE if system == HOUSE else system_queue(system)
    try:
        served = asyncio.run(is_served(TemporalSettings.read(), queue))
        why = None if served else f"nobody on this host serves {queue}"
    except (Unreachable, InvalidInput) as error:
        why = str(error)
    except RPCError as error:
        why = f"Temporal does not answer: {error.status.name}"
    if why:
        print(why, file=sys.stderr, flush=True)  # noqa: T201 - the one line that Docker keeps
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(1 if why else 0)


if __name__ == "__main__":
    main()
