"""What accounts hold: each table with its category, whose rows they are, and which of them a law keeps.

Everything that locates, holds or erases judges rows by this module; confirming does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import Column, ColumnElement, Table, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.holding import COMPANY, Circumstance, holding_key
from habeas.domain.identifier import ACCOUNT_ID, Identifier, values
from habeas.domain.processing import Category, RetentionRule

from . import schema

SYSTEM = "accounts"
OWNER = "owner"


@dataclass(frozen=True)
class Held:
    """One table: its category, the column that names the account, and the one that dates a row, if there is one."""

    table: Table
    category: str
    account_id: Column[int]
    at: Column[datetime] | None = None

    @property
    def id(self) -> Column[int]:
        """The primary key."""
        return self.table.primary_key.columns[0]


_account, _profile, _membership = schema.account.c, schema.profile.c, schema.membership.c
_TABLES = (
    Held(schema.account, "account", _account.id, _account.created_at),
    Held(schema.profile, "identification", _profile.account_id),
    Held(schema.membership, "role", _membership.account_id),
    Held(schema.login_place, "log-in place", schema.login_place.c.account_id, schema.login_place.c.at),
    Held(schema.login, "log-in", schema.login.c.account_id, schema.login.c.at),
    Held(schema.usage, "usage", schema.usage.c.account_id, schema.usage.c.at),
    Held(schema.technical, "technical", schema.technical.c.account_id, schema.technical.c.at),
)
# made once: the columns of an alias are copied for each new one
_MINE, _ANOTHERS = schema.membership.alias(), schema.membership.alias()
_LARGEST_ID = 2**31 - 1
_ORDER = schema.accounts_metadata.sorted_tables

HELD = tuple(sorted(_TABLES, key=lambda held: _ORDER.index(held.table)))
"""Every table, referred-to tables first."""


@dataclass(frozen=True)
class Portion:
    """The rows of one table that share a fate: a holding's circumstance, its key, and the condition that picks them."""

    held: Held
    circumstance: Circumstance | None
    rows: ColumnElement[bool]
    rule: RetentionRule | None = None

    @property
    def key(self) -> str:
        """The key of the holding that these rows are."""
        return holding_key(SYSTEM, self.held.category, COMPANY, self.circumstance)


def key_of(category: str) -> str:
    """The key of a holding that nothing keeps from being erased."""
    return holding_key(SYSTEM, category, COMPANY, None)


def account_ids(identifiers: tuple[Identifier, ...]) -> list[int]:
    """The account ids among identifiers, in order; what no account's id can be names nobody."""
    numbers = {int(value) for value in values(identifiers, ACCOUNT_ID) if value.isdecimal()}
    return sorted(number for number in numbers if number <= _LARGEST_ID)


def check_retention(processing: Mapping[str, Category]) -> None:
    """Raises ValueError when a law is said to keep rows that bear no date."""
    for held in HELD:
        category = processing.get(held.category)
        if held.at is None and category is not None and category.retention is not None:
            raise ValueError(f"{SYSTEM}: rows of {held.category} bear no date, and its retention needs one")


async def portions(
    connection: AsyncConnection, ids: Sequence[int], processing: Mapping[str, Category], as_of: datetime
) -> list[Portion]:
    """The person's rows in every table, parted by what the law keeps at that moment; referred-to tables first."""
    rest = Circumstance.SOLE_OWNER if await _leaves_a_workspace_without_owner(connection, ids) else None
    found: list[Portion] = []
    for held in HELD:
        category = processing.get(held.category)
        found.extend(_parted(held, category.retention if category else None, held.account_id.in_(ids), rest, as_of))
    return found


def _parted(
    held: Held, rule: RetentionRule | None, mine: ColumnElement[bool], rest: Circumstance | None, as_of: datetime
) -> list[Portion]:
    if rule is None or held.at is None:
        return [Portion(held, rest, mine)]
    since = datetime.combine(rule.since(as_of.astimezone(UTC).date()), time.min, tzinfo=UTC)
    return [
        Portion(held, rest, and_(mine, held.at < since)),
        Portion(held, Circumstance.RETAINED, and_(mine, held.at >= since), rule),
    ]


async def _leaves_a_workspace_without_owner(connection: AsyncConnection, ids: Sequence[int]) -> bool:
    mine, other = _MINE, _ANOTHERS
    another = exists().where(
        other.c.workspace_id == mine.c.workspace_id, other.c.role == OWNER, other.c.account_id.not_in(ids)
    )
    query = select(mine.c.workspace_id).where(mine.c.role == OWNER, mine.c.account_id.in_(ids), ~another)
    return (await connection.execute(query.limit(1))).first() is not None
