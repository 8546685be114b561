"""Has Stripe redact what the plan erases of its records: a job is prepared before the pivot and run after it.

A live job is taken up where all that it is about is in the plan, whoever made it: nothing is asked for twice. One that
is about anything more is never run.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from habeas.domain.error import Refused, Unavailable, Unfit
from habeas.domain.order import StepOrder
from habeas.domain.port import Fence
from habeas.domain.processing import Category

from .category import KEPT_BY_STRIPE, SYSTEM
from .intent import Intent
from .pinned import Pinned
from .record import Record, Records
from .redaction import MOST_IDS, Job, Jobs
from .stripe_client import Stripe
from .subject import is_organisation, own_ids

SOON = timedelta(seconds=5)  # Stripe validates within moments
LATER = timedelta(minutes=1)  # and redacts within minutes, or days


@dataclass(frozen=True)
class Redacting:
    """The redactions of one order."""

    stripe: Stripe
    order: StepOrder
    processing: Mapping[str, Category] = field(repr=False)

    @property
    def is_wanted(self) -> bool:
        """Whether the plan erases anything that Stripe's API cannot delete."""
        return any(self.order.erases(item.key) and item.category in KEPT_BY_STRIPE for item in self.order.items)

    async def is_possible(self, absent: str) -> bool:
        """Whether the account has redaction; raises Refused for a key that may not run a job. Changes nothing."""
        if not await self._jobs.are_there():
            return False
        await self._jobs.try_running(absent)
        return True

    async def prepare(self, fence: Fence) -> None:
        """Have jobs for all of it made and validated. Raises Unfit for what Stripe will not redact, Unavailable before.

        Twice is once, and nothing is redacted by it.
        """
        if records := await self._records():
            await self._must_be_on_its_way("hold", records, fence)
            for job in await self._own(_ids(records)):
                if job.status == "failed":
                    raise Unfit(SYSTEM, f"Stripe's validation says: {', '.join(job.errors)}")
                if job.status != "ready":
                    raise Unavailable(SYSTEM, f"Stripe's redaction job is {job.status}", retry_after=SOON)

    async def cancel(self) -> None:
        """Cancel the jobs that are ready or failed; what they are about is as it was. Raises Unavailable before."""
        if not self.is_wanted or not await self._jobs.are_there():
            return
        for job in await self._own(_ids(await self._records())):
            if job.status == "redacting":
                raise Refused(SYSTEM, "somebody has run the redaction job, which takes nothing back")
            if job.is_on_its_way:
                raise Unavailable(SYSTEM, f"Stripe's redaction job is {job.status}", retry_after=SOON)
            await self._jobs.go(self._intent("release"), "cancel", job.id)

    async def redact(self, fence: Fence) -> Counter[str]:
        """Run the jobs to their end. Raises Unavailable while Stripe is at it; what this attempt redacted, by key."""
        records = await self._records()
        if not records:
            return Counter()
        await self._must_be_on_its_way("erase", records, fence)
        for job in [await self._gone_on(job, fence) for job in await self._own(_ids(records))]:
            if job.status != "succeeded":
                why = f"Stripe's redaction job is {job.status}: {', '.join(job.errors)}".rstrip(": ")
                raise Unavailable(SYSTEM, why, retry_after=LATER if job.status == "redacting" else SOON)
        return Counter(record.key for record in records)

    async def _gone_on(self, job: Job, fence: Fence) -> Job:
        way = {"ready": "run", "failed": "validate"}.get(job.status)
        if way is not None:
            await fence()
            await self._jobs.go(self._intent("erase"), way, job.id)
        return await self._jobs.get(job.id)

    async def _must_be_on_its_way(self, step: str, records: list[Record], fence: Fence) -> None:
        """Make jobs for what is in none. Raises Refused where another job has some of it in another way."""
        ids, live = _ids(records), await self._jobs.live()
        named = ids.union(*(r.names for r in records), own_ids(self.order.identifiers))
        if any(job.ids & named and not job.ids <= ids for job in live):
            raise Refused(SYSTEM, "another redaction job is about some of it, and about more: cancel that one")
        taken = frozenset[str]().union(*(job.ids for job in live))
        for some in _batches([root for root in _roots(records) if root[1] not in taken]):
            await fence()
            await self._jobs.create(self._intent(step), some)

    async def _own(self, ids: frozenset[str]) -> list[Job]:
        return [job for job in await self._jobs.live() if job.ids and job.ids <= ids]

    async def _records(self) -> list[Record]:
        """What the plan erases and is not redacted yet, of the pinned customers that are not an organisation's."""
        records, found = Records(self.stripe, self.processing, self.order.as_of), list[Record]()
        for id_ in own_ids(self.order.identifiers) if self.is_wanted else ():
            customer = await self.stripe.customer(id_)
            if customer is not None and (customer.get("deleted") or not is_organisation(customer)):
                found += [r for r in await records.of(id_) if self.order.erases_now(r.key)]
        return found

    def _intent(self, step: str) -> Intent:
        return Pinned(self.stripe, self.order).intent(step)

    @property
    def _jobs(self) -> Jobs:
        return Jobs(self.stripe)


def _roots(records: list[Record]) -> list[tuple[str, str]]:
    """What jobs are made for, as kind and id: not the payments that go with an invoice, which would lock each other."""
    within = frozenset[str]().union(*(record.payments for record in records))
    return sorted({(record.kind, record.root) for record in records if record.root not in within})


def _ids(records: list[Record]) -> frozenset[str]:
    """All that a job may be about and be one of ours."""
    return frozenset(record.root for record in records)


def _batches(roots: list[tuple[str, str]]) -> Iterator[dict[str, frozenset[str]]]:
    rest = iter(roots)
    while some := list(islice(rest, MOST_IDS)):
        yield {kind: frozenset(id_ for k, id_ in some if k == kind) for kind, _ in some}
