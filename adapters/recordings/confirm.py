"""Counts what is left, apart from everything that located and erased: own queries, and read-only credentials.

It starts from what is pinned. A recording whose rows are gone is still looked for in the bucket, where every key with
any version, delete marker or unfinished upload counts.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.error import classified
from habeas.domain.holding import Circumstance
from habeas.domain.order import StepOrder

from .bucket import Bucket, Version
from .category import ATTENDANCE, CONTRIBUTIONS, IMAGE_AND_VOICE, PARTICIPANT, SYSTEM, key
from .error import answered
from .pin import folder, participant_ids, recording_pins
from .schema import appearance, attendance, chat_message, event, participant, poll_answer, question, recording

_OWNED = (
    (attendance, ATTENDANCE),
    (chat_message, CONTRIBUTIONS),
    (question, CONTRIBUTIONS),
    (poll_answer, CONTRIBUTIONS),
)


@dataclass(frozen=True)
class _Left:
    """A recording of which something may be left: its row, appearances of the person and of others, its objects."""

    id: int
    customer_id: str
    prefix: str
    rows: int = 0
    mine: int = 0
    others: int = 0


@dataclass(frozen=True)
class Confirming:
    """One look at what is left of the data that a plan pinned."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder

    async def left(self) -> Counter[str]:
        """What is left, by holding key."""
        ids = participant_ids(self.order.identifiers)
        async with classified(SYSTEM), self.engine.connect() as connection:
            recordings = await self._recordings(connection, ids)
            appearances = (await connection.execute(_appearances(ids))).all()
            people = (await connection.execute(_people(ids))).all()
            counts = await _owned(connection, ids)
        circumstances: dict[int, Circumstance | None] = {}
        for one in recordings:
            circumstances[one.id], objects = await self._look(one)
            counts[key(IMAGE_AND_VOICE, one.customer_id, circumstances[one.id])] += one.rows + one.mine + objects
        for id_, customer_id in people:
            staying = {circumstances[recording_id] for owner, recording_id in appearances if owner == id_}
            counts[key(PARTICIPANT, customer_id, _strongest(staying))] += 1
        return +counts

    async def _recordings(self, connection: AsyncConnection, ids: list[int]) -> list[_Left]:
        pins = {p.recording_id: p for p in recording_pins(self.order.identifiers)}
        found = [_Left(*row) for row in await connection.execute(_recordings(ids, list(pins)))]
        gone = pins.keys() - {one.id for one in found}
        return found + [_Left(i, pins[i].customer_id, pins[i].prefix) for i in sorted(gone)]

    async def _look(self, one: _Left) -> tuple[Circumstance | None, int]:
        """What keeps the objects of a recording, and how many there are."""
        async with answered(SYSTEM):
            versions = await self.bucket.versions(folder(one.prefix))
            uploads = await self.bucket.uploads(folder(one.prefix))
            objects = len({v.key for v in versions} | {u.key for u in uploads})
            if one.others:
                return Circumstance.SHARED, objects
            for version in versions:
                if not version.is_marker and await self._is_locked(version):
                    return Circumstance.RETAINED, objects
        return None, objects

    async def _is_locked(self, version: Version) -> bool:
        lock = await self.bucket.lock(version)
        return lock.legal_hold or (lock.until is not None and lock.until > self.order.as_of)


def _strongest(circumstances: set[Circumstance | None]) -> Circumstance | None:
    """Of several that keep a participant row: other people come before a lock."""
    return next((c for c in (Circumstance.SHARED, Circumstance.RETAINED) if c in circumstances), None)


async def _owned(connection: AsyncConnection, ids: list[int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for table, category in _OWNED:
        query = (
            select(event.c.customer_id, func.count(table.c.id))
            .join_from(table, participant)
            .join(event)
            .where(participant.c.id.in_(ids))
            .group_by(event.c.customer_id)
        )
        for customer_id, count in await connection.execute(query):
            counts[key(category, customer_id)] += count
    return counts


def _people(ids: list[int]) -> Select[Any]:
    return select(participant.c.id, event.c.customer_id).join_from(participant, event).where(participant.c.id.in_(ids))


def _appearances(ids: list[int]) -> Select[Any]:
    return select(appearance.c.participant_id, appearance.c.recording_id).where(appearance.c.participant_id.in_(ids))


def _recordings(ids: list[int], pinned: list[int]) -> Select[Any]:
    """Those that are pinned or that the person appears in; others: who else appears, and what else lies there."""
    is_mine = appearance.c.participant_id.in_(ids)
    wanted = or_(recording.c.id.in_(pinned), recording.c.id.in_(select(appearance.c.recording_id).where(is_mine)))
    of_it = select(func.count()).where(appearance.c.recording_id == recording.c.id)
    mine, others = of_it.where(is_mine).scalar_subquery(), of_it.where(~is_mine).scalar_subquery()
    columns = (recording.c.id, event.c.customer_id, recording.c.prefix, literal(1), mine, others + _neighbours())
    return select(*columns).join_from(recording, event).where(wanted).order_by(recording.c.id)


def _neighbours() -> ScalarSelect[int]:
    """How many other recordings lie under the same prefix."""
    other = recording.alias("other")
    a, b = recording.c.prefix, other.c.prefix
    overlap = or_(func.substr(a, 1, func.length(b)) == b, func.substr(b, 1, func.length(a)) == a)
    return select(func.count()).where(other.c.id != recording.c.id, overlap).scalar_subquery()
