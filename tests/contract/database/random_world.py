"""A database made up by chance as a world: written, opened, and planned for."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from random_database import TODAY, Made
from random_question import Question
from small_world import SYSTEM, Place, World, opened
from sqlalchemy import MetaData, insert, update

from adapters.sql.engine import writing_engine
from adapters.sql.hold import hold_metadata
from habeas.domain.order import Located, StepOrder
from habeas.domain.plan import Keep
from habeas.domain.record.database import Database
from habeas.domain.request import Instruction

NOW = datetime.combine(TODAY, time(9), tzinfo=UTC)
HOUR = 3600  # on a machine that others use too
patient = settings(deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def sqlite_file() -> Iterator[Place]:
    """A file that is not there yet, for as long as the context lasts."""
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'some.db'}"
        yield Place(url, url, url)


@asynccontextmanager
async def random_world(place: Place, made: Made) -> AsyncIterator[World]:
    """The adapter over the tables and their rows, in a database that has none yet."""
    without = dict.fromkeys(made.beside, "nobody's")
    record = Database.model_validate({"system": SYSTEM, "tables": made.tables, "without": without})
    async with AsyncExitStack() as stack:
        await _write(place, made)
        yield await opened(stack, place, made.metadata, record, made.rules, NOW)


def planned(world: World, found: Located, question: Question) -> StepOrder:
    """The order to erase what was found, but for what is kept for a claim and what no customer has said."""
    until = TODAY.replace(year=2030)
    keeps = [Keep(holding=f"shop/{c}/company", ground="a claim", until=until, by="x") for c in question.kept]
    told = [Instruction(controller=controller, recorded_by="them") for controller in sorted(question.instructed)]
    return world.planned(found, keeps, told)


async def _write(place: Place, made: Made) -> None:
    """The tables and their rows, in a database that has none."""
    engine = writing_engine(place.url_owner)
    async with engine.begin() as connection:
        for metadata in (made.metadata, hold_metadata):
            await connection.run_sync(metadata.create_all, checkfirst=False)
        for name, rows in made.beside.items():
            await connection.execute(insert(made.metadata.tables[name]), rows)
        for name, rows in made.rows.items():
            table = made.metadata.tables[name]
            late = made.later if name == "pa" else ()
            if rows:
                await connection.execute(insert(table), [{**row, **dict.fromkeys(late)} for row in rows])
        table = made.metadata.tables["pa"]
        for row in made.rows["pa"] if made.later else ():
            mine = [table.columns[part] == row[part] for part in made.tables["pa"]["key"]]
            await connection.execute(update(table).where(*mine).values({c: row[c] for c in made.later}))
    await engine.dispose()


async def empty(place: Place) -> None:
    """Drop what an example before has made."""
    engine, found = writing_engine(place.url_owner), MetaData()
    async with engine.begin() as connection:
        await connection.run_sync(found.reflect)
        await connection.run_sync(found.drop_all)
    await engine.dispose()
