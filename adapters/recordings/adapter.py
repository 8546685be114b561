"""The adapter of the recordings system: it composes what the modules beside it do, one for each ability.

Locating and exporting use the credentials that can only read, confirming too; the rest uses those that write.
"""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.receipt import receipt_of
from adapters.sql.error import classified
from habeas.domain.identifier import ACCOUNT_ID, CUSTOMER, EMAIL, PARTICIPANT_ID, Identifier, values
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence
from habeas.domain.receipt import Receipt
from habeas.domain.referral import Controller
from habeas.domain.request import Instruction

from . import event_data, inventory, preflight
from .bucket import Bucket
from .category import SYSTEM, controller
from .collect import Collecting
from .confirm import Confirming
from .erase import Erasing
from .event_data import Customer
from .hold import Hiding
from .inventory import Inventory
from .pin import RecordingPin, participant_ids, participant_pin
from .release import Releasing


class Recordings:
    """What arises in online events, in the platform's database and in a bucket."""

    name = SYSTEM
    needs_identifiers_of = ("accounts",)
    finds_by = (EMAIL, ACCOUNT_ID, PARTICIPANT_ID, CUSTOMER)

    def __init__(self, writing: AsyncEngine, reading: AsyncEngine, bucket: Bucket, reading_bucket: Bucket) -> None:
        """Each of the two through a credential that writes and through one that can only read."""
        self._writing, self._reading = writing, reading
        self._bucket, self._reading_bucket = bucket, reading_bucket

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held, by customer; recordings that show other people or are locked apart from the rest."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            ids = await event_data.find(connection, order.identifiers)
        found = await inventory.take(self._reading, self._reading_bucket, ids, order.as_of)
        customers = await self._customers(found)
        return Located(
            system=SYSTEM,
            holdings=found.holdings(),
            pinned=_pinned(found),
            # whoever took part in a customer's events is not looked for elsewhere when that customer leaves
            identifiers=() if values(order.identifiers, CUSTOMER) else _handed_on(found),
            instructions=tuple(filter(None, map(_instruction, customers))),
            controllers=tuple(
                Controller(id=controller(c.id), name=c.name, address=c.privacy_address) for c in customers
            ),
        )

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream rows and files; what shows other people is withheld."""
        ids = participant_ids(order.identifiers)
        async for entry in Collecting(self._reading, self._reading_bucket, ids).entries():
            yield entry

    async def preflight(self, order: StepOrder) -> Receipt:
        """Raises Unfit when what the plan erases could not be hidden, given back or erased."""
        await preflight.check(self._writing, self._bucket, order, await self._inventory(order))
        return receipt_of(SYSTEM, "preflight")

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Hide participants by their flag, and the objects of recordings by delete markers."""
        found = await self._inventory(order)
        return receipt_of(SYSTEM, "hold", await Hiding(self._writing, self._bucket, order, fence).hide(found))

    async def release(self, order: StepOrder) -> Receipt:
        """Give back what this case's hold hid.

        When a request of the hold was never answered, its delete marker may still land: called once more when nothing
        can land any longer, this removes it.
        """
        return receipt_of(SYSTEM, "release", await Releasing(self._writing, self._bucket, order).release())

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase every version of the objects, and the rows. Raises Refused when something is locked."""
        found = await self._inventory(order)
        return receipt_of(SYSTEM, "erase", await Erasing(self._writing, self._bucket, order, fence).erase(found))

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left."""
        return receipt_of(SYSTEM, "confirm", await Confirming(self._reading, self._reading_bucket, order).left())

    async def _inventory(self, order: StepOrder) -> Inventory:
        ids = participant_ids(order.identifiers)
        return await inventory.take(self._writing, self._bucket, ids, order.as_of)

    async def _customers(self, found: Inventory) -> list[Customer]:
        ids = sorted({p.customer_id for p in found.participants})
        async with classified(SYSTEM), self._reading.connect() as connection:
            return await event_data.customers(connection, ids)


def _instruction(of: Customer) -> Instruction | None:
    """Its standing instruction to erase, if one is recorded."""
    if of.instruction_by is None:
        return None
    return Instruction(controller=controller(of.id), recorded_by=of.instruction_by, is_standing=True)


def _pinned(found: Inventory) -> tuple[Identifier, ...]:
    alone = [s.recording for s in found.stored if not s.recording.is_shared]
    pins = [RecordingPin(r.id, r.customer_id, r.prefix).identifier() for r in alone]
    return (*(participant_pin(p.id) for p in found.participants), *pins)


def _handed_on(found: Inventory) -> tuple[Identifier, ...]:
    """The participant ids, the addresses as they are stored, and the accounts."""
    addresses = dict.fromkeys(p.email for p in found.participants)
    accounts = dict.fromkeys(p.account_id for p in found.participants if p.account_id is not None)
    return (
        *(participant_pin(p.id) for p in found.participants),
        *(Identifier(kind=EMAIL, value=a, found_in=SYSTEM) for a in addresses),
        *(Identifier(kind=ACCOUNT_ID, value=str(a), found_in=SYSTEM) for a in accounts),
    )
