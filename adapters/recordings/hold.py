"""Takes a person's rows and objects out of use for a case: rows by their flag, objects by a delete marker."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import select, update
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
from .note import ObjectNote, RowNote, keep, object_notes, row_notes
from .pin import folder
from .schema import participant


@dataclass(frozen=True)
class Hiding:
    """One attempt to hide what a plan erases."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder
    fence: Fence

    async def hide(self, inventory: Inventory) -> Counter[str]:
        """Hide it all; what this attempt hid, by holding key."""
        keys = {p.id: inventory.key(p) for p in inventory.participants}
        counts = await self._hide_rows({id_: key for id_, key in keys.items() if self.order.erases(key)})
        for stored in inventory.stored:
            if self.order.erases(stored.key):
                counts[stored.key] += await self._hide_objects(stored)
        return +counts

    async def _hide_rows(self, keys: dict[int, str]) -> Counter[str]:
        if not keys:
            return Counter()
        async with classified(SYSTEM, writes=True), self.engine.begin() as connection:
            query = select(participant.c.id, participant.c.is_hidden).where(participant.c.id.in_(keys))
            rows = (await connection.execute(query.order_by(participant.c.id).with_for_update())).all()
            await self.fence()
            holds = self._holds(connection)
            known = {n.participant_id for n in await row_notes(holds)}
            notes = [RowNote(holding=keys[i], participant_id=i, is_hidden=h) for i, h in rows if i not in known]
            for note in notes:
                await holds.remember(note.item, note.model_dump(mode="json"))
            await connection.execute(update(participant).where(participant.c.id.in_(keys)).values(is_hidden=True))
        return Counter(n.holding for n in notes)

    async def _hide_objects(self, stored: Stored) -> int:
        prefix = folder(stored.recording.prefix)
        async with answered(SYSTEM):
            versions = await self.bucket.versions(prefix)
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
