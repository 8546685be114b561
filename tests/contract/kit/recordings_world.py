"""Recordings for the kit: participants of a customer that has instructed us, each with a recording of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from recordings_system import recordings
from sql_world import SqlWorld, granted, switchboard, ways

from adapters.recordings.bucket import Bucket, opened
from adapters.testing import Thing
from habeas.domain.identifier import Identifier, email
from habeas.sandbox import recordings as schema
from habeas.sandbox.objects import Recorded, store_objects
from habeas.sandbox.proxy import Proxy

CUSTOMER, EVENT = "kit", 90_000
_OF_A_PARTICIPANT = ("attendance", "chat_message", "question", "poll_answer", "appearance")


class RecordingsWorld(SqlWorld):
    """A thing is a message in the chat: they are erased 500 at a time. One object of a recording has two versions."""

    system, many = "recordings", 1_100
    judge: Bucket

    def __init__(self, *around) -> None:
        super().__init__(*around)
        self.prefix = f"{uuid4()}/"
        self.places: dict[str, str] = {}

    async def begin(self) -> None:
        """The customer and its event."""
        customer = {"id": CUSTOMER, "name": "Kit", "erasure_instruction_by": "its DPO", "privacy_address": None}
        event = {"id": EVENT, "customer_id": CUSTOMER, "title": "An event", "starts_at": self.as_of}
        await self.put((schema.customer, [customer]), (schema.event, [event]))

    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        id_, recording = self.number(), self.number()
        at, place = self.as_of - timedelta(days=20), f"{self.prefix}{recording}/"
        self.whose |= {("participant", id_): address, ("recording", recording): address}
        self.places[place] = address
        person = {"id": id_, "event_id": EVENT, "role": "speaker", "email": address, "is_hidden": False}
        messages = [{"id": self.number(), "participant_id": id_, "at": at, "text": "Hello"} for _ in range(things)]
        appearance = {"id": self.number(), "recording_id": recording, "participant_id": id_}
        await self.put(
            (schema.participant, [person]),
            (schema.chat_message, messages),
            (schema.recording, [{"id": recording, "event_id": EVENT, "title": "Theirs", "prefix": place}]),
            (schema.appearance, [{**appearance, "from_second": 0, "to_second": 9}]),
        )
        await store_objects(self.judge, [Recorded(recording, place)])
        return (email(address),)

    async def snapshot(self) -> frozenset[Thing]:
        return await self.rows(self._thing) | {self._object(v) for v in await self.judge.versions(self.prefix)}

    def _thing(self, table: str, row: tuple[object, ...]) -> Thing:
        owner = (table, row[0])
        if table in _OF_A_PARTICIPANT:
            columns = schema.recordings_metadata.tables[table].columns.keys()
            owner = ("participant", row[columns.index("participant_id")])
        return Thing(self.whose.get(owner, ""), (table, *row))

    def _object(self, version) -> Thing:
        whose = next((address for place, address in self.places.items() if version.key.startswith(place)), "")
        return Thing(whose, (version.key, version.id, version.is_latest, version.is_marker, version.etag))


@asynccontextmanager
async def recordings_world(
    platform, seaweed, folder, now, wrap=recordings, bucket="recordings"
) -> AsyncIterator[RecordingsWorld]:
    """The platform and a place in the bucket, with the adapter over both; the stranger knows neither's password.

    `bucket`: how the switchboard calls the bucket, where it is to be broken alone.
    """
    platform = await granted(platform, "recordings")
    world = RecordingsWorld(platform, now, switchboard(folder))
    proxy = await Proxy.start(seaweed.endpoint, world.switchboard, bucket)
    wired = [replace(access, endpoint=proxy.endpoint) for access in (seaweed.writer, seaweed.reader)]
    async with (
        ways(platform, "recordings", world.switchboard) as engines,
        opened(seaweed.writer) as world.judge,
        opened(wired[0]) as writing,
        opened(wired[1]) as reading,
        opened(replace(wired[0], secret="not-the-secret")) as unknown,
    ):
        await world.begin()
        world.adapter = wrap(engines.writing, engines.reading, writing, reading)
        stranger = engines.stranger or engines.writing
        world.stranger = recordings(stranger, stranger, unknown, unknown)
        yield world
    await proxy.stop()
