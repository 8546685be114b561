"""Erases what a plan erases: first the recordings with their objects, then the rows that refer to a participant, last
the participants. What a plan does not name stays.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.error import classified
from adapters.sql.hold import Holds
from habeas.domain.error import Refused, Unavailable
from habeas.domain.holding import Circumstance
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from . import event_data
from .bucket import Bucket, Undeleted, Version
from .category import IMAGE_AND_VOICE, ROWS, SYSTEM, key
from .error import answered
from .inventory import Inventory, Stored, read_locks
from .note import forget_objects
from .pin import RecordingPin, folder, participant_ids, recording_pins
from .release import Releasing
from .schema import appearance, participant, recording

BATCH = 500


@dataclass(frozen=True)
class Erasing:
    """One attempt to erase."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder
    fence: Fence

    async def erase(self, inventory: Inventory) -> Counter[str]:
        """Erase it all; what this attempt erased, by holding key. Raises Refused when something is locked."""
        counts: Counter[str] = Counter()
        for stored in inventory.stored:
            if self.order.erases(stored.key):
                counts[stored.key] += await self._erase_recording(stored)
        for pin in recording_pins(self.order.identifiers):
            if self.order.erases(name := key(IMAGE_AND_VOICE, pin.customer_id)):
                counts[name] += await self._erase_remains(pin)
        counts += await self._erase_rows(inventory)
        counts += await self._erase_participants(inventory)
        await self._end_hold()
        if locked_since(self.order, inventory):
            raise Refused(SYSTEM, "objects that the plan erases are locked")
        return +counts

    async def _erase_recording(self, stored: Stored) -> int:
        """Objects and rows under one lock, so that nobody else is entered in the recording meanwhile."""
        ids = participant_ids(self.order.identifiers)
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            await event_data.lock_recording(connection, stored.recording.id)
            current = {r.id: r for r in await event_data.recordings(connection, ids)}.get(stored.recording.id)
            if current is None or current.is_shared:
                return 0
            await self.fence()
            count = await self._purge(folder(current.prefix))
            await self.fence()
            await connection.execute(delete(appearance).where(appearance.c.id.in_(current.appearances)))
            await connection.execute(delete(recording).where(recording.c.id == current.id))
            await forget_objects(self._holds(connection), current.id)
            return count + len(current.appearances) + 1

    async def _erase_remains(self, pin: RecordingPin) -> int:
        """What came into the bucket after the recording's rows were gone."""
        prefix = folder(pin.prefix)
        async with classified(SYSTEM), self.engine.begin() as connection:
            if await event_data.is_in_use(connection, prefix):
                return 0
            await self.fence()
            return await self._purge(prefix)

    async def _purge(self, prefix: str) -> int:
        """Every version, marker and unfinished upload under a prefix; how many keys there were."""
        async with answered(SYSTEM):
            versions, uploads = await self.bucket.versions(prefix), await self.bucket.uploads(prefix)
        async with answered(SYSTEM, writes=True):
            await self._delete(versions)
            for upload in uploads:
                await self.bucket.abort(upload)
        async with answered(SYSTEM):
            if await self.bucket.versions(prefix) or await self.bucket.uploads(prefix):
                raise Unavailable(SYSTEM, "objects were added while they were erased")
        return len({v.key for v in versions} | {u.key for u in uploads})

    async def _delete(self, versions: Sequence[Version]) -> None:
        try:
            await self.bucket.delete(versions)
        except Undeleted as error:
            named = [v for v in versions if v.id in error.version_ids and not v.is_marker]
            if any(lock.legal_hold or lock.until for lock in await read_locks(self.bucket, named)):
                raise Refused(SYSTEM, "objects are locked (legal hold or retention)") from None
            raise

    async def _erase_rows(self, inventory: Inventory) -> Counter[str]:
        counts: Counter[str] = Counter()
        for customer_id in sorted({p.customer_id for p in inventory.participants}):
            owners = [p.id for p in inventory.participants if p.customer_id == customer_id]
            for table, category in ROWS:
                if self.order.erases(name := key(category, customer_id)):
                    counts[name] += await self._erase_where(table, table.c.participant_id.in_(owners))
        return counts

    async def _erase_participants(self, inventory: Inventory) -> Counter[str]:
        """One holding after the other; a row that a staying appearance refers to is of another holding."""
        counts: Counter[str] = Counter()
        for person in inventory.participants:
            if self.order.erases(name := inventory.key(person)):
                counts[name] += await self._erase_where(participant, participant.c.id == person.id)
        return counts

    async def _erase_where(self, table: Table, condition: ColumnElement[bool]) -> int:
        """By primary ids, in batches, until there are none left; how many there were."""
        count = 0
        while ids := await self._erase_batch(table, condition):
            count += ids
        return count

    async def _erase_batch(self, table: Table, condition: ColumnElement[bool]) -> int:
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            query = select(table.c.id).where(condition).order_by(table.c.id).limit(BATCH).with_for_update()
            ids = (await connection.scalars(query)).all()
            if ids:
                await self.fence()
                await connection.execute(delete(table).where(table.c.id.in_(ids)))
            return len(ids)

    async def _end_hold(self) -> None:
        """What was held and is not erased after all, since it was locked or shared meanwhile, is given back."""
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
