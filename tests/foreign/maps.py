"""Drafts a record of databases that nobody here designed, answers its questions, and finds nothing to mend.

Chinook comes with a package of PyPI; Lino Così, an application for small firms, and Lino Noi, a service desk, make
their demonstration data by themselves. Each is built in SQLite and in PostgreSQL. The answers are files beside this
one, and change YAML alone.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chinook
import lino
import yaml
from sqlalchemy import text

from habeas.datamap.check import check_database, check_files
from habeas.datamap.connection import ask
from habeas.datamap.draft import draft
from habeas.datamap.reading import read_schema
from habeas.datamap.sample import addresses
from habeas.datamap.schema import Schema
from habeas.document import OPEN
from habeas.fault import Fault
from habeas.sandbox.postgres import SUPERUSER, Postgres

HERE = Path(__file__).parent
SCHEMAS = {"chinook": chinook.build, "cosi": lino.build_cosi, "noi": lino.build_noi}


async def main(got: Path) -> int:
    """Print a line for each thing that was looked at; the number of failures decides the exit code.

    What is downloaded is kept in the folder `got`, and not downloaded again.
    """
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        server = await Postgres.start(folder / "postgres")
        try:
            for name, build in SCHEMAS.items():
                for url in (f"sqlite+aiosqlite:///{folder / name}.db", await database(server, name)):
                    await build(url, got)
                    for line in await _of_one(name, url, folder):
                        failures += line.startswith("FAILED")
                        print(line, flush=True)  # noqa: T201 - it is what was asked for
        finally:
            await server.stop()
    return 1 if failures else 0


def downloads() -> Path:
    """The folder that is named as the first argument, or a new one that stays: where what was downloaded lies."""
    folder = Path(sys.argv[1] if sys.argv[1:] else tempfile.mkdtemp(prefix="habeas-public-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def database(server: Postgres, name: str) -> str:
    """A new database of this name on the server: the superuser's way to it."""
    async with server.as_superuser(SUPERUSER) as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    return server.url(SUPERUSER, name)


async def _of_one(name: str, url: str, folder: Path) -> list[str]:
    schema = await ask(url, read_schema)
    where = f"{name} in {url.partition('+')[0]}"
    return list(_lines(where, await drafted(name, url, schema, folder), answers_of(name), schema))


async def drafted(name: str, url: str, schema: Schema, folder: Path) -> Path:
    """A draft of the record of this database, as a file."""
    file = folder / f"{name}.yaml"
    file.write_text(draft(name, schema, await ask(url, lambda c: addresses(c, schema))).text())
    return file


def _lines(where: str, file: Path, answers: dict[str, Any], schema: Schema) -> Iterator[str]:
    open_, wrong = _found(file, schema)
    yield _line(f"the draft of {where} asks {len(open_)} questions, and all else in it fits", wrong)
    file.write_text(yaml.safe_dump(answered(yaml.safe_load(file.read_text()), answers), allow_unicode=True))
    open_, wrong = _found(file, schema)
    yield _line(f"with the answers nothing of {where} is left to mend ({len(schema.tables)} tables)", [*open_, *wrong])


def _found(file: Path, schema: Schema) -> tuple[list[Fault], list[Fault]]:
    found = [f for f in {*check_files([file]), *check_database(file, schema)} if not f.is_warning]
    open_ = [f for f in found if f.what.startswith("is open")]
    return open_, [f for f in found if f not in open_]


def _line(what: str, wrong: list[Fault]) -> str:
    return f"FAILED: {what}: {len(wrong)}, as {'; '.join(sorted(map(str, wrong))[:9])}" if wrong else f"ok: {what}"


def answers_of(name: str) -> dict[str, Any]:
    """What a person answered to the draft, as a file beside this one."""
    return yaml.safe_load((HERE / f"{name}-answers.yaml").read_text())


def answered(drafted: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """A draft as somebody has edited it: `*` answers what is asked everywhere, `emptied` what no method fits."""
    removed = {place.removeprefix("categories.") for place in answers.pop("remove", [])}
    categories = answers.pop("categories")
    usual = categories.pop("*", {})
    left = [c for c in drafted["categories"] if c["name"] not in removed]
    drafted["categories"] = [{**c, **usual, **categories.get(c["name"], {})} for c in left]
    without, unnamed = drafted.get("without", {}), answers.get("without", {}).pop("*", OPEN)
    drafted["without"] = {name: unnamed if reason == OPEN else reason for name, reason in without.items()}
    unfit = answers.pop("emptied", {})
    for table in drafted["tables"].values():
        opened = {n: unfit for n, c in table["columns"].items() if isinstance(c, dict) and c.get("emptied") == OPEN}
        table["columns"] |= opened
    return _over(drafted, answers)


def _over(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    merged = {key: _over(value, above[key]) if key in above else value for key, value in below.items()}
    return {**merged, **{key: value for key, value in above.items() if key not in below}}


if __name__ == "__main__":
    sys.exit(asyncio.run(main(downloads())))
