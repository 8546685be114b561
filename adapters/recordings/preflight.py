"""Proves that the steps to come can be done and undone, and changes nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.sql.credential import ON_ROWS, check_rights
from adapters.sql.error import classified
from adapters.sql.hold import hold_table
from habeas.domain.error import Refused, Unfit
from habeas.domain.order import StepOrder

from .bucket import Bucket
from .category import SYSTEM
from .erase import locked_since
from .error import answered
from .inventory import Inventory, Stored, read_locks
from .pin import folder
from .place import contents
from .schema import appearance, derivative, recording

# each of them takes away what a hold hides, or moves it where it cannot be read at once
_PURGES = ("NoncurrentVersionExpiration", "NoncurrentVersionTransitions")
_NEEDED = {
    *((recording.name, right) for right in ON_ROWS),
    *((table.name, right) for table in (appearance, derivative) for right in ("SELECT", "DELETE")),
}


async def check(engine: AsyncEngine, bucket: Bucket, order: StepOrder, inventory: Inventory) -> None:
    """Raises Unfit with the first reason found."""
    if locked_since(order, inventory):
        raise Unfit(SYSTEM, "objects that the plan erases are locked")
    await _check_database(engine)
    await _check_shared(bucket, [s for s in inventory.stored if s.recording.is_shared and order.erases(s.key)], order)
    prefixes = [folder(p) for s in inventory.stored if order.erases(s.key) for p in s.recording.places]
    if prefixes:
        await _check_bucket(bucket, prefixes)


async def _check_shared(bucket: Bucket, shared: list[Stored], order: StepOrder) -> None:
    """What shows others goes whole, on its controller's instruction; its locks are looked at here alone."""
    if any(s.recording.is_entangled for s in shared):
        raise Unfit(SYSTEM, "another recording's objects lie where those that the plan erases do")
    async with answered(SYSTEM):
        versions = [v for s in shared for v in (await contents(bucket, s.recording.places)).versions]
    locks = await read_locks(bucket, [v for v in versions if not v.is_marker])
    if any(lock.legal_hold or (lock.until is not None and lock.until > order.as_of) for lock in locks):
        raise Unfit(SYSTEM, "objects that the plan erases are locked")


async def _check_database(engine: AsyncEngine) -> None:
    try:
        async with classified(SYSTEM), engine.connect() as connection:
            if not await connection.run_sync(lambda c: inspect(c).has_table(hold_table.name)):
                raise Unfit(SYSTEM, f"the database has no table {hold_table.name}")
            await check_rights(connection, SYSTEM, _NEEDED)
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
