"""Enrichment as a system: each ability opens its connection, and lets out only domain errors."""

from collections.abc import AsyncIterator, Mapping

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.receipt import receipt_of
from adapters.sql.error import classified
from habeas.domain.error import Refused, Unfit
from habeas.domain.identifier import ACCOUNT_ID, EMAIL
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence
from habeas.domain.processing import Category
from habeas.domain.receipt import Receipt
from habeas.domain.right import Right
from habeas.domain.stop import StopOrder

from .category import SYSTEM, suppression_rule
from .confirm import left
from .erase import erase_rows
from .export import entries
from .hold import give_back, take_out_of_use
from .locate import located
from .preflight import prove
from .stop import going_on, suppress


class Enrichment:
    """Locates, exports, holds and erases the copies of what Clearbit gave; the company is their controller (P-16).

    It never asks Clearbit anything, and tells it nothing: that is left to the people who send notices (GDPR art. 19).
    """

    name = SYSTEM
    needs_identifiers_of = ("accounts",)
    finds_by = (EMAIL, ACCOUNT_ID)
    stops = (Right.OBJECTION,)

    def __init__(
        self, writing: AsyncEngine, reading: AsyncEngine, processing: Mapping[str, Category], key: bytes
    ) -> None:
        """`processing`: the categories of enrichment by name; `key`: that of the hashes, kept outside the database.

        Raises ValueError when no rule says for how long an address stays suppressed.
        """
        suppression_rule(processing)
        self._writing = writing
        self._reading = reading
        self._processing = processing
        self._key = key

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held under the given addresses and account ids. Raises Retriable or Refused."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            return await located(connection, order, self._processing, self._key)

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream every record of the pinned identifiers. Raises Retriable or Refused."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            async for entry in entries(connection, order):
                yield entry

    async def preflight(self, order: StepOrder) -> Receipt:
        """Prove that hold and erasure can be done. Raises Unfit with the reason, or Retriable."""
        try:
            async with classified(SYSTEM), self._writing.connect() as connection:
                await prove(connection, order)
        except Refused as refused:  # what the database refuses now it would refuse after the pivot
            raise Unfit(SYSTEM, refused.what) from None
        return receipt_of(SYSTEM, "preflight")

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Take the copies that the plan erases out of use, and bar look-ups of their addresses.

        Raises Retriable, Refused, or Barred from the fence.
        """
        async with classified(SYSTEM, writes=True), self._writing.begin() as connection:
            counts = await take_out_of_use(connection, order, fence)
        return receipt_of(SYSTEM, "hold", counts)

    async def release(self, order: StepOrder) -> Receipt:
        """Give back what this case took out of use. Raises Retriable or Refused."""
        async with classified(SYSTEM, writes=True), self._writing.begin() as connection:
            counts = await give_back(connection, order)
        return receipt_of(SYSTEM, "release", counts)

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase the rows that the plan erases, and suppress their addresses for good.

        Raises Retriable, Refused, or Barred from the fence.
        """
        async with classified(SYSTEM, writes=True):
            counts = await erase_rows(self._writing, order, fence, self._processing)
        return receipt_of(SYSTEM, "erase", counts)

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left, with the credential that can only read. Raises Retriable or Refused."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            return receipt_of(SYSTEM, "confirm", await left(connection, order, self._processing))

    async def stop(self, order: StopOrder) -> Receipt:
        """Suppress the addresses of the order for good, also of somebody of whom nothing is held. Twice is once.

        Raises Retriable or Refused.
        """
        async with classified(SYSTEM, writes=True), self._writing.begin() as connection:
            counts = await suppress(connection, order, self._processing, self._key)
        return receipt_of(SYSTEM, "stop", counts)

    async def confirm_stop(self, order: StopOrder) -> Receipt:
        """Count the addresses that may be looked up, with the credential that can only read.

        Raises Retriable or Refused.
        """
        async with classified(SYSTEM), self._reading.connect() as connection:
            return receipt_of(SYSTEM, "confirm_stop", await going_on(connection, order, self._key))
