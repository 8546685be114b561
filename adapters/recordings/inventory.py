"""All that there is of one person in events, and what keeps parts of it from being treated like the rest.

A recording is treated as one thing: when other people appear in it, or when any version of its objects is locked, then
its objects, its row and the person's appearances stay together, and so does the participant row that they refer to.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.error import classified
from habeas.domain.holding import Circumstance, Holding, Retention

from . import event_data
from .bucket import Bucket, Lock, Version
from .category import IMAGE_AND_VOICE, PARTICIPANT, SYSTEM, controller, key
from .error import answered
from .event_data import Participant, Recording
from .pin import folder

LEGAL_HOLD = "legal hold on the recording"
OBJECT_RETENTION = "retention lock on the recording"
_AT_ONCE = 16


@dataclass(frozen=True)
class Standing:
    """What keeps something from being erased like the rest: nothing, other people, or a lock."""

    circumstance: Circumstance | None = None
    retention: Retention | None = None


@dataclass(frozen=True)
class Stored:
    """A recording, its standing, and the keys that have any version, delete marker or unfinished upload."""

    recording: Recording
    standing: Standing
    keys: frozenset[str]

    @property
    def key(self) -> str:
        """The holding that it belongs to."""
        return key(IMAGE_AND_VOICE, self.recording.customer_id, self.standing.circumstance)

    @property
    def count(self) -> int:
        """The objects, the row, and the person's appearances."""
        return len(self.keys) + 1 + len(self.recording.appearances)


@dataclass(frozen=True)
class Inventory:
    """What there is of these participants; `rows` is category, participant id and number."""

    participants: Sequence[Participant]
    rows: Sequence[tuple[str, int, int]]
    stored: Sequence[Stored]

    def standing(self, person: Participant) -> Standing:
        """A participant row stays with the appearances that stay; those with others first, for they need a decision."""
        mine = [s.standing for s in self.stored if person.id in s.recording.participants]
        shared = [s for s in mine if s.circumstance is Circumstance.SHARED]
        return shared[0] if shared else _together(s for s in mine if s.circumstance)

    def key(self, person: Participant) -> str:
        """The holding that a participant row belongs to."""
        return key(PARTICIPANT, person.customer_id, self.standing(person).circumstance)

    def referring(self, person: Participant) -> set[str]:
        """The holdings whose rows refer to a participant row."""
        rows = {key(category, person.customer_id) for category, id_, _ in self.rows if id_ == person.id}
        return rows | {s.key for s in self.stored if person.id in s.recording.participants}

    def holdings(self) -> tuple[Holding, ...]:
        """One for each kind of data: numbers added up, and kept as long as the longest of them."""
        counts: Counter[str] = Counter()
        kinds: dict[str, list[tuple[str, str, Standing]]] = {}
        for category, customer_id, standing, count in self._parts():
            name = key(category, customer_id, standing.circumstance)
            counts[name] += count
            kinds.setdefault(name, []).append((category, customer_id, standing))
        return tuple(_holding(kinds[name], counts[name]) for name in sorted(kinds))

    def _parts(self) -> Iterator[tuple[str, str, Standing, int]]:
        customer_of = {p.id: p.customer_id for p in self.participants}
        for person in self.participants:
            yield PARTICIPANT, person.customer_id, self.standing(person), 1
        for category, id_, count in self.rows:
            yield category, customer_of[id_], Standing(), count
        for s in self.stored:
            yield IMAGE_AND_VOICE, s.recording.customer_id, s.standing, s.count


async def take(engine: AsyncEngine, bucket: Bucket, ids: Sequence[int], as_of: datetime) -> Inventory:
    """Look at the database and the bucket; locks are judged by `as_of`."""
    async with classified(SYSTEM), engine.connect() as connection:
        participants = await event_data.participants(connection, ids)
        rows = await event_data.row_counts(connection, ids)
        recordings = await event_data.recordings(connection, ids)
    return Inventory(participants, rows, [await _stored(bucket, r, as_of) for r in recordings])


async def _stored(bucket: Bucket, recording: Recording, as_of: datetime) -> Stored:
    prefix = folder(recording.prefix)
    async with answered(SYSTEM):
        versions = await bucket.versions(prefix)
        uploads = await bucket.uploads(prefix)
    keys = frozenset(v.key for v in versions) | {u.key for u in uploads}
    if recording.is_shared:
        return Stored(recording, Standing(Circumstance.SHARED), keys)
    locks = await read_locks(bucket, [v for v in versions if not v.is_marker])
    return Stored(recording, _together(s for lock in locks for s in _standings(lock, recording, as_of)), keys)


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


def _together(standings: Iterable[Standing]) -> Standing:
    """Several of one circumstance: the longest counts, and one without an end has none for all."""
    several = list(standings)
    retentions = [s.retention for s in several if s.retention]
    circumstance = several[0].circumstance if several else None
    if not retentions or len(retentions) < len(several):
        return Standing(circumstance)
    ground = ", ".join(sorted({r.ground for r in retentions}))
    return Standing(circumstance, Retention(ground=ground, until=max(r.until for r in retentions)))


def _holding(parts: list[tuple[str, str, Standing]], count: int) -> Holding:
    category, customer_id, _ = parts[0]
    standing = _together(s for _, _, s in parts)
    return Holding(
        system=SYSTEM,
        category=category,
        controller=controller(customer_id),
        circumstance=standing.circumstance,
        retention=standing.retention,
        count=count,
    )
