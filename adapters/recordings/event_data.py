"""What the platform's database has of one person in its events. Reads, and locks for those who write."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.identifier import ACCOUNT_ID, CUSTOMER, EMAIL, PARTICIPANT_ID, Identifier, values

from .category import ROWS, customer_id_of
from .pin import row_ids
from .schema import appearance, customer, event, participant, recording


@dataclass(frozen=True)
class Participant:
    """One participant row, and the customer whose event it is of."""

    id: int
    customer_id: str
    email: str = field(repr=False)
    account_id: int | None


@dataclass(frozen=True)
class Recording:
    """A recording in which the person appears: their appearances, as ids, and whether others are in it too."""

    id: int
    event_id: int
    customer_id: str
    prefix: str
    legal_hold_until: date | None
    is_shared: bool
    appearances: tuple[int, ...]
    participants: frozenset[int]


async def find(connection: AsyncConnection, identifiers: tuple[Identifier, ...]) -> list[int]:
    """The ids of the participant rows that bear one of these identifiers; an address in whatever capitals.

    Of a customer they are all that took part in its events.
    """
    addresses = values(identifiers, EMAIL)
    bears_one = or_(
        participant.c.id.in_(row_ids(values(identifiers, PARTICIPANT_ID))),
        participant.c.account_id.in_(row_ids(values(identifiers, ACCOUNT_ID))),
        participant.c.email.in_(addresses),
        func.lower(participant.c.email).in_([a.lower() for a in addresses]),
        participant.c.event_id.in_(select(event.c.id).where(event.c.customer_id.in_(_customer_ids(identifiers)))),
    )
    query = select(participant.c.id).where(bears_one).order_by(participant.c.id)
    return list(await connection.scalars(query))


def _customer_ids(identifiers: tuple[Identifier, ...]) -> list[str]:
    return [customer_id_of(name) for name in values(identifiers, CUSTOMER)]


async def participants(connection: AsyncConnection, ids: Sequence[int]) -> list[Participant]:
    """The participant rows of these ids that are there."""
    query = (
        select(participant.c.id, event.c.customer_id, participant.c.email, participant.c.account_id)
        .join(event, event.c.id == participant.c.event_id)
        .where(participant.c.id.in_(ids))
        .order_by(participant.c.id)
    )
    return [Participant(*row) for row in await connection.execute(query)]


async def recordings(connection: AsyncConnection, ids: Sequence[int]) -> list[Recording]:
    """The recordings in which these participants appear."""
    appearances = await _appearances(connection, ids)
    query: Select[Any] = (
        select(
            *(recording.c.id, recording.c.event_id, event.c.customer_id, recording.c.prefix),
            *(recording.c.legal_hold_until, or_(_shows_others(ids), _overlaps())),
        )
        .join(event, event.c.id == recording.c.event_id)
        .where(recording.c.id.in_(appearances))
        .order_by(recording.c.id)
    )
    return [
        Recording(*(*row, tuple(i for i, _ in appearances[row.id]), frozenset(p for _, p in appearances[row.id])))
        for row in await connection.execute(query)
    ]


async def row_counts(connection: AsyncConnection, ids: Sequence[int]) -> list[tuple[str, int, int]]:
    """What belongs to each participant: category, participant id, number of rows."""
    found = []
    for table, category in ROWS:
        owner = table.c.participant_id
        query = select(owner, func.count()).where(owner.in_(ids)).group_by(owner).order_by(owner)
        found += [(category, owner_id, count) for owner_id, count in await connection.execute(query)]
    return found


@dataclass(frozen=True)
class Customer:
    """A customer: who recorded its standing instruction to erase, if there is one, and where it is written to."""

    id: str
    name: str
    instruction_by: str | None
    privacy_address: str | None = field(repr=False)


async def customers(connection: AsyncConnection, ids: Sequence[str]) -> list[Customer]:
    """The customers of these ids."""
    columns = (customer.c.id, customer.c.name, customer.c.erasure_instruction_by, customer.c.privacy_address)
    query = select(*columns).where(customer.c.id.in_(ids)).order_by(customer.c.id)
    return [Customer(*row) for row in await connection.execute(query)]


async def lock_recording(connection: AsyncConnection, recording_id: int) -> bool:
    """Take the lock on a recording's row, until the transaction ends; whether there is one."""
    query = select(recording.c.id).where(recording.c.id == recording_id).with_for_update()
    return await connection.scalar(query) is not None


async def is_in_use(connection: AsyncConnection, prefix: str) -> bool:
    """Whether a recording that still exists has its objects there."""
    other = recording.c.prefix
    overlaps = or_(other.startswith(prefix, autoescape=True), func.substr(prefix, 1, func.length(other)) == other)
    return bool(await connection.scalar(select(exists().where(overlaps))))


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


def _overlaps() -> ColumnElement[bool]:
    """Another recording's objects lie under the same prefix, or the other way round: they are not of one alone."""
    other = recording.alias("other")
    mine, theirs = recording.c.prefix, other.c.prefix
    either = or_(
        func.substr(mine, 1, func.length(theirs)) == theirs,
        func.substr(theirs, 1, func.length(mine)) == mine,
    )
    return exists().where(other.c.id != recording.c.id, either)
