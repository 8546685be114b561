"""Accounts for the kit: an account, its profile, and where it logged in from."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from accounts_system import Accounts
from sql_world import SqlWorld, granted, switchboard, ways

from adapters.testing import Thing
from habeas.domain.identifier import Identifier, email
from habeas.sandbox import accounts as schema


class AccountsWorld(SqlWorld):
    """A thing is a place of a log-in: they are read 200 and erased 500 at a time."""

    system, many = "accounts", 1_100

    async def add(self, address: str, things: int = 1) -> tuple[Identifier, ...]:
        id_ = self.number()
        flags = {"may_log_in": True, "gets_mail": len(self.whose) % 2 == 0}  # what was is not the same for all
        self.whose[id_] = address
        account = {"id": id_, "username": address[:90], "email": address, "password_hash": "scrypt$", **flags}
        at = self.as_of - timedelta(days=20)
        place = {"account_id": id_, "at": at, "ip_address": "192.0.2.1", "country": "NO"}
        places = [{"id": self.number(), **place} for _ in range(things)]
        await self.put(
            (schema.account, [{**account, "first_name": address, "created_at": at}]),
            (schema.profile, [{"account_id": id_, "postal_address": address}]),
            (schema.login_place, places),
        )
        return (email(address),)

    async def snapshot(self) -> frozenset[Thing]:
        return await self.rows(self._thing)

    def _thing(self, table: str, row: tuple[object, ...]) -> Thing:
        columns = schema.accounts_metadata.tables.get(table)
        owner = None
        if columns is not None and table != "workspace":
            owner = row[columns.columns.keys().index("id" if table == "account" else "account_id")]
        return Thing(self.whose.get(owner, ""), (table, *row))


@asynccontextmanager
async def accounts_world(platform, folder, now, wrap=Accounts) -> AsyncIterator[AccountsWorld]:
    """The platform with the adapter over it; `wrap` makes the adapter."""
    platform = await granted(platform, "accounts")
    world = AccountsWorld(platform, now, switchboard(folder))
    async with ways(platform, "accounts", world.switchboard) as engines:
        world.adapter = wrap(engines.writing, engines.reading, {})
        if engines.stranger is not None:
            world.stranger = Accounts(engines.stranger, engines.stranger, {})
        yield world
