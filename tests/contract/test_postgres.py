"""The sandbox's PostgreSQL: where it listens, what its roles may do, and that it comes and goes as told."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from habeas.sandbox.platform import build_platform
from habeas.sandbox.postgres import OWNER, READER, SUPERUSER, WRITER, Postgres
from habeas.sandbox.rows import dump


async def said(url: str, statement: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return (await connection.execute(text(statement))).scalar()
    finally:
        await engine.dispose()


def may_be_listed(folder: Path) -> bool:
    return folder.stat().st_mode & 0o066 != 0


async def test_it_listens_on_nothing_but_its_socket(postgres: Postgres) -> None:
    assert await said(postgres.url(SUPERUSER), "SHOW listen_addresses") == ""
    assert postgres.socket.stat().st_mode & 0o077 == 0


async def test_the_reader_can_only_read_even_when_it_asks_to_write(postgres_platform) -> None:
    engine = create_async_engine(postgres_platform.url_read)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM login"))
        await connection.rollback()
        await connection.execute(text("SET TRANSACTION READ WRITE"))
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(text("DELETE FROM login"))
    await engine.dispose()


async def test_the_writer_owns_nothing(postgres_platform) -> None:
    with pytest.raises(DBAPIError):
        await said(postgres_platform.url_write, "DROP TABLE login")


@pytest.mark.parametrize("name", ["postgres", "a-folder-with-a-name-that-is-too-long-for-a-socket-" * 2])
async def test_it_keeps_its_data_over_a_restart_and_leaves_nothing_behind(now, name: str) -> None:
    with TemporaryDirectory() as folder:
        server = await Postgres.start(Path(folder) / name)
        await build_platform(server.url(OWNER), now)
        before = await dump(server.url(READER))
        await server.stop()
        assert not may_be_listed(Path(folder))
        assert not (server.data / "postmaster.pid").exists()
        assert server.socket == server.data or not server.socket.exists()
        again = await Postgres.start(Path(folder) / name)
        assert await dump(again.url(WRITER)) == before
        await again.stop()


async def test_a_second_start_takes_over_the_server_that_runs(postgres: Postgres) -> None:
    process = "SELECT pg_postmaster_start_time()"
    before = await said(postgres.url(READER), process)
    other = await Postgres.start(postgres.data)
    assert await said(other.url(READER), process) == before
