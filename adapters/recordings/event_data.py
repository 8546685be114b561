"""What the platform's database has of recordings in which people appear. Reads, and locks for those who write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from .cut import Segment
from .place import Derivative, derivatives, overlaps
from .schema import appearance, event, participant, recording


@dataclass(frozen=True)
class Recording:
    """A recording in which the person appears: their appearances, as ids, and whether others are in it too.

    `is_entangled`: another recording's objects lie where its own do. `derivatives` is what was made of it and lies
    elsewhere.
    """

    id: int
    event_id: int
    customer_id: str
    prefix: str
    legal_hold_until: date | None
    shows_others: bool
    is_entangled: bool
    appearances: tuple[int, ...]
    participants: frozenset[int]
    derivatives: tuple[Derivative, ...] = ()

    @property
    def item(self) -> str:
        """What it is called outside its system: a folder of the person's copy, and nobody's name."""
        return f"event-{self.event_id}/recording-{self.id}"

    @property
    def is_shared(self) -> bool:
        """Whether it is not of this person alone."""
        return self.shows_others or self.is_entangled

    @property
    def places(self) -> tuple[str, ...]:
        """The prefixes under which its objects lie."""
        return (self.prefix, *(d.prefix for d in self.derivatives))

    @property
    def rows(self) -> int:
        """How many rows of the database are about it, the person's appearances among them."""
        return 1 + len(self.derivatives) + len(self.appearances)


async def recordings(connection: AsyncConnection, ids: Sequence[int]) -> list[Recording]:
    """The recordings in which these participants appear."""
    appearances = await _appearances(connection, ids)
    made = await derivatives(connection, list(appearances))
    query: Select[Any] = (
        select(
            *(recording.c.id, recording.c.event_id, event.c.customer_id, recording.c.prefix),
            *(recording.c.legal_hold_until, _shows_others(ids), overlaps()),
        )
        .join(event, event.c.id == recording.c.event_id)
        .where(recording.c.id.in_(appearances))
        .order_by(recording.c.id)
    )
    return [
        Recording(*(*row, *_ours(appearances[row.id]), made.get(row.id, ()))) for row in await connection.execute(query)
    ]


def _ours(appearances: list[tuple[int, int]]) -> tuple[tuple[int, ...], frozenset[int]]:
    """The ids of the appearances, and the participants that they are of."""
    return tuple(i for i, _ in appearances), frozenset(p for _, p in appearances)


async def segments(connection: AsyncConnection, recording_id: int, ids: Sequence[int]) -> list[Segment]:
    """Who appears in a recording and when, these participants and others."""
    query = (
        select(participant.c.id, participant.c.first_name, participant.c.last_name)
        .add_columns(appearance.c.from_second, appearance.c.to_second)
        .join_from(appearance, participant)
        .where(appearance.c.recording_id == recording_id)
        .order_by(appearance.c.id)
    )
    return [
        Segment(id_ in ids, " ".join(filter(None, (first, last))), start, end)
        for id_, first, last, start, end in await connection.execute(query)
    ]


async def lock_recording(connection: AsyncConnection, recording_id: int) -> bool:
    """Take the lock on a recording's row, until the transaction ends; whether there is one."""
    query = select(recording.c.id).where(recording.c.id == recording_id).with_for_update()
    return await connection.scalar(query) is not None


async def _appearances(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """By recording: the ids of the appearances, and whose they are."""
    query = (
        select(appearance.c.recording_id, appearance.c.id, appearance.c.participant_id)
        .where(appearance.c.participant_id.in_(ids))
        .order_by(appearance.c.id)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for recording_id, id_, participant_id in await connection.execute(query):
        found.setdefault(recording_id, []).append((id_, participant_id))
    return found


def _shows_others(ids: Sequence[int]) -> ColumnElement[bool]:
    return exists().where(appearance.c.recording_id == recording.c.id, appearance.c.participant_id.not_in(ids))
