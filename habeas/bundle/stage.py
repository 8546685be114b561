"""Streams what one system has of a person into the case folder, as far as the right reaches.

Each attempt stages in a folder of its own, which its receipt names: an attempt that was given up and still writes
cannot touch what a later one staged. What a system names as a version of a file never changes: its parts are kept for
the next attempt, so that a broken transfer goes on at the part it broke in. What the system says of a file's bytes is
compared with those that came, here or where the bundle is written. Memory stays flat, whatever the size.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial

from habeas.domain.checksum import Sum
from habeas.domain.error import Permanent, Unavailable
from habeas.domain.order import CollectOrder
from habeas.domain.port import Entry, File, Record
from habeas.domain.processing import Category
from habeas.domain.receipt import CollectReceipt, StagedFile, StagedKind, Withheld
from habeas.vault.parts import STAGED
from habeas.vault.sealed import Sealed
from habeas.vault.sealer import Sealer

from . import record
from .name import is_safe
from .table import Table


async def stage(
    entries: AsyncIterator[Entry], order: CollectOrder, categories: Mapping[str, Category], sealer: Sealer
) -> CollectReceipt:
    """Stage the entries of one system; `categories` are those of the record of processing, by name.

    What the right does not reach is left out and named as withheld. Raises Permanent for a category that the record
    of processing does not describe, for a record that JSON cannot express and for a file name that is not safe; then,
    as after any failure, nothing of this attempt is left but what it transferred of files that have a version.
    """
    staging = _Staging(order, categories, sealer)
    try:
        async with staging.open_tables:
            async for entry in entries:
                await staging.take(entry)
            await staging.finish()
        return staging.receipt()
    except BaseException:
        await staging.discard()
        raise


class _Differs(Exception):
    """The bytes that came are not those of the checksum."""


async def _checked(entry: File, start: int) -> AsyncIterator[bytes]:
    """The bytes of a file; of one that goes on from an earlier attempt the packaging step sees all of them."""
    found = Sum(entry.checksum) if entry.checksum is not None and start == 0 else None
    async for chunk in entry.chunks(start):
        if found is not None:
            found.add(chunk)
        yield chunk
    if found is not None and not found.agrees:
        raise _Differs


class _Staging:
    """What one attempt has taken so far."""

    def __init__(self, order: CollectOrder, categories: Mapping[str, Category], sealer: Sealer) -> None:
        self._order = order
        self._categories = categories
        self._sealer = sealer
        self._attempt = f"{STAGED}/{order.system}/{secrets.token_hex(8)}"
        self._tables: dict[str, Table] = {}
        self._staged: dict[str, StagedFile] = {}
        self._withheld: dict[Withheld, None] = {}
        self.open_tables = AsyncExitStack()

    async def take(self, entry: Entry) -> None:
        category = self._categories.get(entry.category)
        if category is None:
            raise self._permanent("a category that the record of processing does not describe")
        if isinstance(entry, Withheld):
            self._withheld[entry] = None
        elif why := category.outside(self._order.right):
            self._withheld[Withheld(system=self._order.system, category=category.name, why=why.value)] = None
        elif isinstance(entry, Record):
            await self._take_record(entry, category)
        else:
            await self._take_file(entry)

    async def _take_record(self, entry: Record, category: Category) -> None:
        try:
            text = record.line(entry.fields)
        except TypeError:
            raise self._permanent(f"a record of {category.name} cannot be written as JSON") from None
        table = self._tables.get(category.name) or await self._open(category)
        await table.add(text)

    async def _open(self, category: Category) -> Table:
        path = f"{self._attempt}/{category.slug}.json"
        out = await self.open_tables.enter_async_context(self._sealer.write(path))
        self._tables[category.name] = table = Table(category, path, out)
        return table

    async def _take_file(self, entry: File) -> None:
        key = entry.name.casefold()
        if not is_safe(entry.name) or key in self._staged:
            raise self._permanent(f"a file of {entry.category} has a name that is not safe, or not the only one")
        if entry.version is None:
            path = f"{self._attempt}/files/{len(self._staged) + 1:06}"
            sealed = await self._copied(entry, path)
        else:
            path = f"{STAGED}/{self._order.system}/versions/{hashlib.sha256(entry.version.encode()).hexdigest()}"
            sealed = await self._transferred(entry, path)
        name = f"{self._order.system}/files/{entry.name}"
        self._staged[key] = StagedFile(
            path=path,
            name=name,
            category=entry.category,
            kind=StagedKind.FILE,
            checksum=entry.checksum,
            **asdict(sealed),
        )

    async def _transferred(self, entry: File, path: str) -> Sealed:
        """What came whole in one go is checked at once: other bytes than the system's are not gone on with."""
        try:
            return await self._sealer.transfer(path, partial(_checked, entry))
        except _Differs:
            await self._sealer.discard(path)
            what = f"the bytes of a file of {entry.category} are not those that it says: they are transferred anew"
            raise Unavailable(self._order.system, what) from None

    async def _copied(self, entry: File, path: str) -> Sealed:
        async with self._sealer.write(path) as out:
            async for chunk in entry.chunks(0):
                await out.write(chunk)
        return out.sealed

    async def finish(self) -> None:
        """End every table and stage its schema."""
        for table in self._tables.values():
            await table.end()
            path = f"{self._attempt}/{table.category.slug}.schema.json"
            async with self._sealer.write(path) as out:
                await out.write(table.schema_text())
            name, category = f"{self._order.system}/{table.category.slug}.schema.json", table.category.name
            self._staged[path] = StagedFile(
                path=path, name=name, category=category, kind=StagedKind.SCHEMA, **asdict(out.sealed)
            )

    def receipt(self) -> CollectReceipt:
        """What was staged; to be asked for once the tables are closed."""
        system = self._order.system
        files = [*self._staged.values(), *(table.staged(system) for table in self._tables.values())]
        return CollectReceipt(
            system=system,
            at=datetime.now(UTC),
            files=tuple(sorted(files, key=lambda f: f.name)),
            withheld=tuple(self._withheld),
        )

    async def discard(self) -> None:
        await self._sealer.discard(self._attempt)

    def _permanent(self, what: str) -> Permanent:
        return Permanent(self._order.system, what)
