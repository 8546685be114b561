"""Proves that the steps to come can be done and undone, and changes nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, false, inspect, update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.error import classified
from adapters.sql.hold import hold_table
from habeas.domain.error import Refused, Unfit
from habeas.domain.order import StepOrder

from .bucket import Bucket
from .category import ROWS, SYSTEM
from .erase import locked_since
from .error import answered
from .inventory import Inventory
from .pin import folder
from .schema import appearance, participant, recording

# each of them takes away what a hold hides, or moves it where it cannot be read at once
_PURGES = ("NoncurrentVersionExpiration", "NoncurrentVersionTransitions")


async def check(engine: AsyncEngine, bucket: Bucket, order: StepOrder, inventory: Inventory) -> None:
    """Raises Unfit with the first reason found."""
    if locked_since(order, inventory):
        raise Unfit(SYSTEM, "objects that the plan erases are locked")
    _check_references(order, inventory)
    await _check_database(engine)
    prefixes = [folder(s.recording.prefix) for s in inventory.stored if order.erases(s.key)]
    if prefixes:
        await _check_bucket(bucket, prefixes)


def _check_references(order: StepOrder, inventory: Inventory) -> None:
    for person in inventory.participants:
        if order.erases(inventory.key(person)) and not all(order.erases(k) for k in inventory.referring(person)):
            raise Unfit(SYSTEM, "the plan erases a participant and keeps what refers to them")


async def _check_database(engine: AsyncEngine) -> None:
    """A statement that meets no row needs the right to it all the same."""
    try:
        async with classified(SYSTEM), engine.begin() as connection:
            if not await connection.run_sync(lambda c: inspect(c).has_table(hold_table.name)):
                raise Unfit(SYSTEM, f"the database has no table {hold_table.name}")
            for table in (hold_table, appearance, recording, *(t for t, _ in ROWS), participant):
                await connection.execute(delete(table).where(false()))
            await connection.execute(update(participant).values(is_hidden=True).where(false()))
    except Refused as error:
        raise Unfit(SYSTEM, f"the credential may not erase: {error.what}") from None


async def _check_bucket(bucket: Bucket, prefixes: list[str]) -> None:
    try:
        async with answered(SYSTEM):
            if not await bucket.is_versioned():
                raise Unfit(SYSTEM, "the bucket keeps no versions: what is hidden could not be given back")
            if any(_purges(rule, p) for rule in await bucket.lifecycle_rules() for p in prefixes):
                raise Unfit(SYSTEM, "a lifecycle rule of the bucket would purge what is hidden")
            for prefix in prefixes:
                await bucket.uploads(prefix)
                await bucket.try_delete(prefix)
    except Refused as error:
        raise Unfit(SYSTEM, f"the credential may not erase: {error.what}") from None


def _purges(rule: Mapping[str, Any], prefix: str) -> bool:
    """A rule narrowed by tags or sizes counts as well: whom it meets is not known."""
    removes_markers = rule.get("Expiration", {}).get("ExpiredObjectDeleteMarker", False)
    if rule.get("Status") != "Enabled" or not (removes_markers or any(p in rule for p in _PURGES)):
        return False
    return all(prefix.startswith(p) or p.startswith(prefix) for p in _prefixes(rule))


def _prefixes(rule: Mapping[str, Any]) -> Iterator[str]:
    """S3 has had three places for it."""
    condition = rule.get("Filter", {})
    for place in (rule, condition, condition.get("And", {})):
        if "Prefix" in place:
            yield place["Prefix"]
