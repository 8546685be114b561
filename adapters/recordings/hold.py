"""Takes the objects of recordings out of use for a case, each by a delete marker."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.error import classified
from adapters.sql.hold import Holds
from habeas.domain.error import Barred, HabeasError, OutcomeUnknown
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from .bucket import Bucket, Version
from .category import SYSTEM
from .error import answered
from .event_data import lock_recording
from .inventory import Inventory, Stored
from .note import ObjectNote, keep, object_notes
from .place import contents


@dataclass(frozen=True)
class Hiding:
    """One attempt to hide what a plan erases."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder
    fence: Fence

    async def hide(self, inventory: Inventory) -> Counter[str]:
        """Hide it all; what this attempt hid, by holding key."""
        counts = Counter[str]()
        for stored in inventory.stored:
            if self.order.erases(stored.key):
                counts[stored.key] += await self._hide_objects(stored)
        return +counts

    async def _hide_objects(self, stored: Stored) -> int:
        async with answered(SYSTEM):
            versions = (await contents(self.bucket, stored.recording.places)).versions
        shown = [v.key for v in versions if _is_shown(v)]
        for key in shown:
            before = tuple(v.id for v in versions if v.key == key and v.is_marker)
            note = ObjectNote(holding=stored.key, recording_id=stored.recording.id, key=key, before=before)
            await self._ask(note)
            await self._place(note)
        return len(shown)

    async def _ask(self, note: ObjectNote) -> None:
        """Note that a marker is about to be placed, and what was there before the first was."""
        async with self._locked(note.recording_id) as holds:
            await self.fence()
            known = await _noted(holds, note) or note
            await keep(holds, known.asking())

    async def _place(self, note: ObjectNote) -> None:
        """Place the marker, and note the answer: its id, or that there is and will be none."""
        refusal: HabeasError | None = None
        markers: tuple[str, ...] = ()
        async with self._locked(note.recording_id) as holds:
            known = await _noted(holds, note)
            if known is None:
                raise Barred(SYSTEM, "the hold was released meanwhile")
            try:
                markers = await self._mark(note.key)
            except OutcomeUnknown:
                raise
            except HabeasError as error:
                refusal = error
            await keep(holds, known.answered(*markers))
        if refusal is not None:
            raise refusal

    async def _mark(self, key: str) -> tuple[str, ...]:
        """The marker that was placed; none where an attempt whose answer was lost has placed it meanwhile."""
        await self.fence()
        async with answered(SYSTEM):
            is_shown = any(_is_shown(v) for v in await self.bucket.versions(key) if v.key == key)
        if not is_shown:
            return ()
        async with answered(SYSTEM, writes=True):
            return (await self.bucket.hide(key),)

    @asynccontextmanager
    async def _locked(self, recording_id: int) -> AsyncIterator[Holds]:
        """A transaction that holds the lock on the recording."""
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            await lock_recording(connection, recording_id)
            yield self._holds(connection)

    def _holds(self, connection: AsyncConnection) -> Holds:
        return Holds(connection, self.order.case_id, SYSTEM)


def _is_shown(version: Version) -> bool:
    return version.is_latest and not version.is_marker


async def _noted(holds: Holds, note: ObjectNote) -> ObjectNote | None:
    return next((n for n in await object_notes(holds) if n.item == note.item), None)
