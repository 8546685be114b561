"""What an export gives to the person: their rows, and the files of recordings that show nobody else."""

from collections.abc import AsyncIterator, Callable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, Table, literal, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.error import classified
from habeas.domain.port import Entry, File, Record
from habeas.domain.receipt import Withheld

from . import event_data
from .bucket import Bucket, Version
from .category import IMAGE_AND_VOICE, PARTICIPANT, ROWS, SYSTEM
from .error import answered
from .event_data import Recording
from .pin import folder
from .schema import appearance, customer, event, participant, recording

WHY_WITHHELD = "other people appear in it: someone has to decide first (GDPR art. 15(4))"


@dataclass(frozen=True)
class Collecting:
    """One export, of these participants."""

    engine: AsyncEngine
    bucket: Bucket
    ids: list[int]

    async def entries(self) -> AsyncIterator[Entry]:
        """Records first, then files, then what is withheld."""
        for category, query in _queries(self.ids):
            async for fields in self._rows(query):
                yield Record(category, fields)
        async with classified(SYSTEM), self.engine.connect() as connection:
            recordings = await event_data.recordings(connection, self.ids)
        for one in recordings:
            if one.is_shared:
                continue
            for version in await self._files(one):
                yield File(IMAGE_AND_VOICE, _name(one, version), self._chunks(version), str(astuple(version)))
        if any(r.is_shared for r in recordings):
            yield Withheld(system=SYSTEM, category=IMAGE_AND_VOICE, why=WHY_WITHHELD)

    async def _rows(self, query: Select[Any]) -> AsyncIterator[dict[str, object]]:
        async with classified(SYSTEM), self.engine.connect() as connection:
            async for row in await connection.stream(query):
                yield {name: _shown(value) for name, value in row._mapping.items()}

    async def _files(self, one: Recording) -> list[Version]:
        """The latest version of each object that is not deleted."""
        async with answered(SYSTEM):
            versions = await self.bucket.versions(folder(one.prefix))
        return [v for v in versions if v.is_latest and not v.is_marker]

    def _chunks(self, version: Version) -> Callable[[int], AsyncIterator[bytes]]:
        async def chunks(start: int) -> AsyncIterator[bytes]:
            async with answered(SYSTEM):
                async for chunk in self.bucket.read(version, start):
                    yield chunk

        return chunks


def _queries(ids: list[int]) -> list[tuple[str, Select[Any]]]:
    return [
        (PARTICIPANT, _participants(ids)),
        *((category, _belonging(table, ids)) for table, category in ROWS),
        (IMAGE_AND_VOICE, _appearances(ids)),
    ]


def _participants(ids: list[int]) -> Select[Any]:
    """With the event and its organiser: the person may not know either by a number."""
    shown = [c for c in participant.c if c.name not in ("event_id", "is_hidden")]
    return (
        select(*shown, event.c.title.label("event"), event.c.starts_at, customer.c.name.label("organiser"))
        .join_from(participant, event)
        .join(customer)
        .where(participant.c.id.in_(ids))
        .order_by(participant.c.id)
    )


def _belonging(table: Table, ids: list[int]) -> Select[Any]:
    return select(literal(table.name).label("kind"), table).where(table.c.participant_id.in_(ids)).order_by(table.c.id)


def _appearances(ids: list[int]) -> Select[Any]:
    return (
        select(appearance, recording.c.title.label("recording"))
        .join_from(appearance, recording)
        .where(appearance.c.participant_id.in_(ids))
        .order_by(appearance.c.id)
    )


def _shown(value: object) -> object:
    """SQLite keeps times without their zone: they are in UTC."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def _name(one: Recording, version: Version) -> str:
    return f"event-{one.event_id}/recording-{one.id}/{version.key.removeprefix(folder(one.prefix))}"
