"""What the log of evidence costs when it is long: an append, and a proof, against those of a short log.

The long log is filled in bulk with the register's own hashes. What is measured are appends as every transaction makes
them, each committed to the disk, to the short log and to the long one by turns.
"""

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from uuid6 import uuid7

from habeas.evidence.certificate import CERTIFICATE, verified_certificate
from habeas.evidence.checkpoint import Checkpoint
from habeas.evidence.proof import Proof
from habeas.register.engine import register_engine
from habeas.register.log import Entry, EvidenceLog, append
from habeas.register.migrate import migrate
from habeas.sandbox.postgres import SUPERUSER, Postgres

from .figure import Figure, Size
from .long_log import CERTIFIED, KEY, KEYS, entry, fill

TITLE = "an append and a proof, in a log of 100 entries and in one of 100,000"
SHORT, LONG = 100, 100_000
TIMES, MS = 2, 20
LOG = "webinars.example/log"


async def ask(size: Size) -> list[Figure]:
    """Milliseconds of an append to each and how many times the one is the other; and of a proof in the long one."""
    entries, turns = size.of(LONG, 2_000), size.of(200, 20)
    figures = list[Figure]()
    async with _databases() as databases:
        for name, (short, long) in databases.items():
            await fill(short, SHORT)
            await fill(long, entries)
            few, many = await _appends(short, long, turns)
            making, verifying = await _proofs(EvidenceLog(long), entries, turns)
            figures += [
                Figure(f"{name}: an append at {SHORT} entries", few, "ms"),
                Figure(f"  at {entries:,}", many, "ms"),
                Figure(f"  against that at {SHORT}", many / few, "times", at_most=TIMES),
                Figure("  making a proof", making, "ms", at_most=MS),
                Figure("  verifying it with its certificate", verifying, "ms", at_most=MS),
            ]
    return figures


@asynccontextmanager
async def _databases() -> AsyncIterator[dict[str, list[AsyncEngine]]]:
    """Two empty registers of each kind."""
    with TemporaryDirectory(prefix="habeas-bench-") as folder:
        server = await Postgres.start(Path(folder) / "postgres")
        try:
            async with server.as_superuser(SUPERUSER) as connection:
                for name in ("short", "long"):
                    await connection.execute(text(f"CREATE DATABASE {name}"))
            urls = {
                "SQLite": [f"sqlite+aiosqlite:///{folder}/{name}.db" for name in ("short", "long")],
                "PostgreSQL": [server.url(SUPERUSER, name) for name in ("short", "long")],
            }
            for url in (*urls["SQLite"], *urls["PostgreSQL"]):
                await migrate(url)
            engines = {name: [register_engine(url) for url in pair] for name, pair in urls.items()}
            yield engines
            for engine in (*engines["SQLite"], *engines["PostgreSQL"]):
                await engine.dispose()
        finally:
            await server.stop()


async def _appends(short: AsyncEngine, long: AsyncEngine, turns: int) -> tuple[float, float]:
    """The means, in milliseconds: one append in two joins its leaf to nothing, one in many to all that it can."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(turns):
        for engine, times in zip((short, long), took, strict=True):
            new = Entry(str(uuid7()), CERTIFICATE, "1", secrets.token_bytes(32), CERTIFIED)
            begun = time.perf_counter()
            async with engine.begin() as connection:
                await append(connection, new)
            times.append(_ms(begun))
    return fmean(took[0]), fmean(took[1])


async def _proofs(log: EvidenceLog, entries: int, turns: int) -> tuple[float, float]:
    """The medians of making a proof with its checkpoint, and of verifying a certificate by it, in milliseconds."""
    making, verifying, private = list[float](), list[float](), KEY.private_key
    assert isinstance(private, Ed25519PrivateKey)
    for _ in range(turns):
        index, begun = secrets.randbelow(entries), time.perf_counter()
        size = await log.size()
        note = Checkpoint(LOG, size, await log.root(size)).signed(private)
        proof = Proof(index, await log.inclusion(index, size), note, entry(index).salt).text
        making.append(_ms(begun))
        begun = time.perf_counter()
        verified_certificate(CERTIFIED, proof, KEYS)
        verifying.append(_ms(begun))
    return median(making), median(verifying)


def _ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
