"""Counts what is left, apart from everything that located and erased: own queries, and read-only credentials.

It starts from what is pinned. A recording whose rows are gone is still looked for in the bucket, where every key with
any version, delete marker or unfinished upload counts.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import CompoundSelect, ScalarSelect, Select, Subquery, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.sql.error import classified
from habeas.domain.holding import Circumstance
from habeas.domain.order import StepOrder

from .bucket import Bucket, Version
from .category import SYSTEM, key
from .error import answered
from .pin import SHARED_RECORDING, folder, participant_ids, recording_pins
from .schema import appearance, derivative, event, recording


@dataclass(frozen=True)
class _Left:
    """A recording of which something may be left: its rows, appearances of the person and of others, its objects.

    `prefixes`: where its objects lie, by the database and by what was pinned.
    """

    id: int
    customer_id: str
    rows: int = 0
    mine: int = 0
    others: int = 0
    prefixes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Confirming:
    """One look at what is left of the data that a plan pinned."""

    engine: AsyncEngine
    bucket: Bucket
    order: StepOrder

    async def left(self) -> tuple[Counter[str], dict[int, Circumstance | None]]:
        """What is left of recordings, by holding key, and in which circumstance that leaves each participant."""
        ids = participant_ids(self.order.identifiers)
        async with classified(SYSTEM), self.engine.connect() as connection:
            recordings = await self._recordings(connection, ids)
            appearances = (await connection.execute(_appearances(ids))).all()
        counts, circumstances = Counter[str](), dict[int, Circumstance | None]()
        for one in recordings:
            circumstances[one.id], objects = await self._look(one)
            counts[key(one.customer_id, circumstances[one.id])] += one.rows + one.mine + objects
        staying: dict[int, set[Circumstance | None]] = {id_: set() for id_ in ids}
        for owner, recording_id in appearances:
            staying[owner].add(circumstances[recording_id])
        return +counts, {id_: _strongest(found) for id_, found in staying.items()}

    async def _recordings(self, connection: AsyncConnection, ids: list[int]) -> list[_Left]:
        customers: dict[int, str] = {}
        prefixes: dict[int, set[str]] = {}
        shared = recording_pins(self.order.identifiers, SHARED_RECORDING)
        for pin in (*recording_pins(self.order.identifiers), *shared):
            customers[pin.recording_id] = pin.customer_id
            prefixes.setdefault(pin.recording_id, set()).add(pin.prefix)
        found = {row.id: _Left(*row) for row in await connection.execute(_recordings(ids, list(prefixes)))}
        for recording_id, prefix in await connection.execute(_prefixes(list(found))):
            prefixes.setdefault(recording_id, set()).add(prefix)
        showed_others = {pin.recording_id for pin in shared}
        missing = sorted(prefixes.keys() - found.keys())
        gone = {i: _Left(i, customers[i], others=int(i in showed_others)) for i in missing}
        return [replace(one, prefixes=frozenset(prefixes[i])) for i, one in (found | gone).items()]

    async def _look(self, one: _Left) -> tuple[Circumstance | None, int]:
        """What keeps the objects of a recording, and how many there are."""
        async with answered(SYSTEM):
            versions = [v for p in sorted(one.prefixes) for v in await self.bucket.versions(folder(p))]
            uploads = [u for p in sorted(one.prefixes) for u in await self.bucket.uploads(folder(p))]
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


def _appearances(ids: list[int]) -> Select[Any]:
    return select(appearance.c.participant_id, appearance.c.recording_id).where(appearance.c.participant_id.in_(ids))


def _recordings(ids: list[int], pinned: list[int]) -> Select[Any]:
    """Those that are pinned or that the person appears in; others: who else appears, and what else lies there."""
    is_mine = appearance.c.participant_id.in_(ids)
    wanted = or_(recording.c.id.in_(pinned), recording.c.id.in_(select(appearance.c.recording_id).where(is_mine)))
    of_it = select(func.count()).where(appearance.c.recording_id == recording.c.id)
    mine, others = of_it.where(is_mine).scalar_subquery(), of_it.where(~is_mine).scalar_subquery()
    made = select(func.count()).where(derivative.c.recording_id == recording.c.id).scalar_subquery()
    columns = (recording.c.id, event.c.customer_id, made + 1, mine, others + _neighbours())
    return select(*columns).join_from(recording, event).where(wanted).order_by(recording.c.id)


def _prefixes(ids: list[int]) -> CompoundSelect[Any]:
    """Where the objects of these recordings lie."""
    own = select(recording.c.id, recording.c.prefix).where(recording.c.id.in_(ids))
    made = select(derivative.c.recording_id, derivative.c.prefix).where(derivative.c.recording_id.in_(ids))
    return union(own, made)


def _neighbours() -> ScalarSelect[int]:
    """How often a place of another recording is in one of its own, or around it."""
    mine, other = _everywhere("mine"), _everywhere("other")
    a, b = mine.c.prefix, other.c.prefix
    overlap = or_(func.substr(a, 1, func.length(b)) == b, func.substr(b, 1, func.length(a)) == a)
    of_it = (mine.c.id == recording.c.id, other.c.id != recording.c.id)
    return select(func.count()).select_from(mine, other).where(*of_it, overlap).scalar_subquery()


def _everywhere(name: str) -> Subquery:
    """The places of all recordings."""
    own = recording.alias()
    return union(select(own.c.id, own.c.prefix), select(derivative.c.recording_id, derivative.c.prefix)).subquery(name)
