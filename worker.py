"""The composition root: a process, its settings, its queues. `build_worker` is the only place that makes a worker."""

import argparse
import asyncio
import gc
import os
import signal
import sys
from collections.abc import Collection, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

from temporalio.client import Client
from temporalio.converter import DataConverter
from temporalio.runtime import Runtime
from temporalio.worker import Interceptor, Replayer, Worker

from habeas.catalogue import Catalogue
from habeas.client.connection import connected
from habeas.client.files import house_keys
from habeas.domain.error import HabeasError, InvalidInput, Unreachable
from habeas.domain.name import HOUSE
from habeas.log import configure, runtime
from habeas.policy import load_processing
from habeas.registration import Wire, straight
from habeas.runner import workflow_runner
from habeas.settings import HouseSettings, PolicySettings
from habeas.vault.converter import DATA_CONVERTER, sealing
from habeas.vault.payload_keys import PayloadKeyCache
from queues import WORKFLOWS, Queue, opened_queues

_YOUNG = 20_000  # objects between two looks for garbage; messages are many and short-lived
_HEARTBEAT_THROTTLE = timedelta(seconds=1)  # a cancel reaches an activity with its heartbeat

RUNNER = workflow_runner()


def build_worker(client: Client, queue: Queue, interceptors: Sequence[Interceptor] = ()) -> Worker:
    """A worker for one queue."""
    return Worker(
        client,
        task_queue=queue.name,
        workflows=queue.workflows,
        activities=queue.activities,
        workflow_runner=RUNNER,
        interceptors=interceptors,
        max_task_queue_activities_per_second=queue.per_second,
        max_cached_workflows=200,  # half a mebibyte each; one that was dropped is replayed when it goes on
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=3),  # so long a task waits for a worker that died
        max_heartbeat_throttle_interval=_HEARTBEAT_THROTTLE,
        default_heartbeat_throttle_interval=_HEARTBEAT_THROTTLE,
    )


def build_replayer(
    converter: DataConverter = DATA_CONVERTER, namespace: str = "default", runtime: Runtime | None = None
) -> Replayer:
    """What replays a history of this namespace with the code of today; `converter` opens what the history holds."""
    return Replayer(
        workflows=WORKFLOWS, workflow_runner=RUNNER, data_converter=converter, namespace=namespace, runtime=runtime
    )


async def worker_client(house: HouseSettings, keys: PayloadKeyCache) -> Client:
    """Temporal's client as a worker has it: it seals everything, and waits for keys for as long as it takes."""
    converter = sealing(keys, house.temporal_namespace, patience=None)
    return await connected(house.temporal_address, house.temporal_namespace, house.access, converter)


async def serve(wire: Wire, interceptors: Sequence[Interceptor], served: Collection[str] | None) -> None:
    """Serve the queues of these systems and of the house, or of all, until SIGTERM or SIGINT."""
    house = HouseSettings.read()
    load_processing(house.processing_file)  # a mistake in the records is told before anything is asked or changed
    keys = house_keys(house, is_kept=True)
    remembered = PayloadKeyCache(keys)
    client = await worker_client(house, remembered)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as running, opened_queues(wire, served, client, keys) as chosen:
        for queue in chosen:
            await running.enter_async_context(build_worker(client, queue, interceptors))
        await stop.wait()
        remembered.stop_waiting()


def chosen(arguments: Sequence[str]) -> Collection[str] | None:
    """What is to be served: `--systems billing,enrichment`, or `--systems house`; None for everything, without it.

    `--systems` alone says what there is, and ends. Raises InvalidInput for what is not there.
    """
    parser = argparse.ArgumentParser("worker.py", description="Serves the steps of Habeas until it is stopped.")
    told = "some of them, with commas between; all without it; without a value: says which there are"
    parser.add_argument("--systems", nargs="?", const="", metavar="NAMES", help=told)
    asked: str | None = parser.parse_args(arguments).systems
    if asked is None:
        return None
    catalogue = Catalogue.read(PolicySettings.read().processing_file)
    if not asked:
        print(*catalogue.described(), sep="\n")  # noqa: T201 - it is what was asked for
        parser.exit()
    every = (HOUSE, *catalogue.systems)
    if unknown := [name for name in asked.split(",") if name not in every]:
        raise InvalidInput(f"there is no system {unknown[0]!r}: there are {', '.join(every)}")
    return asked.split(",")


def main(wire: Wire = straight, interceptors: Sequence[Interceptor] = (), arguments: Sequence[str] = ()) -> None:
    """Run `python worker.py` (or `python -m worker`)."""
    configure()
    gc.freeze()  # what was imported lives as long as the process: it need not be looked through again and again
    gc.set_threshold(_YOUNG)
    code = 0
    try:
        served = chosen(arguments)
        Runtime.set_default(runtime())
        asyncio.run(serve(wire, interceptors, served))
    except (InvalidInput, Unreachable, HabeasError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one line that whoever started it must read
        code = 2 if isinstance(error, InvalidInput) else 1  # after 1 it is worth starting again
    sys.stdout.flush()
    sys.stderr.flush()
    # the SDK may crash the interpreter at exit (sdk-python#300)
    os._exit(code)


if __name__ == "__main__":
    main(arguments=sys.argv[1:])
