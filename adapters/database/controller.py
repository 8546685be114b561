"""The customers whose data it is, how they are written to, and what they have instructed once and for all."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.sql.mariadb import written
from habeas.domain.referral import Controller
from habeas.domain.request import Instruction

from .schema import Schema

PREFIX = "customer/"


@dataclass(frozen=True)
class Customer:
    """A customer, and its standing instruction to erase if one is recorded."""

    controller: Controller
    instruction: Instruction | None


async def customers(connection: AsyncConnection, schema: Schema, wanted: Collection[str]) -> list[Customer]:
    """Those of the controllers that the record says how to find, in the order of their ids."""
    of = schema.record.controllers
    if of is None or not wanted:
        return []
    table = schema.tables[of.table]
    key = written(table.columns[of.key])
    names = {"key": key, "name": table.columns[of.name]}
    names |= {what: table.columns[c] for what, c in (("address", of.address), ("by", of.instruction)) if c}
    columns = [column.label(f"habeas_{what}") for what, column in names.items()]
    query = select(*columns).where(key.in_([one.removeprefix(PREFIX) for one in wanted])).order_by(key)
    return [_customer(row) for row in await connection.execute(query)]


def _customer(row: Row[Any]) -> Customer:
    id_ = f"{PREFIX}{row.habeas_key}"
    by = getattr(row, "habeas_by", None)
    return Customer(
        Controller(id=id_, name=row.habeas_name, address=getattr(row, "habeas_address", None)),
        Instruction(controller=id_, recorded_by=by, is_standing=True) if by else None,
    )
