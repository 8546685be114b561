"""Accounts as a system: each ability opens its connection, and lets out only domain errors."""

from collections.abc import AsyncIterator, Mapping

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.receipt import receipt_of
from adapters.sql.error import classified
from habeas.domain.identifier import ACCOUNT_ID, EMAIL
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence
from habeas.domain.processing import Category
from habeas.domain.receipt import Receipt

from .confirm import left
from .erase import erase_rows
from .export import entries
from .held import SYSTEM, check_retention, key_of
from .hold import give_back, suspend
from .locate import located
from .preflight import prove

_ACCOUNT = key_of("account")


class Accounts:
    """Locates, exports, holds and erases what the platform keeps of account holders; the company is its controller."""

    name = SYSTEM
    needs_identifiers_of: tuple[str, ...] = ()
    finds_by = (EMAIL, ACCOUNT_ID)

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine, processing: Mapping[str, Category]) -> None:
        """`processing`: the categories of accounts by name; their retention rules say which rows a law keeps.

        Raises ValueError when a retention rule covers rows that bear no date.
        """
        check_retention(processing)
        self._writing = writing
        self._reading = reading
        self._processing = processing

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held under the given addresses and account ids. Raises Retriable or Refused."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            return await located(connection, order, self._processing)

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream every row of the pinned accounts, and say what is withheld. Raises Retriable or Refused."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            async for entry in entries(connection, order):
                yield entry

    async def preflight(self, order: StepOrder) -> Receipt:
        """Prove that hold and erasure can be done. Raises Unfit with the reason; Retriable or Refused."""
        async with classified(SYSTEM), self._writing.connect() as connection:
            await prove(connection, order, self._processing)
        return receipt_of(SYSTEM, "preflight")

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Suspend the accounts that the plan erases. Raises Retriable, Refused, or Barred from the fence."""
        if not order.erases(_ACCOUNT):
            return receipt_of(SYSTEM, "hold")
        async with classified(SYSTEM, writes=True), self._writing.begin() as connection:
            count = await suspend(connection, order, fence)
        return receipt_of(SYSTEM, "hold", {_ACCOUNT: count})

    async def release(self, order: StepOrder) -> Receipt:
        """Give back what this case suspended. Raises Retriable or Refused."""
        async with classified(SYSTEM, writes=True), self._writing.begin() as connection:
            count = await give_back(connection, order)
        return receipt_of(SYSTEM, "release", {_ACCOUNT: count})

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase the rows that the plan erases. Raises Retriable, Refused, or Barred from the fence."""
        async with classified(SYSTEM, writes=True):
            counts = await erase_rows(self._writing, order, fence, self._processing)
        return receipt_of(SYSTEM, "erase", counts)

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left, with the credential that can only read. Raises Retriable or Refused."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            return receipt_of(SYSTEM, "confirm", await left(connection, order, self._processing))
