"""Erases the recordings of a plan with their objects and rows. What a plan does not name stays."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.error import classified
from adapters.sql.hold import Holds
from habeas.domain.error import Refused, Unavailable
from habeas.domain.holding import Circumstance
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from . import event_data
from .bucket import Bucket, Undeleted, Version
from .category import SYSTEM, key
from .error import answered
from .event_data import Recording
from .inventory import Inventory, Stored, read_locks
from .note import forget_objects
from .pin import RECORDING, SHARED_RECORDING, RecordingPin, folder, participant_ids, recording_pins
from .place import contents, is_in_use
from .release import Releasing
from .schema import appearance, derivative, recording


@dataclass(frozen=True)
class Erasing:
    """One attempt to erase."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder
    fence: Fence

    async def erase(self, inventory: Inventory) -> Counter[str]:
        """Erase them all; what this attempt erased, by holding key. Raises Refused when something is locked."""
        counts: Counter[str] = Counter()
        for stored in inventory.stored:
            if self.order.erases(stored.key):
                counts[stored.key] += await self._erase_recording(stored)
        for kind, circumstance in ((RECORDING, None), (SHARED_RECORDING, Circumstance.SHARED)):
            for pin in recording_pins(self.order.identifiers, kind):
                if self.order.erases(name := key(pin.customer_id, circumstance)):
                    counts[name] += await self._erase_remains(pin)
        return +counts

    async def _erase_recording(self, stored: Stored) -> int:
        """Objects and rows under one lock, so that nobody else is entered in the recording meanwhile."""
        ids = participant_ids(self.order.identifiers)
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            await event_data.lock_recording(connection, stored.recording.id)
            current = {r.id: r for r in await event_data.recordings(connection, ids)}.get(stored.recording.id)
            if current is None or not self._may_go(current):
                return 0
            await self.fence()
            count = await self._purge(current.places)
            await self.fence()
            await connection.execute(delete(appearance).where(appearance.c.recording_id == current.id))
            await connection.execute(delete(derivative).where(derivative.c.recording_id == current.id))
            await connection.execute(delete(recording).where(recording.c.id == current.id))
            await forget_objects(self._holds(connection), current.id)
            return count + current.rows

    def _may_go(self, current: Recording) -> bool:
        """Others may have been entered since: then its controller has to have instructed to erase what shows them."""
        circumstance = Circumstance.SHARED if current.shows_others else None
        return not current.is_entangled and self.order.erases(key(current.customer_id, circumstance))

    async def _erase_remains(self, pin: RecordingPin) -> int:
        """What came into the bucket after the recording's rows were gone."""
        prefix = folder(pin.prefix)
        async with classified(SYSTEM), self.engine.begin() as connection:
            if await is_in_use(connection, prefix):
                return 0
            await self.fence()
            return await self._purge([prefix])

    async def _purge(self, prefixes: Sequence[str]) -> int:
        """Every version, marker and unfinished upload in these places; how many keys there were."""
        async with answered(SYSTEM):
            there = await contents(self.bucket, prefixes)
        async with answered(SYSTEM, writes=True):
            await self._delete(there.versions)
            for upload in there.uploads:
                await self.bucket.abort(upload)
        async with answered(SYSTEM):
            if (await contents(self.bucket, prefixes)).keys:
                raise Unavailable(SYSTEM, "objects were added while they were erased")
        return len(there.keys)

    async def _delete(self, versions: Sequence[Version]) -> None:
        try:
            await self.bucket.delete(versions)
        except Undeleted as error:
            named = [v for v in versions if v.id in error.version_ids and not v.is_marker]
            if any(lock.legal_hold or lock.until for lock in await read_locks(self.bucket, named)):
                raise Refused(SYSTEM, "objects are locked (legal hold or retention)") from None
            raise

    async def end_hold(self) -> None:
        """Objects that were held and are not erased after all, being locked or shared meanwhile, are given back."""
        await Releasing(self.engine, self.bucket, self.order).release()
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            await self.fence()
            await self._holds(connection).forget_all()

    def _holds(self, connection: AsyncConnection) -> Holds:
        return Holds(connection, self.order.case_id, SYSTEM)


def locked_since(order: StepOrder, inventory: Inventory) -> bool:
    """Whether something was locked after the plan was made: the plan names no such holding."""
    named = {i.key for i in order.items}
    return any(s.standing.circumstance is Circumstance.RETAINED and s.key not in named for s in inventory.stored)
