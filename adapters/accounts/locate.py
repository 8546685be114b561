"""Find the accounts of a person and count what is held with each. Reads only."""

from collections.abc import Mapping

from sqlalchemy import Row, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import Holding
from habeas.domain.identifier import ACCOUNT_ID, EMAIL, Identifier, values
from habeas.domain.order import Located, LocateOrder
from habeas.domain.processing import Category

from .held import HELD, SYSTEM, Portion, account_ids, portions
from .schema import account


async def located(connection: AsyncConnection, order: LocateOrder, processing: Mapping[str, Category]) -> Located:
    """Everything that is held under the order's addresses and account ids."""
    accounts = await _accounts(connection, order.identifiers)
    ids = sorted({row.id for row in accounts} | set(account_ids(order.identifiers)))
    holdings = [await _holding(connection, p) for p in await portions(connection, ids, processing, order.as_of)]
    pinned = tuple(_identifier(ACCOUNT_ID, str(number)) for number in await _with_rows(connection, ids))
    return Located(
        system=SYSTEM,
        holdings=tuple(h for h in holdings if h.count),
        pinned=pinned,
        identifiers=(*pinned, *(_identifier(EMAIL, row.email) for row in accounts)),
    )


async def _accounts(connection: AsyncConnection, identifiers: tuple[Identifier, ...]) -> list[Row[int, str]]:
    given = {address.strip() for address in values(identifiers, EMAIL)}
    # SQLite lowers ASCII letters only: an address that is written the same is found in any case
    by_address = or_(func.lower(account.c.email).in_({g.lower() for g in given}), account.c.email.in_(given))
    found = or_(by_address, account.c.id.in_(account_ids(identifiers)))
    query = select(account.c.id, account.c.email).where(found).order_by(account.c.id)
    return list(await connection.execute(query))


async def _holding(connection: AsyncConnection, portion: Portion) -> Holding:
    at = portion.held.at
    newest = func.max(at) if at is not None else null()
    query = select(func.count(), newest).select_from(portion.held.table).where(portion.rows)
    count, last = (await connection.execute(query)).one()
    return Holding(
        system=SYSTEM,
        category=portion.held.category,
        circumstance=portion.circumstance,
        retention=portion.rule.retention(last.date()) if portion.rule and last else None,
        count=count,
    )


async def _with_rows(connection: AsyncConnection, ids: list[int]) -> list[int]:
    """Those of the ids under which anything is held; records may outlive their account."""
    held: set[int] = set()
    for each in HELD:
        held.update(await connection.scalars(select(each.account_id).distinct().where(each.account_id.in_(ids))))
    return sorted(held)


def _identifier(kind: str, value: str) -> Identifier:
    return Identifier(kind=kind, value=value, found_in=SYSTEM)
