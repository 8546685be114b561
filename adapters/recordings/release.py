"""Undoes a case's hold of objects and nothing else: only those markers go that the hold placed."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.error import classified
from adapters.sql.hold import Holds
from habeas.domain.order import StepOrder

from .bucket import Bucket
from .category import SYSTEM
from .error import answered
from .event_data import lock_recording
from .note import ObjectNote, keep, object_notes
from .pin import recording_pins


@dataclass(frozen=True)
class Releasing:
    """One attempt to give back what a hold of this case hid."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder

    async def release(self) -> Counter[str]:
        """Give it all back; what this attempt gave back, by holding key."""
        counts = Counter[str]()
        for recording_id in await self._recordings():
            counts += await self._show_objects(recording_id)
        return counts

    async def _recordings(self) -> list[int]:
        async with classified(SYSTEM), self.engine.connect() as connection:
            noted = {n.recording_id for n in await object_notes(self._holds(connection))}
        return sorted(noted | {p.recording_id for p in recording_pins(self.order.identifiers)})

    async def _show_objects(self, recording_id: int) -> Counter[str]:
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            await lock_recording(connection, recording_id)
            holds = self._holds(connection)
            notes = [n for n in await object_notes(holds) if n.recording_id == recording_id]
            return Counter([n.holding for n in notes if await self._show(holds, n)])

    async def _show(self, holds: Holds, note: ObjectNote) -> bool:
        """Remove our markers from one object; whether there were any."""
        async with answered(SYSTEM):
            ours = note.ours([v for v in await self.bucket.versions(note.key) if v.key == note.key])
        async with answered(SYSTEM, writes=True):
            await self.bucket.delete(ours)
        await keep(holds, note.released(ours))
        return bool(ours)

    def _holds(self, connection: AsyncConnection) -> Holds:
        return Holds(connection, self.order.case_id, SYSTEM)
