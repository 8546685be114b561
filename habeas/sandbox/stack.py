"""The whole stack of the sandbox: the company's systems, Temporal, and the worker between them."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.recordings.bucket import opened
from habeas.client.keys import door_keys
from habeas.domain.error import HabeasError, InvalidInput
from habeas.key_file import load_key
from habeas.register.migrate import migrate
from habeas.settings import KeySettings

from .clearbit.server import ClearbitServer
from .customers import stripe_objects
from .enriched import build_enrichment
from .holders import holders
from .home import Addresses, Database, Home
from .keeper import WorkerKeeper
from .mail import MailServer
from .objects import recorded, store_objects
from .person_pages import person_pages
from .platform import build_platform
from .postgres import OWNER, READER, WRITER, Postgres
from .proxy import Proxy
from .reader import Reader
from .seaweed import Seaweed
from .staff import staff_served
from .stripe.server import StripeServer
from .temporal import HOST, Temporal, free_port
from .worker import SWITCHBOARD
from .write_ahead import fold_logs

# in the sandbox nobody wants to wait: what takes minutes and days in production takes seconds
RULES = {
    "HABEAS_MAY_APPROVE_OWN": "true",
    "HABEAS_REVERSIBLE_LIMIT": "PT30S",
    "HABEAS_ATTENTION_AFTER": "PT20S",
    "HABEAS_NEXT_TRY": "PT60S",
    "HABEAS_LATE_WRITE": "PT12S",
    "HABEAS_CONTROLLER_ANSWERS_WITHIN": "PT0S",
}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Urls:
    """The ways to the platform's database."""

    owner: str
    writing: str
    reading: str


@dataclass(frozen=True)
class Servers:
    """What runs besides the worker."""

    temporal: Temporal
    reader: Reader
    urls: Urls
    seaweed: Seaweed
    stripe: StripeServer
    clearbit: ClearbitServer
    mail: MailServer


@asynccontextmanager
async def running(home: Home, database: Database | None, say: Say) -> AsyncIterator[Addresses]:
    """The stack, up and ready, while the context lasts; nothing of it runs afterwards.

    Started again on the same home it goes on where it was. Raises InvalidInput when one runs there already, or when
    the home's platform is in another database; None is the one that it is in.
    """
    home.prepare()
    last = home.last()
    database = _same(database, last)
    async with AsyncExitStack() as stack:
        stack.enter_context(home.locked())
        stack.callback(fold_logs, home.root)
        say("starting Temporal, the platform's database and its object store")
        servers = await _together(stack, home, database, last)
        proxy = await Proxy.start(
            servers.seaweed.endpoint, home.switchboard, port=free_port(last.proxy_port if last else None)
        )
        stack.push_async_callback(proxy.stop)
        say("filling the company with its people")
        await _fill(home, servers)
        say("starting the worker")
        await migrate(_keys(home)["HABEAS_REGISTER_URL"])  # a case may be opened before the worker is there
        addresses = _addresses(home, database, servers, proxy, free_port(last.person_port if last else None))
        addresses = await stack.enter_async_context(staff_served(home, addresses, last))
        await stack.enter_async_context(WorkerKeeper(home, addresses).running())
        await stack.enter_async_context(person_pages(addresses.environment))
        home.check_private()
        yield home.last() or addresses


def _same(database: Database | None, last: Addresses | None) -> Database:
    """Another database would be another company, and open cases are about this one."""
    if last is None:
        return database or Database.SQLITE
    if database not in (None, last.database):
        raise InvalidInput(f"the platform of this home is in {last.database}: another one needs another home")
    return Database(last.database)


async def _together(stack: AsyncExitStack, home: Home, database: Database, last: Addresses | None) -> Servers:
    """Start the servers side by side; whatever has started is stopped when the stack closes."""

    async def temporal() -> tuple[Temporal, Reader]:
        ui_port = free_port(last.ui_port if last else None)
        reader = await _reader(home, ui_port, last)
        stack.push_async_callback(reader.stop)
        port = last.temporal_port if last else None
        server = await Temporal.start(home.ours / "temporal", port, ui_port, reader.url)
        stack.push_async_callback(server.stop)
        return server, reader

    async def urls() -> Urls:
        if database is Database.SQLITE:
            url = f"sqlite+aiosqlite:///{home.platform_file}"
            return Urls(url, url, url)
        server = await Postgres.start(home.company / "postgresql")
        stack.push_async_callback(server.stop)
        return Urls(server.url(OWNER), server.url(WRITER), server.url(READER))

    async def stripe() -> StripeServer:
        server = await StripeServer.start(
            home.stripe, home.switchboard, port=free_port(last.stripe_port if last else None)
        )
        stack.push_async_callback(server.stop)
        return server

    async def clearbit() -> ClearbitServer:
        server = await ClearbitServer.start(
            home.clearbit, home.switchboard, port=free_port(last.clearbit_port if last else None)
        )
        stack.push_async_callback(server.stop)
        return server

    async def mail() -> MailServer:
        server = await MailServer.start(home.mail, home.switchboard, port=free_port(last.mail_port if last else None))
        stack.callback(server.stop)
        return server

    async def seaweed() -> Seaweed:
        server = await Seaweed.start(home.company / "objects", last.s3_port if last else None)
        stack.push_async_callback(server.stop)
        return server

    try:
        async with asyncio.TaskGroup() as group:
            first = group.create_task(temporal())
            second = group.create_task(urls())
            third = group.create_task(seaweed())
            fourth = group.create_task(stripe())
            fifth = group.create_task(clearbit())
            sixth = group.create_task(mail())
    except ExceptionGroup as failed:
        why = str(failed.exceptions[0]) or type(failed.exceptions[0]).__name__
        raise HabeasError("sandbox", f"a server did not start ({why}); the logs in the home say more") from None
    rest = third.result(), fourth.result(), fifth.result(), sixth.result()
    return Servers(*first.result(), second.result(), rest[0], rest[1], rest[2], rest[3])


async def _reader(home: Home, ui_port: int, last: Addresses | None) -> Reader:
    keys, folder = door_keys(KeySettings.given(_keys(home))), home.ours / "keys"
    port = free_port(last.codec_port if last else None)
    return await Reader.start(keys, folder, home.ours / "logs", f"http://{HOST}:{ui_port}", port)


async def _fill(home: Home, servers: Servers) -> None:
    now = datetime.now(UTC)
    await build_platform(servers.urls.owner, now)
    await build_enrichment(servers.urls.owner, now, load_key(home.enrichment_key))
    if home.filled.exists():
        return
    if not servers.stripe.dump():
        await servers.stripe.seed(stripe_objects(now))
    async with opened(servers.seaweed.writer) as bucket:
        await store_objects(bucket, await recorded(servers.urls.owner))
    home.filled.touch()


def _addresses(home: Home, database: Database, servers: Servers, proxy: Proxy, person_port: int) -> Addresses:
    return Addresses(
        temporal=servers.temporal.address,
        ui=servers.temporal.ui,
        s3=proxy.endpoint,
        database=database,
        temporal_port=servers.temporal.port,
        ui_port=servers.temporal.ui_port,
        s3_port=servers.seaweed.port,
        proxy_port=int(proxy.endpoint.rsplit(":", 1)[1]),
        stripe=servers.stripe.endpoint,
        stripe_port=servers.stripe.port,
        clearbit=servers.clearbit.endpoint,
        clearbit_port=servers.clearbit.port,
        codec=servers.reader.url,
        codec_port=servers.reader.port,
        mail_port=servers.mail.port,
        person=_person_url(person_port),
        person_port=person_port,
        reader_token=servers.reader.token,
        processes={"sandbox": os.getpid(), "temporal": servers.temporal.process.pid},
        environment={
            **RULES,
            **_house(home, servers),
            **_systems(servers, proxy),
            **servers.mail.settings,
            **_web(home, person_port),
            SWITCHBOARD: str(home.faults),
        },
    )


def _web(home: Home, person_port: int) -> dict[str, str]:
    """Where the web doors are, to which mails lead."""
    return {
        "HABEAS_WEB_AUDIT_FILE": str(home.ours.resolve() / "logs" / "web.jsonl"),
        "HABEAS_WEB_PERSON_URL": _person_url(person_port),
        "HABEAS_WEB_PERSON_PORT": str(person_port),
    }


def _person_url(port: int) -> str:
    return f"http://{HOST}:{port}"


def _house(home: Home, servers: Servers) -> dict[str, str]:
    ours = home.ours.resolve()
    return {
        "HABEAS_TEMPORAL_ADDRESS": servers.temporal.address,
        **_keys(home),
        "HABEAS_CLAIM_KEY_FILE": str(ours / "keys" / "claim.key"),
        "HABEAS_CASE_FOLDER": str(ours / "cases"),
        "HABEAS_APPROVER_KEYS": str(home.approver_keys.resolve()),
        "HABEAS_FILE_WRAPPING_KEYS": f"file:{ours / 'keys' / 'file.json'}",
        "HABEAS_SIGNING_WRAPPING_KEYS": f"file:{ours / 'keys' / 'signing.json'}",
        "HABEAS_EVIDENCE_HOLDERS": str(holders(ours / "keys" / "holders")),
        "HABEAS_EVIDENCE_PUBLISHED": str(ours / "published"),
        "HABEAS_ENRICHMENT_KEY_FILE": str(home.enrichment_key.resolve()),
        "HABEAS_DPO_ADDRESS": "dpo@webinars.example.org",
        **({"HABEAS_PROCESSING_FILE": str(home.processing.resolve())} if home.processing.exists() else {}),
    }


def _keys(home: Home) -> dict[str, str]:
    ours = home.ours.resolve()
    return {
        "HABEAS_REGISTER_URL": f"sqlite+aiosqlite:///{ours / 'register.db'}",
        "HABEAS_PAYLOAD_WRAPPING_KEYS": f"file:{ours / 'keys' / 'payload.json'}",
    }


def _systems(servers: Servers, proxy: Proxy) -> dict[str, str]:
    seaweed = servers.seaweed
    return {
        "HABEAS_ACCOUNTS_WRITING_URL": servers.urls.writing,
        "HABEAS_ACCOUNTS_READING_URL": servers.urls.reading,
        "HABEAS_BILLING_ENDPOINT": servers.stripe.endpoint,
        "HABEAS_BILLING_WRITING_KEY": servers.stripe.writing_key,
        "HABEAS_BILLING_READING_KEY": servers.stripe.reading_key,
        "HABEAS_RECORDINGS_WRITING_URL": servers.urls.writing,
        "HABEAS_RECORDINGS_READING_URL": servers.urls.reading,
        "HABEAS_ENRICHMENT_WRITING_URL": servers.urls.writing,
        "HABEAS_ENRICHMENT_READING_URL": servers.urls.reading,
        "HABEAS_ACTIVITY_WRITING_URL": servers.urls.writing,
        "HABEAS_ACTIVITY_READING_URL": servers.urls.reading,
        "HABEAS_MARKETING_WRITING_URL": servers.urls.writing,
        "HABEAS_MARKETING_READING_URL": servers.urls.reading,
        "HABEAS_RECORDINGS_BUCKET": seaweed.writer.bucket,
        "HABEAS_RECORDINGS_S3_ENDPOINT": proxy.endpoint,
        "HABEAS_RECORDINGS_S3_WRITING_KEY": seaweed.writer.key_id or "",
        "HABEAS_RECORDINGS_S3_WRITING_SECRET": seaweed.writer.secret or "",
        "HABEAS_RECORDINGS_S3_READING_KEY": seaweed.reader.key_id or "",
        "HABEAS_RECORDINGS_S3_READING_SECRET": seaweed.reader.secret or "",
    }
