"""The recordings in which a person appears, and what keeps some of them from being treated like the rest.

A recording is treated as one thing: when other people appear in it, or when any version of its objects is locked, then
its objects, wherever they lie, its rows and the person's appearances stay together, and so does the participant row
that they refer to.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.error import classified
from habeas.domain.holding import Circumstance, Holding, Retention

from . import event_data
from .bucket import Bucket, Lock, Version
from .category import IMAGE_AND_VOICE, SYSTEM, controller, key
from .error import answered
from .event_data import Recording
from .place import contents
from .standing import Standing, together

LEGAL_HOLD = "legal hold on the recording"
OBJECT_RETENTION = "retention lock on the recording"
_AT_ONCE = 16


@dataclass(frozen=True)
class Stored:
    """A recording, its standing, and the keys that have any version, delete marker or unfinished upload."""

    recording: Recording
    standing: Standing
    keys: frozenset[str]

    @property
    def key(self) -> str:
        """The holding that it belongs to."""
        return key(self.recording.customer_id, self.standing.circumstance)

    @property
    def count(self) -> int:
        """The objects, also of what was made of it, its rows, and the person's appearances."""
        return len(self.keys) + self.recording.rows


@dataclass(frozen=True)
class Inventory:
    """The recordings in which these participants appear."""

    ids: Sequence[int]
    stored: Sequence[Stored]

    @property
    def groups(self) -> dict[Standing, list[int]]:
        """The participants by their standing."""
        found: dict[Standing, list[int]] = {}
        for id_ in self.ids:
            found.setdefault(self._standing(id_), []).append(id_)
        return found

    @property
    def in_none(self) -> list[int]:
        """The participants that appear in no recording."""
        return [id_ for id_ in self.ids if not any(id_ in s.recording.participants for s in self.stored)]

    def _standing(self, id_: int) -> Standing:
        """A participant row stays with the appearances that stay; those with others first, for they need a decision."""
        mine = [s.standing for s in self.stored if id_ in s.recording.participants]
        shared = [s for s in mine if s.circumstance is Circumstance.SHARED]
        return shared[0] if shared else together(s for s in mine if s.circumstance)

    def holdings(self) -> list[Holding]:
        """What is held of each recording."""
        return [_holding(s) for s in self.stored]


async def take(engine: AsyncEngine, bucket: Bucket, ids: Sequence[int], as_of: datetime) -> Inventory:
    """Look at the database and the bucket; locks are judged by `as_of`."""
    async with classified(SYSTEM), engine.connect() as connection:
        recordings = await event_data.recordings(connection, ids)
    return Inventory(ids, [await _stored(bucket, r, as_of) for r in recordings])


async def _stored(bucket: Bucket, recording: Recording, as_of: datetime) -> Stored:
    async with answered(SYSTEM):
        there = await contents(bucket, recording.places)
    if recording.is_shared:
        return Stored(recording, Standing(Circumstance.SHARED), there.keys)
    locks = await read_locks(bucket, [v for v in there.versions if not v.is_marker])
    standing = together(s for lock in locks for s in _standings(lock, recording, as_of))
    return Stored(recording, standing, there.keys)


async def read_locks(bucket: Bucket, versions: Sequence[Version]) -> list[Lock]:
    """What locks each of these versions."""
    locks: list[Lock] = []
    async with answered(SYSTEM):
        for start in range(0, len(versions), _AT_ONCE):
            locks += await asyncio.gather(*(bucket.lock(v) for v in versions[start : start + _AT_ONCE]))
    return locks


def _standings(lock: Lock, recording: Recording, as_of: datetime) -> Iterator[Standing]:
    """The bucket knows no end of a legal hold: whoever placed it may have recorded one."""
    if lock.legal_hold:
        until = recording.legal_hold_until
        ends = until is not None and until >= as_of.astimezone(UTC).date()
        yield Standing(Circumstance.RETAINED, Retention(ground=LEGAL_HOLD, until=until) if until and ends else None)
    if lock.until is not None and lock.until > as_of:
        yield Standing(Circumstance.RETAINED, Retention(ground=OBJECT_RETENTION, until=lock.until.date()))


def _holding(stored: Stored) -> Holding:
    return Holding(
        system=SYSTEM,
        category=IMAGE_AND_VOICE,
        controller=controller(stored.recording.customer_id),
        circumstance=stored.standing.circumstance,
        retention=stored.standing.retention,
        count=stored.count,
    )
