"""The adapter of the recordings system: it composes the record of its rows with what is done about files beside it.

Locating and exporting use the credentials that can only read, confirming too; the rest uses those that write.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.receipt import receipt_of
from adapters.sql.error import classified
from habeas.domain.error import Refused, Unfit
from habeas.domain.holding import Circumstance
from habeas.domain.identifier import ACCOUNT_ID, CUSTOMER, EMAIL, PARTICIPANT_ID, Identifier
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.port import Entry, Fence
from habeas.domain.receipt import Receipt
from habeas.domain.shown import Segment, Shown

from . import cut, event_data, inventory, preflight
from .bucket import Bucket
from .category import IMAGE_AND_VOICE, PARTICIPANT, SYSTEM, controller
from .collect import Collecting
from .confirm import Confirming
from .erase import Erasing, locked_since
from .event_data import Recording
from .hold import Hiding
from .inventory import Inventory
from .pin import RECORDING, SHARED_RECORDING, RecordingPin, participant_ids
from .release import Releasing
from .rows import (
    Rows,
    counted,
    given_back,
    holdings,
    merged,
    order_for,
    order_for_all,
    order_for_left,
    order_without_people,
)


class Recordings:
    """What arises in online events, in the platform's database and in a bucket."""

    name = SYSTEM
    needs_identifiers_of = ("accounts",)
    finds_by = (EMAIL, ACCOUNT_ID, PARTICIPANT_ID, CUSTOMER)

    def __init__(
        self, rows: Rows, writing: AsyncEngine, reading: AsyncEngine, bucket: Bucket, reading_bucket: Bucket
    ) -> None:
        """`rows` carries out the record; database and bucket, each through a credential that writes and one that reads.

        Raises ValueError where the record is of another system, or looks for people by what nobody asks this one by.
        """
        if rows.name != SYSTEM or not {*rows.finds_by} <= {*self.finds_by}:
            raise ValueError(f"the record of {SYSTEM} finds people by {', '.join(self.finds_by)}")
        self._rows = rows
        self._writing, self._reading = writing, reading
        self._bucket, self._reading_bucket = bucket, reading_bucket

    async def locate(self, order: LocateOrder) -> Located:
        """Count what is held, by customer; recordings that show other people or are locked apart from the rest."""
        located = await self._rows.locate(order)
        ids = participant_ids(located.pinned)
        found = await inventory.take(self._reading, self._reading_bucket, ids, order.as_of)
        of_rows = located.holdings
        if any(standing.circumstance for standing in found.groups):
            of_rows = await holdings(self._rows, order, located.pinned, found.groups)
        return located.model_copy(
            update={
                "holdings": merged([*of_rows, *found.holdings()]),
                "pinned": (*located.pinned, *_recording_pins(found)),
                "shown": await self._shown(found),
            }
        )

    async def export(self, order: CollectOrder) -> AsyncIterator[Entry]:
        """Stream rows and files; what shows other people is withheld, unless its controller has said to give it."""
        async for row in self._rows.export(order):
            yield row
        ids = participant_ids(order.identifiers)
        collecting = Collecting(self._reading, self._reading_bucket, ids, order.decided, order.by_hand)
        async for entry in collecting.entries():
            yield entry

    async def preflight(self, order: StepOrder) -> Receipt:
        """Raises Unfit when what the plan erases could not be hidden, given back or erased."""
        found = await self._inventory(order)
        await preflight.check(self._writing, self._bucket, order, found)
        await self._check_participants(order, found)
        for standing, ids in found.groups.items():
            await self._rows.preflight(order_for(order, ids, standing.circumstance))
        return receipt_of(SYSTEM, "preflight")

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        """Hide participants by their flag, and the objects of recordings by delete markers."""
        found, counts = await self._inventory(order), Counter[str]()
        for standing, ids in found.groups.items():
            held = await self._rows.hold(order_for(order, ids, standing.circumstance), fence)
            counts += counted(held.counts, standing.circumstance)
        counts += await Hiding(self._writing, self._bucket, order, fence).hide(found)
        return receipt_of(SYSTEM, "hold", counts)

    async def release(self, order: StepOrder) -> Receipt:
        """Give back what this case's hold hid.

        When a request of the hold was never answered, its delete marker may still land: called once more when nothing
        can land any longer, this removes it.
        """
        counts = given_back((await self._rows.release(order_for_all(order))).counts, order)
        counts += await Releasing(self._writing, self._bucket, order).release()
        return receipt_of(SYSTEM, "release", counts)

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        """Erase what hangs on participants, recordings with every version of their objects, and participants at last.

        Raises Refused when something is locked; where the database is no longer as the record says, before anything
        is lost.
        """
        found = await self._inventory(order)
        erasing = Erasing(self._writing, self._bucket, order, fence)
        counts = Counter((await self._rows.erase(order_without_people(order), fence)).counts)
        counts += await erasing.erase(found)
        for of_these, circumstance in _people(order, found):
            if of_these.identifiers and any(i.category == PARTICIPANT and i.disposition.takes for i in of_these.items):
                counts += counted((await self._rows.erase(of_these, fence)).counts, circumstance)
        await self._rows.release(order_for_all(order))
        await erasing.end_hold()
        if locked_since(order, found):
            raise Refused(SYSTEM, "objects that the plan erases are locked")
        return receipt_of(SYSTEM, "erase", counts)

    async def confirm(self, order: StepOrder) -> Receipt:
        """Count what is left."""
        counts, circumstances = await Confirming(self._reading, self._reading_bucket, order).left()
        for circumstance in dict.fromkeys(circumstances.values()):
            ids = [id_ for id_, own in circumstances.items() if own is circumstance]
            left = await self._rows.confirm(order_for(order, ids, circumstance))
            counts += counted(left.counts, circumstance)
        return receipt_of(SYSTEM, "confirm", counts)

    async def _check_participants(self, order: StepOrder, found: Inventory) -> None:
        """Raises Unfit where a participant would go, and a recording that is kept refers to them."""
        kept = {id_ for s in found.stored if not order.erases(s.key) for id_ in s.recording.participants}
        groups = {standing: kept & {*ids} for standing, ids in found.groups.items() if kept & {*ids}}
        look = LocateOrder(case_id=order.case_id, system=SYSTEM, identifiers=(), as_of=order.as_of)
        of_rows = await holdings(self._rows, look, order.identifiers, groups)
        if any(h.category == PARTICIPANT and order.erases(h.key) for h in of_rows):
            raise Unfit(SYSTEM, "the plan erases a participant, and a recording that is kept refers to them")

    async def _inventory(self, order: StepOrder) -> Inventory:
        ids = participant_ids(order.identifiers)
        return await inventory.take(self._writing, self._bucket, ids, order.as_of)

    async def _shown(self, found: Inventory) -> tuple[Shown, ...]:
        """The recordings that show others too, and when the person is in them."""
        async with classified(SYSTEM), self._reading.connect() as connection:
            return tuple(
                [
                    _when(one.recording, await event_data.segments(connection, one.recording.id, found.ids))
                    for one in found.stored
                    if one.recording.is_shared
                ]
            )


def _people(order: StepOrder, found: Inventory) -> Iterator[tuple[StepOrder, Circumstance | None]]:
    """The orders by which participants are erased, and in which circumstance."""
    for standing, ids in found.groups.items():
        yield order_for(order, ids, standing.circumstance), standing.circumstance
    yield order_for_left(order, found.in_none), Circumstance.SHARED


def _when(one: Recording, segments: list[cut.Segment]) -> Shown:
    mine = [Segment(from_second=s.from_second, to_second=s.to_second) for s in segments if s.is_mine]
    return Shown(
        controller=controller(one.customer_id),
        item=one.item,
        segments=tuple(mine),
        system=SYSTEM,
        category=IMAGE_AND_VOICE,
    )


def _recording_pins(found: Inventory) -> Iterator[Identifier]:
    for recording in (s.recording for s in found.stored if not s.recording.is_entangled):
        kind = SHARED_RECORDING if recording.shows_others else RECORDING
        for place in recording.places:
            yield RecordingPin(recording.id, recording.customer_id, place).identifier(kind)
