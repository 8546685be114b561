"""Suspend a person's accounts for a case, and give them back exactly as they were."""

from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.hold import Holds
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence

from .held import SYSTEM, account_ids
from .schema import account

_SUSPENDED = {"may_log_in": False, "gets_mail": False}


async def suspend(connection: AsyncConnection, order: StepOrder, fence: Fence) -> int:
    """Take log-in and mail from the pinned accounts, remembering what was; returns how many were not held before."""
    rows = (await connection.execute(_locked(account_ids(order.identifiers)))).mappings().all()
    await fence()
    holds = notes(connection, order)
    remembered = await holds.remembered()
    fresh = [row for row in rows if item(row["id"]) not in remembered]
    for row in fresh:
        await holds.remember(item(row["id"]), {flag: row[flag] for flag in _SUSPENDED})
        await connection.execute(update(account).where(account.c.id == row["id"]).values(_SUSPENDED))
    return len(fresh)


async def give_back(connection: AsyncConnection, order: StepOrder) -> int:
    """Restore what this case remembered, and forget it; returns how many accounts that were."""
    await connection.execute(_locked(account_ids(order.identifiers)))
    holds = notes(connection, order)
    remembered = await holds.remembered()
    for name, was in remembered.items():
        await connection.execute(update(account).where(account.c.id == account_id(name)).values(**was))
        await holds.forget(name)  # where nothing was held nothing is written: a system that refuses writes is left be
    return len(remembered)


def notes(connection: AsyncConnection, order: StepOrder) -> Holds:
    """What this case remembers of accounts."""
    return Holds(connection, order.case_id, SYSTEM)


def item(number: int) -> str:
    """The name by which an account is remembered."""
    return f"account/{number}"


def account_id(name: str) -> int:
    """The account that is remembered by a name."""
    return int(name.removeprefix("account/"))


def _locked(ids: list[int]) -> Select[Any]:
    columns = (account.c.id, *(account.c[flag] for flag in _SUSPENDED))
    return select(*columns).where(account.c.id.in_(ids)).order_by(account.c.id).with_for_update()
