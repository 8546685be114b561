"""The steps that answer an export."""

import asyncio
import threading
from functools import partial

from habeas.domain.house import Discarding, Packaging
from habeas.domain.receipt import BundleReceipt

from .boundary import step
from .port import Bundles, Packs


class BundleSteps:
    """The answer to an export."""

    def __init__(self, packs: Packs, book: Bundles) -> None:
        """`packs` has the case folder, `book` leaves evidence."""
        self._packs = packs
        self._book = book

    @step("package")
    async def package(self, packaging: Packaging) -> BundleReceipt:
        """Write the bundle from what was staged, and leave evidence of it."""
        receipt = await self._packed(packaging)
        await self._book.note_bundle(packaging.case_id, receipt, packaging.decided, packaging.attached)
        return receipt

    async def _packed(self, packaging: Packaging) -> BundleReceipt:
        stop, pack = threading.Event(), await self._packs.packer(packaging)
        packing = asyncio.ensure_future(asyncio.to_thread(pack, partial(_go_on_unless, stop)))
        try:
            return await asyncio.shield(packing)
        finally:
            # a cancelled step has ended when its thread has: what is discarded next must not be written again
            stop.set()
            await asyncio.gather(packing, return_exceptions=True)

    @step("discard")
    async def discard(self, discarding: Discarding) -> None:
        """Remove what was staged, or every file of the case."""
        await self._packs.discard(discarding.case_id, keep=discarding.keep)


def _go_on_unless(stop: threading.Event) -> None:
    """A thread cannot be cancelled: it asks."""
    if stop.is_set():
        raise InterruptedError
