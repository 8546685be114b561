"""Applications made with Lino, with the demonstration data that they make by themselves: Così, and Noi.

Così keeps the accounts of small firms, Noi is a service desk. Their packages are installed by name and hash
(`lino.lock`) into an environment of their own, and they fill a database there. That is SQLite; PostgreSQL gets the same
tables and rows. Their partners are people and firms in one table.
"""

import os
import subprocess
import sys
from pathlib import Path

from filled import fill
from sqlalchemy import MetaData, create_engine, select

_HERE = Path(__file__).parent
_FIXTURES = {
    "cosi1": ("std", "minimal_ledger", "furniture", "demo", "demo_bookings", "payments"),
    "noi2": ("std", "demo"),
}
# what the data of Noi shows is not in its package
_PICTURES = ("MurderontheOrientExpress", "StormIsland", "AndThenThereWereNone", "FirstThereWereTen")
_MADE = """
import os, sys, pathlib, lino_book
site = pathlib.Path(lino_book.__file__).parents[1]
for name in ("screenshots", "photos", "images"):
    (site / "demo_data" / name).mkdir(parents=True, exist_ok=True)
for name in os.environ["PICTURES"].split():
    (site / "demo_data" / "images" / f"{name}.jpg").touch()
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "initdb", *sys.argv[1:], "--noinput"])
from django.conf import settings
print(settings.DATABASES["default"]["NAME"])
"""


async def build_cosi(url: str, folder: Path) -> None:
    """Fill a database with what Lino Così made; where it did, is in the folder."""
    await _build(url, _made(folder, "cosi1"))


async def build_noi(url: str, folder: Path) -> None:
    """Fill a database with what Lino Noi made; where it did, is in the folder."""
    await _build(url, _made(folder, "noi2"))


async def _build(url: str, file: Path) -> None:
    made = create_engine(f"sqlite:///{file}")
    metadata = MetaData()
    metadata.reflect(made)
    with made.connect() as connection:
        tables = metadata.tables.values()
        rows = {t.name: [dict(row) for row in connection.execute(select(t)).mappings()] for t in tables}
    made.dispose()
    for table in metadata.tables.values():
        for column in table.columns:
            column.type, column.server_default = column.type.as_generic(), None  # without SQLite's spelling
        for constraint in table.constraints:
            constraint.name = None  # some are longer than PostgreSQL takes
        for number, index in enumerate(sorted(table.indexes, key=lambda i: i.name)):
            index.name = f"{table.name}_{number}"
    await fill(url, metadata, rows)


def _made(folder: Path, project: str) -> Path:
    """The database that the application made: months of a firm that there is not."""
    python, told = _installed(folder), folder / "lino" / f"{project}.txt"
    if not told.exists():
        known = {**os.environ, "DJANGO_SETTINGS_MODULE": f"lino_book.projects.{project}.settings"}
        words = [python, "-c", _MADE, *_FIXTURES[project]]
        known["PICTURES"] = " ".join(_PICTURES)
        made = subprocess.run(words, env=known, cwd=folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"Lino made no database: {made.stderr.splitlines()[-1]}")
        told.write_text(made.stdout.splitlines()[-1])
    return Path(told.read_text())


def _installed(folder: Path) -> Path:
    """The interpreter of the environment that the packages are in."""
    python, done = folder / "lino" / "bin" / "python", folder / "lino" / "installed.txt"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "lino"], check=True)
        lock = ["--require-hashes", "--requirement", _HERE / "lino.lock"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *lock], check=True)
        done.touch()
    return python
