"""The example of docs/record.md is a record of the schema that stands above it."""

import re
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from habeas.datamap.check import check_database, check_files
from habeas.datamap.connection import ask
from habeas.datamap.draft import draft
from habeas.datamap.reading import read_schema
from habeas.policy import load_policy

PAGE = (Path(__file__).parents[3] / "docs" / "record.md").read_text()


def block(kind: str) -> str:
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return found


async def test_the_example_fits(build, policy):
    """Whoever copies it has a record without a finding, loaded with the rest; a draft has the same tables."""
    url = await build(*filter(str.strip, block("sql").split(";")))
    file = policy.parent / "systems" / "shop.yaml"
    file.write_text(block("yaml"))
    schema = await ask(url, read_schema)
    assert [str(f) for f in (*check_files([file]), *check_database(file, schema)) if not f.is_warning] == []
    loaded = load_policy(policy)
    assert set(loaded.processing.of("shop")) == {"account", "order"}
    record = loaded.systems["shop"].database
    drafted = draft("shop", schema, {})
    assert {part.name for part in drafted.tables} == record.tables.keys()
    assert {part.name for part in drafted.without} == record.without.keys()


async def test_without_it_everything_is_missing(build, policy):
    """What the page says of a check is so: a column that was added has no entry."""
    url = await build(*filter(str.strip, block("sql").split(";")))
    file = policy.parent / "systems" / "shop.yaml"
    file.write_text(block("yaml"))
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("ALTER TABLE customer ADD COLUMN nickname varchar(40)"))
    await engine.dispose()
    found = check_database(file, await ask(url, read_schema))
    assert any("nickname is in the database and has no entry" in fault.what for fault in found)
