"""One S3 server for all tests, through a wire that can be cut; each test has the recordings to itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from recordings_system import recordings
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.recordings.adapter import Recordings
from adapters.recordings.bucket import Bucket, Upload, opened
from adapters.sql.engine import reading_engine, writing_engine
from habeas.domain.error import Barred
from habeas.domain.findings import Findings
from habeas.domain.identifier import Identifier, email
from habeas.domain.order import CollectOrder, Located, LocateOrder, StepOrder
from habeas.domain.plan import Keep
from habeas.domain.planning import plan_erasure
from habeas.domain.port import Entry
from habeas.domain.right import Right
from habeas.sandbox import recordings as schema
from habeas.sandbox.fault import Switchboard
from habeas.sandbox.objects import recorded, store_objects
from habeas.sandbox.person import Person
from habeas.sandbox.proxy import Proxy
from habeas.sandbox.rows import dump
from habeas.sandbox.seaweed import Seaweed

CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
SYSTEM = "recordings"

Rows = dict[str, list[tuple[object, ...]]]


class Gate:
    """A fence that lets so many writes by and bars the rest."""

    def __init__(self, lets_by: int) -> None:
        self.left = lets_by

    async def __call__(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Barred("register", "the hold comes too late")


@dataclass(frozen=True)
class World:
    """The platform and the bucket with the adapter over them; `bucket` is the judge's way, past the wire."""

    recordings: Recordings
    url_owner: str
    writing: AsyncEngine
    bucket: Bucket
    switchboard: Switchboard
    prefix: str
    now: datetime

    async def locate(self, *identifiers: Identifier) -> Located:
        order = LocateOrder(case_id=CASE, system=SYSTEM, identifiers=identifiers, as_of=self.now)
        return await self.recordings.locate(order)

    def of(self, person: Person) -> tuple[Identifier, ...]:
        """What a person is asked for by."""
        return (email(person.email),)

    async def order(self, person: Person, *keeps: Keep) -> StepOrder:
        """What an approved plan orders for a person."""
        located = await self.locate(email(person.email))
        findings = Findings(
            as_of=self.now,
            identifiers=located.identifiers,
            holdings=located.holdings,
            instructions=located.instructions,
            pinned={SYSTEM: located.pinned},
        )
        return StepOrder.of(CASE, plan_erasure(findings, {}, keeps), SYSTEM)

    async def export(self, person: Person) -> list[Entry]:
        pinned = (await self.locate(email(person.email))).pinned
        order = CollectOrder(case_id=CASE, system=SYSTEM, right=Right.ACCESS, as_of=self.now, identifiers=pinned)
        return [entry async for entry in self.recordings.export(order)]

    async def objects(self, number: int | None = None) -> list[tuple[str, str, bool, bool, str]]:
        """Every version and marker of a recording, or of all."""
        under = [self.prefix] if number is None else self.places(number)
        versions = [v for prefix in under for v in await self.bucket.versions(prefix)]
        return sorted((v.key, v.id, v.is_latest, v.is_marker, v.etag) for v in versions)

    async def state(self) -> tuple[Rows, list[tuple[str, str, bool, bool, str]]]:
        """All there is: rows, versions and markers."""
        return await dump(self.url_owner), await self.objects()

    async def rows(self, table: str) -> list[tuple[object, ...]]:
        return (await dump(self.url_owner))[table]

    def place(self, number: int) -> str:
        """The prefix of a recording."""
        return f"{self.prefix}recordings/{number}/"

    def places(self, number: int) -> list[str]:
        """The prefixes of a recording and of all that may have been made of it."""
        return [f"{self.prefix}{kind}/{number}/" for kind in ("recordings", "transcripts", "clips", "replicas")]

    async def put(self, key: str, body: bytes = b"more") -> str:
        """A version more; its id."""
        return (await self.bucket.client.put_object(Bucket=self.bucket.name, Key=key, Body=body))["VersionId"]

    async def begin_upload(self, key: str) -> Upload:
        """A multipart upload with a part, that nobody finishes."""
        client, of = self.bucket.client, {"Bucket": self.bucket.name, "Key": key}
        upload = (await client.create_multipart_upload(**of))["UploadId"]
        await client.upload_part(**of, UploadId=upload, PartNumber=1, Body=b"a part")
        return Upload(key, upload)

    @asynccontextmanager
    async def refusing_notes(self, field: str) -> AsyncIterator[None]:
        """The database takes no note of a hold in which this list is not empty, while the context lasts."""
        is_refused = f'LIKE \'%"{field}": ["%\''
        make, drop = {
            "sqlite": (
                f"CREATE TRIGGER refusing BEFORE INSERT ON habeas_hold WHEN NEW.was {is_refused}"
                " BEGIN SELECT RAISE(ABORT, 'refused'); END",
                "DROP TRIGGER refusing",
            ),
            "postgresql": (
                f"ALTER TABLE habeas_hold ADD CONSTRAINT refusing CHECK (NOT was {is_refused})",
                "ALTER TABLE habeas_hold DROP CONSTRAINT refusing",
            ),
        }[self.writing.dialect.name]
        owner = writing_engine(self.url_owner)
        async with owner.begin() as connection:
            await connection.exec_driver_sql(make)
        yield
        async with owner.begin() as connection:
            await connection.exec_driver_sql(drop)
        await owner.dispose()

    async def change(self, statement) -> None:
        """Change the database behind the adapter's back."""
        async with self.writing.begin() as connection:
            await connection.execute(statement)


@pytest.fixture
def gate() -> type[Gate]:
    """Makes fences that bar after so many writes."""
    return Gate


@pytest.fixture
def passes() -> Gate:
    """A fence that lets everything by."""
    return Gate(1_000_000)


@pytest.fixture(scope="session")
async def seaweed(tmp_path_factory) -> AsyncIterator[Seaweed]:
    """The S3 server."""
    server = await Seaweed.start(tmp_path_factory.mktemp("seaweed"))
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def wire_switchboard(tmp_path_factory) -> Switchboard:
    """How the wire is broken."""
    return Switchboard(Path(tmp_path_factory.mktemp("wire")) / "faults.json")


@pytest.fixture(scope="session")
async def wire(seaweed, wire_switchboard) -> AsyncIterator[Proxy]:
    """What sits between the adapter and the S3 server."""
    proxy = await Proxy.start(seaweed.endpoint, wire_switchboard)
    yield proxy
    await proxy.stop()


@pytest.fixture
def switchboard(wire_switchboard) -> AsyncIterator[Switchboard]:
    """The switchboard, mended before and after each test."""
    wire_switchboard.mend()
    yield wire_switchboard
    wire_switchboard.mend()


@pytest.fixture(scope="session")
async def judge(seaweed) -> AsyncIterator[Bucket]:
    """The bucket, past the wire."""
    async with opened(seaweed.writer) as bucket:
        yield bucket


@pytest.fixture(scope="session")
async def wired(seaweed, wire) -> AsyncIterator[Bucket]:
    """The bucket by the writing credential, over the wire."""
    async with opened(replace(seaweed.writer, endpoint=wire.endpoint)) as bucket:
        yield bucket


@pytest.fixture(scope="session")
async def read_only(seaweed, wire) -> AsyncIterator[Bucket]:
    """The bucket by the reading credential, over the wire."""
    async with opened(replace(seaweed.reader, endpoint=wire.endpoint)) as bucket:
        yield bucket


@pytest.fixture
async def world(platform, now, judge, wired, read_only, switchboard) -> AsyncIterator[World]:
    """The company's recordings, under a prefix of this test's own."""
    writing, reading = writing_engine(platform.url_write), reading_engine(platform.url_read)
    prefix = f"{uuid4()}/"
    async with writing.begin() as connection:
        for table in (schema.recording, schema.derivative):
            await connection.execute(update(table).values(prefix=prefix + table.c.prefix))
    await store_objects(judge, await recorded(platform.url_owner))
    adapter = recordings(writing, reading, wired, read_only)
    yield World(adapter, platform.url_owner, writing, judge, switchboard, prefix, now)
    await writing.dispose()
    await reading.dispose()
