"""The company's own job that looks people up at Clearbit, and keeps a copy of what it gives.

A look-up tells Clearbit the address, and makes it collect the person: nobody is looked up who asked to be left alone,
or whom a case holds, or of whom nothing may go to the United States. What was told is noted whatever came of it.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

from adapters.sql.engine import writing_engine
from habeas.domain.disclosure import UNITED_STATES, Location
from habeas.domain.error import Refused, Unavailable

from .entity import Access
from .key import signature
from .meaning import SYSTEM, Answer, LookedUp, Outcome, parsed
from .store import CopyStore, Subject

SECONDS = 10  # as Clearbit's client for Node waits


@asynccontextmanager
async def opened(url: str, key: bytes, access: Access) -> AsyncIterator["Enricher"]:
    """The job on the database at `url`, while the context lasts; `key` is that of the hashes."""
    engine = writing_engine(url)
    try:
        async with ClientSession() as session:
            yield Enricher(CopyStore(engine, key), session, access)
    finally:
        await engine.dispose()


class Enricher:
    """Looks people up, one request each; when to ask again is its caller's to decide."""

    def __init__(self, store: CopyStore, session: ClientSession, access: Access) -> None:
        """`session` is closed by whoever opened it."""
        self._store = store
        self._session = session
        self._access = access

    async def look_up(self, address: str, account_id: int | None, location: Location) -> LookedUp:
        """Look a person up who is in `location`, unless that is barred.

        Raises Refused where the key or the path is wrong, and Unavailable where there is no answer that says anything.
        """
        if self._access.entity.country == UNITED_STATES and location.bars_the_united_states:
            return LookedUp(Outcome.BARRED)
        subject = await self._store.subject(address, account_id, location)
        if subject is None:
            return LookedUp(Outcome.SUPPRESSED)
        answer = await self._ask(subject)
        if answer.person or answer.is_queued:
            is_kept = await self._store.keep(subject, self._access.entity, answer.person)
            kept = Outcome.STORED if answer.person else Outcome.QUEUED
            return LookedUp(kept if is_kept else Outcome.SUPPRESSED)
        await self._store.told(subject, self._access.entity)
        looked_up = answer.without_person()
        if looked_up.outcome is Outcome.UNKNOWN:
            await self._store.fill(subject.copy_id, None)
        return looked_up

    async def take_webhook(self, body: bytes, signed: str | None) -> LookedUp:
        """Take the answer to a queued look-up: the raw body, and its header `X-Request-Signature`.

        Raises Refused when it is not signed with our key, or is no such answer.
        """
        if not hmac.compare_digest((signed or "").encode(), signature(self._access.key, body).encode()):
            raise Refused(SYSTEM, "a webhook is not signed with our key")
        match parsed(body):
            case {"id": str(copy_id), "type": "person", "status": 404}:
                await self._store.fill(copy_id, None)
                return LookedUp(Outcome.UNKNOWN)
            case {"id": str(copy_id), "type": "person", "body": dict(person)}:
                is_kept = await self._store.fill(copy_id, person)
                return LookedUp(Outcome.STORED if is_kept else Outcome.UNASKED)
            case _:
                raise Refused(SYSTEM, "a webhook has no person")

    async def _ask(self, subject: Subject) -> Answer:
        """One request. Where the answer is lost the address may have arrived, and is noted as told."""
        query = {"email": subject.address}
        if self._access.webhook_url:
            query |= {"webhook_id": subject.copy_id, "webhook_url": self._access.webhook_url}
        asking = self._session.get(
            f"{self._access.endpoint}/v2/people/find",
            params=query,
            headers={"Authorization": f"Bearer {self._access.key}"},
            timeout=ClientTimeout(total=SECONDS),
            allow_redirects=False,
        )
        try:
            async with asking as response:
                return Answer(response.status, response.headers.get("x-ratelimit-reset", ""), await response.read())
        except ClientConnectorError:  # nothing has left
            raise Unavailable(SYSTEM, "no connection") from None
        except (ClientError, TimeoutError):
            await self._store.told(subject, self._access.entity)
            raise Unavailable(SYSTEM, "no answer") from None
        except asyncio.CancelledError:
            await self._store.told(subject, self._access.entity)
            raise
