"""The production worker without the codec, to compare it with: `python -m benchmarks.plain_worker`."""

import asyncio
from contextlib import AsyncExitStack

from habeas.client.connection import connected
from habeas.client.files import house_keys
from habeas.registration import straight
from habeas.settings import HouseSettings
from habeas.vault.converter import DATA_CONVERTER
from queues import opened_queues
from worker import build_worker


async def serve() -> None:
    """Serve everything until the process ends; what Temporal is given is in the clear."""
    house = HouseSettings.read()
    client = await connected(house.temporal_address, house.temporal_namespace, house.access, DATA_CONVERTER)
    keys = house_keys(house, is_kept=True)
    async with AsyncExitStack() as running, opened_queues(straight, None, client, keys) as chosen:
        for queue in chosen:
            await running.enter_async_context(build_worker(client, queue))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
