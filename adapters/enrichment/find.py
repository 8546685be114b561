"""Finds a person's copies, and tells apart the addresses that are tied to several people. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from habeas.domain.identifier import ACCOUNT_ID, EMAIL, Identifier, values
from habeas.domain.order import LocateOrder

from .address import normalised
from .category import SYSTEM
from .pin import account_ids
from .schema import enrichment

Copy = Row[str, str, int | None, str | None, str | None]
_COLUMNS = (
    enrichment.c.id,
    enrichment.c.email,
    enrichment.c.account_id,
    enrichment.c.country,
    enrichment.c.country_from,
)


@dataclass(frozen=True)
class Found:
    """The person's copies, their addresses (those in doubt left out), and what is in doubt or to be handed on."""

    copies: list[Copy] = field(repr=False)
    addresses: tuple[str, ...] = field(repr=False)
    shared: tuple[Identifier, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


async def find(connection: AsyncConnection, order: LocateOrder) -> Found:
    """The copies under the order's account ids, and under addresses that are one person's.

    An address that copies tie to two accounts is in doubt, unless somebody has decided that it is this person's; what
    it alone leads to is not found.
    """
    accounts, given = account_ids(order.identifiers), values(order.identifiers, EMAIL)
    first = await _copies(connection, given, accounts)
    addresses = _each_once((*given, *(copy.email for copy in first)))
    every = await _copies(connection, addresses, accounts)
    tied = _tied_to_several(every)
    doubtful = tied - {i.normalised() for i in order.theirs}
    mine = [c for c in every if c.account_id in accounts or normalised(c.email) not in doubtful]
    return Found(
        copies=mine,
        addresses=tuple(a for a in addresses if normalised(a) not in doubtful),
        shared=_written(order, addresses, doubtful),
        identifiers=_handed_on(mine, tied, doubtful),
    )


async def _copies(connection: AsyncConnection, addresses: Iterable[str], accounts: list[int]) -> list[Copy]:
    given = {address.strip() for address in addresses}
    # SQLite lowers ASCII letters only: an address that is written the same is found in any case
    by_address = or_(func.lower(enrichment.c.email).in_({g.lower() for g in given}), enrichment.c.email.in_(given))
    query = select(*_COLUMNS).where(or_(by_address, enrichment.c.account_id.in_(accounts))).order_by(enrichment.c.id)
    return list(await connection.execute(query))


def _tied_to_several(copies: Iterable[Copy]) -> set[str]:
    accounts: defaultdict[str, set[int]] = defaultdict(set)
    for copy in copies:
        if copy.account_id is not None:
            accounts[normalised(copy.email)].add(copy.account_id)
    return {address for address, tied in accounts.items() if len(tied) > 1}


def _each_once(addresses: Iterable[str]) -> tuple[str, ...]:
    """One writing of each address."""
    return tuple({normalised(a): a for a in addresses}.values())


def _written(order: LocateOrder, addresses: Iterable[str], doubtful: set[str]) -> tuple[Identifier, ...]:
    """What is in doubt, as it was asked with, or as it is stored where it was not."""
    asked = tuple(i for i in order.identifiers if i.normalised() in doubtful)
    missing = doubtful - {i.normalised() for i in asked}
    return (*asked, *(_identifier(EMAIL, a) for a in addresses if normalised(a) in missing))


def _handed_on(copies: list[Copy], tied: set[str], doubtful: set[str]) -> tuple[Identifier, ...]:
    """The addresses of the copies, and the accounts to which an address is tied alone."""
    emails = {c.email for c in copies if normalised(c.email) not in doubtful}
    accounts = {str(c.account_id) for c in copies if c.account_id is not None and normalised(c.email) not in tied}
    named = (*((ACCOUNT_ID, a) for a in sorted(accounts)), *((EMAIL, e) for e in sorted(emails)))
    return tuple(_identifier(kind, value) for kind, value in named)


def _identifier(kind: str, value: str) -> Identifier:
    return Identifier(kind=kind, value=value, found_in=SYSTEM)
