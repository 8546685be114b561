"""A world in the platform's database, in either kind: rows are things, and a role that may nothing is the stranger."""

import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Table, insert, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from adapters.sql.engine import reading_engine, writing_engine
from adapters.testing import OURS, Break, Thing, World
from habeas.sandbox.fault import How, Switchboard
from habeas.sandbox.postgres import SUPERUSER
from habeas.sandbox.rows import dump
from habeas.sandbox.wire import breakable

STRANGER = "habeas_stranger"
PAGES = Path(__file__).parents[3] / "docs" / "adapters"
_SQL = re.compile(r"^```sql\n((?s:.*?))^```$", re.MULTILINE)


@dataclass(frozen=True)
class Ways:
    """The engines of an adapter: one that writes and one that reads, behind a wire; and the stranger's, if any."""

    writing: AsyncEngine
    reading: AsyncEngine
    stranger: AsyncEngine | None


class SqlWorld(World):
    """What the worlds of SQL systems share; `system` is its name on the switchboard."""

    system: ClassVar[str]

    def __init__(self, platform, as_of: datetime, switchboard: Switchboard) -> None:
        self.platform, self.as_of, self.switchboard = platform, as_of, switchboard
        self.whose: dict[object, str] = {}
        self._last = 100_000

    def number(self) -> int:
        """An id that nothing has had."""
        self._last += 1
        return self._last

    async def put(self, *rows: tuple[Table, Iterable[dict[str, object]]]) -> None:
        """The owner of the database puts rows in."""
        engine = writing_engine(self.platform.url_owner)
        async with engine.begin() as connection:
            for table, some in rows:
                await connection.execute(insert(table), list(some))
        await engine.dispose()

    async def rows(self, owner: Callable[[str, tuple[object, ...]], Thing]) -> frozenset[Thing]:
        """Every row of every table; what is in the table of holds is ours."""
        found = await dump(self.platform.url_owner)
        held = {Thing(OURS, ("habeas_hold", *row)) for row in found.pop("habeas_hold")}
        return frozenset(held | {owner(table, row) for table, rows in found.items() for row in rows})

    def break_wire(self, how: Break, times: int | None = None) -> None:
        self.switchboard.break_(self.system, How(how), times)

    def mend_wire(self) -> None:
        self.switchboard.mend()


@asynccontextmanager
async def ways(platform, system: str, switchboard: Switchboard) -> AsyncIterator[Ways]:
    """The engines over a platform, while the context lasts."""
    async with AsyncExitStack() as stack:
        engines = [
            breakable(engine, system, switchboard)
            for engine in (writing_engine(platform.url_write), reading_engine(platform.url_read))
        ]
        if platform.url_owner.startswith("postgresql"):
            engines.append(writing_engine(await _role(platform.url_owner, STRANGER)))
        for engine in engines:
            stack.push_async_callback(engine.dispose)
        yield Ways(*engines[:2], engines[2] if len(engines) > 2 else None)


def switchboard(folder: Path) -> Switchboard:
    """One of a world's own."""
    return Switchboard(folder / "faults.json")


def page_of(system: str) -> str:
    """What the page of an adapter says."""
    return (PAGES / f"{system}.md").read_text(encoding="utf-8")


def grants(system: str) -> list[str]:
    """The statements by which its credentials are given what they need, as the page has them."""
    return [one.strip() for block in _SQL.findall(page_of(system)) for one in block.split(";") if one.strip()]


async def granted(platform, system: str):
    """The same database, by two roles that may do what the page says and nothing more; the page is for PostgreSQL."""
    if not platform.url_owner.startswith("postgresql"):
        return platform
    roles = [f"habeas_{system}_{what}" for what in ("writer", "reader")]
    ways = [await _role(platform.url_owner, role) for role in roles]
    async with superuser(platform.url_owner) as connection:
        for statement in grants(system):
            await connection.execute(text(statement))
    return replace(platform, url_write=ways[0], url_read=ways[1])


async def _role(owner_url: str, role: str) -> str:
    """The way of a role, which is made when there is none, and has been given nothing."""
    async with superuser(owner_url) as connection:
        if role not in set(await connection.scalars(text("SELECT rolname FROM pg_roles"))):
            await connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    return make_url(owner_url).set(username=role).render_as_string()


@asynccontextmanager
async def superuser(owner_url: str) -> AsyncIterator[AsyncConnection]:
    """Whoever may do anything in that database."""
    engine = create_async_engine(make_url(owner_url).set(username=SUPERUSER), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        yield connection
    await engine.dispose()
