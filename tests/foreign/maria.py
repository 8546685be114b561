"""MariaDB, which Debian has: a record is drafted from it and compared, and the adapter keeps its contract there."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from adapters.sql.engine import writing_engine
from adapters.sql.error import classified
from adapters.sql.limits import Limits
from habeas.datamap.check import check_database
from habeas.datamap.connection import ask
from habeas.datamap.draft import draft
from habeas.datamap.reading import read_schema
from habeas.datamap.sample import addresses
from habeas.domain.error import InvalidInput, Unavailable

HOUSE = Path(__file__).parents[2]

_TABLES = """
CREATE DATABASE shop; USE shop;
CREATE TABLE customer (id integer PRIMARY KEY, post varchar(80) NOT NULL UNIQUE, name varchar(40), born date,
  joined datetime NOT NULL, notes json);
CREATE TABLE purchase (id integer PRIMARY KEY, customer_id integer NOT NULL, total numeric(8, 2) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customer (id));
CREATE TABLE genre (id integer PRIMARY KEY);
INSERT INTO customer VALUES (1, 'ana@example.org', 'Ana', NULL, now(), '{}');
"""


def main() -> int:
    """Print a line for each thing that was looked at; the number of failures decides the exit code."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with _served(folder) as socket:
            lines = [*asyncio.run(_looked_at(f"mariadb://{_at(socket)}", folder))]
            lines += [*asyncio.run(_given_up(f"mariadb+aiomysql://{_at(socket)}")), _contract(socket)]
    print("\n".join(lines))  # noqa: T201 - it is what was asked for
    return any(line.startswith("FAILED") for line in lines)


async def _looked_at(url: str, folder: Path) -> list[str]:
    schema = await ask(url, read_schema)
    drafted = draft("shop", schema, await ask(url, lambda connection: addresses(connection, schema)))
    file = folder / "shop.yaml"
    file.write_text(drafted.text())
    found = [str(fault) for fault in check_database(file, schema) if not fault.is_warning]
    tables = [part.name for part in drafted.tables]
    is_seen = tables == ["customer", "purchase"]
    return [
        _line(is_seen, f"in MariaDB a sample finds who is a person, and keys what is theirs: {', '.join(tables)}"),
        _line(not found, f"the draft fits the database that it was made from: {len(found)} are wrong"),
        _line(await _is_refused(url), "nothing can be written over a connection that reads a schema"),
    ]


async def _is_refused(url: str) -> bool:
    try:
        await ask(url, lambda connection: connection.execute(text("DELETE FROM purchase")))
    except InvalidInput:
        return True
    return False


async def _given_up(url: str) -> list[str]:
    """What the session is told of time is what the server does."""
    engine = writing_engine(url, Limits(statement=timedelta(seconds=0.5), lock=timedelta(seconds=1)))
    try:
        async with classified("shop"), engine.connect() as connection:
            await connection.execute(text("SELECT count(*) FROM customer WHERE sleep(30) OR sleep(30)"))
    except Unavailable as error:
        said = str(error)
    else:
        said = "it ran to its end"
    await engine.dispose()
    return [_line("took longer than it may" in said, f"a statement that takes too long is given up: {said}")]


def _contract(socket: Path) -> str:
    """The contract tests of the adapter, as on SQLite and PostgreSQL, in a database that takes capitals for nothing."""
    words = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "--timeout",
        "200",
        "tests/contract/database",
        "-k",
        "mariadb",
    ]
    environment = {**os.environ, "HABEAS_TESTS_MARIADB": str(socket)}
    answer = subprocess.run(
        [sys.executable, *words], cwd=HOUSE, env=environment, capture_output=True, text=True, check=False
    )
    return _line(answer.returncode == 0, f"the adapter of databases keeps its contract: {_last_line(answer.stdout)}")


def _last_line(told: str) -> str:
    return next(iter(reversed(told.strip().splitlines())), "nothing was said")


def _at(socket: Path) -> str:
    return f"root@localhost/shop?unix_socket={socket}"


def _line(is_so: bool, what: str) -> str:
    return f"{'ok' if is_so else 'FAILED'}: {what}"


@contextmanager
def _served(folder: Path) -> Iterator[Path]:
    """A server that listens on a socket of its own, with the tables in it: its socket."""
    data, socket = folder / "data", folder / "s"
    make = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"]
    subprocess.run([*make, "--user=root"], check=True, capture_output=True)
    words = ["mariadbd", "--no-defaults", "--user=root", f"--datadir={data}", f"--socket={socket}", "--skip-networking"]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = ["mariadb", "--no-defaults", f"--socket={socket}", "--user=root"]
        while subprocess.run([*client, "-e", "SELECT 1"], capture_output=True, check=False).returncode:
            time.sleep(0.2)
        subprocess.run([*client, "-e", _TABLES], check=True, capture_output=True)
        yield socket
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
