"""A worker with one system that is slow at each step: `python -m benchmarks.slow_worker SLOW SECONDS SYSTEM,...`."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from habeas.catalogue import Catalogue
from habeas.client.files import house_keys
from habeas.client.proofs import proofs
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, System
from habeas.domain.route import Route
from habeas.registration import straight
from habeas.settings import HouseSettings
from habeas.vault.payload_keys import PayloadKeyCache
from queues import House, house_queue, opened, system_steps_queue
from worker import build_worker, worker_client


@dataclass(frozen=True)
class Slow:
    """An adapter that takes so many seconds longer for everything that it is asked."""

    inner: Any
    seconds: float

    @property
    def name(self) -> str:
        """As before."""
        return str(self.inner.name)

    @property
    def needs_identifiers_of(self) -> tuple[str, ...]:
        """As before."""
        return tuple(self.inner.needs_identifiers_of)

    @property
    def finds_by(self) -> tuple[str, ...]:
        """As before."""
        return tuple(self.inner.finds_by)

    def __getattr__(self, ability: str) -> Any:
        """Its abilities, each a moment later."""
        do = getattr(self.inner, ability)

        async def later(*arguments: object) -> Any:
            await asyncio.sleep(self.seconds)
            return await do(*arguments)

        return later

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream what there is, a moment later."""
        await asyncio.sleep(self.seconds)
        async for entry in self.inner.export(order):
            yield entry


async def serve(slow: str, seconds: float, names: list[str]) -> None:
    """Serve these systems and the house, which knows no other system, until the process ends."""
    settings = HouseSettings.read()
    keys = house_keys(settings, is_kept=True)
    client = await worker_client(settings, PayloadKeyCache(keys))
    house = House.of(settings, keys)
    catalogue = Catalogue.read(settings.processing_file)
    ways = {name: _among(names, catalogue.registration(name).route) for name in names}
    async with AsyncExitStack() as stack:
        queues = [house_queue(house, client, proofs(settings), ways)]
        for name in names:
            adapter: System = await stack.enter_async_context(opened(house.policy, catalogue, name, straight))
            chosen = Slow(adapter, seconds) if name == slow else adapter
            queues.append(system_steps_queue(house, chosen))
        for queue in queues:
            await stack.enter_async_context(build_worker(client, queue))
        await asyncio.Event().wait()


def _among(names: list[str], route: Route) -> Route:
    return route.model_copy(update={"needs": tuple(name for name in route.needs if name in names)})


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], float(sys.argv[2]), sys.argv[3].split(",")))
