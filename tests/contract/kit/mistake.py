"""Adapters with one mistake each: the real one on a real database, and what the mistake makes of a step."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from accounts_system import Accounts
from recordings_system import recordings
from sqlalchemy import ColumnElement, select, update

from adapters.receipt import receipt_of
from adapters.recordings.adapter import Recordings
from adapters.recordings.bucket import Bucket, Version
from adapters.testing.asking import Gate
from habeas.domain.error import Barred, HabeasError
from habeas.domain.identifier import ACCOUNT_ID, Identifier, values
from habeas.domain.order import Located, LocateOrder, StepOrder
from habeas.domain.port import Fence
from habeas.domain.receipt import Receipt
from habeas.sandbox.accounts import account

SMALL = 3  # pages: a person with a page in each of three tables is erased in as many


class SkipsPages(Accounts):
    """Takes what fits a few pages for all that there is."""

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        with suppress(Barred):
            return await super().erase(order, Gate(SMALL))
        return receipt_of("accounts", "erase")


class IgnoresCase(Accounts):
    """Takes addresses for what they are in small letters, and finds no other."""

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        small = [a for a in await addresses(self, order) if a.islower()]
        return await super().erase(pinning(order, await pinned(self, account.c.email.in_(small))), fence)


class ErasesTheNeighbour(Accounts):
    """Takes an address for the beginning of an address."""

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        alike = [pinned(self, account.c.email.startswith(a.split("@")[0])) for a in await addresses(self, order)]
        return await super().erase(pinning(order, [i for found in alike for i in await found]), fence)


class ReportsWhatItDidNot(Accounts):
    """Says that it has erased."""

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        await fence()
        return receipt_of("accounts", "erase", {i.key: i.count for i in order.items if order.erases(i.key)})


class ForgetfulBucket(Bucket):
    """Sees of each object the version that is the latest when it looks first."""

    forgotten: ClassVar[set[str]] = set()

    async def versions(self, prefix: str) -> list[Version]:
        found = await super().versions(prefix)
        self.forgotten.update(v.id for v in found if not v.is_latest and not v.is_marker and "captions" in v.key)
        return [v for v in found if v.id not in self.forgotten]


def forgets_a_version(writing, reading, bucket: Bucket, reading_bucket: Bucket) -> Recordings:
    """The real adapter through that bucket, but for what confirms."""
    return recordings(writing, reading, ForgetfulBucket(bucket.client, bucket.name), reading_bucket)


class IgnoresTheFence(Accounts):
    """Holds and erases whenever it is asked."""

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        return await super().hold(order, Gate())

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        return await super().erase(order, Gate())


class ReleasesNothing(Accounts):
    """Says that it has given back."""

    async def release(self, order: StepOrder) -> Receipt:
        return receipt_of("accounts", "release")


class ForgetsWhatWas(Accounts):
    """Gives back what is usual, and not what was."""

    async def release(self, order: StepOrder) -> Receipt:
        receipt = await super().release(order)
        if receipt.counts:
            async with self._writing.begin() as connection:
                theirs = account.c.id.in_(int(v) for v in values(order.identifiers, ACCOUNT_ID))
                await connection.execute(update(account).where(theirs).values(gets_mail=True))
        return receipt


class GoesByTheAddress(Accounts):
    """Erases whoever has the address, and remembers it for the next attempt."""

    known: dict[str, list[str]]

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.known = {}

    async def erase(self, order: StepOrder, fence: Fence) -> Receipt:
        mine = self.known.setdefault(order.digest, await addresses(self, order))
        return await super().erase(pinning(order, await pinned(self, account.c.email.in_(mine))), fence)


class Talks(Accounts):
    """Says in its errors whom it was looking for."""

    async def locate(self, order: LocateOrder) -> Located:
        try:
            return await super().locate(order)
        except HabeasError as error:
            raise type(error)("accounts", f"no answer about {order.identifiers[0].value}") from None


class WritesValues(Accounts):
    """Has the person in its receipts."""

    async def hold(self, order: StepOrder, fence: Fence) -> Receipt:
        receipt = await super().hold(order, fence)
        return receipt.model_copy(update={"counts": dict.fromkeys(await addresses(self, order), 1)})


class BelievesItself(Accounts):
    """Confirms what an erasure would have left."""

    async def confirm(self, order: StepOrder) -> Receipt:
        return receipt_of("accounts", "confirm", {i.key: i.count for i in order.items if not order.erases(i.key)})


class FindsWhatIsAlike(Accounts):
    """Lets the database take an address for a pattern."""

    async def locate(self, order: LocateOrder) -> Located:
        alike = [await pinned(self, account.c.email.like(i.value)) for i in order.identifiers if i.kind == "email"]
        found = (*order.identifiers, *(i for some in alike for i in some))
        return await super().locate(order.model_copy(update={"identifiers": found}))


async def addresses(adapter: Accounts, order: StepOrder) -> list[str]:
    """Those of the pinned accounts."""
    ids = [int(value) for value in values(order.identifiers, ACCOUNT_ID)]
    async with adapter._reading.connect() as connection:
        return list(await connection.scalars(select(account.c.email).where(account.c.id.in_(ids))))


async def pinned(adapter: Accounts, condition: ColumnElement[bool]) -> list[Identifier]:
    """The accounts of which that is so."""
    async with adapter._reading.connect() as connection:
        ids = list(await connection.scalars(select(account.c.id).where(condition)))
    return [Identifier(kind=ACCOUNT_ID, value=str(id_), found_in="accounts") for id_ in ids]


def pinning(order: StepOrder, pins: list[Identifier]) -> StepOrder:
    """The order, for these accounts."""
    return order.model_copy(update={"identifiers": tuple(pins)})


@dataclass(frozen=True)
class Mutant:
    """A mistake, and the question of the kit that finds it."""

    makes: Callable[..., Any]
    question: str
    given: Mapping[str, object] = field(default_factory=dict)


ERASING = {
    "skips pages": Mutant(SkipsPages, "test_erase_many"),
    "forgets a version": Mutant(forgets_a_version, "test_erase_and_confirm"),
    "ignores case": Mutant(IgnoresCase, "test_erase_what_is_written_in_mixed_case"),
    "erases the neighbour": Mutant(ErasesTheNeighbour, "test_erase_and_confirm"),
    "reports what it did not do": Mutant(ReportsWhatItDidNot, "test_erase_and_confirm"),
}
OTHERS = {
    "ignores the fence": Mutant(IgnoresTheFence, "test_late_hold"),
    "ignores the fence of the pivot": Mutant(IgnoresTheFence, "test_late_erase"),
    "releases nothing": Mutant(ReleasesNothing, "test_hold_and_release"),
    "forgets what was": Mutant(ForgetsWhatWas, "test_hold_and_release"),
    "goes by the address": Mutant(GoesByTheAddress, "test_erase_late_of_somebody_who_is_back"),
    "talks": Mutant(Talks, "test_locate_of_what_is_broken", {"how": "rate-limit"}),
    "writes values": Mutant(WritesValues, "test_hold_and_release"),
    "believes itself": Mutant(BelievesItself, "test_confirm_before_anything_is_erased"),
    "finds what is alike": Mutant(FindsWhatIsAlike, "test_locate_nobody_alike"),
}
