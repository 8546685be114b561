"""What an export gives of recordings: when the person is in them, the files of those that show nobody else.

Of one that shows others its captions and transcripts are given, cut to what the person says (L-23).
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.error import classified
from habeas.domain.checksum import agrees
from habeas.domain.error import Unavailable
from habeas.domain.port import Entry, File, Record
from habeas.domain.receipt import Withheld

from . import event_data
from .bucket import Bucket, Version
from .category import IMAGE_AND_VOICE, SYSTEM, controller
from .checksum import checksum
from .cut import Cut, Segment, cut
from .error import answered
from .event_data import Recording
from .pin import folder
from .place import REPLICA
from .schema import appearance, recording

WHY_CUT = "other people speak there: their words are cut out, and your own are in this copy (GDPR art. 15(4))"
WHY_DECIDED = "other people appear in it: its controller has decided not to hand it out (GDPR art. 15(4))"
WHY_BY_HAND = "other people appear in it: its controller has had your part cut out by hand, and that is in this copy"
WHY_WITHHELD = "other people appear in it: someone has to decide first (GDPR art. 15(4))"
LONGEST_CAPTIONS = 8 << 20
"""Bytes of captions that are cut, in memory: a day of talk is a tenth of it. What is longer is withheld whole."""


@dataclass(frozen=True)
class Collecting:
    """One export, of these participants."""

    engine: AsyncEngine
    bucket: Bucket
    ids: list[int]
    decided: Mapping[str, bool] = field(default_factory=dict)
    by_hand: Mapping[str, str] = field(default_factory=dict)

    async def entries(self) -> AsyncIterator[Entry]:
        """Records first, then files, then what is withheld."""
        async for fields in self._rows(_appearances(self.ids)):
            yield Record(IMAGE_AND_VOICE, fields)
        async with classified(SYSTEM), self.engine.connect() as connection:
            recordings = await event_data.recordings(connection, self.ids)
        for one in recordings:
            if why := self._why_not(one):
                yield why
            async for entry in self._own_words(one) if why else self._whole(one):
                yield entry

    def _why_not(self, one: Recording) -> Withheld | None:
        """Why a recording is not given whole; nobody decides about one in which another recording's objects lie.

        What was cut by hand is given in its place: not here, as it is none of this system's files.
        """
        if not one.is_shared:
            return None
        withheld = Withheld(system=SYSTEM, category=IMAGE_AND_VOICE, why=WHY_WITHHELD)
        if by := self.by_hand.get(one.item):
            return withheld.model_copy(update={"why": WHY_BY_HAND, "item": one.item, "cut_by": by})
        is_given = self.decided.get(controller(one.customer_id))
        if is_given is None or one.is_entangled:
            return withheld
        return None if is_given else withheld.model_copy(update={"why": WHY_DECIDED})

    async def _whole(self, one: Recording) -> AsyncIterator[Entry]:
        for name, version in (await self._files(one)).items():
            async with answered(SYSTEM):
                said = await checksum(self.bucket, version)
            yield File(IMAGE_AND_VOICE, name, self._chunks(version), str(astuple(version)), said)

    async def _own_words(self, one: Recording) -> AsyncIterator[Entry]:
        """Captions and transcripts without what others say; how much was cut is counted for the whole recording."""
        async with classified(SYSTEM), self.engine.connect() as connection:
            segments = await event_data.segments(connection, one.id, self.ids)
        cuts: list[Cut] = []
        for name, version in (await self._files(one)).items():
            if (own := await self._cut(name, version, segments)) is None:
                continue
            cuts.append(own)
            if own.cut < own.of:
                yield File(IMAGE_AND_VOICE, name, _stream(own.content))
        if cut := sum(c.cut for c in cuts):
            of, item = sum(c.of for c in cuts), one.item
            yield Withheld(system=SYSTEM, category=IMAGE_AND_VOICE, why=WHY_CUT, item=item, cut=cut, of=of)

    async def _cut(self, name: str, version: Version, segments: Sequence[Segment]) -> Cut | None:
        """None for what is no WebVTT, whatever it is called: it is withheld with the recording."""
        if not name.casefold().endswith(".vtt") or version.size > LONGEST_CAPTIONS:
            return None
        async with answered(SYSTEM):
            said = await checksum(self.bucket, version)
        content = b"".join([chunk async for chunk in self._chunks(version)(0)])
        if not agrees(said, [content]):
            raise Unavailable(SYSTEM, "the bytes of a file are not those that the bucket says")
        try:
            return cut(content, segments)
        except ValueError:
            return None

    async def _rows(self, query: Select[Any]) -> AsyncIterator[dict[str, object]]:
        async with classified(SYSTEM), self.engine.connect() as connection:
            async for row in await connection.stream(query):
                yield dict(row._mapping)

    async def _files(self, one: Recording) -> dict[str, Version]:
        """The latest version of each object that is not deleted, by its name; what a replica only repeats is not."""
        files = await self._shown(one.prefix, one.item)
        for made in one.derivatives:
            there = await self._shown(made.prefix, f"{one.item}/{made.kind}-{made.id}")
            given = {v.etag if made.kind == REPLICA else v.key for v in files.values()}
            files |= {n: v for n, v in there.items() if (v.etag if made.kind == REPLICA else v.key) not in given}
        return files

    async def _shown(self, prefix: str, name: str) -> dict[str, Version]:
        place = folder(prefix)
        async with answered(SYSTEM):
            versions = await self.bucket.versions(place)
        shown = [v for v in versions if v.is_latest and not v.is_marker]
        return {f"{name}/{v.key.removeprefix(place)}": v for v in shown}

    def _chunks(self, version: Version) -> Callable[[int], AsyncIterator[bytes]]:
        async def chunks(start: int) -> AsyncIterator[bytes]:
            async with answered(SYSTEM):
                async for chunk in self.bucket.read(version, start):
                    yield chunk

        return chunks


def _stream(content: bytes) -> Callable[[int], AsyncIterator[bytes]]:
    async def chunks(start: int) -> AsyncIterator[bytes]:
        yield content[start:]

    return chunks


def _appearances(ids: list[int]) -> Select[Any]:
    return (
        select(appearance, recording.c.title.label("recording"))
        .join_from(appearance, recording)
        .where(appearance.c.participant_id.in_(ids))
        .order_by(appearance.c.id)
    )
