"""Find the people of an order and count what is held of them, by category, controller and circumstance. Reads only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import RowMapping, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import COMPANY, Circumstance, Holding, Retention
from habeas.domain.identifier import CUSTOMER, values
from habeas.domain.order import Located, LocateOrder
from habeas.domain.processing import Category

from .belonging import Belonging
from .content import values_of
from .controller import customers
from .fate import Fate, Fates, Part
from .needed import is_needed
from .people import find, identifiers_of, pinned, with_rows
from .schema import Schema


@dataclass
class _Count:
    rows: int = 0
    newest: date | None = None


async def located(
    connection: AsyncConnection,
    schema: Schema,
    order: LocateOrder,
    categories: Mapping[str, Category],
    largest: int | None,
) -> Located:
    """Everything that is held under the order's identifiers."""
    system = schema.record.system
    found = await find(connection, schema, order.identifiers, pinned(schema, order.identifiers, largest))
    pins = tuple(identifiers_of(schema, await with_rows(connection, schema, found.pins)))
    fates = Fates(Belonging(schema, found.pins), categories, order.as_of)
    counts = await counted(connection, fates)
    holdings = tuple(_holding(schema, part, count, categories) for part, count in counts.items())
    known = await customers(connection, schema, {h.controller for h in holdings} - {COMPANY})
    return Located(
        system=system,
        holdings=holdings,
        pinned=pins,
        # whoever is a customer's is not looked for elsewhere when that customer leaves
        identifiers=() if values(order.identifiers, CUSTOMER) else (*pins, *found.identifiers),
        instructions=tuple(filter(None, (one.instruction for one in known))),
        controllers=tuple(one.controller for one in known),
    )


async def counted(connection: AsyncConnection, fates: Fates) -> dict[Part, _Count]:
    """The rows of every table, by their parts."""
    rest = Circumstance.SOLE_OWNER if await is_needed(connection, fates.belonging) else None
    counts: dict[Part, _Count] = {}
    for name in fates.belonging.schema.record.outward:
        fate = fates.fate(name)
        for row in (await connection.execute(_census(fate))).mappings():
            for part in fate.parts(row, rest) if row["habeas_rows"] else ():
                _add(counts.setdefault(part, _Count()), row)
    return counts


def _census(fate: Fate) -> Any:
    """The rows of a table by their labels: how many, and how new the newest is."""
    dated = [] if fate.dated is None else [fate.dated.label("habeas_dated")]
    key = fate.of.columns[fate.about.key[0]].label("habeas_key")
    rows = select(key, *fate.labels, *dated).where(fate.mine).subquery()
    labels = [rows.columns[label.name] for label in fate.labels]
    newest = [func.max(rows.columns.habeas_dated).label("habeas_newest")] if dated else []
    return select(*labels, func.count().label("habeas_rows"), *newest).select_from(rows).group_by(*labels)


def _add(count: _Count, row: RowMapping) -> None:
    count.rows += row["habeas_rows"]
    if (newest := day_of(row.get("habeas_newest"))) is not None:
        count.newest = max(count.newest or newest, newest)


def day_of(value: object) -> date | None:
    """The day of a date, a moment, or a text that begins with one; moments without a zone are in UTC."""
    match value:
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).date()
        case str():
            return date.fromisoformat(value[:10])
        case _:
            return value if isinstance(value, date) else None


def _holding(schema: Schema, part: Part, count: _Count, categories: Mapping[str, Category]) -> Holding:
    return Holding(
        system=schema.record.system,
        category=part.category,
        controller=part.controller,
        circumstance=part.circumstance,
        retention=_retention(part, count, categories),
        count=count.rows,
        emptied=tuple(_methods(schema, part.category)),
    )


def _retention(part: Part, count: _Count, categories: Mapping[str, Category]) -> Retention | None:
    if part.circumstance is not Circumstance.RETAINED or count.newest is None:
        return None
    rule = categories[part.category].retention
    return rule.retention(count.newest) if rule else None


def _methods(schema: Schema, category: str) -> Iterator[str]:
    """By which methods values of a category are emptied, where there are rows that stay."""
    yield from sorted(
        {
            column.emptied.value
            for about in schema.record.tables.values()
            if about.stays and category in about.categories
            for column in values_of(about, category).values()
            if column.emptied
        }
    )
