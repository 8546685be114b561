"""The adapter of billing: it composes what the modules beside it do, one for each ability.

Locating, exporting and confirming use the key that can only read; the rest uses the one that writes.
"""

from collections.abc import AsyncIterator, Mapping

from adapters.receipt import receipt_of
from habeas.domain.identifier import ACCOUNT_ID, EMAIL, STRIPE_CUSTOMER
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence
from habeas.domain.processing import Category
from habeas.domain.receipt import Receipt

from .category import SYSTEM
from .confirm import Confirming
from .erase import Erasing
from .export import Collecting
from .hold import Pausing, Releasing
from .locate import Locating
from .preflight import Proving
from .redact import Redacting
from .stripe_client import Stripe


class Billing:
    """What Stripe holds of the people who pay, and of the contacts of organisations that do.

    What a release does not take back, because Stripe cannot: the events of each update and the webhooks that carry
    them, the draft invoices of a billing period that began while a subscription was paused (they stay drafts, and must
    be finalised by hand), and the entries in Stripe's own log of requests.
    Every field of a customer and of a subscription is as it was, `pause_collection` included; a redaction job that was
    prepared stays in Stripe's list, as one that was cancelled.
    """

    name = SYSTEM
    needs_identifiers_of = ("accounts",)
    finds_by = (EMAIL, ACCOUNT_ID, STRIPE_CUSTOMER)

    def __init__(self, writing: Stripe, reading: Stripe, processing: Mapping[str, Category]) -> None:
        """`processing`: the categories of billing by name; their retention rules say which records a law keeps."""
        self._writing, self._reading, self._processing = writing, reading, processing

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held under the given addresses, accounts and customer ids. Raises Retriable or Refused."""
        return await Locating(self._reading, order, self._processing).located()

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream what is held of the pinned customers, and say what is withheld. Raises Retriable or Refused."""
        async for entry in Collecting(self._reading, order.identifiers).entries():
            yield entry

    async def preflight(self, order: StepOrder) -> Receipt:
        """Prove that hold and erasure can be done. Raises Unfit with the reason; Retriable or Refused."""
        await Proving(self._writing, order, self._redacting(order)).prove()
        return receipt_of(SYSTEM, "preflight")

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Have redactions prepared, pause the subscriptions and mark the customers that the plan erases.

        Raises Retriable, Refused, Unfit for what Stripe will not redact, or Barred from the fence.
        """
        await self._redacting(order).prepare(fence)
        return receipt_of(SYSTEM, "hold", await Pausing(self._writing, order, fence).hold())

    async def release(self, order: StepOrder) -> Receipt:
        """Give back what this case held, and cancel the redactions. Raises Retriable or Refused."""
        released = await Releasing(self._writing, order).release()
        await self._redacting(order).cancel()
        return receipt_of(SYSTEM, "release", released)

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase what the plan erases, or have it redacted. Raises Retriable, Refused, or Barred from the fence."""
        erased = await Erasing(self._writing, order, fence).erase()
        return receipt_of(SYSTEM, "erase", erased + await self._redacting(order).redact(fence))

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left, with the key that can only read. Raises Retriable or Refused."""
        return receipt_of(SYSTEM, "confirm", await Confirming(self._reading, order, self._processing).left())

    def _redacting(self, order: StepOrder) -> Redacting:
        return Redacting(self._writing, order, self._processing)
