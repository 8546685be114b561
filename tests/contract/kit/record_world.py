"""Systems that are databases by their record alone, for the kit: rows of theirs, tied to whom they were added for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from sql_world import SqlWorld, granted, switchboard, ways

from adapters.database.adapter import DatabaseSystem
from adapters.testing import Thing
from habeas.domain.identifier import ACCOUNT_ID, Identifier, cookie_id, email
from habeas.policy import load_processing
from habeas.sandbox import activity, marketing
from habeas.system_file import load_database

POLICY = Path(__file__).parents[3] / "policy"
PROCESSING = load_processing(POLICY / "processing.yaml")


class RecordWorld(SqlWorld):
    """A row is of whom it was added for, by the name of its table and its key."""

    many = 1_100

    async def snapshot(self) -> frozenset[Thing]:
        return await self.rows(self._thing)

    def _thing(self, table: str, row: tuple[object, ...]) -> Thing:
        return Thing(self.whose.get((table, row[0]), ""), (table, *row), stays=table == "technical_record")


class MarketingWorld(RecordWorld):
    """A thing is something that a contact wants offers about: they are read 200 and erased 500 at a time."""

    system = "marketing"

    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        contact, at = self.number(), self.as_of - timedelta(days=20)
        wants = [
            {"id": self.number(), "contact_id": contact, "topic": address[:80], "since": at} for _ in range(things)
        ]
        agreed = {"id": self.number(), "contact_id": contact, "purpose": "offers", "given_at": at}
        against = {"id": self.number(), "contact_id": contact, "at": at}
        gets_mail = len(self.whose) % 2 == 0  # what was is not the same for all
        self.whose |= {("preference", one["id"]): address for one in wants}
        self.whose |= {("consent", agreed["id"]): address, ("objection", against["id"]): address}
        self.whose["contact", contact] = address
        await self.put(
            (marketing.contact, [{"id": contact, "email": address, "gets_mail": gets_mail}]),
            (marketing.preference, wants),
            (marketing.consent, [agreed]),
            (marketing.objection, [against]),
        )
        return (email(address),)


class ActivityWorld(RecordWorld):
    """A thing is a log-in, of somebody whom it knows by the ids of an account and a cookie; a law keeps one record."""

    system = "activity"

    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        account, at = self.number(), self.as_of - timedelta(days=20)
        of = {"account_id": account, "at": at}
        logins = [{"id": self.number(), **of, "ip_address": "192.0.2.1"} for _ in range(things)]
        kept = {"id": self.number(), **of, "source_address": "192.0.2.1", "source_port": 9}
        is_analysed = len(self.whose) % 2 == 0  # what was is not the same for all
        browser = f"cookie-{self.number()}"
        self.whose |= {("login", one["id"]): address for one in logins} | {("visitor", browser): address}
        self.whose |= {("technical_record", kept["id"]): address, ("usage_count", account): address}
        await self.put(
            (activity.usage_count, [{"account_id": account, "webinars_held": 1, "is_analysed": is_analysed}]),
            (activity.login, logins),
            (activity.technical, [kept]),
            (activity.visitor, [{"cookie_id": browser, "first_seen_at": at, "is_analysed": is_analysed}]),
        )
        return (Identifier(kind=ACCOUNT_ID, value=str(account)), cookie_id(browser))


@asynccontextmanager
async def record_world(kind: type[RecordWorld], platform, folder, now) -> AsyncIterator[RecordWorld]:
    """The platform with the adapter over it, as the record of processing has its categories."""
    platform = await granted(platform, kind.system)
    world = kind(platform, now, switchboard(folder))
    made = partial(
        DatabaseSystem, load_database(POLICY / "systems" / f"{kind.system}.yaml"), PROCESSING.of(kind.system)
    )
    async with ways(platform, kind.system, world.switchboard) as engines:
        world.adapter = made(engines.writing, engines.reading)
        if engines.stranger is not None:
            world.stranger = made(engines.stranger, engines.stranger)
        yield world


activity_world = partial(record_world, ActivityWorld)
marketing_world = partial(record_world, MarketingWorld)
