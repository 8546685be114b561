"""What a hold notes of each object, so that a release knows what was there and what is ours.

A delete marker is covered by no transaction, and S3 answers a second request with a second marker. So each request is
counted before it is made; a marker whose answer came is known by its id, and one whose answer was lost is known by not
having been there before. A request without an answer may still land after a release: its note then outlives the
release, and the release that comes once more when nothing can land any longer takes away what has landed since.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import AwareDatetime

from adapters.sql.hold import Holds
from habeas.domain.model import Message

from .bucket import Version

ONCE_MORE = timedelta(seconds=10)
"""A release this much later than the first is the one that looks for what landed late, and no retry of the first."""


class ObjectNote(Message):
    """An object: the markers that were there before, those that are ours, and how many requests had no answer."""

    holding: str
    recording_id: int
    key: str
    before: tuple[str, ...]
    placed: tuple[str, ...] = ()
    unanswered: int = 0
    released_at: AwareDatetime | None = None

    @property
    def item(self) -> str:
        """Its name in the table of holds: keys are longer than names may be."""
        return f"object/{self.recording_id}/{hashlib.sha256(self.key.encode()).hexdigest()}"

    def asking(self) -> Self:
        """One request more is about to be made."""
        return self.model_copy(update={"unanswered": self.unanswered + 1, "released_at": None})

    def answered(self, *markers: str) -> Self:
        """One request had its answer, or was not made after all."""
        return self.model_copy(update={"unanswered": self.unanswered - 1, "placed": (*self.placed, *markers)})

    def ours(self, versions: Sequence[Version]) -> list[Version]:
        """Our markers among the versions of this key, which come newest first.

        Of those that are new and of unknown origin the oldest are ours, as many as had no answer: a marker that the
        customer placed later stays.
        """
        new = [v for v in versions if v.is_marker and v.id not in self.before]
        unknown = [v for v in new if v.id not in self.placed]
        return [v for v in new if v.id in self.placed] + unknown[::-1][: self.unanswered]

    def released(self, removed: Sequence[Version]) -> Self:
        """Once these markers are removed: what is still awaited, or nothing if this is the release once more."""
        now = datetime.now(UTC)
        released_at = self.released_at or now
        pending = self.unanswered - len([v for v in removed if v.id not in self.placed])
        if now - released_at > ONCE_MORE:
            pending = 0
        return self.model_copy(update={"unanswered": pending, "placed": (), "released_at": released_at})


async def object_notes(holds: Holds) -> list[ObjectNote]:
    """The notes of objects."""
    return [ObjectNote.model_validate(w) for i, w in (await holds.remembered()).items() if i.startswith("object/")]


async def keep(holds: Holds, note: ObjectNote) -> None:
    """Write the note of an object, or drop it when nothing there is ours and nothing is awaited."""
    await holds.forget(note.item)
    if note.placed or note.unanswered:
        await holds.remember(note.item, note.model_dump(mode="json"))


async def forget_objects(holds: Holds, recording_id: int) -> None:
    """Drop the notes of a recording's objects."""
    for note in await object_notes(holds):
        if note.recording_id == recording_id:
            await holds.forget(note.item)
