"""Count what is left of a person's accounts, by a way of its own.

It shares no query and no list with what locates or erases, so that a mistake there does not hide here too: it reads the
date of every row and judges the rows one by one.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Table, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.identifier import ACCOUNT_ID
from habeas.domain.order import StepOrder
from habeas.domain.processing import Category

from . import schema

_CATEGORIES = {
    "account": schema.account,
    "identification": schema.profile,
    "log-in": schema.login,
    "log-in place": schema.login_place,
    "role": schema.membership,
    "technical": schema.technical,
    "usage": schema.usage,
}


async def left(connection: AsyncConnection, order: StepOrder, processing: Mapping[str, Category]) -> dict[str, int]:
    """The number of rows of the pinned accounts that are there, by holding key."""
    ids = {int(i.value) for i in order.identifiers if i.kind == ACCOUNT_ID}
    today = order.as_of.astimezone(UTC).date()
    is_needed = await _is_needed(connection, ids)
    counts: Counter[str] = Counter()
    for category, table in _CATEGORIES.items():
        async for day in _days(connection, table, ids):
            kept = _is_kept(processing.get(category), day, today)
            fate = Circumstance.RETAINED if kept else Circumstance.SOLE_OWNER if is_needed else None
            counts[holding_key(order.system, category, COMPANY, fate)] += 1
    return dict(counts)


async def _days(connection: AsyncConnection, table: Table, ids: set[int]) -> AsyncIterator[date | None]:
    columns = table.c
    person = columns.id if table is schema.account else columns.account_id
    moment = columns.at if "at" in columns else columns.created_at if "created_at" in columns else null()
    for number in sorted(ids):
        async with connection.stream(select(moment.label("moment")).where(person == number)) as rows:
            async for (at,) in rows:
                yield at.date() if isinstance(at, datetime) else None


def _is_kept(category: Category | None, day: date | None, today: date) -> bool:
    rule = category.retention if category else None
    return rule is not None and day is not None and rule.until(day) >= today


async def _is_needed(connection: AsyncConnection, ids: set[int]) -> bool:
    """Whether these accounts are all the owners that some workspace has."""
    membership = schema.membership.c
    theirs = select(membership.workspace_id).where(membership.account_id.in_(ids))
    query = select(membership.workspace_id, membership.account_id).where(
        membership.role == "owner", membership.workspace_id.in_(theirs)
    )
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for workspace, owner in await connection.execute(query):
        owners[workspace].add(owner)
    return any(found <= ids for found in owners.values())
